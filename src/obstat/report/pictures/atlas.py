"""The same question everywhere, as a map of tiles.

Invariant: every place that is given is drawn once: on its tile, or in the row of unions and parts beneath; a country
without a tile stands in that row as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from obstat.model.status import Status
from obstat.report.pictures.canvas import Canvas, number
from obstat.report.pictures.look import both, fill
from obstat.report.pictures.marks import LETTERS, WORDS, ground, ink
from obstat.report.pictures.tiles import COLUMNS, REGIONS, ROWS, TILES, region
from obstat.report.ties.measure import width


@dataclass(frozen=True, slots=True)
class Tile:
    """The answer in one place. `through` names the union whose rules decide there, where the place has none of its
    own."""

    code: str
    name: str
    status: Status
    through: str | None = None


Link = Callable[[str], str]
"""The address that asks in a place, by its code."""


def wide(tiles: Sequence[Tile], asked: str, title: str, *, link: Link | None = None) -> str:
    """The whole world, for a wide page. `asked` is the place of the question; with a `link` each tile is one."""
    pitch, gap = 45.0, 3.0
    canvas = _canvas(COLUMNS * pitch, link)
    placed = {tile.code: tile for tile in tiles if tile.code in TILES}
    for code, (column, row) in TILES.items():
        where = (column * pitch, row * 40.0, pitch - gap, 37.0)
        _tile(canvas, placed.get(code), code, where, asked, link)
    y = _others(canvas, [tile for tile in tiles if tile.code not in TILES], 0.0, ROWS * 40.0 - 128, 330.0, asked, link)
    y = max(y, ROWS * 40.0 + 14)
    y = _legend(canvas, tiles, y)
    return canvas.done(y, title, _told(tiles))


def narrow(tiles: Sequence[Tile], asked: str, title: str, *, link: Link | None = None) -> str:
    """Three parts beneath one another with the places that have an answer, for a narrow page."""
    canvas = _canvas(344.0, link)
    y = 0.0
    for part, name in enumerate(REGIONS):
        here = [tile for tile in tiles if tile.code in TILES and region(tile.code) == part]
        if not here:
            continue
        columns = sorted({TILES[tile.code][0] for tile in here})
        rows = sorted({TILES[tile.code][1] for tile in here})
        pitch = min(46.0, canvas.wide / max(len(columns), 1))
        canvas.text(0, y + 13, name, 13, "muted", bold=True)
        y += 22
        for tile in here:
            column, row = TILES[tile.code]
            place = (columns.index(column) * pitch, y + rows.index(row) * 41.0, pitch - 3, 37.0)
            _tile(canvas, tile, tile.code, place, asked, link)
        y += len(rows) * 41.0 + 10
    y = _others(canvas, [tile for tile in tiles if tile.code not in TILES], 0.0, y, canvas.wide, asked, link)
    y = _legend(canvas, tiles, y + 6)
    return canvas.done(y, title, _told(tiles))


def _canvas(across: float, link: Link | None) -> Canvas:
    canvas = Canvas("atlas", across)
    if link:
        canvas.root.set("role", "group")  # links in an image are hidden from those who do not see it
    return canvas


def _at(canvas: Canvas, code: str, name: str, status: Status | None, link: Link | None) -> Element:
    """Where a tile is drawn: a group, or a link to its answer; the table beside has the same links for the keyboard."""
    if link is None:
        return canvas.group()
    group = SubElement(canvas.root, "a", {"href": link(code), "tabindex": "-1"})
    SubElement(group, "title").text = f"{name}: {WORDS[status] if status is not None else 'no rules here'}"
    return group


def _of_union(
    canvas: Canvas, status: Status, left: float, top: float, across: float, parent: Element | None, size: float = 12.0
) -> None:
    """A folded corner: what holds there is by the rules of its union."""
    right = left + across
    corner = f"M{number(right - size)} {number(top)}H{number(right)}V{number(top + size)}z"
    canvas.path(corner, fill(ink(status)), parent)


def _tile(
    canvas: Canvas, tile: Tile | None, code: str, place: tuple[float, float, float, float], asked: str,
    link: Link | None,
) -> None:  # fmt: skip
    left, top, across, down = place
    name, status = (tile.name, tile.status) if tile else (code, None)
    group = _at(canvas, code, name, status, link)
    if tile is None:
        canvas.rect(left, top, across, down, both("sunken", "sunken", 1), parent=group, rounded=3)
        canvas.text(left + across / 2, top + 23, code, 11, "muted", anchor="middle", parent=group)
        return
    ground(canvas, tile.status, place, parent=group)
    if tile.through:
        _of_union(canvas, tile.status, left, top, across, group, 9.0)
    if code == asked:
        canvas.rect(
            left - 2.5,
            top - 2.5,
            across + 5,
            down + 5,
            both("surface", "ink", 2.2) | {"fill": "none", "class": "ps-ink"},
            parent=group,
            rounded=5,
        )
    colour, middle = ink(tile.status), left + across / 2
    canvas.text(middle, top + 15, code, 12, colour, bold=True, anchor="middle", parent=group)
    canvas.text(middle, top + 28, LETTERS[tile.status], 10.5, colour, anchor="middle", parent=group)


def _others(
    canvas: Canvas, tiles: Sequence[Tile], left: float, y: float, room: float, asked: str, link: Link | None
) -> float:
    """Unions, parts of countries and places without a tile; the height they end at."""
    if not tiles:
        return y
    canvas.text(left, y + 13, "Unions and parts of countries", 12, "muted", bold=True)
    y += 22
    x = left
    for tile in tiles:
        across = max(46.0, width(tile.name, 12, bold=True) + 40)
        if x > left and x + across > left + room:
            x, y = left, y + 36
        across = min(across, room)
        place = (x + 1, y, across - 2, 30.0)
        group = _at(canvas, tile.code, tile.name, tile.status, link)
        ground(canvas, tile.status, place, parent=group)
        if tile.through:
            _of_union(canvas, tile.status, x + 1, y, across - 2, group, 9.0)
        colour = ink(tile.status)
        canvas.text(x + 10, y + 19, LETTERS[tile.status], 11, colour, bold=True, parent=group)
        canvas.text(x + 28, y + 19, tile.name, 12, colour, bold=tile.code == asked, parent=group)
        x += across + 6
    return y + 44


def _legend(canvas: Canvas, tiles: Sequence[Tile], y: float) -> float:
    x = 0.0
    entries = [(status, WORDS[status]) for status in sorted({tile.status for tile in tiles}, reverse=True)]
    for status, words in entries:
        across = 34 + width(words, 12) + 18
        if x and x + across > canvas.wide:
            x, y = 0.0, y + 26
        ground(canvas, status, (x + 1, y, 24, 19))
        canvas.text(x + 13, y + 12.5, LETTERS[status], 10, ink(status), bold=True, anchor="middle")
        canvas.text(x + 34, y + 14, words, 12)
        x += across
    unions = sorted({tile.through for tile in tiles if tile.through})
    if unions:
        y += 26
        canvas.rect(1, y, 24, 19, both("surface", "no_record", 1.2), rounded=3)
        _of_union(canvas, Status.NO_RECORD, 1, y, 24, None, 9.0)
        canvas.text(34, y + 14, f"By {' and '.join(unions)} rules, with none of its own", 12)
    return y + 26


def _told(tiles: Sequence[Tile]) -> str:
    by_status: dict[Status, list[str]] = {}
    for tile in tiles:
        by_status.setdefault(tile.status, []).append(tile.name)
    parts = [f"{WORDS[status]}: {', '.join(by_status[status])}" for status in sorted(by_status, reverse=True)]
    return "; ".join(parts) + "." if parts else "No place has an answer."
