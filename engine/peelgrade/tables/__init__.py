"""
Evidence in spreadsheets, in and out. The only door to openpyxl.

- `columns`: the columns of the one table of evidence: their headings, kinds, and place in a record.
- `cells`: one cell to a plain value, or the reason why not; texts made safe to stand in a cell.
- `grids`: rows of cells as they stand in a file, whatever the file is.
- `assembling`: a grid as a document: plain data in which every value has its cell.
- `opening`: a file of either kind, whichever it is.
- `separated`: CSV, with commas, semicolons or tabs.
- `archives`: what must hold of a workbook's container before anything in it is parsed.
- `workbooks`: XLSX to grids.
- `sheets`: XLSX out: a case with everything that a person needs to go on with it, or an empty one.
- `looks`: how such a workbook looks, and the bytes that it becomes.
- `guidance`: what the fields and codes mean, in words.

What a cell plainly means is read; what could mean two things is refused at its cell. A formula isn't
read, since the value stored beside it may be old.
"""

from peelgrade.tables.assembling import Table
from peelgrade.tables.opening import read_table

__all__ = ["Table", "read_table"]
