"""A story that was read: as text on a terminal, as JSON, and as a page.

Invariant: every claim of the story is told once in full, at the first place where the story tells it.
"""
