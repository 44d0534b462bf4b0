"""Timings, as ratios in one run. Nothing here is an assertion, and no test depends on it."""
