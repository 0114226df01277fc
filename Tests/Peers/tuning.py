#!/usr/bin/env python3
"""Applying a profile of 40 sysctls: Assay beside tuned, and beside `sysctl -p`, which keeps nothing.

Assay's time is that of two fresh processes, `apply` (write-ahead journal, every value read back) and `verify`. tuned's is
that of one, which applies and ends: its `daemon = 0` mode without D-Bus and without a socket. Its own files are kept in a
scratch folder, and it is told not to apply /etc/sysctl.d afterwards. Lower is better.

The sysctls are harmless ones that exist here, each raised by one. Every value is put back after every process, and at every
end of the script; as root only.
"""
import atexit, os, pathlib, signal, statistics, sys, time

from pairs import PeerFailed, arguments, attempt, header, output, pair, show, work

KEYS = 40
CANDIDATES = """
vm.swappiness vm.vfs_cache_pressure vm.dirty_expire_centisecs vm.dirty_writeback_centisecs vm.stat_interval vm.max_map_count
vm.page-cluster vm.watermark_boost_factor vm.extfrag_threshold vm.admin_reserve_kbytes vm.user_reserve_kbytes
vm.dirtytime_expire_seconds vm.nr_overcommit_hugepages
net.core.netdev_max_backlog net.core.netdev_budget net.core.netdev_budget_usecs net.core.dev_weight net.core.rmem_max
net.core.wmem_max net.core.rmem_default net.core.wmem_default net.core.optmem_max net.core.somaxconn net.core.message_cost
net.core.message_burst
kernel.msgmax kernel.msgmnb kernel.msgmni kernel.shmmni kernel.printk_ratelimit kernel.printk_ratelimit_burst
kernel.perf_event_mlock_kb kernel.perf_event_max_stack kernel.perf_event_max_contexts_per_stack kernel.sched_rr_timeslice_ms
kernel.keys.gc_delay kernel.keys.maxkeys kernel.keys.maxbytes kernel.keys.root_maxkeys kernel.keys.root_maxbytes
kernel.keys.persistent_keyring_expiry kernel.random.urandom_min_reseed_secs kernel.core_pipe_limit kernel.oops_limit
kernel.pty.max kernel.pty.reserve kernel.hung_task_warnings kernel.hung_task_check_count kernel.hung_task_timeout_secs
kernel.threads-max kernel.pid_max
""".split()

options = arguments(__doc__, window=0)
tool = pathlib.Path(options.assay).with_name("assay-tune")
if os.geteuid() != 0:
    print("left out: changing sysctls needs root")
    sys.exit(0)


def file(key):
    return pathlib.Path("/proc/sys") / key.replace(".", "/")


before = {}


def put_back():
    for key, value in before.items():
        if file(key).read_text().strip() != value:
            file(key).write_text(value)


atexit.register(put_back)
for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(ending, lambda number, frame: sys.exit(128 + number))

wanted = {}
for key in CANDIDATES:
    if len(wanted) == KEYS or not file(key).exists():
        continue
    value = file(key).read_text().strip()
    if not value.isdigit():
        continue
    before[key] = value
    raised = str(int(value) + 1)
    try:
        file(key).write_text(raised)
    except OSError:
        continue
    if file(key).read_text().strip() == raised:
        wanted[key] = raised
put_back()
if len(wanted) < KEYS:
    sys.exit(f"only {len(wanted)} of {KEYS} sysctls can be raised by one here")

catalog, profile, lines = work / "catalog.yaml", work / "forty.yaml", work / "forty.conf"
catalog.write_text("schema: assay.catalog/1\nknobs:\n" + "".join(
    f'  - {{key: sysctl/{key}, type: integer, about: a, risk: "low: none", source: s}}\n' for key in wanted))
profile.write_text("schema: assay.profile/1\nname: forty\nsummary: forty sysctls\nsettings:\n" + "".join(
    f"  - {{key: sysctl/{key}, value: {value}, why: a measurement}}\n" for key, value in wanted.items()))
