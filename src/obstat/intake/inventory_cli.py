"""What network devices say of themselves: ``show inventory``, ``show version``, ``display device`` and the like.

Invariant: the blocks and tables are read by `blocks`, whatever platform printed them; this module only says what the
files look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from obstat.devices.labels import is_of_goods
from obstat.intake import blocks
from obstat.intake.format import Format
from obstat.intake.labelled import pairs
from obstat.intake.mac_lines import shares
from obstat.intake.mac_text import addresses
from obstat.intake.neighbors import signs as of_neighbors
from obstat.intake.printed_columns import titles
from obstat.intake.text_lines import text_of
from obstat.model.subject import Subject

_SURE = re.compile(
    r"^\W*PID:.*SN:|processor board id|versatile routing platform|uptime is \d|adaptive security appliance"
    r"|^system image|\btimos-\w"
    r"|^\W*ESN of |show (?:inventory|version|chassis)|display (?:version|device|elabel|manuinfo|esn)",
    re.IGNORECASE | re.MULTILINE,
)
_SOFTWARE = re.compile(r"\bsoftware,? +version\b[: ]+[\w.]*\d", re.IGNORECASE)
_FIRST, _LONG = 5, 30
_TELLING, _OF_ITSELF = {"model", "serial"}, {"version", "hostname", "system"}
read: partial[Iterator[Subject]] = partial(blocks.read, channel="version")


def signs(head: bytes) -> bool:
    text = text_of(head)
    if re.match(r"\s*[<{\[]", text.replace("<Huawei", "")) and not re.match(r"\s*<[\w.-]+>\s*display", text):
        return False
    if of_neighbors(head):
        return False
    if _SURE.search(text):
        return True
    if shares(head)[0] and not any(role for row in text.splitlines()[:20] for role, _ in pairs(row)):
        return False
    rows = [row for row in text.splitlines() if row.strip()][:400]
    if any(titles(row) and "\t" not in row for row in rows[:30]):
        return True
    if is_of_goods(text) or any(";" in row for row in rows[:20]):
        return False
    if any(map(_SOFTWARE.search, rows[:_FIRST])):
        return True
    labelled = [(row, said) for row in rows if (said := pairs(row))]
    telling = sum(
        any(role in _TELLING and value for role, value in said) or any(addresses(row)) for row, said in labelled
    )
    of_itself = sum(any(role in _OF_ITSELF for role, _ in said) for _, said in labelled)
    return telling > 0 and (
        25 * telling >= len(rows) or ((of_itself > 0 or len(rows) > _LONG) and 2 * len(labelled) >= len(rows))
    )


FORMATS = (Format("inventory_cli", "show inventory, show version, display device, display version", signs, read),)
