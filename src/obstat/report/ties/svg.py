"""An excerpt as a drawing: owners above, owned below, in one SVG file that needs nothing else.

Invariant: no script, no style sheet, no font and no address outside; every member is one ``g`` of class ``party``,
every stake one ``path`` of class ``stake``. Colour repeats what thickness, dashes and words say already; a page may
give the colours of `TONES` others by its sheet. The picture
follows WAI-ARIA for graphics: ``role="img"`` with a title and a description.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, tostring

from obstat.model.ownership import Excerpt, Member, Stake
from obstat.report.ties import words
from obstat.report.ties.layers import Edge, layers
from obstat.report.ties.measure import balanced, width, wrap
from obstat.report.ties.routes import Plan, Point, routes

_FONT = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
_NAME, _SMALL, _LABEL, _TITLE = 12.5, 10.5, 10.5, 16.0
_BOX_LEAST, _BOX_MOST, _PAD, _MARGIN = 112.0, 204.0, 9.0, 20.0
_LABEL_MOST = 124.0
_LOOP = 26.0
_INK, _GREY, _RED, _AMBER = "#1a1a1a", "#555555", "#a3001b", "#8a5200"
TONES = {
    _INK: "ink",
    _GREY: "muted",
    _RED: "prohibited",
    _AMBER: "undecided",
    "#ffffff": "surface",
    "#fff3e0": "undecided-soft",
}
"""What each colour is called in the sheet of a page, which may be dark."""
_STROKES = {
    "solid": {"stroke": _INK, "stroke-width": "1.3", "shape-rendering": "crispEdges"},
    "dashed": {"stroke": _GREY, "stroke-width": "1.3", "stroke-dasharray": "7 4", "shape-rendering": "crispEdges"},
    "dotted": {"stroke": _RED, "stroke-width": "1.8", "stroke-dasharray": "0.1 4.2", "stroke-linecap": "round"},
}
_LEGEND = {"solid": "counts", "dashed": "only warns", "dotted": "alleged or disputed"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text in a box; `tag` is drawn on a dark ground."""

    text: str
    size: float
    bold: bool = False
    colour: str = _INK
    tag: bool = False

    @property
    def width(self) -> float:
        return width(self.text, self.size, bold=self.bold) + (10 if self.tag else 0)

    @property
    def height(self) -> float:
        return self.size * 1.28 + (4 if self.tag else 0)


def as_svg(excerpt: Excerpt, places: Mapping[str, str] = MappingProxyType({})) -> str:
    """The drawing as SVG 1.1 text, the same for the same excerpt; `places` are the names of countries."""
    members, stakes = words.everyone(excerpt), excerpt.stakes
    texts = {member.id: _box_lines(member, places) for member in members}
    labels = [_label_lines(stake) for stake in stakes]
    loops = {member.id: [n for n, s in enumerate(stakes) if s.owner == s.owned == member.id] for member in members}
    touching = {member.id: max(_lines(stakes, member.id)) for member in members}
    widths = {id: _box_width(lines, touching[id]) for id, lines in texts.items()}
    beside = {id: sum(_extent(labels[n])[0] + _LOOP for n in own) for id, own in loops.items()}
    # A box is as high as what is written beside it on a stake in itself, so that this stays in the box's row.
    highs = {id: max([_height(texts[id]), *(_extent(labels[n])[1] for n in own)]) for id, own in loops.items()}
    sizes = {id: (widths[id] + 2 * beside[id], highs[id]) for id in texts}
    edges = [
        Edge(s.owner, s.owned, words.line(s), s.counts and s.standing == "established", *_extent(labels[n]))
        for n, s in enumerate(stakes)
    ]
    plan = routes(layers(sizes, edges), edges, widths)
    root, canvas = _page(excerpt, plan, {edge.style for edge in edges})
    for number, way in plan.lines.items():
        turned = number in plan.turned
        _way(canvas, stakes[number], way, up=turned)
    for number, place in plan.labels.items():
        _label(canvas, labels[number], place)
    for member in members:
        _box(canvas, member, texts[member.id], plan.boxes[member.id], about=member.id == excerpt.about)
        left = plan.boxes[member.id][0] + widths[member.id]
        for number in loops[member.id]:
            left = _loop(canvas, stakes[number], labels[number], left, plan.boxes[member.id][1])
    return tostring(root, encoding="unicode") + "\n"


def _lines(stakes: Sequence[Stake], id: str) -> tuple[int, int]:
    return sum(s.owned == id for s in stakes), sum(s.owner == id for s in stakes if words.line(s) != "solid")


