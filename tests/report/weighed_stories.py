"""Stories that were weighed, made by hand, for the tests of their reports."""

from __future__ import annotations

import datetime
from decimal import Decimal

from obstat.model.claim import Amount, Claim, Document, Flag, Mention, Pair, Source, Weighed, When

NAMES = {"huawei": "Huawei Technologies Co., Ltd.", "verizon": "Verizon", "huawei-mate-10-pro": "Huawei Mate 10 Pro"}
TEXT = """Verizon said to drop Huawei phone

Verizon will not sell the Mate 10 Pro, people familiar with the matter told Bloomberg on Tuesday. The U.S. carrier \
declined to comment. Officials fear that 5G phones of firms tied to a government are a risk, and Huawei Corp. says \
that they are not.

Huawei is the third largest maker of phones. "We have 87 million reasons", said nobody.

Copyright 2015
"""
DAY = datetime.date(2018, 1, 30)


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where the words stand in the text."""
    at = text.index(words)
    return at, at + len(words)


def claim(number: int, event: str, *passages: str, text: str = TEXT, document: str = "d", **other) -> Claim:
    given = {"actors": (), "targets": (), "spans": tuple(span(words, text) for words in passages), **other}
    return Claim(id=f"{document}-{number}", document=document, event=event, **given)


WIRE = Source("Tech Page", "other_outlet")
CLAIMS = (
    claim(
        1, "stop_selling", "Verizon said to drop Huawei phone", "Verizon will not sell the Mate 10 Pro",
        actors=("verizon",), targets=("huawei",), products=("huawei-mate-10-pro",), place="US",
        time=When("on Tuesday", DAY, DAY, "said"), modality="planned", origin="Bloomberg",
        attribution=(WIRE, Source("Bloomberg", "other_outlet"),
                     Source("people familiar with the matter", "anonymous")),
    ),
    claim(2, "no_comment", "The U.S. carrier declined to comment", actors=("verizon",),
          attribution=(Source("Tech Page", "none"),), origin="Tech Page"),
    claim(3, "concern", "Officials fear that 5G phones of firms tied to a government are a risk",
          actors=("officials",), modality="done"),
    claim(4, "statement", "firms tied to a government are a risk, and Huawei Corp. says that they are not",
          actors=("huawei",), modality="denied", polarity="negative", quotation=True,
          attribution=(WIRE, Source("Huawei", "company_statement")), origin="Huawei"),
    claim(5, "market", "Huawei is the third largest maker of phones", targets=("huawei",),
          amount=Amount(Decimal(3), "rank")),
    claim(6, "finding", "87 million", amount=Amount(Decimal("92500000.50"), "USD"), extractor="model"),
)  # fmt: skip
MENTIONS = (
    Mention("party", "verizon", "Verizon", (0, 7)),
    Mention("product", "huawei-mate-10-pro", "Mate 10 Pro", span("Mate 10 Pro")),
    Mention("party", "huawei", "Huawei Corp.", span("Huawei Corp.")),
    Mention("outlet", "bloomberg", "Bloomberg", span("Bloomberg")),
)
DOCUMENT = Document("d", TEXT, "Verizon said to drop Huawei phone", "Tech Page", DAY, "https://tech.example/a", "en")
WEIGHED = Weighed(
    (DOCUMENT,),
    CLAIMS,
    (("d", MENTIONS),),
    (Pair("disputed", "d-3", "d-4", "One fears it, the other says that it is not so."),),
    (
        Flag("copyright_year", "d", "The footer says 2015, and the story tells of 2018.", span("2015")),
        Flag("contradicts_pack", "d", "The phone does not work there.", claim="d-1"),
    ),
    (("d", 3),),
)

EVIL = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">\'"&amp; </style></p></mark> '
    "\u202e\u2066txt.exe\u200f \x1b[31mred\x07 [bold]loud[/bold] \ud800 "
)


def evil() -> Weighed:
    """A story of which every text tries to be more than text."""
    text = f"{EVIL}sells. {EVIL}\n\n{EVIL}fears {EVIL}"
    source = Source(EVIL, "anonymous")
    claims = tuple(
        Claim(
            f"{EVIL}{number}", EVIL, event, (EVIL,), (EVIL,), (EVIL,), EVIL, When(EVIL, None, None, EVIL),
            Amount(Decimal(1), EVIL), modality, "negative", True, (source, Source(EVIL, EVIL)), EVIL,
            ((start, end),), (), EVIL,
        )
        for number, (event, modality, start, end) in enumerate(
            [("ban", "alleged", 3, 40), (EVIL, EVIL, 10, 60), ("lift", "done", 0, len(text)), ("fine", "done", -4, 999)]
        )
    )  # fmt: skip
    document = Document(EVIL, text, EVIL, EVIL, DAY, "javascript:alert(1)", EVIL, (EVIL,))
    pairs = (Pair("same", claims[0].id, claims[1].id, EVIL), Pair(EVIL, claims[1].id, "elsewhere" + EVIL, EVIL))
    flags = (Flag(EVIL, EVIL, EVIL, (0, 4), claims[0].id), Flag("dateline", EVIL, EVIL, None, EVIL))
    mentions = ((EVIL, (Mention("party", EVIL, EVIL, (5, 30)), Mention("product", "p", EVIL, (20, 50)))),)
    return Weighed((document,), claims, mentions, pairs, flags, ((EVIL, 2),))
