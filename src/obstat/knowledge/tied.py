"""Ties between parties of a snapshot, from what the records of lists and registers say of each other.

Invariant: every relation that refers to a record becomes a tie, or stays in the table of entries alone where its kind
is not in the vocabulary. What several sources say of one stake is one stake: the narrowest statement counts, the others
are kept as `restated`; where they contradict each other the tie that counts reaches from the least to the most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from obstat.knowledge.merge import Placed
from obstat.model.dates import partial
from obstat.model.records import Tie
from obstat.sources.entry import EntryRelation

RESTATED = "restated"
"""The standing of a tie that says again what another source says."""
_STAKES = frozenset(["owned_by", "subsidiary_of"])
"""Relations of which several sources may state the same one."""
_TURNED = {"owns": "owned_by", "controls": "controlled_by"}
"""Relations that stand on the owner's record, and what they are on that of the owned."""


def ties_of(
    placed: Sequence[Placed],
    known: Sequence[Tie],
    days: Mapping[str, int],
    addresses: Mapping[str, str],
    relations: Collection[str],
) -> list[Tie]:
    """The ties of the pack and those that records state. `days` (ordinals) and `addresses` are of the editions, by
    source; `relations` are the codes of the vocabulary."""
    tied = [one for one in placed if one.entry.relations]
    meant = {(one.source, said.reference) for one in tied for said in one.entry.relations if said.reference}
    parties = {key: one.party for one in placed if (key := (one.source, one.entry.id)) in meant} if meant else {}
    stated = [tie for one in tied for tie in _stated(one, parties, days, addresses) if tie.relation in relations]
    return list(_told_once([*known, *stated])) if stated else list(known)


def _stated(
    one: Placed, parties: Mapping[tuple[str, str], str], days: Mapping[str, int], addresses: Mapping[str, str]
) -> Iterator[Tie]:
    for number, said in enumerate(one.entry.relations):
        other = parties.get((one.source, said.reference)) if said.reference else None
        if not other or not one.party:
            continue
        ends = (other, one.party) if said.relation in _TURNED else (one.party, other)
        since, until = partial(said.since), partial(said.until)
        yield Tie(
            f"{one.source}:{one.entry.id}#{number + 1}",
            ends[0],
            _TURNED.get(said.relation, said.relation),
            ends[1],
            said.low,
            said.high,
            said.standing,
            since,
            until,
            since.earliest if since else days[one.source],
            "high",
            False,
            None,
            _sources(said, addresses[one.source]),
        )


def _sources(said: EntryRelation, address: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (said.source, address) if text))


def _told_once(ties: Sequence[Tie]) -> Iterator[Tie]:
    """The ties in their order, of which those that several sources state count once."""
    groups: dict[tuple[str, str], list[int]] = {}
    for at, tie in enumerate(ties):
        if tie.relation in _STAKES and tie.standing == "established":
            groups.setdefault((tie.party, tie.of), []).append(at)
    changed: dict[int, Tie] = {}
    for rows in (rows for rows in groups.values() if len({_source(ties[at]) for at in rows}) > 1):
        changed |= _one_stake([(at, ties[at]) for at in rows])
    yield from (changed.get(at, tie) for at, tie in enumerate(ties))


def _one_stake(stated: Sequence[tuple[int, Tie]]) -> dict[int, Tie]:
    """Of ties of one pair from several sources, those to be written otherwise; on other days it is another stake."""
    changed: dict[int, Tie] = {}
    kept: list[tuple[int, Tie]] = []
    for at, tie in sorted(stated, key=lambda one: (_width(one[1]), one[0])):
        same = next((n for n, (_, k) in enumerate(kept) if _source(k) != _source(tie) and _meet(k, tie)), None)
        if same is None:
            kept.append((at, tie))
            continue
        changed[at] = replace(tie, standing=RESTATED)
        first, counted = kept[same]
        low, high = _bounds(tie)
        least, most = _bounds(counted)
        if low > most or high < least:
            said = "The sources disagree on the share."
            wider = replace(counted, low=min(low, least), high=max(high, most), note=said)
            kept[same] = first, wider
            changed[first] = wider
    return changed


def _bounds(tie: Tie) -> tuple[float, float]:
    return tie.low if tie.low is not None else 0.0, tie.high if tie.high is not None else 100.0


def _width(tie: Tie) -> float:
    low, high = _bounds(tie)
    return high - low


def _source(tie: Tie) -> str:
    """The source of an imported tie; empty for one of the pack."""
    return tie.id.partition(":")[0] if ":" in tie.id else ""


def _meet(one: Tie, other: Tie) -> bool:
    """Whether there is a day on which both may hold."""
    return _begins(one) < _ends(other) and _begins(other) < _ends(one)


def _begins(tie: Tie) -> float:
    return tie.since.earliest if tie.since else float("-inf")


def _ends(tie: Tie) -> float:
    return tie.until.latest if tie.until else float("inf")