# --- what is written ------------------------------------------------------------------------------------------------


def _box_lines(member: Member, places: Mapping[str, str]) -> list[_Line]:
    room = _BOX_MOST - 2 * _PAD
    name = words.clean(member.name) or words.clean(member.id)
    lines = [_Line(text, _NAME, bold=True) for text in balanced(name, _NAME, room, bold=True)]
    country = places.get(member.country or "", member.country or "")
    kind = ", ".join(words.clean(text) for text in (member.kind.replace("_", " "), country) if text)
    lines += [_Line(text, _SMALL, colour=_GREY) for text in wrap(kind, _SMALL, room) if text]
    if found := words.reached(member.held):
        lines += [_Line(text, _SMALL, bold=True, colour=_AMBER) for text in balanced(found, _SMALL, room, bold=True)]
    for name in member.listed:
        lines += [
            _Line(t, _SMALL, True, "#ffffff", tag=True) for t in wrap(words.clean(name), _SMALL, room - 10, bold=True)
        ]
    return lines


def _box_width(lines: Sequence[_Line], touching: int) -> float:
    """Whole and even, so that lines to the middle stand on whole pixels."""
    wide = max(_BOX_LEAST, max(line.width for line in lines) + 2 * _PAD, 20 + 10.0 * touching)
    return 2.0 * math.ceil(wide / 2)


def _label_lines(stake: Stake) -> list[_Line]:
    said = words.said(stake)
    colour = _RED if words.line(stake) == "dotted" else _INK
    lines = [_Line(text, _LABEL, True, colour) for text in balanced(words.clean(said), _LABEL, _LABEL_MOST, bold=True)]
    dates = [f"{word} {words.clean(day)}" for word, day in (("since", stake.since), ("until", stake.until)) if day]
    return lines + [_Line(text, 9.5, colour=_GREY) for day in dates for text in wrap(day, 9.5, _LABEL_MOST)]


def _height(lines: Sequence[_Line]) -> float:
    return math.ceil(sum(line.height for line in lines)) + 2 * _PAD - 2


def _extent(lines: Sequence[_Line]) -> tuple[float, float]:
    wide = max(line.width for line in lines) + 8
    return 2.0 * math.ceil(wide / 2), math.ceil(sum(line.height for line in lines)) + 4.0


# --- what is drawn --------------------------------------------------------------------------------------------------


def _page(excerpt: Excerpt, plan: Plan, styles: set[str]) -> tuple[Element, Element]:
    """The root with title, heading and legend, and the group that holds the drawing."""
    heading = words.clean(words.heading(excerpt))
    drawn = [style for style in _STROKES if style in styles]
    notes = [words.left_out(excerpt)] if excerpt.left_out else []
    legend = drawn if drawn and drawn != ["solid"] else []
    wide = max(plan.width, 460.0, 20 + sum(_legend_width(style) for style in legend))
    title = balanced(heading, _TITLE, wide, bold=True)
    head = len(title) * _TITLE * 1.3 + (20 if legend else 0) + 16 * len(notes) + 18
    across, down = wide + 2 * _MARGIN, plan.height + head + 2 * _MARGIN
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "ties-svg",
            "role": "img",
            "width": _n(across),
            "height": _n(down),
            "viewBox": f"0 0 {_n(across)} {_n(down)}",
            "font-family": _FONT,
        },
    )
    SubElement(root, "title").text = heading
    SubElement(root, "desc").text = _description(excerpt)
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    y = _MARGIN
    for text in title:
        y += _TITLE * 1.3
        _text(root, text, _MARGIN, y - 5, _TITLE, bold=True, anchor="start")
    if legend:
        y, x = y + 20, _MARGIN
        for style in legend:
            SubElement(root, "path", {"d": f"M{_n(x)} {_n(y - 4)}h34", "fill": "none", **_STROKES[style]})
            _text(root, _LEGEND[style], x + 40, y, _SMALL, colour=_GREY, anchor="start")
            x += _legend_width(style)
    for note in notes:
        y += 16
        _text(root, note, _MARGIN, y, _SMALL, colour=_GREY, anchor="start")
    shift = round(_MARGIN + (wide - plan.width) / 2) + 0.5
    return root, SubElement(root, "g", {"transform": f"translate({_n(shift)} {_n(round(_MARGIN + head) + 0.5)})"})


def _legend_width(style: str) -> float:
    return 40 + width(_LEGEND[style], _SMALL) + 22


