"""Which list a non-SDN record stands on, when only its programme tags and directives tell."""

from __future__ import annotations

from obstat.sources.entry import Detail
from obstat.sources.ofac_listings import Grounds, Measure, Membership, listings, stated, tags

DIRECTIVE_3 = Measure("Executive Order 14024 Directive Information", "Subject to Directive 3 - New debt is prohibited.")
SECTORAL = Measure("Executive Order 13662 Directive Determination", "Subject to Directive 1")
SINCE_3 = {"EO 14024 Directive 3": "2022-03-26"}
RISK = "See Section 11 of Executive Order 14024."


def on(list_code: str, grounds: Grounds) -> list[tuple[str, str | None, str | None]]:
    found, _ = listings(list_code, "1", grounds)
    return [(listing.list, listing.programme, listing.since) for listing in found]


def test_tags_stand_between_brackets() -> None:
    assert tags("SDGT] [IFSR") == ["SDGT", "IFSR"]
    assert tags("CAATSA - RUSSIA") == ["CAATSA - RUSSIA"]
    assert tags(None) == []


def test_a_blocked_party_is_listed_once_for_each_programme() -> None:
    assert on("ofac-sdn", Grounds(["SDGT", "IFSR"])) == [("ofac-sdn", "SDGT", None), ("ofac-sdn", "IFSR", None)]
    assert on("ofac-sdn", Grounds()) == [("ofac-sdn", None, None)]


def test_chinese_military_industry_is_listed_from_its_effective_date() -> None:
    grounds = Grounds(["CMIC-EO13959"], effective={"CMIC": "2021-08-02"})
    assert on("ofac-other", grounds) == [("ofac-ns-cmic", "CMIC-EO13959", "2021-08-02")]


def test_a_directive_of_one_order_is_no_measure_under_another() -> None:
    grounds = Grounds(["UKRAINE-EO13662", "RUSSIA-EO14024"], [SECTORAL, DIRECTIVE_3], dict(SINCE_3))
    found, loose = listings("ofac-other", "1", grounds)
    assert [(listing.list, listing.since, listing.measures) for listing in found] == [
        ("ofac-ssi", None, "Subject to Directive 1"),
        ("ofac-mbs", "2022-03-26", "Subject to Directive 3 - New debt is prohibited."),
    ]
    assert loose == []


def test_who_was_blocked_later_left_the_menu_based_list() -> None:
    grounds = Grounds(["UKRAINE-EO13662", "RUSSIA-EO14024"], [SECTORAL, DIRECTIVE_3], dict(SINCE_3), [RISK])
    found, loose = listings("ofac-other", "1", grounds)
    assert [listing.list for listing in found] == ["ofac-ssi"]
    assert loose == [
        Detail("program", "RUSSIA-EO14024"),
        Detail("executive order 14024 directive information", DIRECTIVE_3.text),
        Detail("effective date (eo 14024 directive 3)", "2022-03-26"),
    ]


def test_directive_2_is_about_correspondent_accounts() -> None:
    grounds = Grounds(["RUSSIA-EO14024"], effective={"EO 14024 Directive 2": "2022-03-26"} | SINCE_3)
    assert on("ofac-other", grounds) == [
        ("ofac-capta", "RUSSIA-EO14024", "2022-03-26"),
        ("ofac-mbs", "RUSSIA-EO14024", "2022-03-26"),
    ]


def test_directives_without_a_date_are_one_listing_beside_those_with_one() -> None:
    fourth = Measure(DIRECTIVE_3.label, "Subject to Directive 4 - any transaction is prohibited.")
    more = Measure(DIRECTIVE_3.label, "For more information see the directives.")
    found, loose = listings("ofac-other", "1", Grounds(["RUSSIA-EO14024"], [more, DIRECTIVE_3, fourth], dict(SINCE_3)))
    assert [(listing.since, listing.measures) for listing in found] == [
        ("2022-03-26", DIRECTIVE_3.text),
        (None, fourth.text),
    ]
    assert loose == [Detail("executive order 14024 directive information", more.text)]


def test_the_other_lists_are_known_by_their_tags() -> None:
    assert on("ofac-other", Grounds(["SDGT", "NS-PLC"])) == [("ofac-plc", "NS-PLC", None)]
    assert on("ofac-other", Grounds(["561-Related"])) == [("ofac-capta", "561-Related", None)]
    assert on("ofac-other", Grounds(["FSE-SY"])) == [("ofac-fse", "FSE-SY", None)]
    assert on("ofac-other", Grounds(["CAATSA - RUSSIA"])) == [("ofac-mbs", "CAATSA - RUSSIA", None)]


def test_a_tag_that_no_list_claims_leaves_the_record_on_none_of_them() -> None:
    assert on("ofac-other", Grounds(["MOON-EO99999"])) == [("ofac-other", "MOON-EO99999", None)]
    assert on("ofac-other", Grounds(["RUSSIA-EO14024"], risks=[RISK])) == [("ofac-other", "RUSSIA-EO14024", None)]
    assert on("my-list", Grounds(["CMIC-EO13959"])) == [("my-list", "CMIC-EO13959", None)]


def test_where_the_publisher_names_the_list_its_date_stands_until_a_directive_has_one() -> None:
    grounds = Grounds(measures=[DIRECTIVE_3], effective=dict(SINCE_3))
    member = Membership("ofac-mbs", "2022-02-24", None, ("RUSSIA-EO14024",), "Executive Order 14024", "Debt ban")
    found, loose = stated("1", grounds, [member])
    (listing,) = found
    assert (listing.since, listing.citation) == ("2022-03-26", "Executive Order 14024")
    assert listing.measures == f"Debt ban; {DIRECTIVE_3.text}"
    assert loose == [Detail("listing date", "2022-02-24")]
    (plain,), _ = stated("1", Grounds(), [member])
    assert plain.since == "2022-02-24"
