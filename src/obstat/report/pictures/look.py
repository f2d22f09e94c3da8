"""The colours of drawings, by name, light and dark, and the style sheet that gives them.

Invariant: a drawing names classes and carries the light colours as attributes, so that it is whole without any sheet;
`sheet` is for a page, whose own properties it takes up.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.model.status import Status
from obstat.report.ties.svg import TONES

_NEUTRAL = {
    "paper": ("#fbfbf9", "#14171a"),
    "surface": ("#ffffff", "#1b1f23"),
    "sunken": ("#f2f3f0", "#22272c"),
    "ink": ("#191c1f", "#e9ebed"),
    "muted": ("#545b62", "#a9b0b8"),
    "line": ("#dcdedb", "#343a40"),
    "control-line": ("#7f858b", "#7d858d"),
    "accent": ("#0f4453", "#9ad3e6"),
    "on-status": ("#ffffff", "#14171a"),
}
_TONES = {
    Status.PROHIBITED: (("#9a1b0b", "#ff9f8c"), ("#fbeae6", "#391b16")),
    Status.LICENCE_REQUIRED: (("#682a85", "#dcb1f1"), ("#f4eaf8", "#311d3b")),
    Status.UNDECIDED: (("#754a00", "#f0c265"), ("#fbf2dc", "#352912")),
    Status.CONDITIONAL: (("#0a556e", "#84cce6"), ("#e3f1f5", "#122d37")),
    Status.ADVISORY: (("#3a4b84", "#b0bdf1"), ("#eaedf7", "#1f2640")),
    Status.NOT_RESTRICTED: (("#1b5e3e", "#8bd4ab"), ("#e4f3ea", "#143021")),
    Status.NO_RECORD: (("#4f565e", "#b6bdc4"), ("#eff0f0", "#262b30")),
}
COLOURS: dict[str, tuple[str, str]] = (
    _NEUTRAL
    | {status.code: tones[0] for status, tones in _TONES.items()}
    | {f"{status.code}-soft": tones[1] for status, tones in _TONES.items()}
)
"""Light and dark, by the name of the property that pages give them."""
FONT = "Inter, 'Segoe UI', system-ui, Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


def fill(name: str) -> dict[str, str]:
    """The attributes of what is filled with a colour."""
    return {"class": f"pf-{name}", "fill": COLOURS[name][0]}


def stroke(name: str, width: float = 1.5, **more: str) -> dict[str, str]:
    """The attributes of a line in a colour."""
    told = {key.replace("_", "-"): value for key, value in more.items()}
    return {"class": f"ps-{name}", "fill": "none", "stroke": COLOURS[name][0], "stroke-width": f"{width:g}", **told}


def both(inside: str, edge: str, width: float = 1.5, **more: str) -> dict[str, str]:
    """The attributes of a shape with a ground and an edge."""
    drawn = stroke(edge, width, **more)
    return {**drawn, "fill": COLOURS[inside][0], "class": f"pf-{inside} {drawn['class']}"}


def sheet() -> str:
    """The style sheet for a page."""
    head = "/* The colours of drawings, made by obstat.report.pictures.look. */\n"
    rules = [*_rules({name: f"var(--{name}, {light})" for name, (light, _) in COLOURS.items()}), *_of_ties()]
    return head + "\n".join(rules) + "\n"


def _of_ties() -> Iterator[str]:
    """Drawings of ties carry their colours as attributes alone; a page calls them by name."""
    for colour, name in TONES.items():
        for kind in ("fill", "stroke"):
            yield f'.ties-svg [{kind}="{colour}"] {{ {kind}: var(--{name}, {colour}); }}'


def _rules(values: dict[str, str]) -> Iterator[str]:
    for name, value in values.items():
        yield f".picture-svg .pf-{name} {{ fill: {value}; }}"
        yield f".picture-svg .ps-{name} {{ stroke: {value}; }}"
