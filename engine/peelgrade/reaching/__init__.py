"""
What it would take to lift an area to a grade, and what its grade hangs on: exact, every answer.

`reach` (in `lifting`) gives the smallest or all the minimal sets of shortfalls to put right, `hanging` (in
`losing`) the smallest sets of records that the grade can't lose. Both go the same way:

- `interchange`: the records that can change, grouped by what they can stand in for; an area as a board.
- `tallying`: what a board comes to, added up one characteristic after another.
- `options`: the least to change at one characteristic for each thing that it could come to.
- `searching`: the options combined, bounded from below, so that nothing smaller is overlooked.
- `dualising`: both borders of a monotone question, which also proves that a list is complete.
- `kinds`: many sets told as few kinds: "any three of these five, and RTP-04".
- `lacking`: where no putting right suffices, which verdicts it waits for.
- `ways`: the sets of an answer, and what one of them really comes to when the case is graded anew.
"""

from peelgrade.reaching.lifting import Reach, reach
from peelgrade.reaching.losing import Hanging, hanging

__all__ = ["Hanging", "Reach", "hanging", "reach"]
