# SPDX-License-Identifier: Apache-2.0
"""Compares two consumers' outputs: the same words, and numbers that differ by at most 1e-12 (relative above 1)."""

import sys


def number(text):
    try:
        return float.fromhex(text) if text.lstrip("-").startswith("0x") else float(text)
    except ValueError:
        return None


def fields(path):
    with open(path, encoding="utf-8") as file:
        return [field for line in file.read().splitlines() for field in line.split(",")]


mine, theirs = fields(sys.argv[1]), fields(sys.argv[2])
if len(mine) != len(theirs):
    sys.exit(f"{len(mine)} and {len(theirs)} fields")
worst, count = 0.0, 0
for a, b in zip(mine, theirs, strict=True):
    x, y = number(a), number(b)
    if x is None or y is None or x != x or y != y:
        if a != b:
            sys.exit(f"{a!r} is not {b!r}")
        continue
    count += 1
    worst = max(worst, abs(x - y) / max(1.0, abs(y)))
if count < 100 or not worst <= 1e-12:
    sys.exit(f"{count} numbers, largest difference {worst:.1e}")
print(f"{count} numbers, largest difference {worst:.1e}")
