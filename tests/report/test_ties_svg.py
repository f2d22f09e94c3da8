"""What the drawing of an excerpt holds to, read back from the SVG."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tie_excerpts import AWKWARD, chain, circle, excerpt, excerpts, hub, party, stake

from obstat.model.ownership import Excerpt
from obstat.report.ties import as_svg
from obstat.report.ties.measure import balanced, width, wrap

NS = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
Point = tuple[float, float]


def read(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def rect(element: ElementTree.Element) -> Box:
    x, y, wide, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def boxes(root: ElementTree.Element, kind: str) -> list[Box]:
    return [rect(found) for group in root.iter(f"{NS}g") if group.get("class") == kind for found in group[:1]]


def ways(root: ElementTree.Element) -> dict[str, list[Point]]:
    return {
        path.attrib["data-stake"]: [
            (float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.attrib["d"])
        ]
        for path in root.iter(f"{NS}path")
        if path.get("class") == "stake"
    }


def overlap(one: Box, other: Box, slack: float = 0.2) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def pieces(way: list[Point]) -> list[Box]:
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in itertools.pairwise(way)]


def inside(root: ElementTree.Element) -> list[tuple[Box, str]]:
    """The boxes of labels and parties with what they say, shifted as drawn."""
    return [
        (rect(found), "".join(group.itertext()))
        for group in root.iter(f"{NS}g")
        if group.get("class") in ("label", "party")
        for found in group[:1]
    ]


@settings(max_examples=40)
@given(excerpts())
@example(hub())
@example(circle())
@example(chain())
def test_nothing_lies_on_anything_else(shown: Excerpt) -> None:
    root = read(as_svg(shown))
    taken = inside(root)
    for (one, said), (other, says) in itertools.combinations(taken, 2):
        assert not overlap(one, other), (said, says)


@settings(max_examples=40)
@given(excerpts())
@example(hub())
@example(circle())
def test_every_party_and_every_stake_is_drawn_once(shown: Excerpt) -> None:
    root = read(as_svg(shown))
    named = {shown.about, *(m.id for m in shown.members), *(end for s in shown.stakes for end in (s.owner, s.owned))}
    parties = [group.attrib["data-party"] for group in root.iter(f"{NS}g") if group.get("class") == "party"]
    drawn = [path.attrib["data-stake"] for path in root.iter(f"{NS}path") if path.get("class") == "stake"]
    assert sorted(parties) == sorted(named)
    assert sorted(drawn) == sorted(tie.id for tie in shown.stakes)
    assert len(boxes(root, "label")) == len(shown.stakes)


@settings(max_examples=40)
@given(excerpts())
@example(hub())
@example(circle())
def test_lines_run_right_angled_around_boxes_and_touch_no_label_of_another(shown: Excerpt) -> None:
    root = read(as_svg(shown))
    parties, labels = boxes(root, "party"), boxes(root, "label")
    for way in ways(root).values():
        crossed = 0
        for piece in pieces(way):
            assert piece[0] == piece[2] or piece[1] == piece[3]
            assert not any(overlap(piece, box, slack=-0.0) and _through(piece, box) for box in parties)
            crossed += sum(_through(piece, label) for label in labels)
        assert crossed <= 1


def _through(piece: Box, box: Box) -> bool:
    """Whether the line passes the inside of a box, not along its frame."""
    return piece[0] < box[2] - 0.6 and piece[2] > box[0] + 0.6 and piece[1] < box[3] - 0.6 and piece[3] > box[1] + 0.6


@settings(max_examples=40)
@given(excerpts())
@example(hub())
@example(hub(1, 120))
def test_all_lies_inside_the_picture(shown: Excerpt) -> None:
    root = read(as_svg(shown))
    across, down = (float(root.attrib[name]) for name in ("width", "height"))
    (canvas,) = (group for group in root if group.tag == f"{NS}g")
    left, top = map(float, re.findall(r"[\d.]+", canvas.attrib["transform"]))
    points = [corner for box, _ in inside(root) for corner in (box[:2], box[2:])]
    points += [point for way in ways(root).values() for point in way]
    assert all(0 <= x + left <= across and 0 <= y + top <= down for x, y in points)


@settings(max_examples=40)
@given(excerpts())
def test_the_same_excerpt_gives_the_same_drawing(shown: Excerpt) -> None:
    assert as_svg(shown) == as_svg(shown)


def test_owners_stand_above_and_owned_below() -> None:
    root = read(as_svg(hub(3, 4)))
    tops = {g.attrib["data-party"]: rect(g[0])[1] for g in root.iter(f"{NS}g") if g.get("class") == "party"}
    assert all(tops[id] < tops["hub"] for id in ("o0", "o1", "o2"))
    assert all(tops[id] > tops["hub"] for id in ("k0", "k1", "k2", "k3"))


def test_a_chain_is_one_straight_line() -> None:
    for way in ways(read(as_svg(chain(5)))).values():
        assert len(way) == 2


def test_arrows_point_to_the_owned_also_where_a_circle_is_closed() -> None:
    root = read(as_svg(circle()))
    frames = {g.attrib["data-party"]: rect(g[0]) for g in root.iter(f"{NS}g") if g.get("class") == "party"}
    tips = [path.attrib["d"] for path in root.iter(f"{NS}path") if path.get("class") == "arrow"]
    (upward,) = (d for d in tips if re.search(r"l-4 8h8z", d))
    x, y = map(float, re.findall(r"-?[\d.]+", upward)[:2])
    assert frames["a"][0] < x < frames["a"][2] and y == pytest.approx(frames["a"][3])


def test_what_warns_is_dashed_what_is_alleged_dotted_and_the_legend_says_so() -> None:
    ties = (
        stake("a", "b", id="counts"),
        stake("a", "c", id="warns", counts=False),
        stake("a", "d", id="said", standing="alleged", counts=False),
    )
    root = read(as_svg(excerpt("a", tuple(map(party, "abcd")), ties)))
    dashes = {p.attrib["data-stake"]: p.get("stroke-dasharray") for p in root.iter(f"{NS}path") if p.get("data-stake")}
    assert dashes["counts"] is None and dashes["warns"] != dashes["said"] and dashes["said"]
    words = " ".join(root.itertext())
    assert "alleged, 51 %" in words and "only warns" in words and "alleged or disputed" in words


def test_a_drawing_of_what_counts_alone_has_no_legend() -> None:
    assert "counts" not in "".join(read(as_svg(chain())).itertext())


def test_title_description_and_role_are_there_and_nothing_is_fetched() -> None:
    drawn = as_svg(
        excerpt("a", (party("a", "Alpha"), party("b", "Beta")), (stake("a", "b", 25, 50),), test="single-25")
    )
    root = read(drawn)
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{NS}title" and root[0].text == "Owners and owned of Alpha on 2024-05-01, test single-25"
    assert root[1].tag == f"{NS}desc" and root[1].text == "Alpha to Beta: 25–50 %."
    assert not re.search(r"<script|<style|href|url\(|@import|<foreignObject", drawn)


@pytest.mark.parametrize("name", AWKWARD)
def test_names_are_written_out_whatever_they_hold(name: str) -> None:
    root = read(as_svg(excerpt("a", (party("a", name), party("b")), (stake("a", "b"),))))
    (group,) = (g for g in root.iter(f"{NS}g") if g.get("data-party") == "a")
    said = "".join(text.text or "" for text in group.iter(f"{NS}text") if text.get("font-weight"))
    kept = re.sub(r"[\x00-\x1f\ufffe\ud800-\udfff]", "\ufffd", " ".join(name.split())) or "a"
    assert said.replace(" ", "") == kept.replace(" ", "")


def test_an_excerpt_without_members_shows_the_party_asked_about() -> None:
    root = read(as_svg(excerpt("nobody", (), ())))
    assert "nobody" in "".join(root.itertext()) and len(boxes(root, "party")) == 1


def test_what_is_left_out_is_said() -> None:
    assert "12 more parties are not shown" in as_svg(excerpt("a", (party("a"),), (), left_out=12))


@given(st.text(max_size=120), st.integers(40, 200))
def test_lines_fit_their_room_and_keep_every_sign(text: str, room: int) -> None:
    for broken in (wrap(text, 12, room), balanced(text, 12, room)):
        assert "".join("".join(broken).split()) == "".join(text.split())
        assert all(width(line, 12) <= room or len(line.strip()) == 1 or _combining(line) for line in broken)


def _combining(line: str) -> bool:
    return sum(width(sign, 12) > 0 for sign in line) <= 1


def test_east_asian_names_are_wider_and_broken_between_signs() -> None:
    assert width("中国", 10) > width("ab", 10)
    assert wrap("中国电子科技集团", 10, 45) == ["中国电子", "科技集团"]


def test_dates_are_not_broken() -> None:
    assert wrap("on 2024-05-01", 10, 62)[-1] == "2024-05-01"
