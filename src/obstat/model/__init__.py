"""Frozen value types; they import nothing else of ours."""
