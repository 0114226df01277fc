"""A zram device of its own for a measurement, put back as it was: a block device in memory that answers the same every
time."""
import contextlib, os, pathlib

CONTROL = pathlib.Path("/sys/class/zram-control")


class NoZram(Exception):
    """No device is to be had here; the text says why."""


def _read(path):
    return path.read_text().strip()


def _idle(device):
    """Whether a device was never set up: no size, so nobody can use it."""
    return _read(device / "disksize") == "0"


@contextlib.contextmanager
def device(mebibytes):
    """The path of a device full of random bytes. It is one that was idle, and reset afterwards, or a new one, and
    removed."""
    if os.geteuid() != 0:
        raise NoZram("setting up zram needs root")
    idle = sorted(path for path in pathlib.Path("/sys/block").glob("zram*") if _idle(path))
    added = None
    if not idle:
        try:
            added = _read(CONTROL / "hot_add")
        except OSError as error:
            raise NoZram(f"no idle zram device, and none can be added: {error.strerror}") from error
        idle = [pathlib.Path(f"/sys/block/zram{added}")]
    chosen = idle[0]
    node = pathlib.Path("/dev") / chosen.name
    try:
        (chosen / "disksize").write_text(f"{mebibytes}M")
        with open(node, "r+b") as file:
            for _ in range(mebibytes):
                file.write(os.urandom(1 << 20))
            os.fsync(file.fileno())
        yield node
    finally:
        (chosen / "reset").write_text("1")
        if added is not None:
            (CONTROL / "hot_remove").write_text(added)
