"""Who is meant where a speaker is told by somebody else: ``its chairman``, ``the president of iFlytek``, ``it said``.

Invariant: whoever is meant stands in the same sentence, outside quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from obstat.model.claim import Mention
from obstat.news.grammar.phrases import Nouns
from obstat.news.grammar.reading import Reading
from obstat.news.things import BODIES, FIRMS
from obstat.news.who import Who, belongs_to, is_name, speaks_as
from obstat.news.words import pattern


def meant_by(nouns: Sequence[Nouns], reading: Reading, who: Who) -> Nouns | None:
    """The subject before that is meant by ``it``, by the owner in ``its chairman`` or by ``the carrier``."""
    if not nouns or not _refers(nouns[0], who):
        return None
    plain = [n for verb in reading.verbs if not verb.quoted for n in verb.subjects if n.span[1] <= nouns[0].span[0]]
    for subject in plain:
        one = subject.head.lower == subject.noun or is_name(subject)
        found = who.of([subject]) if subject.head.tag != "pron" and one else []
        if found and (found[0].kind in BODIES or found[0].speaks_as in ("company", "official")):
            return subject
    return None


def _refers(nouns: Nouns, who: Who) -> bool:
    if nouns.head.lower in ("it", "they"):
        return nouns.head.mention is None
    before = nouns.owner is not None and nouns.owner.span[1] <= nouns.head.span[0]
    owner = nouns.owner.tokens[0].lower if nouns.owner is not None and before else ""
    if pattern("of_it").fullmatch(nouns.tokens[0].lower) or pattern("of_it").fullmatch(owner):
        return speaks_as(nouns) in ("officer", "official", "staff", "person", "") and nouns.head.lower == nouns.noun
    found = who.of([nouns])
    nameless = bool(found) and found[0].kind == "noun" and found[0].speaks_as in ("company", "officer")
    return nameless and "the" in (owner, nouns.tokens[0].lower)


def firms_of(nouns: Nouns) -> list[Mention]:
    """The firm of somebody whose office firms and bodies both have: ``the president of iFlytek``."""
    if not pattern("two_offices").fullmatch(nouns.noun):
        return []
    return [mention for mention in belongs_to(nouns) if mention.kind in FIRMS]
