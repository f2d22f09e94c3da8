"""The scoring model: a table of differences between two names, and what each costs.

Invariant: no feature is ever in favour. Two names start as the same and every difference that `differences` finds
costs. Costs are in logits: score = 1 / (1 + exp(cost - START)).

The costs were fitted by logistic regression, none allowed below zero, on the half of name_bench that is for tuning
and on misspelt, cut and look-alike names made from public lists (`benchmarks/names/fit.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

MATCH = 0.45
"""Names that score as much are taken to be of the same party. The one threshold; F1 on the pairs for tuning is flat
around it."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A difference, and what one of it costs in names of organisations and of persons, in logits."""

    name: str
    says: str
    organization: float
    person: float


FEATURES = (
    Feature("typo", "a word is misspelt", 5.1, 11.2),
    Feature("typo_first_letter", "a misspelt word begins with another letter", 0.8, 0.0),
    Feature("typo_short", "a word of four letters or fewer is misspelt, as a share of the names", 2.0, 0.0),
    Feature("typo_and_more", "a word is misspelt or cut to initials, and there are words more", 1.5, 0.0),
    Feature("misread", "a word looks like the other", 0.0, 0.1),
    Feature("sound", "a word sounds like the other", 1.0, 0.3),
    Feature("unlike_sound", "a word sounds nearly like the other", 13.8, 1.8),
    Feature("reading", "a word is the reading of the characters", 0.3, 0.1),
    Feature("joined", "words are run together", 0.0, 0.0),
    Feature("synonym", "another word for the same trade or place", 1.0, 0.0),
    Feature("abbreviation", "a word is cut short", 0.5, 0.4),
    Feature("character", "a character differs", 3.9, 8.1),
    Feature("initials", "initials stand for words", 3.6, 0.5),
    Feature("initial", "an initial stands for a name", 0.5, 0.0),
    Feature("name_extra", "one name has a word more that says who it is", 2.3, 0.7),
    Feature("name_extra_share", "the share of such words", 2.3, 0.0),
    Feature("name_other", "each name has a word of its own that says who it is", 4.0, 6.4),
    Feature("name_other_share", "the share of such words", 0.0, 0.0),
    Feature("nothing_distinctive", "no word that says who it is is in both", 0.6, 0.0),
    Feature("first_name", "the first word that says who it is is not in the other", 0.8, 0.0),
    Feature("one_pair_only", "only one word is in both", 0.8, 0.0),
    Feature("initials_only", "only a word of three letters or fewer is in both", 1.5, 0.0),
    Feature("each_has_more", "each name has words that the other has not", 1.0, 0.0),
    Feature("only_common_words", "both consist of common words, and differ", 1.5, 1.0),
    Feature("sector_extra", "one name has a word of trade more", 2.8, 1.0),
    Feature("sector_other", "the names have different words of trade", 17.4, 1.0),
    Feature("structure_extra", "one name has a word of group structure more", 8.1, 1.0),
    Feature("structure_other", "the names have different words of structure", 5.2, 1.0),
    Feature("place_extra", "one name has a place more", 6.2, 1.0),
    Feature("place_other", "the names have different places", 9.8, 1.0),
    Feature("number_extra", "one name has a number", 8.0, 2.0),
    Feature("number_other", "the numbers differ", 12.0, 2.0),
    Feature("initial_extra", "one name has an initial more", 1.5, 0.2),
    Feature("initial_other", "the initials differ", 4.0, 12.8),
    Feature("initial_for_another", "an initial where the other has another name", 1.4, 7.0),
    Feature("lone_name", "one name is a single word of the other's", 0.0, 6.3),
    Feature("particle_extra", "one name has a particle more", 0.5, 0.6),
    Feature("order", "the words stand in another order", 0.2, 0.4),
    Feature("form_extra", "only one name states a legal form", 0.2, 0.0),
    Feature("form_foreign", "the legal forms are of different laws and kinds", 1.0, 0.0),
    Feature("form_other", "the legal forms cannot be the same", 6.1, 0.0),
)  # fmt: skip
"""Amounts are counts; of words in excess or in another's place their weights; shares are of the words that say who
it is."""
START = 4.0
"""The logits of two names that differ in nothing that the table counts."""
