"""``obstat news review``: a person says which claims of stories are to be shown beside answers.

Invariant: nothing is accepted but by somebody's word, with a name and a time; what was decided before an interruption
is kept.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.extractor import extractor, extractor_options, told_of
from obstat.app.cli.options import open_snapshot, store_folder
from obstat.model.claim import OWN_READER
from obstat.model.errors import InvalidValue, ObstatError

if TYPE_CHECKING:
    from obstat.knowledge.judged import Judged
    from obstat.model.claim import Claim, Document, Weighed
    from obstat.model.reviewed import AcceptedClaim
    from obstat.news.remote import RemoteExtractor
    from obstat.screening.check import Obstat

_EXAMPLES = """\b
Examples:
  obstat news review story.txt
  obstat news review story.txt --accept 4f0c --reject story-3 --by "J. Roe"
  obstat news review --list
"""
_PROMPT = "[a]ccept, [r]eject, [e]dit, [s]kip, [q]uit"


@dataclass(frozen=True, slots=True)
class Offered:
    """A claim that somebody is asked about; `key` is the id under which the answer is kept."""

    key: str
    weighed: Weighed
    document: Document
    claim: Claim


@click.command("review", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--accept", "accepted", multiple=True, metavar="ID", help="Accept this claim; may be given again.")
@click.option("--reject", "rejected", multiple=True, metavar="ID", help="Reject this claim; may be given again.")
@click.option("--undo", "undone", multiple=True, metavar="ID", help="Take back what was decided of this claim.")
@click.option("--by", metavar="NAME", help="Who decides; it is kept with each claim.")
@click.option("--again", is_flag=True, help="Ask also about claims that were decided before.")
@click.option("--list", "listing", is_flag=True, help="List what was decided, by whom and when, and ask nothing.")
@extractor_options
def review_command(
    files: tuple[Path, ...],
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    undone: tuple[str, ...],
    by: str | None,
    again: bool,
    listing: bool,
    address: str | None,
    model: str | None,
) -> None:
    """Accept, reject or edit the claims of stories, one by one. What is accepted stands beside answers as a claim."""
    from obstat.knowledge.store import Store

    store = Store(store_folder(os.environ))
    if listing:
        _list(store.state.judged)
        return
    if not files and (accepted or rejected or not undone):
        raise click.UsageError("Name the stories whose claims are to be decided, or say --list.")
    by = " ".join((by or "").split())
    if (accepted or rejected or undone) and not by:
        raise click.UsageError("Say with --by who decides; it is kept with each claim.")
    ob, _ = open_snapshot(None)
    remote = extractor(ob, address, model) if files else None
    offers = list(_offers(ob, files, remote))
    for sentence in told_of(remote):
        click.echo(sentence, err=True)
    if accepted or rejected or undone:
        judged = _named(ob, offers, accepted, rejected, by)
    elif sys.stdin.isatty():
        judged = _asked(ob, offers, store.state.judged, by, again=again)
    else:
        _offered(offers, store.state.judged)
        return
    _kept(ob, judged, undone)


@contextlib.contextmanager
def given(path: Path) -> Iterator[Path]:
    """The file or folder; what comes on standard input as a file that is there until the block ends."""
    if str(path) != "-":
        if not path.exists():
            raise InvalidValue(f"There is no file or folder {path}; check the name.")
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        there = Path(folder) / "standard-input"
        with there.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield there


def _offers(ob: Obstat, files: Sequence[Path], remote: RemoteExtractor | None) -> Iterator[Offered]:
    """The claims of all stories, each once."""
    from obstat.screening import review, stories

    seen = set()
    for file in files:
        with given(file) as there:
            for weighed in stories.stories(ob, there, remote) if remote else stories.stories(ob, there):
                documents = {document.id: document for document in weighed.documents}
                for claim in weighed.claims:
                    document = documents[claim.document]
                    key = review.identity(document, claim)
                    if key not in seen:
                        seen.add(key)
                        yield Offered(key, weighed, document, claim)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _named(
    ob: Obstat, offers: Sequence[Offered], accepted: Sequence[str], rejected: Sequence[str], by: str
) -> list[Judged]:
    """What the options decide."""
    from obstat.knowledge.judged import Judged
    from obstat.screening import review

    names = [(offer.key, offer.claim.id) for offer in offers]
    yes, no = review.chosen(accepted, names), review.chosen(rejected, names)
    if both := yes & no:
        raise click.UsageError(f"The claim {min(both)} cannot be both accepted and rejected; name it once.")
    return [
        Judged(review.taken(ob.snapshot, offer.document, offer.claim, by, _now()), offer.key in yes)
        for offer in offers
        if offer.key in yes | no
    ]


def _asked(
    ob: Obstat, offers: Sequence[Offered], before: dict[str, Judged] | Any, by: str, *, again: bool
) -> list[Judged]:
    """What a person answers, claim by claim."""
    from obstat.knowledge.judged import Judged
    from obstat.report import text
    from obstat.report.news.text import one_claim
    from obstat.screening import review
    from obstat.screening.stories import Called

    waiting = [offer for offer in offers if again or offer.key not in before]
    if done := len(offers) - len(waiting):
        click.echo(f"{done:,} of {len(offers):,} claims were decided before; --again asks about them too.")
    if not waiting:
        click.echo("There is no claim to decide.")
        return []
    judged: list[Judged] = []
    names = Called(ob.snapshot)
    try:
        by = by or " ".join(str(click.prompt("Who decides")).split())
        for number, offer in enumerate(waiting, 1):
            click.echo(f"\n{number} of {len(waiting)}  {offer.key}")
            text.show(one_claim(offer.weighed, offer.claim, names))
            answer = click.prompt(_PROMPT, type=click.Choice("aresq"), default="s", show_choices=False)
            if answer == "q":
                break
            if answer == "s":
                continue
            claim = review.taken(ob.snapshot, offer.document, offer.claim, by, _now())
            claim = _edited(ob, claim) if answer == "e" else claim
            judged.append(Judged(claim, answer != "r"))
    except click.Abort:
        click.echo("\nInterrupted; what was decided is kept.")
    return judged


def _edited(ob: Obstat, claim: AcceptedClaim) -> AcceptedClaim:
    """The claim as the person puts it right; an empty answer leaves a part as it is, ``-`` empties it."""
    from obstat.model.claim import EVENTS, MODALITIES, POLARITIES
    from obstat.screening import review

    click.echo("Return keeps a part, - empties it; several names are parted by semicolons.")
    other: dict[str, Any] = {
        "event": click.prompt("event", type=click.Choice(EVENTS), default=claim.event, show_choices=False),
        "modality": click.prompt("modality", type=click.Choice(MODALITIES), default=claim.modality),
        "polarity": click.prompt("polarity", type=click.Choice(POLARITIES), default=claim.polarity),
    }
    for name in ("actors", "targets", "products"):
        other[name] = _part(name, "; ".join(getattr(claim, name)), lambda text: _ids(ob, text)) or ()
    other["place"] = _part("place", claim.place or "", ob.snapshot.vocabulary.jurisdiction)
    for name in ("since", "until"):
        day = getattr(claim, name)
        other[name] = _part(name, day.text if day else "", _day)
    return review.put_right(ob.snapshot, claim, **other)


def _part(name: str, now: str, read: Callable[[str], Any]) -> Any:
    """One part, asked for until it can be read; None where it is emptied."""
    while True:
        text = str(click.prompt(name, default=now)).strip()
        if text in ("", "-"):
            return None
        try:
            return read(text)
        except ObstatError as error:
            click.echo(f"{error}")


def _day(text: str) -> Any:
    from obstat.model.dates import Day

    return Day.parse(text)


def _ids(ob: Obstat, text: str) -> tuple[str, ...]:
    """Parties and products by id where a name certainly means one, else the words."""
    return tuple(_id(ob, name.strip()) for name in text.split(";") if name.strip())


def _id(ob: Obstat, name: str) -> str:
    if name in ob.snapshot.parties or name in ob.snapshot.products:
        return name
    return next((match.id for match in ob.resolve(name, limit=1) if match.sure), name)


def _kept(ob: Obstat, judged: Sequence[Judged], undone: Sequence[str]) -> None:
    """Keep what was decided, build the snapshot with it, and say so."""
    from obstat.app.cli.lists import in_use
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import judge
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of
    from obstat.screening import review

    if not judged and not undone:
        click.echo("Nothing was decided, and nothing written.")
        return
    store = Store(store_folder(os.environ))
    base = base_of(store)
    whole = [review.whole(key, store.state.judged) for key in undone]
    folder = judge(store, base, Lookup(base).find, judged, whole)
    yes = sum(one.accepted for one in judged)
    click.echo(f"{yes:,} accepted, {len(judged) - yes:,} rejected, {len(undone):,} taken back.")
    for one in judged:
        if one.accepted and not review.shows(ob.snapshot, one.claim):
            click.echo(f"{one.claim.id} names nobody known here, so no answer shows it; edit it to name a party.")
    click.echo("\n".join(in_use(folder)))


def _list(judged: Any) -> None:
    """What was decided, with who and when."""
    if not judged:
        click.echo("No claim was decided yet.")
    for key, one in judged.items():
        word = "edited" if one.accepted and one.claim.edited else "accepted" if one.accepted else "rejected"
        click.echo(f"{key}  {word} by {one.claim.accepted_by} on {one.claim.accepted_at}  {_told(one.claim)}")
        click.echo(f"    {one.claim.passage}")


def _told(claim: Claim | AcceptedClaim) -> str:
    ends = " → ".join(filter(None, (", ".join(claim.actors), ", ".join(claim.targets))))
    found = "" if claim.extractor == OWN_READER else f"  found by {claim.extractor}"
    return f"{claim.event} ({claim.modality}) {ends}{found}"


def _offered(offers: Sequence[Offered], judged: Any) -> None:
    """The claims with their passages, and what was decided of them; nobody can be asked here."""
    from obstat.model.claim_words import shown
    from obstat.screening import review

    for offer in offers:
        known = judged.get(offer.key)
        state = "" if known is None else "  accepted" if known.accepted else "  rejected"
        click.echo(f"{offer.key}  {shown(_told(offer.claim))}{state}")
        click.echo(f"    {shown(review.passage(offer.document, offer.claim))}")
    click.echo(
        f"{len(offers):,} claims; decide with --accept ID, --reject ID and --by NAME, or on a terminal.", err=True
    )
