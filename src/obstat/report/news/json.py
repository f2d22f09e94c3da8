"""What was weighed as plain data: one object for a story.

Invariant: the keys of the contract are always there, empty where the story tells nothing; spans count characters of
``document.text``, which is the text that was read.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from obstat.model.claim import Claim, Document, Flag, Matter, Mention, Moment, Pair, Source, Weighed, When

_BOTH_WAYS = {"same": "same_as", "contradicts": "contradicts", "disputed": "disputed_by"}
"""Pairs that hold in both directions."""
_HALF = re.compile("[\ud800-\udfff]")


def as_objects(weighed: Weighed) -> list[dict[str, Any]]:
    """One object for each document: `document`, `claims`, `flags`, and `pairs`, `mentions` and `cluster` besides.

    `cluster` is what it tells together with others, None where it stands alone; the timelines are given with the first.
    """
    mentions, origins = dict(weighed.mentions), dict(weighed.origins)
    stands = _stands(weighed.pairs)
    found: list[dict[str, Any]] = []
    for document in weighed.documents:
        claims = [claim for claim in weighed.claims if claim.document == document.id]
        own = {claim.id for claim in claims}
        found.append(
            {
                "document": _document(document, origins.get(document.id)),
                "claims": [_claim(claim, stands[claim.id]) for claim in claims],
                "flags": [_flag(flag) for flag in weighed.flags if flag.document == document.id],
                "pairs": [_pair(pair) for pair in weighed.pairs if pair.first in own or pair.second in own],
                "mentions": [_mention(mention) for mention in mentions.get(document.id, ())],
                "cluster": _matter(weighed.matter, weighed.documents, first=not found) if weighed.matter else None,
            }
        )
    return found


def as_lines(stories: Iterable[Weighed]) -> Iterator[str]:
    """A JSON list of the objects of all stories, in pieces: one object on a line."""
    first = True
    for weighed in stories:
        for one in as_objects(weighed):
            yield ("[\n" if first else ",\n") + dumped(one)
            first = False
    yield "[]\n" if first else "\n]\n"


def as_one(stories: Iterable[Weighed]) -> Iterator[str]:
    """The object of the only story, or a list of those of a file that holds several or none."""
    ahead = iter(stories)
    first = next(ahead, None)
    second = next(ahead, None)
    if first and second is None and len(objects := as_objects(first)) == 1:
        yield dumped(objects[0], 1) + "\n"
    else:
        yield from as_lines(itertools.chain(filter(None, (first, second)), ahead))


def dumped(value: Any, indent: int | None = None) -> str:
    """JSON that can be written in UTF-8; half of a pair of surrogates, which is no character, is told as U+FFFD."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False, indent=indent))


def _document(document: Document, origins: int | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "language": document.language,
        "notes": list(document.notes),
        "origins": origins,
        "text": document.text,
    }


def _claim(claim: Claim, stands: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "id": claim.id,
        "event": claim.event,
        "actors": list(claim.actors),
        "targets": list(claim.targets),
        "products": list(claim.products),
        "place": claim.place,
        "time": _time(claim.time),
        "amount": {"value": _number(claim.amount.value), "unit": claim.amount.unit} if claim.amount else None,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "quotation": claim.quotation,
        "attribution": [_source(source) for source in claim.attribution],
        "origin": claim.origin,
        "spans": [list(span) for span in claim.spans],
        "slots": [{"slot": slot, "span": list(span)} for slot, span in claim.slots],
        "extractor": claim.extractor,
        **{key: stands[key] for key in ("same_as", "contradicts", "disputed_by", "supersedes", "refines")},
        "misattributes": stands["misattributed"],
    }


def _stands(pairs: Iterable[Pair]) -> defaultdict[str, defaultdict[str, list[str]]]:
    """By claim and kind, the claims that it is the same as, contradicts, overtakes, tells more of, and so on."""
    stands: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        key = _BOTH_WAYS.get(pair.kind, pair.kind)
        stands[pair.second][key].append(pair.first)
        if pair.kind in _BOTH_WAYS:
            stands[pair.first][key].append(pair.second)
    return stands


def _number(value: Decimal) -> int | float:
    """A number of JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def _time(time: When | None) -> dict[str, str | None] | None:
    if time is None:
        return None
    return {
        "said": time.said,
        "from": time.since.isoformat() if time.since else None,
        "to": time.until.isoformat() if time.until else None,
        "basis": time.basis,
    }


def _source(source: Source) -> dict[str, str]:
    return {"name": source.name, "class": source.class_}


def _pair(pair: Pair) -> dict[str, str]:
    return {"kind": pair.kind, "first": pair.first, "second": pair.second, "why": pair.why}


def _flag(flag: Flag) -> dict[str, Any]:
    return {"kind": flag.kind, "why": flag.why, "span": list(flag.span) if flag.span else None, "claim": flag.claim}


def _matter(matter: Matter, documents: Iterable[Document], *, first: bool) -> dict[str, Any]:
    return {
        "id": matter.id,
        "stories": [document.id for document in documents],
        "origins": list(matter.origins),
        "notes": list(matter.notes),
        "timelines": {party: list(map(_moment, moments)) for party, moments in matter.timelines} if first else {},
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "day": moment.day.isoformat() if moment.day else None,
        "dated": moment.dated,
        "claims": list(moment.claims),
        "origins": list(moment.origins),
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "kind": mention.kind,
        "id": mention.id,
        "text": mention.text,
        "span": list(mention.span),
        "refers": mention.refers,
    }
