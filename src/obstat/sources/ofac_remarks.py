"""The remarks of a record, which say in sentences what the delimited files have no column for.

Sentences are separated by ``; `` and begin with a label (`ofac_labels`), with ``alt.`` before it from the second of
its kind on. A name in single quotes is a weak alias (OFAC's FAQ 123 on "weak AKAs"). A document may be followed by its
country in brackets and by ``issued`` and ``expires``. The publisher puts a full stop after the last sentence, unless
one stands there already. Beyond 1,000 characters the remarks go on in another file, in the middle of a word.

Invariant: a sentence that is not understood is kept as it stands, in the detail ``remarks``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from obstat.sources import ofac_labels
from obstat.sources.entry import Detail
from obstat.sources.ofac_record import ALIASES, Record, Said, dated

LIMIT: Final = 1000
"""Characters of the remarks column."""
CUT: Final = "remarks cut off"

_QUOTED: Final = re.compile(r"(?:[Aa]lt\. )?([afn])\.k\.a\. ['\"‘“](.+)['\"’”]")
_MONTH: Final = r"(?:(?:\d{1,2} )?[A-Z][a-z]{2} )?\d{4}"
_DOCUMENT: Final = re.compile(
    r"(?P<value>.*?)(?: \((?P<country>[^()]*(?:\([^()]*\))?[^()]*)\))?"
    rf"(?: issued (?P<issued>{_MONTH}(?: to {_MONTH})?))?(?: expires (?P<expires>{_MONTH}(?: to {_MONTH})?))?"
)
_LOOSE: Final = re.compile(r"\b(?:and|issued|expire[sd]?|Expire)\b|; ")
"""Words that show a document's number to be a story instead."""
_ABBREVIATED: Final = re.compile(
    r"(?:.*[ .])?(?:[^\W\d_]{1,2}\.[^\W\d_]{1,2}|[^\W\d_]|CO|CIA|CORP|INC|LTD|LTDA|JR|SR)", re.IGNORECASE
)


def tell(record: Record, text: str, *, begun: bool = True, ended: bool = True) -> None:
    """Tell `record` what the remarks say.

    Where the first sentence has not `begun`, or the last has not `ended`, it is part of one and proves nothing.
    """
    sentences = _sentences(text)
    if not sentences:
        return
    rest = []
    if not begun:
        rest.append(sentences.pop(0))
    cut = sentences.pop() if sentences and not ended else None
    rest += [sentence for sentence in sentences if not _told(record, sentence)]
    if rest:
        record.details.append(Detail("remarks", "; ".join(rest)))
    if cut:
        record.details.append(Detail(CUT, cut))


def _sentences(text: str) -> list[str]:
    *first, last = [sentence.strip() for sentence in text.strip().split("; ")]
    if last.endswith(".") and not _ABBREVIATED.fullmatch(last[:-1]):
        last = last[:-1]
    return [sentence for sentence in [*first, last] if sentence]


def _told(record: Record, sentence: str) -> bool:
    """Whether the sentence was understood, and said."""
    if match := _QUOTED.fullmatch(sentence.removesuffix(".") if "k.a." in sentence else sentence):
        record.name(match[2], ALIASES[f"{match[1]}ka"], weak=True)
        return True
    bare = sentence[1:-1] if sentence.startswith("(Linked To:") and sentence.endswith(")") else sentence
    match = ofac_labels.STARTS.match(bare)
    if match is None or not (value := bare[match.end() :].strip()):
        return False
    label = match[1]
    role, _ = ofac_labels.role(label) or ("number", "")
    said = _document(label, value) if role == "number" else Said(label, value)
    if said is None:
        return False
    record.say(said)
    return True


def _document(label: str, value: str) -> Said | None:
    match = _DOCUMENT.fullmatch(value)
    if match is None or not any(c.isdigit() for c in match["value"]) or _LOOSE.search(match["value"]):
        return None
    return Said(label, match["value"], match["country"], dated(issued=match["issued"], expires=match["expires"]))


def continued(head: str, tail: Sequence[str]) -> tuple[str, bool]:
    """The remarks with what continues them, and whether their end is there."""
    return head + "".join(tail), bool(tail) or len(head) < LIMIT
