"""What every form of an excerpt says in the same words: shares, relations, dates, standing, and what the test found.

Invariant: an interval is written no narrower than it is; a party that only a stake names gets a row like the others, so
that no stake is without its two ends.
"""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal

from obstat.model.dates import Day
from obstat.model.errors import InvalidValue
from obstat.model.ownership import Excerpt, Held, Member, Stake, without_step

Line = Literal["solid", "dashed", "dotted"]
"""How a stake is drawn: it counts, it only warns, it is alleged or disputed."""

SHARES = frozenset(["owned_by", "subsidiary_of"])
"""Relations that are a share; any other is written in words."""
MUTUAL = frozenset(["affiliate_of", "namesake_of"])
"""Relations without a direction."""
_DECIMALS = 4


def everyone(excerpt: Excerpt) -> tuple[Member, ...]:
    """The members in their order, each id once, then a row for the party asked about and each end of a stake that has
    none.
    """
    rows = {member.id: member for member in reversed(excerpt.members)}
    named = [excerpt.about, *(end for stake in excerpt.stakes for end in (stake.owner, stake.owned))]
    order = dict.fromkeys([member.id for member in excerpt.members] + named)
    return tuple(rows.get(id) or Member(id, id, "unknown", None) for id in order)


def line(stake: Stake) -> Line:
    """How the stake is drawn."""
    if stake.standing != "established":
        return "dotted"
    return "solid" if stake.counts else "dashed"


def share(low: Fraction | None, high: Fraction | None) -> str:
    """``51 %``, ``25–50 %``, ``up to 50 %``, ``more than 25 %`` or ``share not known``; rounded outwards."""
    least, most = low or Fraction(0), Fraction(100) if high is None else high
    if least == 0 and most == 100:
        return "share not known"
    if least == most:
        return f"{_number(least, round)} %"
    *_, beyond, below = without_step(least, most)
    if least == 0:
        return f"{'less than' if below else 'up to'} {_number(most, math.ceil)} %"
    if most == 100:
        return f"{'more than' if beyond else 'at least'} {_number(least, math.floor)} %"
    return f"{_number(least, math.floor)}–{_number(most, math.ceil)} %"


def _number(value: Fraction, rounding: Callable[[Fraction], int]) -> str:
    rounded = Fraction(rounding(value * 10**_DECIMALS), 10**_DECIMALS)
    text = f"{float(rounded):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return text if rounded == value or rounding is not round else f"about {text}"


def tie(stake: Stake) -> str:
    """What the owned is of the owner: its share, or the relation in words with the share where one is known."""
    given = share(stake.low, stake.high)
    if stake.relation in SHARES:
        unknown = given == "share not known" and stake.relation == "subsidiary_of"
        return f"subsidiary, {given}" if unknown else given
    words = relation(stake.relation)
    return words if given == "share not known" else f"{words}, {given}"


def relation(code: str) -> str:
    """A tie that is no share, as it stands between the two that it ties."""
    return _DOES.get(code) or _IS.get(code, code.replace("_", " "))


def is_or_does(code: str) -> str:
    """The same with its verb: ``is subsidiary of``."""
    return _DOES.get(code) or f"is {relation(code)}"


_DOES = {
    "oem_customer_of": "sells what is built by",
    "alleged_white_label_of": "allegedly sells what is built by",
}
_IS = {
    "former_business_of": "formerly a business of",
    "disputed_former_affiliate_of": "formerly (as is disputed) an affiliate of",
}
"""Relations whose codes do not say it in words."""


def said(stake: Stake) -> str:
    """The tie, after its standing where that is not established."""
    text = tie(stake)
    return text if stake.standing == "established" or text.startswith(stake.standing) else f"{stake.standing}, {text}"


def span(stake: Stake) -> str:
    """``since 2019-03, until 2021``, or nothing; `until` is the first day on which the tie holds no more."""
    return ", ".join(
        text
        for text in (
            f"since {stake.since}" if stake.since else "",
            f"until {stake.until}" if stake.until else "",
        )
        if text
    )


def reached(held: Held | None) -> str:
    """What the test found: ``reached: certain, 51–75 %``; nothing where nobody listed holds a share."""
    if held is None or (held.status == "no" and held.high == 0):
        return ""
    found = "not reached" if held.status == "no" else f"reached: {held.status}"
    interval = share(held.low, held.high)
    return found if interval == "share not known" else f"{found}, {interval}"


def heading(excerpt: Excerpt) -> str:
    """The party, the day and the test."""
    name = next(member.name for member in everyone(excerpt) if member.id == excerpt.about)
    test = f", test {excerpt.test}" if excerpt.test else ""
    return f"Owners and owned of {name or excerpt.about} on {excerpt.on}{test}"


def left_out(excerpt: Excerpt) -> str:
    """How many parties are not shown, or nothing."""
    if not excerpt.left_out:
        return ""
    return f"{excerpt.left_out} more {'party is' if excerpt.left_out == 1 else 'parties are'} not shown"


def exact_day(text: str | None) -> str | None:
    """The day where exactly one is meant, else None."""
    day = _day(text)
    return datetime.date.fromordinal(day.earliest).isoformat() if day and day.exact else None


def last_day(until: str | None) -> str | None:
    """The last day on which a tie held that holds no more from `until` on, where that is one exact day."""
    day = _day(until)
    if day is None or not day.exact or day.earliest == 1:
        return None
    return datetime.date.fromordinal(day.earliest - 1).isoformat()


def _day(text: str | None) -> Day | None:
    try:
        return Day.parse(text) if text else None
    except InvalidValue:
        return None


def number(value: Fraction) -> int | float:
    """The share as a JSON number."""
    return int(value) if value.denominator == 1 else float(value)


def clean(text: str) -> str:
    """The text in one line, with what XML 1.0 (section 2.2, Char) does not allow replaced by U+FFFD."""
    shown = " ".join(text.split())
    return "".join(
        "\ufffd" if unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff" else sign for sign in shown
    )


def urls(sources: Iterable[str]) -> list[str]:
    """The sources that are web addresses."""
    return [source for source in sources if source.startswith(("https://", "http://"))]
