"""A story on a terminal has its claims beneath its sentences, and does nothing to the terminal."""

from __future__ import annotations

import io
import re

from rich.console import Console
from weighed_stories import EVIL, NAMES, TEXT, WEIGHED, evil

from obstat.model.claim import Claim, Document, Weighed
from obstat.report.news.laid_out import stories
from obstat.report.news.text import as_text
from obstat.report.text import plainly


def terminal(weighed, width=100, names=NAMES):
    console = Console(file=io.StringIO(), force_terminal=True, width=width, highlight=False, color_system="standard")
    console.print(as_text(weighed, names))
    return console.file.getvalue()


def test_claims_stand_beneath_the_sentence_that_tells_them_first():
    told = [line.rstrip() for line in plainly(as_text(WEIGHED, NAMES)).splitlines()]
    first = told.index("Verizon said to drop Huawei phone", 1)
    assert told[first + 1].startswith("    [1] stops selling (planned)  Verizon → Huawei Technologies Co., Ltd.")
    chain = "    Tech Page ← Bloomberg ← people familiar with the matter (anonymous); origin: Bloomberg"
    assert chain in told[first + 2 : first + 4]
    again = next(line for line in told if line.startswith("Verizon will not sell"))
    assert again.endswith("on Tuesday. [1]")
    carrier = told.index("The U.S. carrier declined to comment.")
    assert told[carrier + 1].startswith("    [2] does not comment (done)  Verizon")
    text = "\n".join(told)
    assert "Year: The footer says 2015" in text and "Against known facts [1]" in text
    assert "disputed by [4]: One fears it" in text
    assert "6 claims from 3 independent origins. A claim is what was said, not what is so." in text


def test_passages_joined_are_the_text_and_hold_each_claim_once():
    (story,) = stories(WEIGHED)
    assert "".join(TEXT[start:end] for start, end in (p.span for p in story.passages)) == TEXT
    assert [claim.id for p in story.passages for claim in p.claims] == [f"d-{n}" for n in range(1, 7)]
    for passage in story.passages:
        for claim in passage.claims:
            assert passage.span[0] <= claim.spans[0][0] and claim.spans[0][1] <= passage.span[1]


def test_an_abbreviation_ends_no_sentence():
    text = "The U.S. carrier and Acme Inc. said no. Mr. Roe of No. 5 agreed! Was it so? Yes."
    starts = [text.index(words) for words in ("The", "Mr.", "Was", "Yes")]
    claims = tuple(Claim(str(at), "d", "ban", (), (), spans=((at, at + 2),)) for at in starts)
    (story,) = stories(Weighed((Document("d", text),), claims, (), (), (), ()))
    assert [text[slice(*p.span)].strip() for p in story.passages] == [
        "The U.S. carrier and Acme Inc. said no.", "Mr. Roe of No. 5 agreed!", "Was it so?", "Yes.",
    ]  # fmt: skip


def test_claims_are_coloured_on_a_terminal():
    told = terminal(WEIGHED)
    assert "\x1b[36m" in told and "\x1b[31m" in told


def test_a_story_does_nothing_to_the_terminal():
    told = terminal(evil(), names={EVIL: EVIL})
    bare = re.sub("\x1b\\[[0-9;]*m", "", told)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", bare)
    assert "[bold]loud[/bold]" in bare and "<script>" in bare


def test_a_story_that_names_nobody_says_so():
    told = plainly(as_text(Weighed((Document("d", "Rain fell.", language="de"),), (), (), (), (), ()), NAMES))
    assert "No company or product that is known here is named." in told
    assert "in the language 'de'" in told and "0 claims." in told


def test_a_very_long_line_is_laid_out_at_once():
    text = ("a" * 9 + " ") * 200_000 + "\n" * 5 + " " * 300_000 + "." * 100_000
    (story,) = stories(Weighed((Document("d", text),), (), (), (), (), ()))
    assert "".join(text[slice(*p.span)] for p in story.passages) == text
