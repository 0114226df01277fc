"""The three machines of `make fleet-twin`: QEMU processes with a disk of their own each, reached by ssh on a local port."""
import os
import shlex
import socket
import subprocess
import time

from image import OPERATOR, PASSWORD

CPUS, MEMORY_MIB = 4, 2048
# Under emulation half a minute; minutes where the host's CPUs are taken.
BOOT_SECONDS = 600
DATA_MIB = 3072
# An emulated CPU's clock is found unstable, and reading the one instead of it costs more than what is measured.
QUICK = ("quiet mitigations=off tsc=reliable no_timer_check lpj=4000000 random.trust_cpu=on cryptomgr.notests audit=0 "
         "apparmor=0 nowatchdog")


class Slow:
    """What makes a machine really slower: after each basic block its CPUs ask where to go on, and its disk has a limit."""
    accelerator = "tcg,thread=multi"
    more = ["-d", "nochain"]
    disk = {"iops-total": 400, "bps-total": 16 << 20}


class Node:
    """One machine. It can be ended and started again at any time; its disk stays as it was synced."""

    def __init__(self, name, image, folder, slow=None):
        self.name, self.image, self.slow = name, image, slow
        self.folder = f"{folder}/{name}"
        self.port = free_port()
        self.console = f"{self.folder}/console"
        self.process = None
        os.makedirs(self.folder)
        # Written to is the overlay; the image below serves all three.
        call(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image.disk, f"{self.folder}/disk.qcow2"])
        with open(f"{self.folder}/data.raw", "wb") as file:
            file.truncate(DATA_MIB << 20)
        call(["mke2fs", "-q", "-t", "ext4", "-E", "lazy_itable_init=0,lazy_journal_init=0", f"{self.folder}/data.raw"])

    def arguments(self):
        half = MEMORY_MIB // 2
        data = f"file={self.folder}/data.raw,format=raw,if=virtio,cache=none,aio=native"
        accelerator = "tcg,thread=multi"
        if self.slow:
            data += "," + ",".join(f"throttling.{key}={value}" for key, value in self.slow.disk.items())
            accelerator = self.slow.accelerator
        return [
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-name", self.name,
            "-machine", "q35", "-accel", accelerator, "-cpu", "qemu64", "-smp", str(CPUS), "-m", str(MEMORY_MIB),
            "-object", f"memory-backend-ram,id=m0,size={half}M", "-object", f"memory-backend-ram,id=m1,size={half}M",
            "-numa", f"node,nodeid=0,cpus=0-{CPUS // 2 - 1},memdev=m0",
            "-numa", f"node,nodeid=1,cpus={CPUS // 2}-{CPUS - 1},memdev=m1",
            "-numa", "dist,src=0,dst=1,val=20",
            "-drive", f"file={self.folder}/disk.qcow2,format=qcow2,if=virtio", "-drive", data,
            "-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.port}-:22", "-device", "virtio-net-pci,netdev=net",
            "-device", "virtio-rng-pci", "-serial", f"file:{self.console}",
            "-kernel", self.image.kernel, "-initrd", self.image.initrd,
            "-append", f"root=/dev/vda rw console=ttyS0 {QUICK} systemd.hostname={self.name}",
        ] + (self.slow.more if self.slow else [])

    def start(self):
        self.process = subprocess.Popen(
            self.arguments(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/errors", "w"))

    def end(self):
        """As a power cut."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def wait(self):
        """Until ssh answers."""
        limit = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                with open(f"{self.folder}/errors") as file:
                    raise SystemExit(f"{self.name}: QEMU ended with {self.process.returncode}: {file.read().strip()}")
            if self.ssh("true", limit=20).returncode == 0:
                return
            time.sleep(1)
        with open(self.console, errors="replace") as file:
            said = file.read()[-1500:]
        raise SystemExit(f"{self.name} cannot be reached {BOOT_SECONDS} s after its start; its console:\n{said}")

    def ssh(self, command, limit=120):
        """A command there, by a connection of its own."""
        words = ["ssh", "-p", str(self.port), "-i", self.image.key] + shlex.split(ssh_options()) + ["root@127.0.0.1", command]
        try:
            return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(words, 255, "", f"no answer within {limit} s")

    def read(self, command):
        """What a command there says; it must succeed."""
        result = self.ssh(command)
        if result.returncode != 0:
            raise SystemExit(f"{self.name}: {command}: ended with {result.returncode}: {(result.stdout + result.stderr).strip()}")
        return result.stdout.strip()


def ssh_options():
    """A key is not asked for: each start of the program makes new machines on new ports."""
    return ("-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes "
            "-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4")


def inventory(nodes):
    """Ansible's, as an operator would write it. The last node is reached as a user, who becomes root there."""
    lines = [f"{node.name} ansible_port={node.port}" for node in nodes]
    lines[-1] += f" ansible_user={OPERATOR} ansible_become=true ansible_become_password={PASSWORD}"
    return "\n".join(lines + [
        "[all:vars]", "ansible_host=127.0.0.1", "ansible_user=root", f"ansible_ssh_private_key_file={nodes[0].image.key}",
        "ansible_python_interpreter=/usr/bin/python3", f"ansible_ssh_common_args='{ssh_options()}'"]) + "\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command[:2])} … ended with {result.returncode}: {result.stdout.strip()}")
