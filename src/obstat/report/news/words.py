"""The words in which a claim is told, for every form of a story.

Invariant: nothing is told that the claim does not hold; every text goes through `shown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from obstat.model.claim import Amount, Claim, Document, Flag, Matter, Moment, Pair, Source, When
from obstat.model.claim_words import CLASSES, EVENTS, MODALITIES, shown

Names = Mapping[str, str]
"""By id, what a party or product is called."""

FLAGS = {
    "copyright_year": "Year",
    "dateline": "Date",
    "only_in_copy": "Only in a copy",
    "contradicts_pack": "Against known facts",
}
_STANDS = {
    "same": ("same as {}", "same as {}"),
    "refines": ("told more fully by {}", "tells more of {}"),
    "supersedes": ("overtaken by {}", "overtakes {}"),
    "disputed": ("disputed by {}", "disputes {}"),
    "contradicts": ("contradicts {}", "contradicts {}"),
    "misattributed": ("given to another source by {}", "gives {} to another source"),
}
"""How a pair reads from its first and from its second claim."""


def one_line(text: str) -> str:
    """A text on one line, its white space single."""
    return " ".join(shown(text).split())


def spoken(code: str) -> str:
    """A code as words; one that is not known stands as it is."""
    return one_line(code.replace("_", " "))


def event(claim: Claim) -> str:
    """What happens, in a word or two; with a ``not`` where the story says that it does not."""
    told = EVENTS.get(claim.event, spoken(claim.event))
    return f"not: {told}" if claim.polarity == "negative" else told


def modality(claim: Claim) -> str:
    return MODALITIES.get(claim.modality, spoken(claim.modality))


def called(id_: str, names: Names) -> str:
    """What a party or product is called; words stand for themselves."""
    return one_line(names.get(id_, id_))


def listed(ids: tuple[str, ...], names: Names) -> str:
    return ", ".join(called(one, names) for one in ids)


def who(claim: Claim, names: Names) -> str:
    """Actors, targets and products on one line."""
    ends = [end for end in (listed(claim.actors, names), listed(claim.targets, names)) if end]
    if len(ends) == 2:
        told = f"{ends[0]} → {ends[1]}"
    elif claim.targets:
        told = f"→ {ends[0]}"
    else:
        told = ends[0] if ends else ""
    products = listed(claim.products, names)
    return f"{told}: {products}" if told and products else told or products


def facts(claim: Claim) -> list[str]:
    """Place, time and amount, those that are told."""
    found = [one_line(claim.place)] if claim.place else []
    if claim.time:
        found.append(when(claim.time))
    if claim.amount:
        found.append(amount(claim.amount))
    if claim.quotation:
        found.append("in quotation marks")
    return found


def when(time: When) -> str:
    """A time: what it comes to, and the words where they say something else."""
    since, until = (day.isoformat() if day else None for day in (time.since, time.until))
    if since and since == until:
        days = since
    elif since or until:
        days = f"{since or ''}…{until or ''}"
    else:
        days = ""
    said = one_line(time.said)
    quoted = f"“{said}”" if said and said != days else ""
    basis = "" if time.basis == "said" else f", as {spoken(time.basis)}"
    return f"{days} {f'({quoted})' if days and quoted else quoted}".strip() + basis


def amount(one: Amount) -> str:
    value = f"{one.value:,f}"
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    unit = one_line(one.unit)
    return f"rank {value}" if unit == "rank" else f"{value} {unit}".strip()


def source(one: Source) -> str:
    """A link of an attribution, with its class where the class says more than the name."""
    class_ = CLASSES.get(one.class_, spoken(one.class_))
    return one_line(one.name) if one.class_ in ("other_outlet", "none") else f"{one_line(one.name)} ({class_})"


def chain(claim: Claim) -> str:
    """The attribution from the outlet at hand to the first source."""
    return " ← ".join(source(one) for one in claim.attribution)


def stands(claim: Claim, pairs: Iterable[Pair], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """How a claim stands to others: in words with their labels, and why; those to which it stands alike together."""
    told: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        forms = _STANDS.get(pair.kind, (f"{spoken(pair.kind)}: {{}}",) * 2)
        for form, one, other in ((forms[0], pair.first, pair.second), (forms[1], pair.second, pair.first)):
            if one == claim.id:
                told.setdefault((form, one_line(pair.why)), []).append(labels.get(other, one_line(other)))
                break
    return [(form.format(", ".join(others)), why) for (form, why), others in told.items()]


def flag(one: Flag) -> str:
    return FLAGS.get(one.kind, spoken(one.kind))


def title(document: Document) -> str:
    return one_line(document.title or "") or one_line(document.id) or "A story"


def about(document: Document) -> list[str]:
    """Outlet, day, language and address, those that are known."""
    found = [one_line(document.outlet)] if document.outlet else []
    found.append(document.published.isoformat() if document.published else "no date told")
    if document.language and document.language != "en":
        found.append(f"in the language '{one_line(document.language)}'")
    return found


def counted(number: int, noun: str, many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def matter(one: Matter, documents: Sequence[Document]) -> str:
    """How many stories tell of it, and from whom they have it."""
    origins = ", ".join(map(one_line, one.origins))
    told = f"{counted(len(documents), 'story', 'stories')} of one matter"
    return f"{told}, {counted(len(one.origins), 'independent origin')}: {origins}" if origins else told


def moment(one: Moment, claims: Mapping[str, Claim], names: Names) -> str:
    """What was so, in the words of the first claim that tells it."""
    claim = claims[one.claims[0]]
    told = f"{event(claim)} ({modality(claim)})"
    return f"{told}  {who(claim, names)}" if who(claim, names) else told


def day(one: Moment) -> str:
    """The day of it; in brackets where it is only that on which it was first told."""
    if one.day is None:
        return "no date told"
    return one.day.isoformat() if one.dated else f"({one.day.isoformat()})"
