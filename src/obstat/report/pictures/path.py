"""The path of a verdict, drawn: from the thing through its ties to the rules.

Invariant: a box never covers another, a word of a link stands in the gap between the boxes it links; where the ways
are too long for the width, boxes stand beneath one another instead, each further in than what leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from obstat.model.verdict import Verdict
from obstat.report.pictures.canvas import Canvas, number, shortened
from obstat.report.pictures.look import both, fill, stroke
from obstat.report.pictures.marks import WORDS, sign
from obstat.report.pictures.reasons import Link, Node, left_out, tree

_ROOM, _PAD, _APART = 1124.0, 11.0, 16.0
_TITLE, _NOTE = 13.5, 11.5
_DEEPEST = 4
"""Columns that fit side by side."""


@dataclass(slots=True)
class _Box:
    """A node with its lines broken, and where it stands. Written to only while the drawing is laid out."""

    node: Node
    lines: list[tuple[str, float, str, bool]]
    wide: float
    link: Link | None = None
    words: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    below: list[_Box] = field(default_factory=list)
    x: float = 0.0
    middle: float = 0.0

    @property
    def high(self) -> float:
        return sum(size * 1.36 for _, size, _, _ in self.lines) + 2 * _PAD

    @property
    def half(self) -> float:
        """The room above and below the middle that the box and the words before it need."""
        return max(self.high / 2, 15.0 * len(self.words) + 8, 14.0 * len(self.source) + 8)

    @property
    def head(self) -> float:
        return max(self.half, self.below[0].head) if self.below else self.half

    @property
    def foot(self) -> float:
        if not self.below:
            return self.half
        rest = sum(_APART + box.head + box.foot for box in self.below[1:])
        return max(self.half, self.below[0].foot + rest)


def wide(verdict: Verdict) -> str:
    """Side by side, for a wide page."""
    root = tree(verdict)
    deep = _depth(root)
    if deep > _DEEPEST:
        return _drawn(verdict, root, 720.0)
    across = {1: 300.0, 2: 300.0, 3: 250.0}.get(deep, 184.0)
    gap = min(190.0, (_ROOM - across * deep) / max(1, deep - 1))
    box = _measured(root, across, gap - 34, None)
    _across(box, 1.0, across + gap, box.head + 2)
    canvas = Canvas("path", deep * across + (deep - 1) * gap + 2)
    for one in _all(box):
        for child in one.below:
            _joined(canvas, one, child)
        _box(canvas, one)
    return _done(canvas, verdict, box, box.head + box.foot + 4)


def narrow(verdict: Verdict) -> str:
    """Beneath one another, for a narrow page."""
    return _drawn(verdict, tree(verdict), 344.0)


def _drawn(verdict: Verdict, root: Node, room: float) -> str:
    canvas = Canvas("path", room)
    step = 18.0 if room < 500 else 34.0
    step = min(step, (room - 190) / max(1, _depth(root)))
    box = _stacked(root, None, 1.0, room - 2, step)
    end = _down(box, 1.0)
    for one in _all(box):
        for child in one.below:
            _hung(canvas, one, child)
        _box(canvas, one)
    return _done(canvas, verdict, box, end + 2)


# --- measured -------------------------------------------------------------------------------------------------------


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for _, child in node.branches), default=0)


def _lines(node: Node, across: float) -> list[tuple[str, float, str, bool]]:
    room = across - 2 * _PAD - (4 if node.status is not None else 0)
    lines: list[tuple[str, float, str, bool]] = []
    if node.status is not None:
        lines.append((WORDS[node.status], 12.5, node.status.code, True))
    lines += [(line, _TITLE, "ink", True) for line in shortened(node.title, _TITLE, room, bold=True, lines=3)]
    for note in node.notes:
        lines += [(line, _NOTE, "muted", False) for line in shortened(note, _NOTE, room, lines=2)]
    return lines


def _measured(node: Node, across: float, gap: float, link: Link | None) -> _Box:
    box = _Box(node, _lines(node, across), across, link)
    if link:
        box.words = shortened(link.words, _NOTE, gap, lines=4)
        box.source = shortened(_host(link.source), 10.5, gap, lines=1) if link.source else []
    box.below = [_measured(child, across, gap, way) for way, child in node.branches]
    return box


def _stacked(node: Node, link: Link | None, x: float, room: float, step: float) -> _Box:
    box = _Box(node, _lines(node, room), room, link, x=x)
    if link:
        told = f"{link.words} ({_host(link.source)})" if link.source else link.words
        box.words = shortened(told, _NOTE, room - 8, lines=2)
    box.below = [_stacked(child, way, x + step, room - step, step) for way, child in node.branches]
    return box


def _across(box: _Box, x: float, step: float, middle: float) -> None:
    box.x, box.middle = x, middle
    for place, child in enumerate(box.below):
        if place:
            middle += box.below[place - 1].foot + _APART + child.head
        _across(child, x + step, step, middle)


def _down(box: _Box, y: float) -> float:
    if box.words:
        y += 15.0 * len(box.words) + 3
    box.middle = y + box.high / 2
    y += box.high
    for child in box.below:
        y = _down(child, y + 8)
    return y


# --- drawn ----------------------------------------------------------------------------------------------------------


def _all(box: _Box) -> list[_Box]:
    return [box, *(one for child in box.below for one in _all(child))]


def _way(link: Link | None) -> dict[str, str]:
    broken = {"stroke_dasharray": "5 4"} if link and link.doubtful else {}
    return stroke("control-line", 1.6, stroke_linejoin="round", **broken)


def _joined(canvas: Canvas, parent: _Box, child: _Box) -> None:
    start, turn, tip = parent.x + parent.wide, parent.x + parent.wide + 12, child.x
    straight = abs(parent.middle - child.middle) < 0.5
    bend = "" if straight else f"H{number(turn)}V{number(child.middle)}"
    canvas.path(f"M{number(start)} {number(parent.middle)}{bend}H{number(tip - 6)}", _way(child.link))
    canvas.path(f"M{number(tip)} {number(child.middle)}l-8 -4.5v9z", fill("control-line"))
    for place, line in enumerate(reversed(child.words)):
        canvas.text(turn + 6, child.middle - 6 - 15 * place, line, _NOTE)
    for place, line in enumerate(child.source):
        canvas.text(turn + 6, child.middle + 15 + 13.5 * place, line, 10.5, "muted")


def _hung(canvas: Canvas, parent: _Box, child: _Box) -> None:
    x, top = parent.x + 8, parent.middle + parent.high / 2
    canvas.path(f"M{number(x)} {number(top)}V{number(child.middle)}H{number(child.x - 4)}", _way(child.link))
    canvas.path(f"M{number(child.x)} {number(child.middle)}l-7 -4v8z", fill("control-line"))
    y = child.middle - child.high / 2 - 6 - 15.0 * (len(child.words) - 1)
    for place, line in enumerate(child.words):
        canvas.text(child.x + 4, y + 15 * place, line, _NOTE)


def _box(canvas: Canvas, box: _Box) -> None:
    node, top = box.node, box.middle - box.high / 2
    group = canvas.group(attributes={"data-kind": node.kind})
    if node.status is not None:
        code = node.status.code
        broken = {"stroke_dasharray": "4 3"} if node.kind == "none" else {}
        canvas.rect(box.x, top, box.wide, box.high, both(f"{code}-soft", code, 1.4, **broken), parent=group, rounded=5)
        canvas.rect(box.x, top + 4, 4, box.high - 8, fill(code), parent=group)
    elif node.kind == "thing":
        canvas.rect(box.x, top, box.wide, box.high, both("surface", "ink", 2), parent=group, rounded=5)
    else:
        canvas.rect(box.x, top, box.wide, box.high, both("surface", "control-line", 1.4), parent=group, rounded=5)
    y, left = top + _PAD, box.x + _PAD + (4 if node.status is not None else 0)
    for place, (line, size, colour, bold) in enumerate(box.lines):
        inset = 0.0
        if place == 0 and node.status is not None:
            sign(canvas, node.status, left, y + 0.5, 14, group)
            inset = 20.0
        canvas.text(left + inset, y + size, line, size, colour, bold=bold, parent=group)
        y += size * 1.36


def _done(canvas: Canvas, verdict: Verdict, box: _Box, high: float) -> str:
    if more := left_out(verdict):
        words = f"{more} more {'rule reaches' if more == 1 else 'rules reach'} it; the list has them all."
        canvas.text(1, high + 16, words, _NOTE, "muted")
        high += 24
    return canvas.done(high, f"How the answer comes about: {verdict.question.thing}", _told(box))


def _told(box: _Box) -> str:
    """Every way in words."""
    parts = []
    for child in box.below:
        words = child.link.words if child.link else ""
        status = f" ({WORDS[child.node.status]})" if child.node.status is not None else ""
        parts.append(f"{box.node.title}, {words}: {child.node.title}{status}.")
        parts.append(_told(child))
    return " ".join(part for part in parts if part)


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address or "").hostname or address or "").removeprefix("www.")
    except ValueError:
        return address or ""
