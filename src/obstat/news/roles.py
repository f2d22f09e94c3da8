"""Who stands in which place around the words of an event, told from how the sentence is built.

Invariant: whoever stands in a place is named in the sentence, or meant by a word of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obstat.model.claim import Span
from obstat.news.frames import Frame
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading

_AT = ("at", "from", "through", "by", "with", "in")
FIRST = {
    "lawsuit": ("against",),
    "investigation": ("into", "of", "against"),
    "contract": ("with", "from", "to"),
    "concern": ("about", "over", "against", "of"),
    "test": ("with", "of"),
    "ban": ("on", "of", "against"),
    "pressure": ("on", "upon", "to"),
    "acquisition": ("of", "with", "for", "in", "on", "at"),
    "divestment": ("of", "with", "in"),
    "finding": ("in", "on", "of"),
    "availability": ("of",),
    "fine": ("on", "against", "of", "for"),
    "remove": ("of",),
    "stop_selling": ("of",),
    "compatibility": ("of",),
}
"""The prepositions behind which the target of an event stands first."""
_ONLY_FIRST = frozenset(["acquisition", "divestment"])
"""Events whose target stands behind no other preposition: ``sold radios to ZTE``."""
_ON = ("on", "of", "against", "for", "from", "with", "about", "into", "over", "in", "to", "at", "by", "that")


@dataclass(slots=True)
class Roles:
    """The phrases in the places of a frame, and the verb or the noun that its words are."""

    actors: list[Nouns] = field(default_factory=list)
    targets: list[Nouns] = field(default_factory=list)
    beyond: list[list[Nouns]] = field(default_factory=list)
    """What else is tied to the event, where no target stands in its own place: place by place, the likeliest first."""
    verb: Verbs | None = None
    noun: Nouns | None = None


def roles(reading: Reading, frame: Frame, span: Span) -> Roles:
    """Who stands around the words at a passage."""
    verb = reading.verb_in(span)
    noun = reading.nouns_at(span[0])
    if noun is not None and (verb is None or noun.span[0] < verb.span[0]) and noun.span[0] <= span[0]:
        return _of_noun(reading, frame, noun, span)
    if verb is None:
        inside = next((p for p in reading.phrases if isinstance(p, Nouns) and span[0] <= p.span[0] < span[1]), None)
        return _of_noun(reading, frame, inside, span) if inside is not None else Roles()
    return _of_verb(reading, frame, verb, span)


def _of_verb(reading: Reading, frame: Frame, verb: Verbs, span: Span) -> Roles:
    inner = verb
    for under in reading.verbs:  # ``decided to stop selling``: what is stopped stands behind the last of its verbs
        follows = under.governor is inner and under.link in ("to", "ing") and not inner.objects
        follows = follows and (frame.event != "pressure" or under.subjects is verb.subjects)
        if span[0] <= under.head.span[0] < span[1] or follows:
            inner = under
    places = {
        "s": verb.agents if frame.target != "-" or not verb.passive else verb.subjects,
        "o": _objects(reading, verb, inner),
        "b": [end for how, end in [*verb.ties, *inner.ties] if how == "by"],
        "a": [end for how, end in [*verb.ties, *inner.ties] if how in _AT],
        "-": [],
    }
    over = verb.governor
    if verb.shape == "participle" and over is not None and over.lemma in ("have", "get") and not places["s"]:
        places["s"] = over.subjects  # ``had 300 cameras taken down``
    if verb.passive and any(t.tag == "aux" and span[0] <= t.span[0] < span[1] for t in verb.tokens):
        places["s"] = verb.subjects  # the words are ``is worried``: whoever is, and not by whom
        places["o"] = [end for how, end in verb.ties if how in _ON]
    if frame.actor == "b" or frame.actor == "-" or frame.actor == "a":
        places["s"] = verb.subjects
    elif frame.actor == "o":
        places["s"] = verb.subjects
        places["o"] = places["o"] or [end for how, end in [*verb.ties, *inner.ties] if how in ("to", "of", "from")]
    tied = [*verb.ties, *(inner.ties if inner is not verb else [])]
    beyond = [[n for v in reading.under(inner) if v.link == "that" for n in v.subjects]]
    beyond += by_preposition(_places(frame), [(how, end) for how, end in tied if end not in places["b"]])
    beyond.append([nouns for under in reading.under(inner) for nouns in under.patients if nouns not in verb.subjects])
    return Roles(list(places[frame.actor]), list(places[frame.target]), beyond, verb)


def by_preposition(order: Sequence[str], ties: Sequence[tuple[str, Nouns]]) -> list[list[Nouns]]:
    """What prepositions tie, preposition by preposition."""
    return [[end for how, end in ties if how == wanted] for wanted in dict.fromkeys(order)]


def _places(frame: Frame) -> tuple[str, ...]:
    """The prepositions behind which the target of an event stands, the likeliest first."""
    first = FIRST.get(frame.event, ())
    return first if frame.event in _ONLY_FIRST else (*first, *_ON)


def _objects(reading: Reading, verb: Verbs, inner: Verbs) -> list[Nouns]:
    if verb.passive:
        return verb.subjects
    return verb.objects if inner is verb or verb.objects else inner.objects


def _of_noun(reading: Reading, frame: Frame, noun: Nouns, span: Span) -> Roles:
    """``a ban on Huawei by the FCC``, ``Verizon's concerns about``: owner or ``by``, and what is tied to the noun."""
    user = reading.user_of(noun)
    ties = [*noun.ties]
    if user is not None and (noun in user.objects or (noun in user.subjects and not ties)):
        ties += [tie for tie in user.ties if tie not in ties]
    by = [end for how, end in ties if how == "by"] or ([noun.owner] if noun.owner else [])
    if not by and user is not None and noun in user.objects:
        by = user.agents
    to = [end for how, end in ties if how in _ON and how != "by"]
    under = [nouns for v in reading.verbs if v.noun is noun for nouns in v.patients]
    subjects = user.subjects if user is not None else []
    places = {"s": by, "o": to, "b": by, "a": to, "-": []}
    if frame.actor in ("b", "-", "o", "a"):
        places["s"] = subjects
    if frame.target == "o":
        places["o"] = []
    beyond = [*by_preposition(_places(frame), [tie for tie in ties if tie[0] != "by"]), under]
    return Roles(list(places[frame.actor]), list(places[frame.target]), beyond, user, noun)
