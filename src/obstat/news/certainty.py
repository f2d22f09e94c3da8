"""How certain an event is by the words around it, and whether they say that it is not so.

Invariant: words that come after the event weigh only where they belong to it (``if``).
"""

from __future__ import annotations

import re

from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.words import pattern

_NOBODY = frozenset(["no", "none", "nobody", "neither", "nothing"])
_HEADLINE = re.compile(r"\bto$", re.IGNORECASE)


def modality(before: str, after: str, sentence: str, *, heading: bool, reported: bool = False) -> str:
    """The modality of an event from its clause up to its words, what follows them, and the whole sentence."""
    if sentence.rstrip("\"”' ").endswith("?"):
        return "question"
    if pattern("alleged").search(before):
        return "alleged"
    if pattern("considered").search(before):
        return "considered"
    if (
        reported
        and re.search(r"\bwould\b", before, re.IGNORECASE)
        and not re.search(r"\bif\b", sentence, re.IGNORECASE)
    ):
        return "planned"  # will, as somebody said it
    if pattern("conditional").search(before) or re.search(r"\bif\b", after, re.IGNORECASE):
        return "conditional"
    if pattern("planned").search(before) or (heading and _HEADLINE.search(before.rstrip())):
        return "planned"
    return "done"


def polarity(before: str) -> str:
    """Negative where the clause says, up to the words of the event, that it is not so."""
    return "negative" if pattern("not").search(before[-60:]) else "positive"


_MODALS = {
    "may": "considered",
    "might": "considered",
    "could": "conditional",
    "should": "conditional",
    "ought": "conditional",
}


def of_verb(verb: Verbs, sentence: str, *, heading: bool, reported: bool) -> str:
    """The modality of what a verb tells: its own modals, and the verbs and nouns that it hangs on.

    `reported` is whether somebody says it, so that ``would`` is what will be.
    """
    if sentence.rstrip("\"”' ").endswith("?"):
        return "question"
    over: Verbs | None = verb
    found: set[str] = set()
    while over is not None:
        found |= _own(over, sentence, reported=reported)
        if over.noun is not None:
            found |= {kind for kind in ("considered", "planned") if pattern(f"{kind}_deed").fullmatch(over.noun.noun)}
        above = over.governor if over.link in ("to", "ing", "whether") else None
        if above is not None:
            found |= {
                kind for kind in ("alleged", "considered", "planned") if pattern(f"{kind}_over").fullmatch(above.lemma)
            }
            if over.link == "to" and above.lemma in ("be", "have"):
                found.add("planned")
        over = above
    if heading and verb.shape == "to" and verb.governor is None:
        found.add("planned")
    return next((kind for kind in ("alleged", "considered", "conditional", "planned") if kind in found), "done")


def _own(verb: Verbs, sentence: str, *, reported: bool) -> set[str]:
    found = set()
    for modal in verb.modals:
        word = modal.replace("’", "'")
        if word in ("would", "wouldn't", "'d"):
            is_if = re.search(r"\b(?:if|unless|without)\b", sentence, re.IGNORECASE)
            found.add("planned" if reported and not is_if else "conditional")
        elif word in ("may", "might") and re.search(r"\bif\b", sentence, re.IGNORECASE):
            found.add("conditional")
        elif word in ("can", "cannot", "can't"):
            continue
        else:
            found.add(_MODALS.get(word.removesuffix("n't"), "planned"))
    if verb.link in ("if", "unless"):
        found.add("conditional")
    return found


def negative(verb: Verbs) -> bool:
    """Whether a verb, or one that it hangs on, says that it is not so."""
    over: Verbs | None = verb
    count = 0
    while over is not None:
        around = [
            *(over.subjects if over.link != "rel" else ()),
            *(over.objects if over.lemma in ("be", "pose") else ()),
            *(nouns for how, nouns in over.ties if how == "to"),
        ]
        count += over.negative or any(nouns.tokens[0].lower in _NOBODY for nouns in around)
        above = over.governor if over.link in ("to", "ing") else None
        if above is not None and pattern("negative_over").fullmatch(above.lemma):
            count += 1
        over = above
    return count % 2 == 1


def of_noun(user: Verbs | None, noun: Nouns, sentence: str, *, heading: bool, reported: bool) -> str:
    """The modality of what a noun tells, by the verb whose object, subject or tie it is: ``weighs a ban``."""
    if user is None:
        return "question" if sentence.rstrip("\"”' ").endswith("?") else "done"
    found = of_verb(user, sentence, heading=heading, reported=reported)
    if found != "done" or (noun in user.subjects and not user.passive):
        return found
    kinds = ("alleged", "considered", "conditional", "planned")
    return next((kind for kind in kinds if pattern(f"{kind}_over").fullmatch(user.lemma)), "done")


def is_not(user: Verbs | None, noun: Nouns) -> bool:
    """Whether the verb of a noun says that what the noun tells is not so: ``escaped a fine``, ``no ban is planned``."""
    if noun.tokens[0].lower in _NOBODY:
        return user is None or not user.negative
    undone = user is not None and (
        (noun in user.patients and pattern("not_doing").fullmatch(user.lemma) is not None)
        or (noun in user.subjects and pattern("ending").fullmatch(user.lemma) is not None)
    )
    return (user is not None and negative(user)) != undone
