"""Ties of FollowTheMoney: a stake stands once, with all that is said of its size, its dates and its standing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from obstat.sources import opensanctions
from obstat.sources.entry import Detail, Entry, EntryRelation

(FORMAT,) = [form for form in opensanctions.FORMATS if form.code == "opensanctions-ftm"]
COMPANY = {"id": "c1", "schema": "Company", "properties": {"name": ["Corvid AS"]}}
PERSON = {"id": "p1", "schema": "Person", "properties": {"name": ["Astrid Halvard"]}}


def of(tmp_path: Path, *entities: dict) -> dict[str, Entry]:
    path = tmp_path / "entities.ftm.json"
    path.write_text("\n".join(json.dumps({"datasets": ["xx"], **entity}) for entity in entities))
    return {entry.id: entry for entry in FORMAT.read({"list": path}, "xx")}


def stake(tmp_path: Path, **properties: list[str]) -> EntryRelation:
    """The tie of an ownership with these properties."""
    link = {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c1"], **properties}}
    found = of(tmp_path, COMPANY, PERSON, link)
    assert found["p1"].relations == ()
    (tie,) = found["c1"].relations
    return tie


def test_a_stake_has_its_bounds_and_dates_and_where_it_is_from(tmp_path: Path) -> None:
    told = {"percentage": ["25-50"], "startDate": ["2019-02-03"], "endDate": ["2020-12-31"]}
    tie = stake(tmp_path, **told, sourceUrl=["https://example.org/o1"])
    assert tie == EntryRelation(
        "owned_by",
        "Astrid Halvard",
        "p1",
        25.0,
        50.0,
        since="2019-02-03",
        until="2021-01-01",
        source="https://example.org/o1",
    )


def test_of_several_shares_none_is_taken_for_the_exact_one(tmp_path: Path) -> None:
    tie = stake(tmp_path, percentage=["30", "45 %"])
    assert (tie.low, tie.high) == (30.0, 45.0)


@pytest.mark.parametrize(
    ("told", "relation"),
    [
        (["Indirect ownership"], "indirectly_owned_by"),
        (["direct and indirect"], "owned_by"),
        (["beneficial"], "owned_by"),
        ([], "owned_by"),
    ],
)
def test_what_is_held_through_others_only_is_told_from_what_is_held(
    tmp_path: Path, told: list[str], relation: str
) -> None:
    assert stake(tmp_path, ownershipType=told).relation == relation


@pytest.mark.parametrize(
    ("status", "standing"), [("Disputed", "disputed"), ("alleged", "alleged"), ("active", "established")]
)
def test_a_status_that_is_a_standing_is_one(tmp_path: Path, status: str, standing: str) -> None:
    assert stake(tmp_path, status=[status]).standing == standing


def test_a_stake_in_what_the_file_does_not_hold_stands_with_its_owner(tmp_path: Path) -> None:
    link = {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["gone"], "percentage": ["9"]}}
    assert of(tmp_path, PERSON, link)["p1"].relations == (EntryRelation("owns", "gone", "gone", 9.0, 9.0),)


def test_an_owner_that_is_named_beside_the_stake_is_not_a_second_stake(tmp_path: Path) -> None:
    vessel = {"id": "v1", "schema": "Vessel", "properties": {"name": ["Corvid"], "owner": ["c1"]}}
    link = {"id": "o1", "schema": "Ownership", "properties": {"owner": ["c1"], "asset": ["v1"], "percentage": ["60"]}}
    assert of(tmp_path, COMPANY, vessel)["v1"].relations == (EntryRelation("owned_by", "Corvid AS", "c1"),)
    assert of(tmp_path, COMPANY, vessel, link)["v1"].relations == (
        EntryRelation("owned_by", "Corvid AS", "c1", 60.0, 60.0),
    )


def test_directors_and_unknown_links_are_relations_that_are_no_stakes(tmp_path: Path) -> None:
    director = {"id": "d1", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c1"]}}
    link = {"id": "u1", "schema": "UnknownLink", "properties": {"subject": ["p1"], "object": ["c1"], "role": ["agent"]}}
    found = of(tmp_path, COMPANY, PERSON, director, link)
    assert [tie.relation for tie in found["c1"].relations] == ["directed_by", "linked_to"]
    assert [tie.relation for tie in found["p1"].relations] == ["director_of", "linked_to"]
    assert Detail("unknown link role", "agent (Astrid Halvard)") in found["c1"].details
