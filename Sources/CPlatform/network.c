#define _GNU_SOURCE
#include "assay_network.h"

#include <errno.h>
#include <sched.h>

static long checked(long result) { return result < 0 ? -(long)errno : result; }

long assay_new_network(void) { return checked(unshare(CLONE_NEWNET)); }

long assay_enter_network(int network) { return checked(setns(network, CLONE_NEWNET)); }
