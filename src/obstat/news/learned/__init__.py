"""A small network that reads events and who takes part in them off the words of a paragraph.

Its weights are in ``reader.npz``, made by ``training/news/train.py`` from the annotated texts beside that script;
nothing is downloaded. `words` gives the features, `relations` what each word is to another by grammar, `network` the
arithmetic, `reader` what is told.
"""
