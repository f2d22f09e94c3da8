"""Names in any script, as pure functions that know no company."""
