import array, time
table = array.array("Q", bytes(256 << 20))
mask = len(table) - 1
place = total = 0
start = time.perf_counter()
for _ in range(2_000_000):
    place = (place * 1664525 + 1013904223) & mask
    total += table[place]
print(f"step: {(time.perf_counter() - start) / 2_000_000 * 1e9:.1f} ns")
