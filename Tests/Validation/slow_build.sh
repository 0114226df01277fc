#!/usr/bin/env bash
# Builds an assay whose triad kernel really does 5 % more work: it goes over the first twentieth of its arrays once more.
# The tree that is built is a copy; nothing of it is in the product. Prints the path of the executable.
#
# usage: slow_build.sh DIRECTORY   (kept, so that the next build is short)
set -euo pipefail
source="$(cd "$(dirname "$0")/../.." && pwd)"
target="${1:?usage: slow_build.sh DIRECTORY}"
mkdir -p "$target"
target="$(cd "$target" && pwd)"

# Only what changed is written, so that the build sees only that.
(cd "$source" && tar --exclude=./.git --exclude='./.build*' --exclude=./Results -cf - .) | tar -C "$target" -xf -

python3 - "$target/Sources/CPlatform/stream_template.h" <<'PYTHON'
import sys
path = sys.argv[1]
text = open(path).read()
plain = "BOTH(LOOP, triad, AT(b) + scale * AT(c))\n"
if text.count(plain) != 1:
    sys.exit(f"{path}: the triad loop is not where it was; adapt slow_build.sh")
wrapper = """  TARGET static double NAMED(triad_{store})(double *a, const double *b, const double *c, double s, size_t n) {{
    NAMED(once_{store})(a, b, c, s, n);
    return NAMED(once_{store})(a, b, c, s, n / 20 / ASSAY_STREAM_GROUP * ASSAY_STREAM_GROUP);
  }}
"""
slow = plain.replace("triad", "once") + wrapper.format(store="ordinary")
slow += "#if defined(STREAMING)\n" + wrapper.format(store="streaming") + "#endif\n"
open(path, "w").write(text.replace(plain, slow))
PYTHON

cd "$target"
swift build -c release --static-swift-stdlib --product assay >&2
echo "$target/.build/release/assay"
