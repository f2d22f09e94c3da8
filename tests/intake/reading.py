"""What the tests of the readers share: a file with given content, and what must hold for any content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from obstat.intake.format import Format
from obstat.model.subject import Subject

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"


def written(folder: Path, content: str | bytes, name: str = "inventory") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def given(subject: Subject, scheme: str) -> list[str]:
    return [one.text for one in subject.given if one.scheme == scheme]


def survives_anything(folder: Path, formats: Iterable[Format], sample: bytes) -> None:
    """Cut anywhere, with noise, in UTF-16, with zeros: subjects come, each with something in it or a fault."""
    cuts = [sample[: len(sample) * part // 7] for part in range(7)]
    noise = bytes(range(256)) * 40
    wide = sample.decode("latin-1").encode("utf-16")
    inserted = sample[: len(sample) // 2] + b"\x00\x00\xff\xfe" + sample[len(sample) // 2 :]
    long = sample[: len(sample) // 2] + b"x" * 300_000 + sample[len(sample) // 2 :]
    for content in (*cuts, noise, wide, inserted, long, sample + noise, b"", b"\n" * 5000, b"\x00" * 9000):
        path = written(folder, content, "any")
        for form in formats:
            form.signs(content[: 1 << 16])
            for subject in form.read(path):
                assert subject.fault or subject.given or subject.texts or subject.facts
                assert subject.place.file == str(path)
                assert subject.place.row is not None
