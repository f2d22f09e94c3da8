"""Files written for the tests of this room, and where the shared ones lie."""

from __future__ import annotations

from pathlib import Path

from obstat.model.subject import Given, Subject

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def texts(subjects: list[Subject], role: str) -> list[str | None]:
    """What each subject has in a role."""
    return [subject.texts.get(role) for subject in subjects]


def given(subject: Subject, scheme: str) -> list[str]:
    """The identifiers of a kind."""
    return [each.text for each in subject.given if each.scheme == scheme]


def contains(subject: Subject) -> list[Given]:
    """The identifiers of parts inside."""
    return [each for each in subject.given if each.channel == "contains"]
