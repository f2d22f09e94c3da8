"""Thin edges: they read arguments, call `screening`, and print."""
