"""The curated pack, its compiler to a snapshot, and the snapshot's read side."""