def _description(excerpt: Excerpt) -> str:
    """Every stake as a sentence, for those who do not see the drawing."""
    names = {member.id: words.clean(member.name) or words.clean(member.id) for member in words.everyone(excerpt)}
    said = [
        f"{names[s.owner]} to {names[s.owned]}: "
        + ", ".join(text for text in (words.clean(words.said(s)), words.clean(words.span(s))) if text)
        for s in excerpt.stakes
    ]
    return "; ".join(said) + "." if said else "No ties are known."


def _way(canvas: Element, stake: Stake, points: Sequence[Point], *, up: bool) -> None:
    style = words.line(stake)
    steps = [f"{'L' if number else 'M'}{_n(x)} {_n(y)}" for number, (x, y) in enumerate(points)]
    attributes = {"class": "stake", "data-stake": words.clean(stake.id), "fill": "none", "stroke-linejoin": "round"}
    SubElement(canvas, "path", attributes | {"d": "".join(steps), **_STROKES[style]})
    if stake.relation not in words.MUTUAL:
        _arrow(canvas, points[0] if up else points[-1], -1 if up else 1, _STROKES[style]["stroke"])


def _arrow(canvas: Element, tip: Point, way: int, colour: str) -> None:
    x, y = tip
    d = f"M{_n(x)} {_n(y)}l-4 {_n(-8 * way)}h8z"
    SubElement(canvas, "path", {"class": "arrow", "d": d, "fill": colour})


def _label(canvas: Element, lines: Sequence[_Line], place: tuple[float, float, float, float]) -> None:
    left, top, wide, high = place
    group = SubElement(canvas, "g", {"class": "label"})
    SubElement(group, "rect", _rect(left, top, wide, high) | {"fill": "#ffffff"})
    _written(group, lines, left + wide / 2, top + 2)


def _box(
    canvas: Element, member: Member, lines: Sequence[_Line], place: tuple[float, float, float, float], *, about: bool
) -> None:
    left, top, wide, high = place
    group = SubElement(canvas, "g", {"class": "party", "data-party": words.clean(member.id)})
    held = member.held is not None and member.held.status != "no"
    colour = _RED if member.listed else _AMBER if held else _INK
    frame = {
        "rx": "4",
        "fill": "#fff3e0" if held and not member.listed else "#ffffff",
        "stroke": colour,
        "stroke-width": "2.6" if member.listed else "1.2",
    }
    SubElement(group, "rect", _rect(left, top, wide, high) | frame)
    if about:
        inner = {"rx": "2", "fill": "none", "stroke": colour, "stroke-width": "1.2"}
        SubElement(group, "rect", _rect(left + 4, top + 4, wide - 8, high - 8) | inner)
    _written(group, lines, left + wide / 2, top + _PAD - 1)


def _loop(canvas: Element, stake: Stake, lines: Sequence[_Line], left: float, top: float) -> float:
    """A stake that a party holds in itself, beside its box; where the next one begins."""
    wide, high = _extent(lines)
    ways = [(left, top + 12), (left + 16, top + 12), (left + 16, top + 28), (left, top + 28)]
    steps = "".join(f"{'L' if number else 'M'}{_n(x)} {_n(y)}" for number, (x, y) in enumerate(ways))
    style = _STROKES[words.line(stake)]
    SubElement(
        canvas, "path", {"class": "stake", "data-stake": words.clean(stake.id), "fill": "none", "d": steps, **style}
    )
    SubElement(canvas, "path", {"class": "arrow", "d": f"M{_n(left)} {_n(top + 28)}l8 -4v8z", "fill": style["stroke"]})
    _label(canvas, lines, (left + 19, max(top, top + 20 - high / 2), wide, high))
    return left + wide + _LOOP


def _written(group: Element, lines: Sequence[_Line], middle: float, top: float) -> None:
    for line in lines:
        if line.tag:
            SubElement(
                group,
                "rect",
                _rect(middle - line.width / 2, top + 1, line.width, line.height - 1) | {"rx": "3", "fill": _RED},
            )
        baseline = top + line.size + (2 if line.tag else 0)
        _text(group, line.text, middle, baseline, line.size, bold=line.bold, colour=line.colour)
        top += line.height


def _text(
    parent: Element,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    colour: str = _INK,
    anchor: str = "middle",
) -> None:
    attributes = {"x": _n(x), "y": _n(y), "font-size": _n(size), "text-anchor": anchor, "fill": colour}
    SubElement(parent, "text", attributes | ({"font-weight": "bold"} if bold else {})).text = text


def _rect(left: float, top: float, wide: float, high: float) -> dict[str, str]:
    return {"x": _n(left), "y": _n(top), "width": _n(wide), "height": _n(high)}


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
