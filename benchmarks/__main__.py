"""Print every benchmark, side by side in one run: `python -m benchmarks`."""

from __future__ import annotations

from benchmarks import grading, moderating, variants
from benchmarks.timing import machine, table


def main() -> None:
    """Time and print; equality of results is checked before anything is timed."""
    print(f"Machine: {machine()}. Medians; the ratio is to the first row.\n")
    print(table("Grading one force, cold", grading.cold()), end="\n\n")
    print(table("Grading one force, warm", grading.warm()), end="\n\n")
    print(table("Growth with the number of records", grading.growth()), end="\n\n")
    print(table("Many variants of one force", variants.variants()), end="\n\n")
    print(table("Moderating many forces", moderating.moderating()), end="\n\n")


main()
