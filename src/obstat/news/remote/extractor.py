"""A story as claims, by the model that a user named; the seam is that of `obstat.news.extraction.Extractor`.

Invariant: whoever is told first where stories go (`tell`) is told before anything is sent; of a story that was read
before nothing is sent; each claim that is left out is counted, and the story's notes say why.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Mention, Span
from obstat.model.claim_words import shown
from obstat.model.errors import EndpointError
from obstat.news.mentions import Mentions
from obstat.news.remote import checking, question
from obstat.news.remote.asking import Patience, Refused, ask
from obstat.news.remote.endpoint import Endpoint
from obstat.news.remote.found import Folded, Linked
from obstat.news.remote.kept import Kept
from obstat.news.sentences import Sentence, sentences

_OTHER_FORM = frozenset({400, 415, 422, 501})
"""Statuses with which servers refuse a form of answer, or a temperature, that they do not know."""
_SHOWN = 80
"""Characters of what is wrong that are told."""


@dataclass(slots=True)
class _Story:
    """What is noted while one story is read."""

    given: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def reject(self, why: str, words: str) -> None:
        self.rejected[why] += 1
        self.first.setdefault(why, " ".join(shown(words).split())[:_SHOWN])


class RemoteExtractor:
    """Finds the claims of stories by asking a model; mentions are those that the snapshot tells."""

    def __init__(
        self,
        snapshot: Snapshot,
        endpoint: Endpoint,
        kept: Kept,
        *,
        tell: Callable[[str], object] = lambda sentence: None,
        patience: Patience | None = None,
        proxy: str | None = None,
    ) -> None:
        self._mentions = Mentions(snapshot)
        self._made_by = {product.id: product.maker for product in snapshot.products.values()}
        self._endpoint, self._kept, self._tell = endpoint, kept, tell
        self._patience, self._proxy = patience or Patience(), proxy
        self._form, self._even = 0, True
        self._told = self._answered = False
        self._notes: tuple[str, ...] = ()
        self._given = self._left_out = self._unread = 0

    def claims(self, document: Document) -> tuple[list[Claim], list[Mention]]:
        """The claims and the mentions of a story, in the order of its text.

        Raises `EndpointError` where the endpoint cannot be asked. What it says of one story that cannot be used is
        told by `noted`.
        """
        split = sentences(document.text)
        mentions = self._mentions.find(document.text, split)
        story = _Story()
        found = sorted(self._found(document, split, mentions, story), key=lambda claim: claim.spans[0])
        self._notes = tuple(self._sentences(story))
        self._given += story.given
        self._left_out += story.rejected.total()
        self._unread += bool(story.notes)
        return [replace(claim, id=f"{document.id}-{at}") for at, claim in enumerate(_once(found), 1)], mentions

    def noted(self, document: Document) -> Document:
        """The story that was read last, with what could not be used of the model's answers in its notes."""
        return replace(document, notes=(*document.notes, *self._notes)) if self._notes else document

    def told(self) -> Iterator[str]:
        """What could not be used or kept of all stories so far, in sentences."""
        if self._left_out:
            model = shown(self._endpoint.model)
            counts = f"{self._left_out:,} of {self._given:,}"
            yield f"{counts} claims that {model} gave are left out; the stories' notes say why."
        if self._unread:
            yield f"Not all claims were got of {self._unread:,} stories; their notes say why."
        if self._kept.fault:
            yield self._kept.fault

    def _found(
        self, document: Document, split: list[Sentence], mentions: list[Mention], story: _Story
    ) -> Iterator[Claim]:
        cut = question.parts(split)
        sent = cut[: question.MOST_PARTS]
        if len(sent) < len(cut):
            story.notes.append(
                f"Only the first {sent[-1][1]:,} of {len(document.text):,} characters were sent; cut the story into "
                "several to have all of it read."
            )
        if not sent:
            return
        names = Folded(document.text, (sent[0][0], sent[-1][1]))
        linked = Linked(mentions, self._made_by)
        quotes = list(dict.fromkeys(span for sentence in split for span in sentence.quotes))
        for number, part in enumerate(sent, 1):
            answer = self._answer(document, part, number, len(sent), story)
            reader = checking.Reader(
                document, Folded(document.text, part), names, linked, quotes, f"model {self._endpoint.model}"
            )
            for at, given in enumerate(answer):
                story.given += 1
                try:
                    if at >= checking.MOST:
                        raise checking.Rejected(checking.MANY, "")
                    yield from list(reader.claims(given))
                except checking.Rejected as rejected:
                    story.reject(rejected.why, rejected.words)

    def _answer(self, document: Document, part: Span, number: int, count: int, story: _Story) -> list[Any]:
        """What the model gives as claims of a part, from an earlier time or now."""
        messages = question.messages(document, part, number, count)
        model = self._endpoint.model
        told = self._kept.get(model, messages)
        found = checking.listed(_json(told)) if told is not None else None
        if found is not None:
            return found
        where = f"part {number} of {count}" if count > 1 else "the story"
        content, why, unknown = None, "", self._form
        for form in range(self._form, len(question.FORMS)):
            try:
                content, why = self._asked(messages, form)
            except Refused as refused:
                words = f": {refused.words}" if refused.words else ""
                why = f"{self._endpoint.shown} refuses it ({refused.status}{words})"
                if refused.status not in _OTHER_FORM:
                    break
                unknown = form + 1 if unknown == form else unknown
                continue
            found = checking.listed(_json(content))
            if found is not None:
                self._kept.put(model, messages, content)
                self._answered = True
                if form == unknown:  # the server knows none of the stricter ones
                    self._form = form
                return found
            why = why or f"{model} did not answer with the JSON that it was asked for"
        if not self._answered and content is None:
            raise EndpointError(f"{why}; check the model and the address that were given.")
        story.notes.append(f"No claims were got for {where}: {why}; try another model.")
        return []

    def _asked(self, messages: list[dict[str, str]], form: int) -> tuple[str, str]:
        """The words of the model, and why there may be no claims in them. Raises `Refused`."""
        if not self._told:
            self._told = True
            self._tell(
                f"The text of the stories is sent to {self._endpoint.shown}; the claims that "
                f"{shown(self._endpoint.model)} finds must be reviewed."
            )
        try:
            answer = self._ask(messages, form)
        except Refused as refused:
            if not self._even or "temperature" not in refused.words.lower():
                raise
            self._even = False
            answer = self._ask(messages, form)
        try:
            choice = answer["choices"][0]
            message = choice["message"]
            content, refusal = message.get("content"), message.get("refusal")
        except (KeyError, IndexError, TypeError, AttributeError):
            raise EndpointError(
                f"{self._endpoint.shown} answers, but not as an OpenAI-compatible server does; check that the address "
                "ends as its API's does (often /v1)."
            ) from None
        if refusal:
            return "", f"{self._endpoint.model} declined to answer"
        why = f"the answer of {self._endpoint.model} was cut off" if choice.get("finish_reason") == "length" else ""
        return self._endpoint.without_key(content) if isinstance(content, str) else "", why

    def _ask(self, messages: list[dict[str, str]], form: int) -> Any:
        asked = question.body(self._endpoint.model, messages, question.FORMS[form], even=self._even)
        return ask(self._endpoint, asked, self._patience, self._proxy)

    def _sentences(self, story: _Story) -> Iterator[str]:
        yield from story.notes
        if story.rejected:
            reasons = "; ".join(
                f"{count} {why}" + (f" (“{story.first[why]}”)" if story.first[why] else "")
                for why, count in story.rejected.items()
            )
            left = story.rejected.total()
            yield (
                f"{left} of {story.given} claims that {self._endpoint.model} gave "
                f"{'was' if left == 1 else 'were'} left out: {reasons}."
            )


def _json(text: str) -> Any:
    """The JSON of a model's words, which may stand in a fence or behind its thoughts; None where there is none."""
    text = text.rpartition("</think>")[2].strip()
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    for piece in (text, text[min(starts, default=0) : max(text.rfind("}"), text.rfind("]")) + 1]):
        try:
            return json.loads(piece)
        except (ValueError, RecursionError):
            continue
    return None


def _once(found: list[Claim]) -> list[Claim]:
    """Claims that are equal but for their passages as one."""
    kept: dict[Claim, Claim] = {}
    for claim in found:
        bare = replace(claim, spans=(), slots=())
        other = kept.get(bare)
        kept[bare] = replace(other, spans=tuple(sorted({*other.spans, *claim.spans}))) if other else claim
    return list(kept.values())
