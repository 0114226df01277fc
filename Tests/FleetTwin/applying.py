"""A profile on three machines: `assay fleet apply` and `revert`, with the first node killed, cut off, and well."""
import os
import shutil
import threading
import time

from twin import DONE, FAILED, TAKEN_BACK, Different

GROUP, PROFILE = "assay-twin", "fleet-twin"
# On a node: its health command runs; what it was at while it was cut off.
MARKER, SEEN = "/run/fleet-twin-health", "/run/fleet-twin-seen"
TOOL = "$(ls /var/tmp/assay-fleet/assay-* | head -n 1)"
# Longer than ssh needs to notice (nodes.py).
OFF_SECONDS = 90
BEFORE, DURING = "swappiness 60, partition none", "swappiness 10, partition isolated"
STATE = (f"echo swappiness $(cat /proc/sys/vm/swappiness), "
         f"partition $(cat /sys/fs/cgroup/{GROUP}/cpuset.cpus.partition 2>/dev/null || echo none)")
PROFILE_TEXT = f"""schema: assay.profile/1
name: {PROFILE}
summary: a value that is easy to see, and a CPU of its own
settings:
  - {{key: sysctl/vm.swappiness, value: 10, why: it is 60 otherwise}}
cpusets:
  - {{group: {GROUP}, cpus: "1", partition: isolated, why: a partition is lost with the boot or taken back}}
"""
CATALOG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Profiles/catalog.yaml")


def write_profile(twin):
    with open(f"{twin.work}/{PROFILE}.yaml", "w") as file:
        file.write(PROFILE_TEXT)
    shutil.copy(CATALOG, f"{twin.work}/catalog.yaml")


def apply(twin, health, out, codes, confirm="5m"):
    return twin.fleet("apply", f"{PROFILE}.yaml", "--inventory", twin.inventory, "--confirm-within", confirm,
                      "--health", health, "--batch", "2", "--out", out, codes=codes)


def states(twin, wanted, when):
    seen = {node.name: node.read(STATE) for node in twin.nodes}
    if set(seen.values()) != {wanted}:
        raise Different(f"{when}: {seen}; each must be at: {wanted}")


def applied(twin):
    """What `assay tune status` says on each node."""
    return {node.name: node.read(f"{TOOL} tune status") for node in twin.nodes}


def killed(twin):
    """The power of the first node is cut while its health command runs: the profile is applied there, not confirmed."""
    states(twin, BEFORE, "before anything is applied")
    canary, seen, others = twin.nodes[0], [], logs(twin)
    watch = threading.Thread(target=cut_power, args=(canary, seen), daemon=True)
    watch.start()
    said = apply(twin, f"touch {MARKER}; sleep 100", "killed", (FAILED,))
    watch.join(180)
    if seen != [DURING]:
        raise Different(f"when the power was cut {canary.name} was at {seen or 'nothing: it was not cut'}, not: {DURING}")
    twin.say("kill", f"{canary.name} had {DURING}, and lost its power; {reason(twin, said)}")
    canary.wait()
    only_canary_was_touched(twin, others)
    revert(twin, "killed-reverted")


def cut_off(twin):
    """The first node lives on and cannot be reached: nobody but itself can take the profile back."""
    canary, others = twin.nodes[0], logs(twin)
    cards = "for card in /sys/class/net/e*; do ip link set ${card##*/}"
    alone = (f"{cards} down; done; ({STATE}) > {SEEN}; sleep {OFF_SECONDS}; ({STATE}) >> {SEEN}; "
             f"{cards} up; done; systemctl restart systemd-networkd")
    health = f"setsid sh -c '{alone}' </dev/null >/dev/null 2>&1 & sleep 100"
    said = apply(twin, health, "cut-off", (FAILED,), confirm=f"{OFF_SECONDS // 2}s")
    canary.wait()
    seen = canary.read(f"cat {SEEN}").splitlines()
    if seen != [DURING, BEFORE]:
        raise Different(f"while {canary.name} was cut off it went through {seen}, not {[DURING, BEFORE]}")
    twin.say("cut off", f"{canary.name} had {DURING}, and took it back by itself before it was there again; "
                        f"{reason(twin, said)}")
    only_canary_was_touched(twin, others)
    revert(twin, "cut-off-reverted")


def reason(twin, said):
    """What fleet apply says of a first node that was lost."""
    name = twin.nodes[0].name
    begin = f"  {name}: apply: not reached; it takes it back by itself"
    found = [line.strip() for line in said.splitlines() if line.startswith(begin)]
    if not found:
        raise Different(f"fleet apply does not say what became of {name}:\n{said}")
    return f"fleet apply ended with {FAILED}: {found[0]}"


def logs(twin):
    """What was ever changed on the other nodes."""
    return [node.read(f"{TOOL} tune log") for node in twin.nodes[1:]]


def only_canary_was_touched(twin, others):
    states(twin, BEFORE, f"after {twin.nodes[0].name} was to be as before")
    if logs(twin) != others:
        raise Different("another node was touched, though the first one failed")
    twin.say("back", f"all at {BEFORE}; no other node was touched")


def unwell(twin):
    """The first node is reached, and its health command says no."""
    others = logs(twin)
    apply(twin, "false", "unwell", (TAKEN_BACK,))
    twin.say("unwell", f"the health command says no: fleet apply ended with {TAKEN_BACK}")
    only_canary_was_touched(twin, others)


def healthy(twin):
    apply(twin, f"test \"$({STATE})\" = '{DURING}'", "applied", (DONE,))
    states(twin, DURING, "after fleet apply")
    waiting = {name: text for name, text in applied(twin).items() if PROFILE not in text or "reverts by itself" in text}
    if waiting:
        raise Different(f"not applied and confirmed: {waiting}")
    twin.say("apply", f"confirmed on all, each at {DURING}")
    # What was applied before is not this apply's to take back.
    apply(twin, "false", "again", (TAKEN_BACK,))
    states(twin, DURING, "after it was applied once more, with a health command that says no")
    apply(twin, "true", "once-more", (DONE,))
    states(twin, DURING, "after it was applied once more")
    twin.say("again", "applied twice more, once with a health command that says no: all keep it")
    revert(twin, "reverted")


def revert(twin, out):
    twin.fleet("revert", PROFILE, "--inventory", twin.inventory, "--out", out)
    states(twin, BEFORE, "after fleet revert")
    left = {name: text for name, text in applied(twin).items() if text != "nothing is applied"}
    if left:
        raise Different(f"fleet revert left something: {left}")
    twin.say("revert", f"all at {BEFORE}, and nothing is applied")


def cut_power(node, seen):
    """Waits for the health command, keeps what the node is at, and cuts its power; then it boots again."""
    limit = time.monotonic() + 900
    while time.monotonic() < limit:
        if node.ssh(f"test -e {MARKER}", limit=30).returncode == 0:
            seen.append(node.read(STATE))
            node.end()
            node.start()
            return
        time.sleep(1)
