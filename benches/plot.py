#!/usr/bin/env python3
"""Draws the rows of the `ratios` bench that compare with libwbxml as bars.

    cargo bench -p provost-benches --bench ratios --features peer-libwbxml > benches/ratios.txt
    benches/plot.py < benches/ratios.txt > docs/ratios.svg

A bar is the median, the line on it the quartiles; the axis is logarithmic.
"""

import math
import re
import sys
from xml.sax.saxutils import escape

ROW = re.compile(
    r"^(libwbxml .+? / (?:events|checked events|CP document and walk|ours))\s+(\S+)\s+"
    r"(\d+\.\d+)\s+(\d+\.\d+) - (\d+\.\d+)"
)
BAR, GAP, LEFT, RIGHT, TOP = 14, 5, 250, 640, 46
LARGEST = 1000.0


def read(lines):
    """The rows by pair, in the order in which they stand."""
    pairs = {}
    for line in lines:
        found = ROW.match(line)
        if found:
            pair, document, *figures = found.groups()
            pairs.setdefault(pair, []).append((document, *map(float, figures)))
    return pairs


def at(ratio):
    """Where a ratio stands on the axis."""
    share = math.log10(min(max(ratio, 1.0), LARGEST)) / math.log10(LARGEST)
    return round(LEFT + share * (RIGHT - LEFT), 1)


def draw(pairs):
    """The lines of the picture."""
    height = TOP + sum(26 + len(rows) * (BAR + GAP) for rows in pairs.values()) + 10
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {RIGHT + 60} {height}" '
        'font-family="sans-serif" font-size="12">'
    )
    yield f'<rect width="{RIGHT + 60}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="10" y="18" font-size="14">Time of libwbxml over that of provost, in turns</text>'
    for tick in (1, 3, 10, 30, 100, 300, 1000):
        yield f'<line x1="{at(tick)}" y1="{TOP}" x2="{at(tick)}" y2="{height - 10}" stroke="#dddddd"/>'
        yield f'<text x="{at(tick)}" y="{TOP - 6}" text-anchor="middle" fill="#666666">{tick}</text>'
    y = TOP
    for pair, rows in pairs.items():
        y += 18
        yield f'<text x="10" y="{y}" font-weight="bold">{escape(pair)}</text>'
        y += 8
        for document, median, lower, upper in rows:
            middle = y + BAR / 2
            yield f'<text x="{LEFT - 8}" y="{y + 11}" text-anchor="end">{escape(document)}</text>'
            yield f'<rect x="{LEFT}" y="{y}" width="{round(at(median) - LEFT, 1)}" height="{BAR}" fill="#3b6ea5"/>'
            yield f'<line x1="{at(lower)}" y1="{middle}" x2="{at(upper)}" y2="{middle}" stroke="#111111"/>'
            yield f'<text x="{at(upper) + 6}" y="{y + 11}">{median:g}</text>'
            y += BAR + GAP
    yield "</svg>"


def main():
    pairs = read(sys.stdin)
    if not pairs:
        sys.exit("plot.py: no row of libwbxml on standard input (was peer-libwbxml on?)")
    print("\n".join(draw(pairs)))


main()
