"""
Standard errors by formula, as if every unit had been drawn by itself.

Each statistic is linearised: how much every unit pulls at it, and the spread of these pulls over the
square root of their number. Areas of one force are not independent, so a moderation leads with the
bootstrap; these are here because they are the published ones (Gwet 2014, chapters 5 and 6).
"""

from __future__ import annotations

import numpy as np

from peelgrade.moderating.agreement import Array, Whole, ac2, kappa, once


def kappa_error(pairs: Whole, weighing: Array) -> float:
    """Return the standard error of weighted kappa (Fleiss, Cohen and Everitt 1969)."""
    units, size = len(pairs), len(weighing)
    first, second = (np.eye(size)[pairs[:, rater]].mean(axis=0) for rater in (0, 1))
    value = float(kappa(pairs, weighing, once(units))[0])
    agree = weighing[pairs[:, 0], pairs[:, 1]]
    expected = float(first @ weighing @ second)
    chance = (weighing @ second)[pairs[:, 0]] + (weighing.T @ first)[pairs[:, 1]]
    pulls = agree - (1 - value) * chance
    centre = agree.mean() - 2 * (1 - value) * expected
    return float(np.sqrt(max((pulls**2).mean() - centre**2, 0) / units) / (1 - expected))


def ac2_error(ratings: Array, weighing: Array) -> float:
    """Return the standard error of AC2 over all units, those rated once included."""
    units, size = len(ratings), len(weighing)
    each = ratings.sum(axis=1)
    value = float(ac2(ratings, weighing, once(units))[0])
    shares = (ratings / each[:, None]).mean(axis=0)
    scale = weighing.sum() / (size * (size - 1))
    expected = scale * float((shares * (1 - shares)).sum())
    agree = (ratings * (ratings @ weighing - 1)).sum(axis=1) / np.maximum(each * (each - 1), 1)
    several = each >= 2
    own = units / several.sum() * (agree - expected * several) / (1 - expected)
    chance = scale * (ratings @ (1 - shares)) / each
    pulls = own - 2 * (1 - value) * (chance - expected) / (1 - expected)
    return _error(pulls, value)


def alpha_error(ratings: Array, weighing: Array) -> float:
    """
    Return the standard error of alpha with fixed weights, over the units rated at least twice.

    That of alpha without its small-sample term, which moves it by less than one over the ratings.
    """
    kept = ratings[ratings.sum(axis=1) >= 2]
    each = kept.sum(axis=1)
    mean = each.mean()
    shares = (kept / mean).mean(axis=0)
    expected = float(shares @ weighing @ shares)
    agree = (kept * (kept @ weighing - 1)).sum(axis=1) / (mean * (each - 1))
    uneven = (each - mean) / mean
    value = float((agree.mean() - expected) / (1 - expected))
    own = (agree - agree.mean() * uneven - expected) / (1 - expected)
    chance = kept @ (weighing @ shares + weighing.T @ shares) / 2 / mean - expected * uneven
    pulls = own - 2 * (1 - value) * (chance - expected) / (1 - expected)
    return _error(pulls, value)


def _error(pulls: Array, value: float) -> float:
    units = len(pulls)
    return float(np.sqrt(((pulls - value) ** 2).sum() / (units * (units - 1))))
