"""The interchange formats, read back."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from tie_excerpts import AWKWARD, chain, circle, excerpt, excerpts, party, stake

from obstat.model.ownership import Excerpt, Held
from obstat.report.ties import as_bods, as_ftm, as_graphml, as_json, as_mermaid

NS = "{http://graphml.graphdrawing.org/xmlns}"


def parties(shown: Excerpt) -> set[str]:
    return {shown.about, *(m.id for m in shown.members), *(end for s in shown.stakes for end in (s.owner, s.owned))}


# --- plain data -----------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(excerpts())
def test_plain_data_survives_json(shown: Excerpt) -> None:
    data = json.loads(json.dumps(as_json(shown)))
    assert [row["id"] for row in data["members"]] == [member.id for member in shown.members]
    assert [row["id"] for row in data["stakes"]] == [tie.id for tie in shown.stakes]
    assert data["left_out"] == shown.left_out


def test_shares_are_numbers_also_inside_what_is_held() -> None:
    held = Held("certain", Fraction(51), Fraction(151, 2), ((stake("a", "b", "25.5"),),))
    data = as_json(excerpt("b", (party("b", held=held),), (stake("a", "b", None),)))
    assert data["stakes"][0]["low"] is None
    assert (data["members"][0]["held"]["low"], data["members"][0]["held"]["high"]) == (51, 75.5)
    assert data["members"][0]["held"]["paths"][0][0]["low"] == 25.5


# --- Mermaid --------------------------------------------------------------------------------------------------------

_NODE = re.compile(r'n\d+\["(?:[^"#;<>&`{}\[\]]|#\d+;|<br/>)+"\](?::::\w+)?')
_LINK = re.compile(r'n\d+ (?:-->|-\.->|---|-\.-)\|"(?:[^"#;<>&`{}\[\]|]|#\d+;|<br/>)+"\| n\d+')
_OTHER = re.compile(r"%% [^{}]*|linkStyle \d+ [\w:#,\- ]+|classDef [\w:#,\- ]+")


@settings(max_examples=40)
@given(excerpts())
def test_every_line_of_a_flowchart_is_one_node_link_or_style(shown: Excerpt) -> None:
    first, *lines = as_mermaid(shown).splitlines()
    assert first == "flowchart TB"
    kinds = [
        next((kind for kind in (_NODE, _LINK, _OTHER) if kind.fullmatch(line.strip())), line.strip()) for line in lines
    ]
    assert kinds.count(_NODE) == len(parties(shown)) and kinds.count(_LINK) == len(shown.stakes)
    assert all(kind in (_NODE, _LINK, _OTHER) for kind in kinds)


@pytest.mark.parametrize("name", AWKWARD)
def test_the_name_comes_back_when_the_codes_of_a_label_are_read(name: str) -> None:
    text = as_mermaid(excerpt("a", (party("a", name, country=None),), ()))
    (label,) = re.findall(r'n0\["(.*)<br/>company"\]', text)
    read = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label)
    assert read == (re.sub(r"[\x00-\x1f\ufffe\ud800-\udfff]", "\ufffd", " ".join(name.split())) or "a")


def test_a_label_does_not_begin_as_a_list() -> None:
    assert '["1#46; not a list' in as_mermaid(excerpt("a", (party("a", "1. not a list"),), ()))


def test_alleged_ties_are_red_and_a_mutual_relation_has_no_head() -> None:
    ties = (stake("a", "b"), stake("a", "b", None, id="x", relation="affiliate_of", standing="alleged", counts=False))
    text = as_mermaid(excerpt("a", (party("a"), party("b")), ties))
    assert 'n0 -->|"51 %"| n1' in text
    assert 'n0 -.-|"alleged, affiliate of"| n1' in text
    assert "linkStyle 1 stroke:#a3001b" in text and "linkStyle 0" not in text


# --- GraphML --------------------------------------------------------------------------------------------------------


def graph(shown: Excerpt) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, dict[str, str]]]]:
    root = ElementTree.fromstring(as_graphml(shown).encode())
    names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{NS}key")}

    def values(element: ElementTree.Element) -> dict[str, str]:
        return {names[data.attrib["key"]]: data.text or "" for data in element.iter(f"{NS}data")}

    nodes = {node.attrib["id"]: values(node) for node in root.iter(f"{NS}node")}
    edges = [(edge.attrib["source"], edge.attrib["target"], values(edge)) for edge in root.iter(f"{NS}edge")]
    return nodes, edges


@settings(max_examples=40)
@given(excerpts())
def test_a_graph_has_every_party_and_every_stake_between_its_ends(shown: Excerpt) -> None:
    nodes, edges = graph(shown)
    assert {values["party"] for values in nodes.values()} == parties(shown)
    assert [(nodes[one]["party"], nodes[other]["party"], values["stake"]) for one, other, values in edges] == [
        (tie.owner, tie.owned, tie.id) for tie in shown.stakes
    ]


def test_a_share_that_is_not_known_is_left_out_of_a_graph() -> None:
    _, edges = graph(excerpt("a", (), (stake("a", "b", None), stake("a", "c", "25.5", 50, until="2024-03"))))
    assert "low" not in edges[0][2]
    assert (edges[1][2]["low"], edges[1][2]["high"], edges[1][2]["until"]) == ("25.5", "50.0", "2024-03")


# --- BODS -----------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(excerpts())
def test_statements_are_one_for_each_record_and_name_records_that_are_there(shown: Excerpt) -> None:
    made = as_bods(shown)
    records = [statement["recordId"] for statement in made]
    assert len(records) == len(set(records)) == len(parties(shown)) + len(shown.stakes)
    for statement in made:
        assert re.fullmatch("[0-9a-f]{64}", statement["statementId"])
        assert statement["declarationSubject"] in records
        if statement["recordType"] == "relationship":
            details = statement["recordDetails"]
            earlier = records[: records.index(statement["recordId"])]
            assert details["subject"] in earlier and details["interestedParty"] in earlier
    assert made == as_bods(shown)


def interest(tie: Any) -> dict[str, Any]:
    made = as_bods(excerpt("a", (party("a"), party("b")), (tie,)))
    found: dict[str, Any] = made[-1]["recordDetails"]["interests"][0]
    return found


def test_shares_are_exact_or_bounds() -> None:
    assert interest(stake("a", "b", 51))["share"] == {"exact": 51}
    assert interest(stake("a", "b", 25, "50.5"))["share"] == {"minimum": 25, "maximum": 50.5}
    assert interest(stake("a", "b", None, 50))["share"] == {"maximum": 50}
    assert "share" not in interest(stake("a", "b", None))


def test_an_end_date_is_the_last_day_and_what_is_no_day_is_said_in_the_details() -> None:
    exact = interest(stake("a", "b", since="2019-03-01", until="2024-03-01"))
    assert (exact["startDate"], exact["endDate"]) == ("2019-03-01", "2024-02-29")
    partial = interest(stake("a", "b", since="2019", until="2024-03"))
    assert "startDate" not in partial and "endDate" not in partial
    assert partial["details"] == "51 %, since 2019, until 2024-03"


def test_what_is_alleged_or_only_warns_is_annotated() -> None:
    doubtful = stake("a", "b", standing="disputed", counts=False)
    made = as_bods(excerpt("a", (party("a"), party("b")), (doubtful, stake("b", "a"))))
    assert [len(statement.get("annotations", [])) for statement in made] == [0, 0, 1, 0]
    assert made[2]["annotations"][0]["description"] == "disputed: not established, and not counted"
    assert made[2]["recordDetails"]["interests"][0]["details"].startswith("disputed")


def test_persons_and_bodies_and_brands_are_told_apart() -> None:
    kinds = ("company", "person", "body", "brand")
    made = as_bods(excerpt("company", tuple(party(kind, kind=kind) for kind in kinds), ()))
    assert [statement["recordType"] for statement in made] == ["entity", "person", "entity", "entity"]
    assert made[1]["recordDetails"]["personType"] == "knownPerson"
    assert [made[n]["recordDetails"]["entityType"]["type"] for n in (0, 2, 3)] == [
        "registeredEntity",
        "stateBody",
        "unknownEntity",
    ]


def test_every_source_of_a_tie_is_named() -> None:
    made = as_bods(
        excerpt("a", (), (stake("a", "b", sources=("gazette", "https://example.org/a", "https://example.org/b")),))
    )
    assert made[-1]["source"] == {"url": "https://example.org/a", "description": "gazette; https://example.org/b"}


def test_a_statement_that_says_something_else_has_another_id_and_the_same_record() -> None:
    one, other = (as_bods(excerpt("a", (), (stake("a", "b", share),)))[-1] for share in (51, 52))
    assert one["recordId"] == other["recordId"] and one["statementId"] != other["statementId"]


# --- FollowTheMoney -------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(excerpts())
def test_entities_are_one_for_each_and_point_to_entities_that_are_there(shown: Excerpt) -> None:
    entities = [json.loads(json.dumps(entity)) for entity in as_ftm(shown)]
    ids = [entity["id"] for entity in entities]
    assert len(ids) == len(set(ids)) == len(parties(shown)) + len(shown.stakes)
    for entity in entities:
        ends = [v for key in ("owner", "asset", "subject", "object") for v in entity["properties"].get(key, ())]
        assert set(ends) <= set(ids) and len(ends) in (0, 2)
        assert all(isinstance(value, str) for values in entity["properties"].values() for value in values)


def test_a_share_of_a_company_is_an_ownership_and_of_a_body_a_link_that_says_so() -> None:
    members = (party("a"), party("b"), party("c", kind="body"))
    ties = (stake("a", "b", 25, 50, since="2019-03", until="2024-03-01"), stake("a", "c", 100))
    *_, owned, linked = as_ftm(excerpt("a", members, ties))
    assert owned["schema"] == "Ownership" and owned["properties"]["percentage"] == ["25-50"]
    assert (owned["properties"]["startDate"], owned["properties"]["endDate"]) == (["2019-03"], ["2024-02-29"])
    assert linked["schema"] == "UnknownLink" and linked["properties"]["role"] == ["100 %"]


def test_a_relation_that_is_no_share_is_a_link_with_its_role() -> None:
    *_, link = as_ftm(
        excerpt("a", (party("a"), party("b", kind="brand")), (stake("a", "b", None, relation="brand_of"),))
    )
    assert link["schema"] == "UnknownLink" and link["properties"]["role"] == ["brand of"]


def test_standing_is_told() -> None:
    *_, link = as_ftm(excerpt("a", (), (stake("a", "b", standing="alleged", counts=False),)))
    assert link["properties"]["status"] == ["alleged", "not counted"]


# --- all ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [chain(), circle(), excerpt("nobody", (), ())])
def test_all_forms_are_the_same_each_time(shown: Excerpt) -> None:
    for form in (as_json, as_mermaid, as_graphml, as_bods):
        assert form(shown) == form(shown)
    assert list(as_ftm(shown)) == list(as_ftm(shown))
