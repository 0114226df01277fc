#define _GNU_SOURCE
#include "assay_tuning.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

long assay_reserve(int descriptor, uint64_t bytes) {
  struct stat facts;
  if (fstat(descriptor, &facts) < 0) return -(long)errno;
  int result;
  do result = fallocate(descriptor, FALLOC_FL_KEEP_SIZE, facts.st_size, (off_t)bytes);
  while (result < 0 && errno == EINTR);
  return result < 0 ? -(long)errno : 0;
}

static int describe(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes, const char *errors) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error) error = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
  if (!error) error = posix_spawn_file_actions_addopen(files, 2, errors, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0600);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(files, 3);
  if (!error) error = posix_spawn_file_actions_addchdir_np(files, "/");
  return error;
}

long assay_start_detached(const char *program, char *const *arguments, const char *errors) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&files);
  if (error) return -(long)error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&files);
    return -(long)error;
  }
  pid_t process = 0;
  error = describe(&files, &attributes, errors);
  if (!error) error = posix_spawn(&process, program, &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error ? -(long)error : process;
}

uint64_t assay_boot_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void assay_wait_boot_time(uint64_t nanoseconds) {
  struct timespec until = {(time_t)(nanoseconds / 1000000000u), (long)(nanoseconds % 1000000000u)};
  while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &until, NULL) == EINTR) {
  }
}
