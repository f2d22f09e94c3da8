"""Stories as one page of HTML that needs nothing beside it, on a screen, a phone or paper.

Invariant: whatever a story says comes out as text, escaped; no script runs and nothing is fetched; only addresses of
the web become links; the page comes in pieces, so that it may be longer than the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from obstat.model.claim import OWN_READER, Claim, Weighed
from obstat.model.claim_words import MODALITIES
from obstat.report.news import words
from obstat.report.news.laid_out import Passage, Story, paragraphs, stories
from obstat.report.news.marked import Marked
from obstat.report.news.matter import matter_head, timelines
from obstat.report.news.words import Names

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
NOT_SO = "A claim is what was said, not what is so."


def as_html(told: Iterable[Weighed], names: Names, title: str, snapshot: str, engine: str) -> Iterator[str]:
    """The page, in pieces. `names` are those of parties and products by id; `title` says what was read."""
    head = f"Claims: {words.one_line(title)}"
    css = files("obstat.report.news").joinpath("page.css").read_text(encoding="utf-8")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(head)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(head)}</h1>\n"
        f'<p class="advice"><strong>{NOT_SO}</strong> Beside each passage stands what it claims, and who says so.</p>\n'
        f"{_legend()}</header>\n<main>\n"
    )
    count = claims = 0
    for weighed in told:
        several = list(enumerate(stories(weighed), count + 1))
        anchors = {
            claim.id: f"s{number}-c{place}" for number, story in several for place, claim in enumerate(story.claims, 1)
        }
        if weighed.matter:
            yield f'<section class="matter">\n{matter_head(weighed.matter, weighed)}'
        for number, story in several:
            count += 1
            claims += len(story.claims)
            yield _Page(story, names, number, anchors).html()
        if weighed.matter:
            yield f"{timelines(weighed, weighed.matter, several[0][1].labels, anchors, names)}</section>\n"
    if not count:
        yield '<p class="soft">There was no story to read.</p>\n'
    yield (
        f"</main>\n<footer>{'1 story' if count == 1 else f'{count:,} stories'}, {words.counted(claims, 'claim')}. "
        f"Read with <code>{escape(words.one_line(snapshot))}</code> by obstat {escape(words.one_line(engine))}. "
        f"{NOT_SO} Not legal advice.</footer>\n</body>\n</html>\n"
    )


def _legend() -> str:
    kinds = "".join(f'<span class="key m-{code}">{escape(told)}</span>' for code, told in MODALITIES.items())
    return f'<p class="legend"><span class="soft">What is claimed to be</span> {kinds}</p>\n'


def modality_class(claim: Claim) -> str:
    """The class of a claim's modality; one that is not known looks like what is done."""
    return f"m-{claim.modality}" if claim.modality in MODALITIES else "m-done"


class _Page:
    """Writes one story; `anchors` tells by claim, of all the stories of its matter, where the page tells it."""

    def __init__(self, story: Story, names: Names, number: int, anchors: Mapping[str, str]) -> None:
        self._story, self._names, self._number, self._anchors = story, names, number, anchors
        self._marked = Marked(story, names, anchors)

    def html(self) -> str:
        body = "".join(map(self._paragraph, paragraphs(self._story.passages)))
        unplaced = "".join(map(self._claim, self._story.unplaced))
        loose = f'<h3>Claims without a passage</h3>\n<ol class="claims">{unplaced}</ol>\n' if unplaced else ""
        return f'<article id="s{self._number}">\n{self._head()}<div class="story">\n{body}</div>\n{loose}</article>\n'

    def _head(self) -> str:
        document = self._story.document
        about = [escape(one) for one in words.about(document)]
        if document.url:
            about.append(_link(document.url))
        counts = words.counted(len(self._story.claims), "claim")
        if self._story.origins is not None and self._story.claims:
            counts += f" from {words.counted(self._story.origins, 'independent origin')}"
        about.append(escape(counts))
        notes = "".join(f'<p class="flag">{escape(words.one_line(note))}</p>\n' for note in document.notes)
        flags = "".join(
            f'<p class="flag"><strong>{escape(words.flag(flag))}</strong>{self._of(flag.claim)}: '
            f"{escape(words.one_line(flag.why))}</p>\n"
            for flag in self._story.flags
        )
        return (
            f'<h2 dir="auto">{escape(words.title(document))}</h2>\n<p class="soft about">{" · ".join(about)}</p>\n'
            f"{notes}{flags}{self._named()}"
        )

    def _of(self, claim: str | None) -> str:
        return f" {self._reference(claim)}" if claim else ""

    def _named(self) -> str:
        known = dict.fromkeys(
            words.called(m.id, self._names) for m in self._story.mentions if m.kind in ("party", "product")
        )
        if not known:
            return '<p class="soft">No company or product that is known here is named.</p>\n'
        told = " ".join(f'<bdi class="name">{escape(name)}</bdi>' for name in known)
        return f'<p class="named"><span class="soft">Names</span> {told}</p>\n'

    def _paragraph(self, passages: Sequence[Passage]) -> str:
        text = "".join(map(self._marked.html, passages)).strip()
        claims = "".join(self._claim(claim) for passage in passages for claim in passage.claims)
        if not text and not claims:
            return ""
        side = f'<ol class="claims">{claims}</ol>' if claims else ""
        return f'<div class="passage"><p dir="auto">{text}</p>{side}</div>\n'

    def _reference(self, claim: str) -> str:
        label = escape(self._story.labels.get(claim, words.one_line(claim)))
        anchor = self._anchors.get(claim)
        return f'<a class="ref" href="#{anchor}">{label}</a>' if anchor else f'<span class="ref">{label}</span>'

    def _claim(self, claim: Claim) -> str:
        who = words.who(claim, self._names)
        facts = "".join(f"<li>{escape(fact)}</li>" for fact in words.facts(claim))
        lines = [f'<p class="from" dir="auto">{escape(words.chain(claim))}</p>'] if claim.attribution else []
        if claim.origin:
            lines.append(f'<p class="from">Origin: <bdi>{escape(words.one_line(claim.origin))}</bdi></p>')
        lines += [
            f'<p class="stands">{escape(told)}{f": {escape(why)}" if why else ""}</p>'
            for told, why in words.stands(claim, self._story.pairs.get(claim.id, ()), self._story.labels)
        ]
        if claim.extractor != OWN_READER:
            lines.append(f'<p class="stands">Found by {escape(words.one_line(claim.extractor))}; review it.</p>')
        return (
            f'<li class="claim {modality_class(claim)}" id="{self._anchors[claim.id]}">'
            f'<p class="what"><span class="label">{escape(self._story.labels[claim.id])}</span> '
            f"<strong>{escape(words.event(claim))}</strong> "
            f'<span class="badge">{escape(words.modality(claim))}</span></p>'
            + (f'<p class="who" dir="auto">{escape(who)}</p>' if who else "")
            + (f'<ul class="facts">{facts}</ul>' if facts else "")
            + "".join(lines)
            + "</li>"
        )


def _link(address: str) -> str:
    text = escape(words.one_line(address))
    web = address.lower().startswith(("http://", "https://"))
    return f'<a href="{text}" rel="noopener noreferrer nofollow">{text}</a>' if web else text
