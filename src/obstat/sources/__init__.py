"""Official lists and interchange formats: bytes in, statements out."""
