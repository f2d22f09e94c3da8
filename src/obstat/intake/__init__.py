"""The files that people have in hand, turned into subjects.

`subjects(path)` opens a file, recognises what it is written in by its content, and gives one subject for each record
of it, with the place where it stood.
"""

from obstat.intake.format import Format
from obstat.intake.registry import format_, formats, recognised, subjects

__all__ = ["Format", "format_", "formats", "recognised", "subjects"]
