"""What else is known of a firm beside its name, and what that says of a match.

Invariant: context never makes a match certain. It tells units of a group apart from the party, strengthens what is
probable, and lets a website stand in for a name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from obstat.model.identification import Match
from obstat.model.records import Party
from obstat.names.analysis import analyse
from obstat.names.comparison import MATCH

_AGREES, _DIFFERS = 0.7, -1.5
"""In logits: what one signal adds to the score where it agrees, and where it differs."""
_BEFORE_HOST = re.compile(r"^(?:[a-z]+://)?(?:[^/@]*@)?")
_SHARED_HOSTS = frozenset(["com", "co", "net", "org", "gov", "edu", "ac", "www", "shop", "store", "en", "global"])


@dataclass(frozen=True, slots=True)
class Context:
    """`country` is an ISO 3166-1 code, `equipment` a code of the vocabulary; the others are text."""

    country: str | None = None
    website: str | None = None
    address: str | None = None
    equipment: str | None = None

    def __bool__(self) -> bool:
        return any((self.country, self.website, self.address, self.equipment))


def weighed(match: Match, party: Party, context: Context) -> Match:
    """The match with its score, band and role after the context.

    A firm of the name in another country is taken for a unit of the party's group.
    """
    signals = list(_signals(party, context))
    elsewhere = any(signal == "country" and not agrees for signal, agrees, _ in signals)
    unit = elsewhere and (match.sure or match.role == "affiliate")
    counted = [agrees for signal, agrees, _ in signals if not (unit and signal == "country")]
    logit = math.log(min(match.score, 0.999) / (1 - min(match.score, 0.999)))
    score = 1 / (1 + math.exp(-logit - sum(_AGREES if agrees else _DIFFERS for agrees in counted)))
    if match.sure and all(agrees for _, agrees, _ in signals):
        score, band = match.score, "certain"
    elif match.sure or unit:
        score, band = max(min(score, 0.9), MATCH), "probable"
    else:
        band = "probable" if score >= MATCH else "unlikely"
    return replace(
        match,
        score=round(min(score, 1.0), 4),
        band=band,
        role="affiliate" if unit else match.role,
        details=(*match.details, *(says for _, _, says in signals)),
    )


def _signals(party: Party, context: Context) -> Iterator[tuple[str, bool, str]]:
    """Each signal that says something: which, whether it agrees, and in words."""
    if context.country and party.country:
        agrees = context.country == party.country
        yield "country", agrees, f"the country {'agrees' if agrees else f'is {context.country}, not {party.country}'}"
    if context.website and named_by(host_label(context.website), party):
        yield "website", True, f"the website {context.website} bears its name"
    if context.address and set(analyse(party.seat or "").keys) & set(analyse(context.address).keys):
        yield "address", True, f"the address is where it sits ({party.seat})"
    if context.equipment and party.equipment:
        agrees = context.equipment in party.equipment
        yield "equipment", agrees, f"it is {'' if agrees else 'not '}known to make {context.equipment}"


def host_label(website: str) -> str | None:
    """The registered part of a website's host, where it may be a name: the ``huawei`` of ``www.huawei.co.uk``."""
    host = _BEFORE_HOST.sub("", website.strip().lower()).partition("/")[0].partition(":")[0]
    labels = [label for label in host.split(".")[:-1] if label not in _SHARED_HOSTS]
    return labels[-1] if labels and len(labels[-1]) > 2 else None


def named_by(label: str | None, party: Party) -> bool:
    """Whether the registered part of a host is a name of the party."""
    names = (party.name, *(name.text for name in party.names if not name.weak))
    return label is not None and any(analyse(name).compact == label for name in names)
