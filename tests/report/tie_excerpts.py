"""Excerpts of who owns whom for the tests of what is shown and exported: invented ones, and random ones."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from obstat.model.ownership import Excerpt, Held, Member, Stake

AWKWARD = (
    "Quotes \" and ' & <b>angles</b>",
    "[x] (y) {z} |p| `code` *bold* _under_",
    "end",
    "graph TD; A-->B;",
    "#35; #quot; &amp;",
    "first\nsecond\r\n\tthird",
    "%%{init: {}}%%",
    "1. not a list",
    "- nor this",
    "bell \x07 and \ufffe and \udc80",
    "",
    "x" * 90,
    "中国电子科技集团有限公司（控股）",
    "شركة الاتصالات",
    "]]> <!-- -->",
)


def party(id: str, name: str | None = None, kind: str = "company", country: str | None = "CN", **rest: Any) -> Member:
    return Member(id, id.upper() if name is None else name, kind, country, **rest)


def stake(owner: str, owned: str, low: object = 51, high: object = "same", **rest: Any) -> Stake:
    """By default 51 per cent; give `low` alone for an exact share."""
    bounds = [None if value is None else Fraction(str(value)) for value in (low, low if high == "same" else high)]
    values: dict[str, Any] = {
        "relation": "owned_by",
        "since": None,
        "until": None,
        "standing": "established",
        "confidence": "high",
        "sources": (),
        "id": f"{owner}-{owned}",
    }
    return Stake(owner, owned, low=bounds[0], high=bounds[1], **(values | rest))


def excerpt(about: str, members: tuple[Member, ...], stakes: tuple[Stake, ...], **rest: Any) -> Excerpt:
    return Excerpt(about, rest.pop("on", "2024-05-01"), rest.pop("test", None), members, stakes, **rest)


def chain(length: int = 5) -> Excerpt:
    ids = [chr(ord("a") + position) for position in range(length)]
    ties = tuple(stake(one, other) for one, other in itertools.pairwise(ids))
    return excerpt(ids[length // 2], tuple(map(party, ids)), ties)


def hub(owners: int = 10, owned: int = 30) -> Excerpt:
    above, below = [f"o{n}" for n in range(owners)], [f"k{n}" for n in range(owned)]
    ties = (*(stake(id, "hub", 5) for id in above), *(stake("hub", id, 25, 50) for id in below))
    return excerpt("hub", tuple(map(party, ["hub", *above, *below])), ties)


def circle() -> Excerpt:
    ties = (stake("a", "b", 30), stake("b", "c", 40), stake("c", "a", 60), stake("a", "a", 3))
    return excerpt("a", tuple(map(party, "abc")), ties)


_PER_CENT = st.fractions(0, 100, max_denominator=1000)
_HELD = st.builds(
    lambda status, ends: Held(status, min(ends), max(ends), ()),
    st.sampled_from(["certain", "possible", "no"]),
    st.tuples(_PER_CENT, _PER_CENT),
)


@st.composite
def excerpts(draw: st.DrawFn, most: int = 14) -> Excerpt:
    """Any parties and ties: circles, ties to itself, several between two, ends that no member has."""
    names = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=40))
    ids = [f"p{n}" for n in range(draw(st.integers(1, most)))]
    members = tuple(
        Member(
            id,
            draw(names),
            draw(st.sampled_from(["company", "person", "body", "brand", "vessel", "unknown"])),
            draw(st.sampled_from([None, "CN", "DE"])),
            tuple(draw(st.lists(st.sampled_from(["us-ofac-sdn", "eu-fsf"]), max_size=2, unique=True))),
            draw(st.none() | _HELD),
        )
        for id in ids
    )
    ends = st.sampled_from([*ids, "stranger"])
    ties = []
    for number in range(draw(st.integers(0, 2 * most))):
        shares = sorted(draw(st.tuples(_PER_CENT, _PER_CENT)))
        tie = Stake(
            draw(ends),
            draw(ends),
            draw(st.sampled_from(["owned_by", "subsidiary_of", "controlled_by", "brand_of", "affiliate_of"])),
            draw(st.sampled_from([None, shares[0]])),
            draw(st.sampled_from([None, shares[1], shares[0]])),
            draw(st.sampled_from([None, "2019", "2019-03", "2019-03-01", "2019-03-01/2019-04-01"])),
            draw(st.sampled_from([None, "2021", "2021-06", "2021-06-30"])),
            draw(st.sampled_from(["established", "alleged", "disputed"])),
            "high",
            tuple(
                draw(st.lists(st.sampled_from(["https://example.org/a", "a printed gazette"]), max_size=2, unique=True))
            ),
            f"t{number}",
            draw(st.booleans()),
        )
        low, high = tie.low, tie.high
        ties.append(tie if low is None or high is None or low <= high else stake(tie.owner, tie.owned, id=tie.id))
    return Excerpt(draw(ends), "2024-05-01", "aggregate-50", members, tuple(ties), draw(st.integers(0, 3)))
