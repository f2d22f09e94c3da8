"""Events told by a noun: ``opened a probe into``, ``faces a fine``, ``the Hikvision ban``, ``the removal of radios``.

Invariant: what a verb says of the noun is taken only from the verb that the noun is object, subject or tie of.
"""

from __future__ import annotations

from obstat.news.frames import Frame
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.roles import FIRST, Roles, by_preposition
from obstat.news.things import BODIES, FIRMS
from obstat.news.words import pattern

_WITH = ("with", "to", "under", "by", "from")


def wanted(user: Verbs | None) -> bool:
    """Whether somebody only wants, fears or speaks of what the noun tells: ``called for a ban``."""
    return user is not None and pattern("wanting").fullmatch(user.lemma) is not None


def roles(reading: Reading, frame: Frame, noun: Nouns) -> Roles:
    """Who does what a noun tells, and to whom."""
    user = reading.user_of(noun)
    owner = noun.owner if noun.owner is not None and noun.owner.tokens[0] in noun.tokens else None
    actors = [end for how, end in noun.ties if how == "by"]
    targets: list[Nouns] = []
    if owner is not None:
        (targets if frame.target == "w" else actors).append(owner)
    for token in noun.tokens[:-1]:  # ``the FCC's Huawei ban``
        kind = token.mention.kind if token.mention is not None and (owner is None or token not in owner.tokens) else ""
        if kind == "body" or (kind in FIRMS and frame.event in ("lawsuit", "contract") and noun.ties):
            actors += [Nouns([token])] if not actors else []
        elif kind in BODIES or kind == "product":
            targets.append(Nouns([token]))
    own = by_preposition(FIRST.get(frame.event, ()), noun.ties)
    targets += [end for place in own for end in place if end not in targets]
    beyond: list[list[Nouns]] = []
    if user is not None:
        _of_user(user, noun, actors, targets)
        ties = [tie for tie in user.ties if tie[1] is not noun and tie[0] != "by"]
        beyond = by_preposition(FIRST.get(frame.event, ()), ties) if noun in user.objects else []
    beyond.append([nouns for v in reading.verbs if v.noun is noun for nouns in v.patients])
    return Roles(actors, targets, beyond, user, noun)


def _of_user(user: Verbs, noun: Nouns, actors: list[Nouns], targets: list[Nouns]) -> None:
    """What the verb of the noun says of who does it and to whom."""
    how = next((how for how, end in user.ties if end is noun), "")
    undergoes = pattern("undergoing").fullmatch(user.lemma) is not None
    if noun in user.patients:
        if undergoes:
            targets += [n for n in user.agents if not targets]
        else:
            actors += [n for n in user.agents if not actors]
    elif how == "under" or (how in _WITH and user.passive):
        targets += [n for n in user.subjects if not targets]
    elif how == "with" and user.objects:
        actors += [n for n in user.subjects if not actors]
        targets += [n for n in user.objects if not targets]
    elif how == "with" and undergoes:
        targets += [n for n in user.subjects if not targets]
    elif noun in user.subjects and pattern("aiming").fullmatch(user.lemma):
        targets += [n for n in (*user.objects, *(end for to, end in user.ties if to == "to")) if not targets]
