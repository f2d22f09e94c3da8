"""What models answered, kept in a folder, so that a story is sent once.

Invariant: an answer is found again only for the same words to the same model; a file is whole or not there, and holds
neither the key nor the story. A file that cannot be read is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

VERSION = 1
"""Of the question: another number finds nothing that was kept before."""


class Kept:
    """The answers in a folder, which is made when there is one to keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.fault: str | None = None
        """Why an answer could not be kept, in a sentence."""

    def get(self, model: str, question: object) -> str | None:
        """The answer of a model to a question (plain data), None where none is kept."""
        try:
            told = json.loads(self._path(model, question).read_text(encoding="utf-8"))
            answer = told["answer"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer if isinstance(answer, str) else None

    def put(self, model: str, question: object, answer: str) -> None:
        """Keep an answer; where there is no room, `fault` says so."""
        path = self._path(model, question)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".answer-")  # for this user's eyes alone
            try:
                with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                    json.dump({"version": VERSION, "model": model, "answer": answer}, file, ensure_ascii=False)
                Path(beside).replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(beside).unlink()
                raise
        except OSError as error:
            self.fault = (
                f"Answers cannot be kept in {self._folder} ({error.strerror}); make room there, or stories are sent "
                "again each time."
            )

    def _path(self, model: str, question: object) -> Path:
        key = hashlib.sha256(json.dumps([VERSION, model, question]).encode()).hexdigest()
        return self._folder / key[:2] / f"{key}.json"
