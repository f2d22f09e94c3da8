"""Those whom nobody knows: sequences of capitalised words, with what stands around them.

Invariant: a sequence is somebody by what stands in the text, either something that proves it (a legal form, a title, a
report that it made) or the words around it as `learned.kinds` weighs them; once it is, it is so wherever the story
names it, and its id is the shortest form in which the story does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from obstat.model.claim import Span
from obstat.news.learned.kinds import is_word, kinds
from obstat.news.story import Story
from obstat.news.words import sections

_CAP = r"(?:[A-ZÀ-ÞŠŽČŘ][\w&]*(?:-[\w&]+)*)"
_RUN = re.compile(
    rf"(?<![\w'@#/.-]){_CAP}(?: & {_CAP}| {_CAP}| (?:de|do|da|del|van|von|di) {_CAP})*"
    r"(?:,? (?:Inc|Corp|Co|Ltd|Limited|LLC|PLC|plc|GmbH|AG|AB|SpA)\b\.?)*"
)
_OUTLET_BEFORE = re.compile(
    r"\b(?:told|seen by|quoted by|reported by|according to|first reported by|cited by|published by|in an interview with"
    r"|interview with|(?:newspaper|broadcaster|magazine|daily|tabloid|website|news site|news agency|outlet|weekly),?) $"
)
_OUTLET_AFTER = re.compile(
    r"(?:,? (?:which|citing)\b| (?:first )?(?:reported|reports|revealed|hears|learned|learnt|has seen|had seen"
    r"|has obtained)\b"
    r"(?=[^.]{0,30}(?:[.,]|$|\b(?:on|that|citing|from|it)\b)))"
)
_APPOSED = re.compile(r", (?:an?|the|its|his|one of|another|who|which)\b([^,.;]{0,60})")
_WORDS = re.compile(r"[\w.-]+")
_BEFORE = re.compile(r"([\w.-]+),? $")
_COMMON_STARTS = 4
_SHORTEST_PLACE = 3
"""Letters of a place that nobody knows; two would be taken for the code of a state."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name of somebody whom nobody knows; `kind` is organization, body, outlet, person or place."""

    kind: str
    id: str
    start: int
    end: int


