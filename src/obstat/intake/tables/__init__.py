"""Tables: delimited text, workbooks, Parquet and rows of JSON. `read` streams subjects, `frame` gives columns.

Invariant: every row below the header that holds anything is one subject, numbered as a person sees it.
"""

from obstat.intake.tables.formats import FORMATS, columns_of, read
from obstat.intake.tables.framed import Framed, frame, sheets

__all__ = ["FORMATS", "Framed", "columns_of", "frame", "read", "sheets"]
