"""Drawings of a verdict hold what they say, whatever the verdict."""

from __future__ import annotations

import datetime
import itertools
import random
import re
from xml.etree import ElementTree

import pytest

from obstat.app.web.drawn import around
from obstat.knowledge.pack_files import read_situations
from obstat.model.status import Status
from obstat.report.pictures import atlas, look, marks, path, tiles, timeline
from obstat.report.ties.measure import width
from obstat.screening.situations import question

FOUND, _ = read_situations()
SITUATIONS = random.Random(8).sample(FOUND, 50)
SVG = "{http://www.w3.org/2000/svg}"
DAY = datetime.date(2026, 11, 29)


def boxes(svg):
    """Every text with its box: left, top, right, bottom."""
    root = ElementTree.fromstring(svg)
    for text in root.iter(f"{SVG}text"):
        size, words = float(text.get("font-size")), text.text or ""
        x, y = float(text.get("x")), float(text.get("y"))
        across = width(words, size, bold=text.get("font-weight") is not None)
        left = x - across / 2 if text.get("text-anchor") == "middle" else x
        yield words, (left, y - size * 0.78, left + across, y + size * 0.2)


def faults(svg):
    root = ElementTree.fromstring(svg)
    _, _, across, down = map(float, root.get("viewBox").split())
    placed = list(boxes(svg))
    for words, (left, top, right, bottom) in placed:
        # Widths are on the wide side, so a text centred in a tile may seem to leave it by a little.
        if left < -4 or top < -1 or right > across + 4 or bottom > down + 1:
            yield f"'{words}' leaves the picture"
    for (one, a), (other, b) in itertools.combinations(placed, 2):
        wide = min(a[2], b[2]) - max(a[0], b[0])
        high = min(a[3], b[3]) - max(a[1], b[1])
        if wide > 2 and high > 1:
            yield f"'{one}' and '{other}' stand on one another"


@pytest.fixture(scope="module")
def drawn(ob):
    made = []
    for at, situation in SITUATIONS:
        verdict = ob.answer(question(ob, situation))
        found = around(ob, verdict)
        made.append((at, verdict, found))
    return made


def test_fifty_random_situations_are_drawn_without_overlap(drawn):
    wrong = []
    for at, _, found in drawn:
        for name in ("path", "timeline", "atlas"):
            for form in ("wide", "narrow"):
                svg = getattr(getattr(found, name), form)
                wrong += [f"{at} {name} {form}: {fault}" for fault in faults(svg)]
    assert wrong == []


def test_every_drawing_is_an_image_with_title_and_description_and_carries_no_code(drawn):
    for _, _, found in drawn:
        for picture in (found.path, found.timeline, found.atlas):
            for svg in (picture.wide, picture.narrow):
                root = ElementTree.fromstring(svg)
                assert root.get("role") == ("group" if picture is found.atlas else "img")
                assert root.find(f"{SVG}title").text
                assert root.find(f"{SVG}desc").text
                assert root[0].tag == f"{SVG}title"
                assert "style=" not in svg and "<script" not in svg and "<style" not in svg
                assert all(link.startswith("/answer?") for link in re.findall('href="([^"]*)"', svg))
                assert ("href" in svg) is (picture is found.atlas)


def test_path_names_the_thing_and_each_drawn_rule(drawn):
    for _, verdict, found in drawn:
        told = ElementTree.fromstring(found.path.wide).find(f"{SVG}desc").text
        for finding in verdict.findings[:5]:
            assert " ".join(finding.title.split()) in told


def test_atlas_tells_every_place_once(drawn):
    for _, _, found in drawn:
        told = ElementTree.fromstring(found.atlas.narrow).find(f"{SVG}desc").text
        for place in found.places:
            assert place.name in told
        groups = {text for text, _ in boxes(found.atlas.narrow)}
        assert {place.code for place in found.places if place.code in tiles.TILES} <= groups


def test_no_two_countries_share_a_tile():
    assert len(set(tiles.TILES.values())) == len(tiles.TILES)
    assert all(column < tiles.COLUMNS and row < tiles.ROWS for column, row in tiles.TILES.values())


def test_statuses_differ_without_colour():
    assert len(set(marks.LETTERS.values())) == len(Status)
    assert len(set(marks.WORDS.values())) == len(Status)


@pytest.mark.parametrize("theme", [0, 1])
def test_status_colours_are_legible(theme):
    for status in Status:
        tone, soft = look.COLOURS[status.code][theme], look.COLOURS[f"{status.code}-soft"][theme]
        assert contrast(tone, soft) >= 4.5, status
        assert contrast(tone, look.COLOURS["surface"][theme]) >= 4.5, status
        assert contrast(tone, look.COLOURS["on-status"][theme]) >= 4.5, status


@pytest.mark.parametrize("theme", [0, 1])
def test_text_is_legible_on_every_ground(theme):
    for ground in ("paper", "surface", "sunken"):
        assert contrast(look.COLOURS["ink"][theme], look.COLOURS[ground][theme]) >= 7
        assert contrast(look.COLOURS["muted"][theme], look.COLOURS[ground][theme]) >= 4.5


def test_page_has_the_colours_of_the_drawings():
    from pathlib import Path

    import obstat.app.web as web

    sheet = (Path(web.__file__).parent / "static" / "obstat.css").read_text()
    for name, (light, dark) in look.COLOURS.items():
        assert f"--{name}: light-dark({light}, {dark});" in sheet, name


def test_hostile_names_are_text_in_a_drawing(ob):
    verdict = ob.check("</svg><script>alert(1)</script>\x00\ud800 & Huawei", on="2026-11-29")
    for svg in (path.wide(verdict), path.narrow(verdict)):
        assert "<script" not in svg
        ElementTree.fromstring(svg)


def test_long_names_and_many_marks_stay_apart():
    spans = [timeline.Span(status, DAY, DAY + datetime.timedelta(days=number)) for number, status in enumerate(Status)]
    story = timeline.Story(
        DAY,
        spans,
        [timeline.Row("A rule with a very long name " * 12, spans[:1])] * 12,
        [timeline.Mark(DAY + datetime.timedelta(days=n % 3), n) for n in range(1, 120)],
    )
    for svg in (timeline.wide(story, "t"), timeline.narrow(story, "t")):
        assert list(faults(svg)) == []


def test_every_jurisdiction_of_the_vocabulary_can_be_drawn(ob):
    every = [
        atlas.Tile(code, name, Status(number % 7), "EU" if number % 5 == 0 else None)
        for number, (code, name) in enumerate(ob.snapshot.vocabulary.jurisdictions.items())
    ]
    for svg in (atlas.wide(every, "DE", "t"), atlas.narrow(every, "US-TX", "t")):
        assert list(faults(svg)) == []


def test_timeline_of_far_days_is_drawn():
    spans = [
        timeline.Span(Status.NO_RECORD, None, datetime.date(1, 1, 1)),
        timeline.Span(Status.PROHIBITED, datetime.date(1, 1, 1), None),
    ]
    for day in (datetime.date(1, 1, 1), datetime.date(9999, 12, 31)):
        ElementTree.fromstring(timeline.wide(timeline.Story(day, spans), "t"))


def contrast(one, other):
    """The contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
