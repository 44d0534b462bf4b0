"""
A draft of a case from a published report: a start for the person who codes it, never evidence.

Everything that a rule says of the language of reports is data, in `framework/drafting/`.

- `forms`: the small language in which those rules name words, numbers and gaps.
- `lexicon`, `stocking`: the rules as models, and reading them with every fault placed.
- `decoding`, `markup`, `blocks`: a file's bytes to text, HTML and plain text to headings and paragraphs.
- `sections`: what belongs to which area, finding and paragraph, and what isn't about the force.
- `numbering`, `figures`: numbers however they are written, and the figures that they make.
- `sentences`, `cues`, `placing`: one thing said at a time, what its words point to, and where it belongs.
- `proposing`: `draft` itself.
- `writing`: a draft as the files of a case.
- `matching`: a draft held against a coded case.
"""

from peelgrade.drafting.proposing import Draft, Head, draft

__all__ = ["Draft", "Head", "draft"]
