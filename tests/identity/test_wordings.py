"""People's wordings of one thing: they name what the plain name names."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("wording", "plain"),
    [
        ("the Huawei Mate 10 Pro", "Huawei Mate 10 Pro"),
        ("Huawei's Mate 10 Pro", "Huawei Mate 10 Pro"),
        ("Huawei\u2019s Mate 10 Pro", "Huawei Mate 10 Pro"),
        ("Huawei\u2122 Mate 10 Pro", "Huawei Mate 10 Pro"),
        ("HUAWEI\u00ae Mate 10 Pro", "Huawei Mate 10 Pro"),
        ("HG-8245H", "HG8245H"),
        ("HG 8245H", "HG8245H"),
        ("DS\u20112CD2143", "DS-2CD2143"),
        ("CLT\u2013L29", "CLT-L29"),
        ("TPLINK Archer C7", "TP-Link Archer C7"),
        ("TPLink Archer C7", "TP-Link Archer C7"),
        ("荣耀 20", "Honor 20"),
        ("荣耀20", "Honor 20"),
    ],
)
@pytest.mark.parametrize("on", ["2019-06-01", "2024-06-01"])
def test_a_wording_names_what_the_plain_name_names(ob, wording, plain, on):
    def behind(text):
        verdict = ob.check(text, on=on)
        return [(party.id, party.role, party.evidence[0].value) for party in verdict.parties]

    assert behind(plain) and behind(wording) == behind(plain)


@pytest.mark.parametrize("text", ["The Watch", "a phone", "an", "the"])
def test_an_article_alone_names_nobody(ob, text):
    assert not ob.check(text, on="2024-06-01").parties
