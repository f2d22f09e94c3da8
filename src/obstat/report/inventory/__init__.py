"""A screened inventory, shown: a workbook, a page of HTML and the summary on a terminal.

Invariant: every form gives the same counts in the same words, and says that it is no legal advice.
"""
