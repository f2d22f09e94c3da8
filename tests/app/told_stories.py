"""A stand-in for the reading of stories: each file of text is one, and what it claims is what it says after ``!``."""

from __future__ import annotations

from obstat.model.claim import Claim, Document, Mention, Pair, Source, Weighed


def stories(ob, path, remote=None, *, workers=1):
    """As `obstat.screening.stories.stories`."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        yield weighed(file.stem, file.read_bytes())


def weighed(name, data):
    """A story that claims every line which begins with ``!event|modality|actor|target|place``."""
    if b"\x00" in data or not data.strip():
        why = "The file is not text; give text, HTML, PDF or a feed." if data else "The file is empty; give a story."
        return Weighed((Document(name, "", notes=(why,)),), (), ((name, ()),), (), (), ())
    text = data.decode()
    claims, mentions, at = [], [], 0
    for line in text.splitlines(keepends=True):
        if line.startswith("!"):
            event, modality, actor, target, place = line[1:].strip().split("|")
            claims.append(
                Claim(
                    f"{name}-{len(claims) + 1}",
                    name,
                    event,
                    (actor,) if actor else (),
                    (target,) if target else (),
                    place=place or None,
                    modality=modality,
                    attribution=(Source("Tech Page", "other_outlet"), Source("two people", "anonymous")),
                    origin="Tech Page",
                    spans=((at, at + len(line.rstrip())),),
                )
            )
            if target in ("huawei", "zte"):
                mentions.append(Mention("party", target, target, (at + line.index(target), at + line.rindex("|"))))
        at += len(line)
    pairs = (Pair("same", claims[0].id, claims[1].id, "Both say so."),) if len(claims) > 1 else ()
    document = Document(name, text, text.splitlines()[0], "Tech Page", None, None, "en")
    return Weighed((document,), tuple(claims), ((name, tuple(mentions)),), pairs, (), ((name, 1),))
