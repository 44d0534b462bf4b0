"""
What a rule pack is held to, proved over every possible state and not over samples.

- `spaces`: everything that a tier's rules can be asked, whole.
- `proving`: complete and monotone, tier by tier.
- `properties`: `check` itself: these proofs, and alive, cited and exemplified.
- `witnessing`: a counterexample as a case that `grade` accepts.
"""

from peelgrade.checking.properties import check
from peelgrade.checking.proving import Finding, Witness

__all__ = ["Finding", "Witness", "check"]
