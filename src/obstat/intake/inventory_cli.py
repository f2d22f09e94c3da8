"""What network devices say of themselves: ``show inventory``, ``show version``, ``display device`` and the like.

Invariant: the blocks and tables are read by `blocks`, whatever platform printed them; this module only says what the
files look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from obstat.intake import blocks
from obstat.intake.format import Format
from obstat.intake.labelled import pairs
from obstat.intake.mac_lines import shares
from obstat.intake.neighbors import signs as of_neighbors
from obstat.intake.printed_columns import titles
from obstat.intake.text_lines import text_of
from obstat.model.subject import Subject

_SURE = re.compile(
    r"^\W*PID:.*SN:|processor board id|versatile routing platform|uptime is \d|adaptive security appliance"
    r"|^system image"
    r"|^\W*ESN of |show (?:inventory|version|chassis)|display (?:version|device|elabel|manuinfo|esn)",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = re.compile(r"\bFCC\s*ID\b|\bcontains\b|made in|\binvoice\b|\bquote\b", re.IGNORECASE)
"""What labels, quotes and invoices say, and devices do not say of themselves."""
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
    telling = [row for row in rows if any(role in ("model", "serial") for role, _ in pairs(row))]
    if _LABEL.search(text):
        return False
    return len(telling) >= 1 and 25 * len(telling) >= len(rows) and not any(";" in row for row in rows[:20])


FORMATS = (Format("inventory_cli", "show inventory, show version, display device, display version", signs, read),)