lines.write_text("".join(f"{key} = {value}\n" for key, value in wanted.items()))
(work / "tuned/forty").mkdir(parents=True)
(work / "tuned/forty/tuned.conf").write_text("[sysctl]\n" + "".join(f"{key}={value}\n" for key, value in wanted.items()))
(work / "tuned/main.conf").write_text("daemon = 0\ndynamic_tuning = 0\nreapply_sysctl = 0\nudev_buffer_size = 1MB\n")
# As /usr/sbin/tuned does it, with its files elsewhere.
TUNED = """
import sys
import tuned.consts as consts
folder = sys.argv[1]
consts.GLOBAL_CONFIG_FILE = folder + "/main.conf"
consts.ACTIVE_PROFILE_FILE, consts.PROFILE_MODE_FILE = folder + "/active_profile", folder + "/profile_mode"
consts.POST_LOADED_PROFILE_FILE, consts.DEFAULT_STORAGE_FILE = folder + "/post_loaded", folder + "/save.pickle"
consts.LOAD_DIRECTORIES, consts.LOG_FILE = [folder], folder + "/log"
import tuned.daemon
from tuned.utils.global_config import GlobalConfig
tuned.daemon.Application("forty", GlobalConfig()).run(False)
"""


def check(name):
    """Whether all 40 were really set; they are put back either way."""
    wrong = [key for key, value in wanted.items() if file(key).read_text().strip() != value]
    put_back()
    if wrong:
        raise PeerFailed(f"{name} left {', '.join(wrong)} as they were")


def timed(*command):
    start = time.perf_counter()
    output(command)
    return time.perf_counter() - start


def assay(words=()):
    state = ["--state-dir", work / "state"]
    try:
        seconds = timed(*words, tool, "apply", profile, "--catalog", catalog, "--quiet", *state)
        seconds += timed(*words, tool, "verify", "--quiet", *state)
    except PeerFailed as failure:
        sys.exit(str(failure))
    values = [file(key).read_text().strip() for key in wanted]
    output([tool, "revert", "--quiet", *state])
    if values != list(wanted.values()) or any(file(key).read_text().strip() != before[key] for key in wanted):
        sys.exit("assay-tune did not set, or did not put back, every value")
    return seconds


def tuned():
    seconds = timed("/usr/bin/python3", "-Es", "-c", TUNED, work / "tuned")
    check("tuned")
    return seconds


def sysctl():
    seconds = timed("sysctl", "-q", "-p", lines)
    check("sysctl")
    return seconds


def peak_memory(*words):
    """Bytes; by time(1), because a child of this script would count this script's own pages until it becomes another
    program."""
    said = work / "peak"
    output(["/usr/bin/time", "-f", "%M", "-o", said, tool, *words])
    return int(said.read_text().split()[-1]) << 10


print(f"{KEYS} sysctls, apply and verify by Assay, apply by the others; {options.blocks} blocks of two pairs")
header()
failures = []
for name, peer in {"tuned": tuned, "sysctl -p": sysctl}.items():
    if options.only not in name or attempt(name, peer, {}) is None:
        continue
    blocks = list(pair(assay, peer, options.blocks))
    show(f"apply + verify, {KEYS} sysctls", blocks, "ms", 1e3, name)
    if name == "tuned":
        ours, theirs = (statistics.median(value for block in blocks for value in block[side]) for side in ("ours", "theirs"))
        if ours > 0.1 or theirs < 5 * ours:
            failures.append(f"{ours * 1e3:.1f} ms, {theirs / ours:.1f} times as fast as tuned: at most 100 ms and at least 5 times were promised")
state = ["--state-dir", work / "state", "--quiet"]
apply = peak_memory("apply", profile, "--catalog", catalog, *state)
verify = peak_memory("verify", *state)
revert = peak_memory("revert", *state)
print(f"peak memory: apply {apply / 1e6:.1f} MB, verify {verify / 1e6:.1f} MB, revert {revert / 1e6:.1f} MB")
if max(apply, verify, revert) > 15e6:
    failures.append("more than 15 MB of memory")
sys.exit("; ".join(failures) or 0)
