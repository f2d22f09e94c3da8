"""Sentences without the places of this machine.

Invariant: a sentence that leaves the server names no folder of it: of a path the last name alone is left.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

_FOLDERS: set[str] = set()
"""Folders whose names may hold what no pattern would take for a path, such as blanks."""
_POSIX = r"(?<![\w/:.<])(?:file://|~)?/(?!v1/)(?:[^\s/'\"“”,;:()<>]+/)+"
_WINDOWS = r"(?<!\w)[A-Za-z]:\\(?:[^\s\\'\"“”,;:()<>]+\\)*"
_PATH = re.compile(f"{_POSIX}|{_WINDOWS}")


def hide(*folders: Path | None) -> None:
    """Let no sentence name these folders."""
    found = {form for folder in folders if folder for form in (str(folder), str(folder.absolute()))}
    _FOLDERS.update(text for text in found if len(text) > 1)


def without_paths(sentence: str) -> str:
    """A sentence as others may read it."""
    for folder in sorted(_FOLDERS, key=len, reverse=True):
        if folder in sentence:
            name = re.split(r"[\\/]", folder)[-1]
            sentence = re.sub(rf"{re.escape(folder)}[\\/](?:[^\s\\/'\"]+[\\/])*", "", sentence)
            sentence = re.sub(rf"{re.escape(folder)}(?!\w)", lambda _, name=name: name, sentence)  # type: ignore[misc]
    return _PATH.sub("", sentence)


hide(Path(__file__).parents[2], Path(tempfile.gettempdir()))
