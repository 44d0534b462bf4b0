"""Rows that are equal are worked out once: many variants, few distinct ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Whole = npt.NDArray[np.integer]
"""Whole numbers of any width; the narrower, the faster."""

Column = tuple[Whole, int]
"""Numbers from zero, one a variant, and how many different ones there can be."""

LISTED = 1 << 22
"""Up to so many keys are found by a table of all of them, without sorting."""
LARGEST = 1 << 62


def distinct(columns: Sequence[Column], length: int) -> tuple[Ints, Ints]:
    """
    Return the distinct rows of *columns*, and which of them each variant is.

    The first array holds the place of one variant for each distinct row, the second, of *length*,
    the number of each variant's row. The same columns give the same answer.
    """
    if not columns:
        return np.zeros(1, dtype=np.int64), np.zeros(length, dtype=np.int64)
    key: Ints = np.zeros(length, dtype=np.int64)
    size = 1
    for values, number in columns:
        if size * number > LARGEST:
            places, key = _numbered(key, size)
            size = len(places)
        key = key * number + values
        size *= number
    return _numbered(key, size)


def _numbered(key: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the place of one variant for each key that occurs, and each variant's key renumbered."""
    if size > LISTED or size > 64 * max(len(key), 1):
        _, places, which = np.unique(key, return_index=True, return_inverse=True)
        return places.astype(np.int64), which.reshape(-1).astype(np.int64)
    last = np.full(size, -1, dtype=np.int64)
    last[key] = np.arange(len(key))
    present = np.flatnonzero(last >= 0)
    number = np.empty(size, dtype=np.int64)
    number[present] = np.arange(len(present))
    return last[present], number[key]
