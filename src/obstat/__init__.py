"""obstat: may this actor do this activity with this thing, in this jurisdiction, on this day?

Nothing is read at import; `open` opens the snapshot that is shipped with the package, or any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from obstat._version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from obstat.model.errors import InvalidValue, ObstatError, PackError, SnapshotError, UnknownCode
    from obstat.model.question import Question
    from obstat.model.status import Status
    from obstat.model.verdict import Verdict
    from obstat.screening.check import Obstat

__all__ = [
    "InvalidValue",
    "Obstat",
    "ObstatError",
    "PackError",
    "Question",
    "SnapshotError",
    "Status",
    "UnknownCode",
    "Verdict",
    "__version__",
    "open",
]

_HOMES = {
    **dict.fromkeys(
        ("InvalidValue", "ObstatError", "PackError", "SnapshotError", "UnknownCode"), "obstat.model.errors"
    ),
    "Obstat": "obstat.screening.check",
    "Question": "obstat.model.question",
    "Status": "obstat.model.status",
    "Verdict": "obstat.model.verdict",
}


def open(snapshot: Path | str | None = None) -> Obstat:
    """Open a snapshot folder, by default the embedded one. Raises `SnapshotError` when it must not be used."""
    from obstat.screening.check import Obstat

    return Obstat(snapshot) if snapshot is not None else Obstat()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'obstat' has no attribute '{name}'")
