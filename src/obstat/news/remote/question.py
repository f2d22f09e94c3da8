"""What an endpoint is asked: the instructions, the story in parts, and the schema of the answer.

Invariant: parts follow one another without overlap and hold every sentence of the text up to `MOST_PARTS` of them; a
story cannot write the marks that enclose it.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from collections.abc import Sequence
from typing import Any

from obstat.model.claim import BASES, EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES, Document, Span
from obstat.news.sentences import Sentence

LONGEST_PART = 6000
"""Characters of a part, but for a single sentence that is longer."""
MOST_PARTS = 40
"""So many parts of a story are sent."""
CLASSES = tuple(code for code in SOURCE_CLASSES if code != "none")
"""Those of a source that a story names."""
FORMS = ("json_schema", "json_object", "text")
"""How an answer may be asked for, the strictest first: not every server knows all."""
_ONLY_JSON = "\nAnswer with the JSON object alone: no explanation, no code fence."


def parts(split: Sequence[Sentence]) -> list[Span]:
    """The stretches of a text that are sent one by one; they end with a paragraph where one fits."""
    found: list[Span] = []
    for paragraph in _paragraphs(split):
        start, end = paragraph[0][0], paragraph[-1][1]
        if found and end - found[-1][0] <= LONGEST_PART:
            found[-1] = found[-1][0], end
        elif end - start <= LONGEST_PART:
            found.append((start, end))
        else:
            begun = len(found)
            for first, last in paragraph:
                if len(found) > begun and last - found[-1][0] <= LONGEST_PART:
                    found[-1] = found[-1][0], last
                else:
                    found.append((first, last))
    return found


def _paragraphs(split: Sequence[Sentence]) -> list[list[Span]]:
    gathered: list[list[Span]] = []
    number = -1
    for sentence in split:
        if sentence.paragraph != number:
            gathered.append([])
            number = sentence.paragraph
        gathered[-1].append(sentence.span)
    return gathered


def messages(document: Document, part: Span, number: int, count: int) -> list[dict[str, str]]:
    """The conversation about one part of a story."""
    text = document.text[slice(*part)]
    mark = f"STORY-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"
    about = [
        f"Outlet: {_line(document.outlet) or 'not told'}",
        f"Published: {document.published.isoformat() if document.published else 'not told'}",
    ]
    if document.title:
        about.append(f"Headline: {_line(document.title)}")
    if count > 1:
        about.append(f"Part {number} of {count}")
    user = "\n".join([*about, "", f"<{mark}>", text, f"</{mark}>", "", "Give the claims of this text as JSON."])
    return [{"role": "system", "content": instructions()}, {"role": "user", "content": user}]


def body(model: str, told: Sequence[dict[str, str]], form: str, *, even: bool) -> dict[str, Any]:
    """The request for a conversation. `even`: ask for the likeliest words, which some models refuse."""
    first, *others = told
    if form != "json_schema":
        first = {**first, "content": first["content"] + _ONLY_JSON}
    asked: dict[str, Any] = {"model": model, "messages": [first, *others], "stream": False}
    if even:
        asked["temperature"] = 0
    if form == "json_schema":
        asked["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": schema()},
        }
    elif form == "json_object":
        asked["response_format"] = {"type": "json_object"}
    return asked


@functools.cache
def instructions() -> str:
    """What a model is told of claims, with the codes of the contract."""
    text = importlib.resources.files("obstat.news.remote").joinpath("prompt.txt").read_text(encoding="utf-8")
    for name, codes in (("events", EVENTS), ("modalities", MODALITIES), ("classes", CLASSES)):
        text = text.replace(f"{{{name}}}", ", ".join(codes))
    return text


@functools.cache
def schema() -> dict[str, Any]:
    """JSON Schema of an answer, in the part of the language that strict decoders know."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    maybe = {"type": ["string", "null"]}
    time = _object(said=text, **{"from": maybe, "to": maybe}, basis=_one_of(BASES))
    amount = _object(said=text, value={"type": "number"}, unit=text)
    source = _object(**{"name": text, "class": _one_of(CLASSES)})
    claim = _object(
        passages=texts,
        event=_one_of(EVENTS),
        actors=texts,
        targets=texts,
        products=texts,
        place=maybe,
        time={"anyOf": [time, {"type": "null"}]},
        amount={"anyOf": [amount, {"type": "null"}]},
        modality=_one_of(MODALITIES),
        polarity=_one_of(POLARITIES),
        quotation={"type": "boolean"},
        sources={"type": "array", "items": source},
        origin=maybe,
        attribution=maybe,
    )
    return _object(claims={"type": "array", "items": claim})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(codes: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(codes)}


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:300]
