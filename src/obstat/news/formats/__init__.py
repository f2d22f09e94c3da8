"""The formats in which stories are kept: one module each, bytes in, `Found` stories out."""
