"""Draw ``docs/terminal.svg``, the picture of the README: two real answers on a terminal (``make picture``)."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import obstat
from obstat.report import text as report

PICTURE = Path(__file__).parent / "terminal.svg"
COLUMNS = 92
THEME = TerminalTheme(
    (24, 28, 36),
    (222, 226, 232),
    [(60, 66, 78), (255, 110, 103), (130, 210, 140), (240, 200, 110), (120, 170, 255), (215, 140, 240), (95, 205, 215),
     (222, 226, 232)],
    [(120, 128, 142), (255, 140, 132), (160, 230, 168), (255, 220, 140), (150, 190, 255), (230, 170, 250),
     (130, 225, 233), (255, 255, 255)],
)  # fmt: skip
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.S).replace(
    "Fira Code", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas"
)
"""rich's picture without fonts from elsewhere."""
QUESTIONS = (
    ('check "Huawei Mate 10 Pro" --activity sell --in US --on 2018-01-30', {"on": "2018-01-30"}),
    (
        'check "Huawei Mate 10 Pro" --activity sell --in US --on 2026-11-22',
        {"on": "2026-11-22"},
    ),
)
"""The commands shown, and the same questions in Python."""


def draw() -> str:
    """The picture as SVG text."""
    ob = obstat.open()
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    for number, (command, asked) in enumerate(QUESTIONS):
        answer = ob.check("Huawei Mate 10 Pro", activity="sell", jurisdiction="US", **asked)
        console.print(Text.assemble(("\n" if number else "") + "$ ", (f"obstat {command}", "bold")))
        console.print()
        console.print(report.verdict(answer, ob.snapshot.vocabulary.actors, []))
    return console.export_svg(title="obstat", theme=THEME, unique_id="obstat", code_format=FORMAT)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
