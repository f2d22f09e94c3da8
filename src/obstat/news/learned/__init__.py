"""A small network that reads events and who takes part in them off the words of a paragraph.

Its weights are in ``reader.npz``, made by ``training/news/train.py`` from the annotated texts beside that script;
nothing is downloaded. `words` gives the pieces, `encoder` what words mean where they stand, `relations` what each word
is to another by grammar, `network` the arithmetic of events, `reader` what is told. Two smaller ones stand beside it:
`kinds` tells what a name that no list has is the name of, `meant` whom a word stands for.
"""
