"""Checks that say what they checked, in the scripts of this folder and in the environments of clients."""

from __future__ import annotations

import sys

_FAILED: list[str] = []


def check(what: str, holds: object) -> None:
    """Tell whether it holds."""
    print(f"   {'ok  ' if holds else 'FAIL'} {what}", flush=True)
    if not holds:
        _FAILED.append(what)


def finish() -> None:
    """End with 1 where something did not hold."""
    sys.exit(1 if _FAILED else 0)
