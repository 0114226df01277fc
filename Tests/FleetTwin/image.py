"""The disk, kernel and initrd that the three machines of `make fleet-twin` start from: built once, kept in a folder."""
import hashlib
import os
import shutil
import subprocess

SUITE = "bookworm"
PACKAGES = ["systemd-sysv", "udev", "openssh-server", "sudo", "python3", "iproute2", "initramfs-tools", "linux-image-cloud-amd64"]
DISK_SIZE = "3G"
# Somebody who is not root, and becomes it by sudo with a password.
OPERATOR, PASSWORD = "ops", "a-word-of-ops"
# Where mke2fs is, for users as well.
os.environ["PATH"] += ":/usr/sbin:/sbin"
ROOT = [] if os.geteuid() == 0 else ["sudo"]

# The address that QEMU's user network gives by DHCP; without asking, a boot is two seconds shorter.
NETWORK = """[Match]
Name=en* eth*
[Network]
Address=10.0.2.15/24
Gateway=10.0.2.2
LinkLocalAddressing=no
IPv6AcceptRA=no
"""
MOUNTS = """/dev/vda / ext4 defaults,noatime 0 1
/dev/vdb /var/tmp ext4 defaults,noatime,x-systemd.device-timeout=5min 0 2
"""
# What would start by itself in the middle of a measurement, and what makes the boot longer for nothing.
MASKED = ["getty@tty1.service", "serial-getty@ttyS0.service", "modprobe@dm_mod.service", "modprobe@fuse.service",
          "modprobe@loop.service", "systemd-networkd-wait-online.service", "apt-daily.timer", "apt-daily-upgrade.timer",
          "e2scrub_all.timer", "fstrim.timer", "dpkg-db-backup.timer", "systemd-tmpfiles-clean.timer", "motd-news.timer",
          "e2scrub_reap.service"]


class Image:
    """Files below a folder."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.disk = f"{self.folder}/disk.ext4"
        self.kernel = f"{self.folder}/kernel"
        self.initrd = f"{self.folder}/initrd"
        self.key = f"{self.folder}/key"
        self._made = f"{self.folder}/made"

    def prepare(self):
        """Builds what is not there, or was built from another description. Returns whether it had to be built."""
        if self._is_of_now():
            return False
        os.makedirs(self.folder, exist_ok=True)
        for path in (self._made, self.key, f"{self.key}.pub"):
            if os.path.exists(path):
                os.remove(path)
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "fleet-twin", "-f", self.key])
        root = f"{self.folder}/root"
        run(ROOT + ["rm", "-rf", root])
        try:
            self._bootstrap(root)
            self._extract(root)
        finally:
            run(ROOT + ["rm", "-rf", root])
        with open(self._made, "w") as file:
            file.write(self._description())
        return True

    @staticmethod
    def _description():
        """All that goes into it stands in this file."""
        with open(__file__, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    def _is_of_now(self):
        files = (self.disk, self.kernel, self.initrd, self.key)
        if not os.path.exists(self._made) or not all(os.path.exists(path) for path in files):
            return False
        with open(self._made) as file:
            return file.read() == self._description()

    def _bootstrap(self, root):
        """A Debian of the packages above, reachable by the key alone."""
        files = f"{self.folder}/files"
        shutil.rmtree(files, ignore_errors=True)
        self._write_files(files)
        hooks = [
            f"cp -r {files}/. \"$1\"",
            "chown -R root:root \"$1/root\" \"$1/etc\" && chmod 700 \"$1/root/.ssh\"",
            f"chroot \"$1\" useradd --no-create-home --shell /bin/bash {OPERATOR}",
            f"echo {OPERATOR}:{PASSWORD} | chroot \"$1\" chpasswd",
            f"chroot \"$1\" chown -R {OPERATOR}: /home/{OPERATOR}",
            "chroot \"$1\" systemctl -q enable systemd-networkd ssh",
            f"chroot \"$1\" systemctl -q mask {' '.join(MASKED)}",
            "chroot \"$1\" update-initramfs -u",
        ]
        run(ROOT + ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(PACKAGES)}",
                    '--dpkgopt=path-exclude=/usr/share/doc/*', '--dpkgopt=path-exclude=/usr/share/locale/*',
                    '--aptopt=Acquire::Retries "3"']
            + [f"--customize-hook={hook}" for hook in hooks] + [SUITE, root])
        shutil.rmtree(files)

    def _write_files(self, files):
        with open(f"{self.key}.pub") as file:
            public = file.read()
        for path, text in {
            "root/.ssh/authorized_keys": public, f"home/{OPERATOR}/.ssh/authorized_keys": public,
            f"etc/sudoers.d/{OPERATOR}": f"{OPERATOR} ALL=(ALL) ALL\n",
            "etc/fstab": MOUNTS, "etc/systemd/network/10-any.network": NETWORK,
            "etc/ssh/sshd_config.d/twin.conf": "PermitRootLogin prohibit-password\nUseDNS no\n",
            # The disk and the card are virtio's; a smaller initrd is unpacked sooner under emulation.
            "etc/initramfs-tools/conf.d/twin": "MODULES=list\n",
            "etc/initramfs-tools/modules": "virtio_pci\nvirtio_blk\next4\ncrc32c_generic\n",
            "etc/systemd/logind.conf.d/twin.conf": "[Login]\nNAutoVTs=0\n",
            "etc/hosts": "127.0.0.1 localhost n1 n2 n3\n",
        }.items():
            place = f"{files}/{path}"
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w") as file:
                file.write(text)

    def _extract(self, root):
        boot = f"{root}/boot"
        names = sorted(os.listdir(boot))
        for begin, place in (("vmlinuz-", self.kernel), ("initrd.img-", self.initrd)):
            found = [name for name in names if name.startswith(begin)]
            if not found:
                raise SystemExit(f"the image has no {begin}… in /boot: {', '.join(names) or 'it is empty'}")
            run(ROOT + ["install", "-m", "644", f"{boot}/{found[-1]}", place])
        if os.path.exists(self.disk):
            os.remove(self.disk)
        # Each machine writes to an overlay of its own.
        run(ROOT + ["mke2fs", "-q", "-t", "ext4", "-d", root, self.disk, DISK_SIZE])
        if ROOT:
            run(ROOT + ["chown", str(os.getuid()), self.disk])


def run(command):
    """Runs a command, and ends with what it said where it fails."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        said = "\n".join(result.stdout.strip().splitlines()[-15:])
        raise SystemExit(f"{' '.join(command[:3])} … ended with {result.returncode}:\n{said}")
    return result.stdout
