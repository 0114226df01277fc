#!/usr/bin/env python3
"""`assay fleet` on three virtual machines, one of them really slower: a slower CPU and a throttled disk.

The report must find that one and no other. Applying a profile with a partition must leave nothing when the first node is
killed in the middle, and must hold on all three, and be taken back, when nothing happens to them. One of them is reached as
a user who becomes root by sudo.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import applying
import measuring
from image import Image
from twin import Different, Twin


def run(twin):
    measuring.boot(twin)
    measuring.slowness(twin)
    measuring.report(twin, measuring.measure(twin))
    applying.write_profile(twin)
    applying.killed(twin)
    applying.cut_off(twin)
    applying.unwell(twin)
    applying.healthy(twin)
    twin.kept_secret()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assay", required=True, help="a binary that runs on the nodes: make static")
    parser.add_argument("--folder", default=".build/fleet-twin", help="where the image is kept")
    parser.add_argument("--keep", action="store_true", help="leave the documents and consoles there")
    options = parser.parse_args()
    if not os.access(options.assay, os.X_OK):
        parser.error(f"{options.assay} is no executable; make static builds one")
    # Ended from outside, it ends its machines too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    image = Image(options.folder)
    started = time.monotonic()
    was_built = image.prepare()
    print(f"image    {'built in %.0f s' % (time.monotonic() - started) if was_built else 'there already'}", flush=True)
    work = tempfile.mkdtemp(prefix="work-", dir=image.folder)
    twin = None
    try:
        twin = Twin(options.assay, image, work)
        run(twin)
        twin.say("done", "everything was as it must be")
    except (Different, subprocess.TimeoutExpired) as problem:
        sys.exit(f"fleet-twin: {problem}")
    finally:
        if twin:
            twin.end()
        if options.keep:
            print(f"kept: {work}")
        else:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