class Strangers:
    """Finds those of one story; `taken` are the passages that are somebody already, by place."""

    def __init__(self, story: Story, taken: Iterable[tuple[int, int]]) -> None:
        self._story = story
        self._taken = list(taken)
        firms, people = sections("firms"), sections("people")
        self._forms, self._tails = firms["form"], firms["tail"] | firms["institution"]
        self._outlets = firms["outlet"]
        self._descriptors, self._head = firms["descriptor"], firms["head"]
        self._first, self._roles, self._titles = people["first"], people["role"], people["title"]

    def find(self, given: Iterable[Span] = ()) -> list[Stranger]:
        """Everybody, by place. `given` are passages that are names of firms for certain."""
        seen, rest, short = self._by_evidence(given)
        left: dict[str, list[Span]] = {}
        for start, end in rest:
            left.setdefault(self._story.text[start:end].casefold(), []).append((start, end))
        kind_of: dict[str, str] = {}
        for name, places in sorted(left.items(), key=lambda one: -one[0].count(" ")):
            calm = [(start, end) for start, end in places if self._is_asked(start, end)]
            if kind := (calm and kind_of.get(short.get(name, "").casefold())) or self._by_context(calm):
                kind_of[name] = kind
                seen += [(start, end, kind) for start, end in places]
                whole = self._story.text[slice(*places[0])]
                for form in self._short_forms(whole, kind):
                    short.setdefault(form.casefold(), whole)
        return self._with_ids(sorted(seen), short)

    def unknown(self, given: Iterable[Span] = ()) -> list[Span]:
        """The places of names that no evidence tells of, but for those where capitals say nothing."""
        return [place for place in self._by_evidence(given)[1] if self._is_asked(*place)]

    def _by_evidence(self, given: Iterable[Span]) -> tuple[list[tuple[int, int, str]], list[Span], dict[str, str]]:
        """Those whom what stands in their names and beside them tells, the places left, and the long forms of short
        names."""
        told = [(start, end, "organization") for start, end in given]
        rest: list[Span] = []
        for start, end in self._runs():
            if end - start > 1 and (kind := self._kind(start, end)):
                told.append((start, end, kind))
            elif end - start > 1:
                rest.append((start, end))
        kind_of: dict[str, str] = {}
        short: dict[str, str] = {}
        for start, end, kind in told:
            name = self._story.text[start:end]
            kind_of[name.casefold()] = kind
            for form in self._short_forms(name, kind):
                short.setdefault(form.casefold(), name)
        seen = [(start, end, kind_of[self._story.text[start:end].casefold()]) for start, end, _ in told]
        left: list[Span] = []
        for start, end in rest:
            name = self._story.text[start:end].casefold()
            if kind := kind_of.get(name) or kind_of.get(short.get(name, "").casefold()):
                seen.append((start, end, kind))
            else:
                left.append((start, end))
        return seen, left, short

    def _by_context(self, places: list[Span]) -> str:
        """What the words around a name tell of it; empty where it is nobody's."""
        kind = kinds().of(self._story, places) if places else ""
        return "" if kind == "place" and places[0][1] - places[0][0] < _SHORTEST_PLACE else kind

    def _is_asked(self, start: int, end: int) -> bool:
        """Whether a capital says that a word is a name there."""
        story, name = self._story, self._story.text[start:end]
        if not name[0].isupper() or story.loud(start) or not story.within(start, end):
            return False
        return not story.opens(start) or " " in name or not is_word(name.lower())

    def _with_ids(self, seen: list[tuple[int, int, str]], short: dict[str, str]) -> list[Stranger]:
        forms: dict[str, list[str]] = {}
        for start, end, _ in seen:
            name = self._story.text[start:end]
            forms.setdefault(self._whole(name, short), []).append(name)
        ids = {}
        for whole, names in forms.items():
            kept = [name for name in names if not name.isupper()] or names
            ids[whole] = max(kept, key=len) if self._is_person(whole) else min(kept, key=len)
        return [
            Stranger(kind, ids[self._whole(self._story.text[start:end], short)], start, end)
            for start, end, kind in seen
        ]

    @staticmethod
    def _whole(name: str, short: dict[str, str]) -> str:
        return short.get(name.casefold(), name).casefold()

    def _is_person(self, whole: str) -> bool:
        return whole.split()[0].capitalize() in self._first

    def _short_forms(self, name: str, kind: str) -> list[str]:
        words = name.split()
        if len(words) < 2:
            return []
        if kind == "person":
            return [words[-1]] if len(words[-1]) > 1 and words[-1] not in self._first else []
        if kind != "organization":
            return []  # ``the South`` is not South Ostermoor, nor the town Ostermoor the Ostermoor Courier
        bare = [word for word in words if word.rstrip(".,") not in self._forms]
        forms = [" ".join(bare)] if len(bare) < len(words) else []
        first = words[0]
        if len(first) < _COMMON_STARTS or first in self._first or first in self._head:
            return forms
        return [*forms, first]

    def _runs(self) -> Iterable[tuple[int, int]]:
        """The runs of capitalised words, without what is taken and the words with which sentences begin."""
        text, at = self._story.text, 0
        for run in _RUN.finditer(text):
            start, end = run.span()
            while at < len(self._taken) and self._taken[at][1] <= start:
                at += 1
            if at < len(self._taken) and self._taken[at][0] <= start and self._taken[at][1] >= end:
                continue
            free = [(start, end)]
            for begin, stop in self._taken_from(at, end):
                last = free.pop()
                free += [(last[0], min(begin, last[1])), (max(stop, last[0]), last[1])]
            for begin, stop in free:
                if stop > begin:
                    yield self._trimmed(begin, stop)

    def _taken_from(self, at: int, end: int) -> Iterator[tuple[int, int]]:
        while at < len(self._taken) and self._taken[at][0] < end:
            yield self._taken[at]
            at += 1

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self._story.text
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and text[end - 1] in " &,'-":
            end -= 1
        while start < end:
            word = _WORDS.match(text, start, end)
            if word is None or (word[0] not in self._head and word[0] not in self._titles):
                break
            start = word.end()
            while start < end and text[start] == " ":
                start += 1
        return start, end

    # --- evidence ---------------------------------------------------------------------------------------------------

    def _kind(self, start: int, end: int) -> str | None:
        text, story = self._story.text, self._story
        name = text[start:end]
        words = name.split()
        if not words or not story.within(start, end):
            return None
        last = words[-1].rstrip(".,")
        if len(words) > 1 and (last in self._forms or (name.isupper() and last.title() in self._tails)):
            return "organization"
        loud = story.loud(start)
        if self._a_person(words, start, end) and not loud:
            return "person"
        if loud or len(name) < 3:
            return None
        if self._an_outlet(words, start, end):
            return "outlet"
        if len(words) > 1 and last in self._tails and words[0] not in self._tails:
            return "organization"
        return None

    def _before(self, start: int) -> str:
        return self._story.text[max(self._story.spans[self._story.sentence_at(start)][0], start - 44) : start]

    def _a_person(self, words: list[str], start: int, end: int) -> bool:
        before = self._before(start)
        said = _BEFORE.search(before)
        titled = bool(said and before.endswith(" ") and said[1] in self._titles)
        if any(word in self._tails or word in self._outlets or "&" in word for word in words) or len(words) > 4:
            return False
        if titled and words[-1] not in self._tails:
            return True
        if len(words) < 2 or any(word.isupper() and len(word) > 2 for word in words):
            return False
        if words[0] in self._first:
            return True
        if said and said[1] in self._roles:
            return True
        apposed = _APPOSED.match(self._story.text, end)
        if apposed:
            told = _WORDS.findall(apposed[1])[:5]
            return any(word in self._roles for word in told) and not any(word in self._descriptors for word in told[:3])
        return False

    def _an_outlet(self, words: list[str], start: int, end: int) -> bool:
        text, before = self._story.text, self._before(start)
        if words[-1] in self._outlets and len(words) > 1:
            return True
        if _OUTLET_BEFORE.search(before):
            return not re.match(r"'s?\b", text[end : end + 2]) or bool(re.search(r"(?:newspaper|magazine),? $", before))
        quoted = re.search(r"[,\"”] $", before) and re.match(
            r" (?:reported|reports|hears|wrote)\b", text[end : end + 12]
        )
        return bool(quoted) or (bool(_OUTLET_AFTER.match(text, end)) and not text.startswith(",", end))
