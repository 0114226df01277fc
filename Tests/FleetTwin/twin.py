"""The three machines under `assay fleet`: how it is called, and what is said of each step."""
import glob
import os
import subprocess
import time

from image import PASSWORD
from nodes import Node, Slow, inventory

SLOW = "n2"
# Of the contract: done; failed; a node is odd and worse; too noisy in part, which the documents say; applied nothing.
DONE, FAILED, WORSE, NOISY, TAKEN_BACK = 0, 1, 2, 4, 10


class Different(Exception):
    """Something is not as it must be."""


class Twin:
    def __init__(self, assay, image, work):
        self.assay, self.work = os.path.abspath(assay), work
        self.nodes = [Node(name, image, work, Slow() if name == SLOW else None) for name in ("n1", "n2", "n3")]
        self.inventory = f"{work}/hosts.ini"
        self.started = time.monotonic()
        with open(self.inventory, "w") as file:
            file.write(inventory(self.nodes))

    def say(self, step, words):
        print(f"{time.monotonic() - self.started:6.0f} s  {step:<8} {words}", flush=True)

    def fleet(self, *words, codes=(DONE,), limit=1800):
        """`assay fleet …`, which must end with one of these codes. Returns what it said."""
        result = subprocess.run(
            [self.assay, "fleet", *words], cwd=self.work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=limit)
        if result.returncode not in codes:
            said = "\n".join(result.stdout.strip().splitlines()[-25:])
            raise Different(f"assay fleet {words[0]} ended with {result.returncode}, not {' or '.join(map(str, codes))}:\n{said}")
        return result.stdout

    def kept_secret(self):
        """What the fleets' directories hold must not say the password that the inventory does."""
        fleets = [os.path.dirname(state) for state in glob.glob(f"{self.work}/*/fleet.json")]
        files = [f"{place}/{name}" for fleet in fleets for place, _, names in os.walk(fleet) for name in names]
        for path in files:
            with open(path, "rb") as file:
                if PASSWORD.encode() in file.read():
                    raise Different(f"{path} holds the password")
        self.say("secret", f"the password is in none of the {len(files)} files of {len(fleets)} fleets")

    def end(self):
        for node in self.nodes:
            node.end()
