"""What network devices say of their neighbours: ``show lldp neighbors detail``, ``show cdp neighbors detail``.

Invariant: the blocks and tables are read by `blocks`, whatever platform printed them; this module only says which
protocol heard the neighbour, and what the files look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from obstat.intake import blocks
from obstat.intake.format import Format
from obstat.intake.printed_columns import titles
from obstat.intake.text_lines import text_of, unpacked
from obstat.model.subject import Subject

_LLDP = re.compile(
    r"^\W*(?:(?:neighbor|remote) )?chassis[ -]?id\b|\blldp\b"
    r"|^\W*chassis (?:id )?(?:type|subtype)\W+(?:mac|net|local|interf|\d)"
    r"|local port id"
    r"|^\s*port\s+(?:neighbor )?device id|^device id +local intf",
    re.IGNORECASE | re.MULTILINE,
)
_CDP = re.compile(
    r"^\W*device[ -]id\s*:|^\W*device[ -]id\s+(?:local )?intr?f|\b(?:c|is)dp nei|port id \(outgoing port\)", re.I | re.M
)
_HEAD, _LOOKED_AT = 1 << 16, 30


def read(path: Path) -> Iterator[Subject]:
    with path.open("rb") as file:
        text = text_of(file.read(_HEAD))
    return blocks.read(path, "lldp" if _LLDP.search(text) or not _CDP.search(text) else "cdp")


def signs(head: bytes) -> bool:
    if b"\x00" in unpacked(head)[:4] or re.match(rb"\s*[{\[]", unpacked(head)):
        return False
    text = text_of(head)
    if re.match(r"\s*<\?xml", text):
        return False
    return (_LLDP.search(text) or _CDP.search(text)) is not None or any(map(_titled, text.splitlines()[:_LOOKED_AT]))


def _titled(row: str) -> bool:
    """Whether a row has the titles of a table of neighbours: here, who, and where there."""
    roles = {role for role, _ in titles(row) or ()}
    return "interface" in roles and "port" in roles and bool({"device", "chassis"} & roles)


FORMATS = (Format("neighbors", "LLDP and CDP neighbours (show lldp neighbors detail and the like)", signs, read),)
