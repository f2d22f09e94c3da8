"""Verdicts and tables as terminal text."""
