"""Which values a named number can take: a share, a confidence, a count, or any number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from peelgrade.model import plain_number

Domain = Literal["share", "confidence", "count", "number"]

_DOMAINS: dict[Domain, tuple[str, Callable[[Fraction], bool]]] = {
    "share": ("a share from 0 to 1", lambda value: 0 <= value <= 1),
    "confidence": ("a share between 0 and 1, and neither of them", lambda value: 0 < value < 1),
    "count": ("a whole number, 0 or more", lambda value: value >= 0 and value.denominator == 1),
    "number": ("a number", lambda _: True),
}


def domain_of(value: Fraction, low: Fraction, high: Fraction) -> Domain:
    """
    Return what a number is, judged by its value and the range over which it could plausibly be set.

    Within 0 and 1 it is a share; whole throughout and reaching beyond 1, a count. Where only 0 and 1
    occur it could be either, so it is any number.
    """
    whole = all(one.denominator == 1 for one in (value, low, high))
    if low < 0:
        return "number"
    if high <= 1:
        return "number" if whole else "share"
    return "count" if whole else "number"


def fault(name: str, value: Fraction, domain: Domain) -> str:
    """Return what is wrong with a value, or nothing."""
    wanted, fits = _DOMAINS[domain]
    return "" if fits(value) else f"`{name}` is {plain_number(value)}, should be {wanted}"
