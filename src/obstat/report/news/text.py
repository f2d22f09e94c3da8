"""A story on a terminal: its sentences in their order, and beneath each what it claims.

Invariant: the whole text is printed, with the words of the claims in colour; nothing of a story moves the cursor,
changes a colour or is taken for markup of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from obstat.model.claim import OWN_READER, Claim, Matter, Weighed
from obstat.model.claim_words import shown
from obstat.report.news import words
from obstat.report.news.laid_out import Passage, Story, mentions_in, stories, within
from obstat.report.news.words import Names

STYLES = {
    "done": "green",
    "planned": "cyan",
    "considered": "yellow",
    "conditional": "yellow",
    "alleged": "magenta",
    "denied": "red",
    "question": "blue",
}
"""By modality. It is said in a word besides."""
_KNOWN = ("party", "product")
_LINKED = "underline"


def as_text(weighed: Weighed, names: Names) -> RenderableType:
    """Every document of `weighed`; `names` are those of parties and products by id."""
    parts: list[RenderableType] = []
    told = stories(weighed)
    if weighed.matter:
        parts.append(Text(words.matter(weighed.matter, weighed.documents), "bold"))
        parts += [Text(words.one_line(note), "yellow") for note in weighed.matter.notes]
    for story in told:
        parts += [Text("")] if parts else []
        parts += _head(story, names)
        for passage in story.passages:
            parts += _passage(story, passage, names)
        if story.unplaced:
            parts += [Text(""), Text("Claims without a passage", "bold")]
            parts += [_claim(story, claim, names) for claim in story.unplaced]
        parts += _foot(story)
    if weighed.matter and weighed.matter.timelines:
        parts += _timelines(weighed, weighed.matter, told[0].labels, names)
    return Group(*parts)


def one_claim(weighed: Weighed, claim: Claim, names: Names) -> RenderableType:
    """One claim under its passage."""
    story = next(story for story in stories(weighed) if story.document.id == claim.document)
    home = next((passage for passage in story.passages if claim in passage.claims), None)
    if home is None:
        return _claim(story, claim, names)
    only = Passage(home.span, False, (claim,), ())
    return Group(*_passage(story, only, names))


def _head(story: Story, names: Names) -> Iterator[RenderableType]:
    document = story.document
    head = Text(words.title(document), "bold")
    head.append(f"\n{', '.join(words.about(document))}", "not bold dim")
    if document.url:
        head.append(f"\n{words.one_line(document.url)}", "not bold dim")
    yield head
    for note in document.notes:
        yield Text(words.one_line(note), "yellow")
    for flag in story.flags:
        of = f" {story.labels.get(flag.claim, words.one_line(flag.claim))}" if flag.claim else ""
        yield Text.assemble((f"{words.flag(flag)}{of}: ", "bold yellow"), words.one_line(flag.why))
    known = dict.fromkeys(words.called(m.id, names) for m in story.mentions if m.kind in _KNOWN)
    if known:
        yield Text.assemble(("Names ", "dim"), ", ".join(known))
    else:
        yield Text("No company or product that is known here is named.", "dim")


def _passage(story: Story, passage: Passage, names: Names) -> Iterator[RenderableType]:
    start, end = passage.span
    told = shown(story.document.text[start:end])
    if not told.strip() and not passage.claims:
        return
    line = Text(told)
    for mention in mentions_in(story, passage.span):
        if mention.kind in _KNOWN and not mention.refers:
            line.stylize(_LINKED, mention.span[0] - start, mention.span[1] - start)
    for claim in (*passage.again, *passage.claims):
        for span in claim.spans:
            if within(span, len(story.document.text)) and span[0] < end and start < span[1]:
                line.stylize(STYLES.get(claim.modality, ""), max(span[0] - start, 0), span[1] - start)
    line.rstrip()
    if passage.again:
        line.append(f" {' '.join(story.labels[claim.id] for claim in passage.again)}", "dim")
    if passage.begins:
        yield Text("")
    yield line
    for claim in passage.claims:
        yield _claim(story, claim, names)


def _claim(story: Story, claim: Claim, names: Names) -> RenderableType:
    style = STYLES.get(claim.modality, "")
    line = Text(f"{story.labels[claim.id]} ", "dim")
    line.append(words.event(claim), f"not dim bold {style}").append(f" ({words.modality(claim)})", f"not dim {style}")
    if who := words.who(claim, names):
        line.append(f"  {who}", "not dim")
    for fact in words.facts(claim):
        line.append(f" · {fact}", "not dim")
    from_ = words.chain(claim)
    origin = words.one_line(claim.origin) if claim.origin else ""
    if from_ or origin:
        line.append(f"\n{from_}" + (f"; origin: {origin}" if origin else ""))
    for stands, why in words.stands(claim, story.pairs.get(claim.id, ()), story.labels):
        line.append(f"\n{stands}" + (f": {why}" if why else ""), "not dim yellow")
    if claim.extractor != OWN_READER:
        line.append(f"\nfound by {words.one_line(claim.extractor)}; review it", "not dim yellow")
    return Padding(line, (0, 0, 0, 4))


def _foot(story: Story) -> Iterator[RenderableType]:
    told = words.counted(len(story.claims), "claim")
    if story.origins is not None and story.claims:
        told += f" from {words.counted(story.origins, 'independent origin')}"
    yield Text("")
    yield Text(f"{told}. A claim is what was said, not what is so.", "dim")


def _timelines(weighed: Weighed, matter: Matter, labels: Mapping[str, str], names: Names) -> Iterator[RenderableType]:
    claims = {claim.id: claim for claim in weighed.claims}
    for party, moments in matter.timelines:
        yield Text(f"\n{words.called(party, names)}, by day", "bold")
        for moment in moments:
            line = Text.assemble((f"{words.day(moment):<13}", "dim"), words.moment(moment, claims, names))
            line.append(f" {' '.join(labels[id_] for id_ in moment.claims)}", "dim")
            if len(moment.origins) > 1:
                line.append(f" · {words.counted(len(moment.origins), 'origin')}", "dim")
            yield line
    yield Text("\nA day in brackets is that on which it was first told.", "dim")
