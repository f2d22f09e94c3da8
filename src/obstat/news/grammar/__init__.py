"""The grammar of an English sentence, as far as it tells who does what to whom.

Invariant: nothing here knows an event, a firm or a rule; words are told by lists and by the tables of `lemminflect`.
"""
