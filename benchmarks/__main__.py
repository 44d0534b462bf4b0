"""Print every benchmark, side by side in one run: `python -m benchmarks [NAME…]`."""

from __future__ import annotations

import sys

from benchmarks import grading, moderating, reaching, rivals, variants
from benchmarks.engines.kinds import NAMES, installed
from benchmarks.timing import machine, table

ALL = {
    "cold": ("Grading one force in a process of its own", grading.cold),
    "warm": ("Grading one force with every reason", grading.warm),
    "growth": ("Growth with the number of records", grading.growth),
    "engines-cold": ("The same rules in other engines: one force, in a process of its own", rivals.cold),
    "engines-warm": ("The same rules in other engines: one force, grades without reasons", rivals.warm),
    "engines-matching": ("The same rules in other engines: one force, the matching alone", rivals.matching),
    "engines-growth": ("The same rules in other engines: growth with the number of records", rivals.growth),
    "engines-variants": ("10,000 variants of one force, for one variant", rivals.variants),
    "variants": (
        "Many variants of one force with every reason or at once, for one variant",
        variants.variants,
    ),
    "reach": ("What it would take", reaching.reaching),
    "moderate": ("Moderating many forces", moderating.moderating),
}


def main(names: list[str]) -> None:
    """Time and print; equality of results is checked before anything is timed."""
    unknown = [one for one in names if one not in ALL]
    if unknown:
        sys.stderr.write(f"no benchmark `{unknown[0]}`\n  help: known: {', '.join(ALL)}\n")
        sys.exit(2)
    print(f"Machine: {machine()}. Medians; the ratio is to the first row.")
    left_out = [one for one in NAMES if one not in installed()]
    if left_out:
        print(f"Not installed, so left out: {', '.join(left_out)} (pip install '.[bench]').")
    for name in names or ALL:
        title, work = ALL[name]
        print(f"\n{table(title, work())}", flush=True)


main(sys.argv[1:])
