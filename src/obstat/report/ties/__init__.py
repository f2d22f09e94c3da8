"""Who owns whom, shown and exported: a tree, a drawing, plain data and the interchange formats.

Invariant: every form holds every member and every stake of the excerpt, and is the same for the same excerpt.
"""

from obstat.report.ties.bods import as_bods
from obstat.report.ties.ftm import as_ftm
from obstat.report.ties.graphml import as_graphml
from obstat.report.ties.mermaid import as_mermaid
from obstat.report.ties.plain import as_json
from obstat.report.ties.svg import as_svg
from obstat.report.ties.tree import as_tree

__all__ = ["as_bods", "as_ftm", "as_graphml", "as_json", "as_mermaid", "as_svg", "as_tree"]
