"""Drawings of a verdict: the path to it, the answer over time, the answer everywhere.

Invariant: a drawing is one SVG element without script, inline style, font or address outside; it says nothing by colour
alone, and a page that shows it tells the same facts in a list or table beside it.
"""
