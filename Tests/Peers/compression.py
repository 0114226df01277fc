#!/usr/bin/env python3
"""Assay's codecs beside the benchmarks of zstd and lz4 themselves: the same file, level and block, one thread on one CPU.

Every figure comes from a fresh process; see pairs.py for how they are paired. Throughput counts uncompressed bytes: higher
is better. The compressed bytes must be equal to the byte, or the script fails. The peers' shortest window is a second; they
tell the best of their loops, one short and one of that second, so of Assay the better of two samples is taken.
The last line is what counting one call costs.
"""
import pathlib, re, sys, tarfile

from pairs import PeerFailed, arguments, compare_figures, header, machine, metrics, number, output, work

options = arguments(__doc__, window=0.5)
host, cpus, first, count = machine(options.assay)
# As much as Assay times of a corpus: the peers go through all of the file.
MIB = 4
target = work / "doc.tar"
with tarfile.open(target, "w") as archive:
    archive.add("/usr/share/doc", "doc")
with open(target, "r+b") as file:
    file.truncate(min(MIB << 20, target.stat().st_size))
BLOCKS = {"4k": 4 << 10, "128k": 128 << 10}


def assay(codec, level, block):
    def measure():
        found = metrics(options.assay, "compression", "--file", target, "--codec", codec, "--level", level, "--block", block,
                        "--part", "codecs", "--cpus", first, "--duration", options.window, samples=2)

        def value(name, **labels):
            labels["codec"] = codec
            (metric,) = [m for m in found if m["id"] == f"compression.{name}" and labels.items() <= m["labels"].items()]
            return max(sample["value"] for sample in metric["samples"])
        return {"bytes": int(value("compressed_bytes")), "compress": value("throughput", direction="compress"),
                "decompress": value("throughput", direction="decompress")}
    return measure


def peer(tool, level, block, line):
    """A tool's own benchmark, whose `line` gives bytes, compressing and decompressing speed in MB/s."""
    def measure():
        text = output(["taskset", "-c", first, tool, f"-b{level}", f"-e{level}", "-i1", f"-B{BLOCKS[block]}", target])
        found = re.findall(line, text)
        if not found:
            raise PeerFailed(f"no figure in what {tool} said: {text.strip().splitlines()[-1:]}")
        packed, compressing, decompressing = found[-1]
        return {"bytes": int(packed), "compress": float(compressing) * 1e6, "decompress": float(decompressing) * 1e6}
    return measure


SPEEDS = r"-> *(\d+) \(x?[\d.]+\), *([\d.]+) MB/s *, *([\d.]+) MB/s"
FIGURES = {"compress": ("MB/s", 1e-6), "decompress": ("MB/s", 1e-6)}
print(f"{target.stat().st_size} bytes of documentation, {options.blocks} blocks of two pairs, windows of {options.window} s")
header()
for codec, level, tool in (("zstd", 1, "zstd"), ("zstd", 3, "zstd"), ("zstd", 9, "zstd"), ("lz4", 1, "lz4"), ("lz4hc", 9, "lz4")):
    for block in BLOCKS:
        title = f"{codec}-{level}, {block}"
        if options.only not in title:
            continue
        ours, theirs = assay(codec, level, block), peer(tool, level, block, SPEEDS)
        if (mine := ours()["bytes"]) != (other := theirs()["bytes"]):
            sys.exit(f"{title}: {mine} compressed bytes, {other} by {tool}")
        compare_figures(title, ours, theirs, FIGURES, blocks=options.blocks, peer=tool)
call = work / "call"
source = pathlib.Path(__file__).parent.parent.parent / "Sources/CPlatform"
output(["gcc", "-O2", "-I", source / "include", "-o", call, pathlib.Path(__file__).with_name("call.c"), source / "codec.c",
        "-lzstd", "-llz4"])
cost = number(r"([\d.]+)", output(["taskset", "-c", first, call, options.window]))
print(f"counting a call: {cost} ns, clock read included")
