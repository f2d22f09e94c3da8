"""Weighing: what repeats, what is at odds, what is one origin, what a story's own words show to be wrong."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Amount, Claim, Document, Mention, Pair, Source, Weighed, When
from obstat.model.errors import InvalidValue
from obstat.news.timeline import timeline
from obstat.news.weighing import weigh

ROOT = Path(__file__).parents[2]
DAY = datetime.date
MAY = DAY(2019, 5, 22)


@pytest.fixture(scope="module")
def pack() -> Snapshot:
    return Snapshot()


def story(id_: str, text: str, published: DAY | None = MAY, outlet: str = "Harbour Wire") -> Document:
    return Document(id_, text, outlet=outlet, published=published, language="en")


def claim(id_: str, document: Document, words: str, event: str = "", **slots: object) -> Claim:
    start = document.text.index(words)
    values: dict[str, object] = {
        "event": event,
        "actors": (),
        "targets": (),
        "attribution": (Source(document.outlet or "", "none"),),
        "origin": document.outlet,
        "spans": ((start, start + len(words)),),
        **slots,
    }
    return Claim(id=id_, document=document.id, **values)  # type: ignore[arg-type]


def chain(*links: str) -> tuple[Source, ...]:
    return tuple(Source(name, class_) for name, class_ in (link.split(":") for link in links))


def kinds(weighed: Weighed) -> list[tuple[str, str, str]]:
    return [(pair.kind, pair.first, pair.second) for pair in weighed.pairs]


def flagged(weighed: Weighed) -> list[tuple[str, str]]:
    return [(flag.kind, flag.document) for flag in weighed.flags]


def test_a_story_that_repeats_a_claim_has_it_once_with_all_its_passages(pack: Snapshot) -> None:
    document = story(
        "a", "Store ends Huawei sales\n\nThe store will stop selling Huawei phones in June. It will drop Huawei."
    )
    headline = claim("1", document, "Store ends Huawei sales", "stop_selling", actors=("store",), targets=("huawei",))
    body = claim(
        "2",
        document,
        "The store will stop selling Huawei phones in June",
        "stop_selling",
        actors=("store",),
        targets=("huawei",),
        modality="planned",
        time=When("in June", DAY(2019, 6, 1), DAY(2019, 6, 30), "said"),
    )
    again = claim(
        "3", document, "It will drop Huawei", "stop_selling", actors=("store",), targets=("huawei",), modality="planned"
    )
    weighed = weigh([document], [again, body, headline], [], pack)
    (kept,) = weighed.claims
    assert kept.id == "1" and kept.modality == "planned" and kept.time == body.time
    assert kept.spans == (*headline.spans, *body.spans, *again.spans)


def test_claims_of_different_actors_in_the_same_words_stay_apart(pack: Snapshot) -> None:
    document = story("a", "Both Tele2 and Telenor declined to comment.")
    two = [claim(name, document, "declined to comment", "no_comment", actors=(name,)) for name in ("Tele2", "Telenor")]
    assert len(weigh([document], two, [], pack).claims) == 2


def test_outlets_that_repeat_one_report_tell_one_claim_of_one_origin(pack: Snapshot) -> None:
    documents = [
        story(f"d{n}", "The US may list Hikvision, Bloomberg reported.", outlet=f"Outlet {n}") for n in range(10)
    ]
    claims = [
        claim(
            f"c{n}",
            document,
            "The US may list Hikvision",
            "list_add",
            actors=("US",),
            targets=("hikvision",),
            modality="considered",
            attribution=chain(f"Outlet {n}:other_outlet", "Bloomberg:other_outlet", "people:anonymous"),
            origin=None,
        )
        for n, document in enumerate(documents)
    ]
    weighed = weigh(documents, claims, [], pack)
    assert {pair.kind for pair in weighed.pairs} == {"same"} and len(weighed.pairs) == 45
    assert all(count == 1 for _, count in weighed.origins)
    (entry,) = timeline(weighed, "hikvision")
    assert len(entry.claims) == 10


def test_an_anonymous_source_has_the_outlet_that_it_told_as_its_origin(pack: Snapshot) -> None:
    document = story("a", "The deal is off, a banker said. Vivo has a contract, a person at Vivo said.")
    claims = [
        claim(
            "1",
            document,
            "The deal is off",
            "acquisition",
            attribution=chain("Harbour Wire:other_outlet", "banker:anonymous"),
            origin=None,
        ),
        claim(
            "2",
            document,
            "Vivo has a contract",
            "contract",
            attribution=chain("Harbour Wire:other_outlet", "person:anonymous"),
            origin=None,
        ),
    ]
    assert weigh([document], claims, [], pack).origins == (("a", 1),)


def two(
    pack: Snapshot,
    first: dict[str, object],
    second: dict[str, object],
    *,
    days: int = 1,
    words: str = "It bans the routers",
    copy: str | None = None,
) -> list[tuple[str, str, str]]:
    a = story("a", f"{words}.", DAY(2024, 12, 19), "Wire")
    copy = copy or words
    b = story("b", f"{copy}!", DAY(2024, 12, 19) + datetime.timedelta(days), "Copy")
    slots: dict[str, object] = {"event": "ban", "actors": ("United States",), "targets": ("tp-link",)}
    claims = [claim("1", a, words, **{**slots, **first}), claim("2", b, copy, **{**slots, **second})]
    return kinds(weigh([a, b], claims, [], pack))


JOURNAL = chain("Wire:other_outlet", "Journal:other_outlet", "people:anonymous")


def test_considering_made_has_by_a_copy_contradicts_and_a_later_act_supersedes(pack: Snapshot) -> None:
    considered: dict[str, object] = {"modality": "considered", "attribution": JOURNAL}
    weighs = "It weighs a ban of the routers"
    copied: dict[str, object] = {"attribution": JOURNAL}
    assert two(pack, considered, copied, words=weighs, copy="It bans the routers") == [("contradicts", "1", "2")]
    assert two(pack, {**considered}, {"actors": ("US",)}, days=300) == [("supersedes", "1", "2")]
    assert two(pack, {**considered}, {"modality": "considered"}) == [("same", "1", "2")]


def test_a_ban_that_is_lifted_later_is_superseded(pack: Snapshot) -> None:
    assert two(pack, {}, {"event": "lift"}, days=90) == [("supersedes", "1", "2")]


def test_yes_against_no_contradicts(pack: Snapshot) -> None:
    no: dict[str, object] = {"polarity": "negative"}
    assert two(pack, {}, no, copy="It does not ban the routers") == [("contradicts", "1", "2")]
    assert two(pack, {}, no) == []


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("65", "percent"), ("56", "percent"), "contradicts"),
        (("65", "percent"), ("65.5", "percent"), "same"),
        (("65", "percent"), ("3", "rank"), "same"),
        (("92000000", "USD"), ("74000000", "GBP"), "same"),
        (("92000000", "USD"), ("30000000", "GBP"), "contradicts"),
        (("92000000", "USD"), ("30000000", "XXX"), "same"),
    ],
)
def test_amounts_are_compared_within_their_unit_or_at_the_rate_of_the_year(
    pack: Snapshot, first: tuple[str, str], second: tuple[str, str], found: str
) -> None:
    amounts = [Amount(Decimal(value), unit) for value, unit in (first, second)]
    got = two(pack, {"event": "fine", "amount": amounts[0]}, {"event": "fine", "amount": amounts[1]})
    assert got == [(found, "1", "2")]


def test_a_bound_is_not_contradicted_by_a_figure(pack: Snapshot) -> None:
    amounts = [Amount(Decimal(value), "USD") for value in (60, 40)]
    words = "a fine of up to that sum"
    fines = [{"event": "fine", "amount": amount} for amount in amounts]
    assert two(pack, fines[0], fines[1], words=words) == []


def test_another_date_of_an_event_that_happens_once_contradicts(pack: Snapshot) -> None:
    years = [When(str(year), DAY(year, 10, 1), DAY(year, 10, 31), "said") for year in (2022, 2020)]
    listings = [{"event": "list_add", "time": when, "actors": ("Pentagon",)} for when in years]
    assert two(pack, listings[0], {**listings[1], "actors": ("Defense Department",)}) == [("contradicts", "1", "2")]


def test_parties_exchanged_contradict(pack: Snapshot) -> None:
    suit = {"event": "lawsuit", "actors": ("Motorola",), "targets": ("hytera",)}
    back = {"event": "lawsuit", "actors": ("hytera",), "targets": ("Motorola",)}
    assert two(pack, suit, back) == [("contradicts", "1", "2")]


def test_a_subset_of_the_targets_is_refined_by_the_whole(pack: Snapshot) -> None:
    assert two(pack, {"targets": ("huawei", "zte")}, {"targets": ("huawei",)}) == [("refines", "2", "1")]


def test_the_same_words_given_to_another_source_are_misattributed(pack: Snapshot) -> None:
    market = {"event": "market", "actors": ()}
    analyst = {**market, "attribution": chain("Wire:other_outlet", "Pell Street:analyst")}
    official = {**market, "attribution": chain("Copy:other_outlet", "Pentagon:named_official")}
    words = "It has a third of the market for modules"
    assert two(pack, analyst, official, words=words) == [("misattributed", "1", "2")]
    assert two(pack, {**analyst}, {**market}, words=words) == [("same", "1", "2")]


def test_companies_of_the_pack_are_never_one_by_their_words(pack: Snapshot) -> None:
    assert two(pack, {"targets": ("tp-link",)}, {"targets": ("tp-link-technologies",)}) == []


def test_words_alone_pair_nothing(pack: Snapshot) -> None:
    assert two(pack, {"targets": ("huawei",)}, {"targets": ("zte",)}) == []
    assert two(pack, {"event": "ban"}, {"event": "investigation"}) == []


def test_a_denial_disputes_what_it_answers_and_nothing_else(pack: Snapshot) -> None:
    document = story(
        "a",
        "Lawmakers accuse Huawei of sending data to Beijing. Huawei denies that.\n\nThey say ZTE bribed a minister.",
    )
    accused = claim("1", document, "sending data to Beijing", "statement", actors=("huawei",), modality="alleged")
    denial = claim("2", document, "Huawei denies that", "denial", actors=("huawei",))
    other = claim("3", document, "ZTE bribed a minister", "statement", actors=("zte",), modality="alleged")
    assert kinds(weigh([document], [accused, denial, other], [], pack)) == [("disputed", "1", "2")]


def test_a_denial_that_says_little_answers_the_accusation_before_it(pack: Snapshot) -> None:
    document = story("a", "Lawmakers say Huawei stole secrets.\n\nThey meet in May. Huawei has clean hands, it says.")
    accused = claim("1", document, "Huawei stole secrets", "statement", actors=("huawei",), modality="alleged")
    denial = claim("2", document, "Huawei has clean hands", "denial", actors=("huawei",))
    assert kinds(weigh([document], [accused, denial], [], pack)) == [("disputed", "1", "2")]


def test_a_denial_of_findings_disputes_them_and_another_does_not(pack: Snapshot) -> None:
    text = "A laboratory found a back door at Xiaomi. Xiaomi {}."
    for said, found in (("rejects the findings", [("disputed", "1", "2")]), ("never refused a meeting", [])):
        document = story("a", text.format(said))
        finding = claim("1", document, "found a back door", "finding", actors=("laboratory",), targets=("xiaomi",))
        denial = claim("2", document, f"Xiaomi {said}", "denial", actors=("xiaomi",))
        assert kinds(weigh([document], [finding, denial], [], pack)) == found


def test_denials_of_one_accusation_are_one(pack: Snapshot) -> None:
    stories = [
        story("a", "Huawei stole secrets. That is a fairy tale."),
        story("b", "Huawei stole secrets. No, it says."),
    ]
    claims = []
    for document, denied in zip(stories, ("That is a fairy tale", "No, it says"), strict=True):
        claims += [
            claim(
                f"{document.id}1", document, "Huawei stole secrets", "statement", actors=("huawei",), modality="alleged"
            ),
            claim(f"{document.id}2", document, denied, "denial", actors=("huawei",)),
        ]
    assert ("same", "a2", "b2") in kinds(weigh(stories, claims, [], pack))


WIRED = chain("Copy:other_outlet", "Wire:other_outlet")


def test_a_copy_that_changes_a_number_a_date_or_a_party_contradicts(pack: Snapshot) -> None:
    bare: dict[str, object] = {"event": "statement", "actors": ("huawei",), "targets": ()}
    told: dict[str, object] = {**bare, "attribution": WIRED}
    offer = "The Chinese offer was the lowest by"
    against = [("contradicts", "1", "2")]
    assert two(pack, bare, told, words=f"{offer} a fifth", copy=f"{offer} 40 percent") == against
    assert two(pack, bare, told, words=f"{offer} a fifth", copy=f"{offer} 20 percent") == [("same", "1", "2")]
    ends = [When(f"within {n} days", DAY(2024, 12, 19), DAY(2025, 1, n), "said") for n in (28, 10)]
    first, second = ({"modality": "planned", "time": end} for end in ends)
    assert two(pack, first, second) == against
    added = {"actors": ("United States", "Canada"), "attribution": WIRED}
    assert two(pack, {}, added) == against
    assert two(pack, {"actors": ("United States", "Canada")}, {"attribution": WIRED}) == [("refines", "2", "1")]
    other = {"actors": ("Canada",), "attribution": WIRED}
    assert two(pack, {}, other, words="It bans routers by post") == against
    assert two(pack, {}, {"actors": ("Canada",)}, words="It bans routers by post") == []


def test_most_of_a_firm_belongs_to_one(pack: Snapshot) -> None:
    share = Amount(Decimal(81), "percent")
    holds = {"event": "ownership", "actors": ("hengtong",), "targets": ("hmn",), "amount": share}
    other = {"event": "ownership", "actors": ("huawei",), "targets": ("hmn",)}
    assert two(pack, holds, other, copy="It is a subsidiary of Huawei") == [("contradicts", "1", "2")]
    assert two(pack, holds, other, copy="It was a subsidiary of Huawei") == []


def test_a_footer_older_than_the_story_is_flagged(pack: Snapshot) -> None:
    old = story("a", "At CES 2018 the firm spoke.\n\n© 2015 Leader Call", None)
    fresh = story("b", "At CES 2018 the firm spoke.\n\n© 2018 Leader Call", None)
    ahead = story("c", "It must be out by the end of 2027.\n\n© 2020 Leader Call", None)
    weighed = weigh([old, fresh, ahead], [], [], pack)
    assert flagged(weighed) == [("copyright_year", "a")]
    (flag,) = weighed.flags
    assert flag.span is not None and "2015" in old.text[slice(*flag.span)]


@pytest.mark.parametrize(
    "text",
    [
        "LIMA, July 26, 2018 — The ban is gone.",
        "The ban was lifted on Monday, July 13, 2018.",
        "LIMA, July 2, 2018 — The ban was lifted on Friday.",
    ],
)
def test_a_date_that_the_story_contradicts_is_flagged(pack: Snapshot, text: str) -> None:
    document = story("a", text, DAY(2018, 7, 16))
    friday = When("on Friday", DAY(2018, 7, 13), DAY(2018, 7, 13), "said")
    lifted = claim("1", document, "The ban", "lift", targets=("zte",), time=friday)
    assert flagged(weigh([document], [lifted], [], pack)) == [("dateline", "a")]


def test_a_dateline_of_the_day_is_not_flagged(pack: Snapshot) -> None:
    document = story("a", "LIMA, July 16, 2018 — The ban was lifted on Friday, July 13, 2018.", DAY(2018, 7, 16))
    assert weigh([document], [], [], pack).flags == ()


def test_what_only_a_stitched_copy_has_is_flagged(pack: Snapshot) -> None:
    first = story("a", "Shop drops Huawei.")
    copy = story("b", "Shop drops Huawei\n\nShop drops Huawei\n\nAmazon will drop ZTE.", outlet="Copy")
    claims = [
        claim("1", first, "Shop drops Huawei", "stop_selling", actors=("shop",), targets=("huawei",)),
        claim("2", copy, "Shop drops Huawei", "stop_selling", actors=("shop",), targets=("huawei",)),
        claim("3", copy, "Amazon will drop ZTE", "stop_selling", actors=("Amazon",), targets=("zte",)),
    ]
    assert [(flag.kind, flag.claim) for flag in weigh([first, copy], claims, [], pack).flags] == [("only_in_copy", "3")]


def test_facts_of_the_pack_speak_against_a_claim(pack: Snapshot) -> None:
    document = story(
        "a", "The FCC listed Hytera in 2019. They will work on Verizon. Hytera bought Sepura in 2019.", DAY(2018, 1, 30)
    )
    year = When("in 2019", DAY(2019, 1, 1), DAY(2019, 12, 31), "said")
    claims = [
        claim("1", document, "The FCC listed Hytera", "list_add", actors=("FCC",), targets=("hytera",), time=year),
        claim("2", document, "They will work on Verizon", "compatibility", targets=("huawei",)),
        claim("3", document, "Hytera bought Sepura", "acquisition", actors=("hytera",), targets=("sepura",), time=year),
    ]
    mention = Mention("product", "huawei-mate-10-pro", "Mate 10 Pro", (0, 3))
    flags = weigh([document], claims, [("a", (mention,))], pack).flags
    assert {flag.claim for flag in flags if flag.kind == "contradicts_pack"} == {"1", "2", "3"}


def test_what_the_pack_says_too_is_not_flagged(pack: Snapshot) -> None:
    document = story("a", "The FCC listed Hytera in March 2021.", DAY(2022, 1, 30))
    march = When("in March 2021", DAY(2021, 3, 1), DAY(2021, 3, 31), "said")
    listed = claim("1", document, "The FCC listed Hytera", "list_add", actors=("FCC",), targets=("hytera",), time=march)
    assert weigh([document], [listed], [], pack).flags == ()


def test_a_timeline_is_in_the_order_of_the_days(pack: Snapshot) -> None:
    document = story("a", "It was listed in May. It was bought in 2017. It spoke.", None)
    may = When("in May", DAY(2019, 5, 1), DAY(2019, 5, 31), "said")
    then = When("in 2017", DAY(2017, 1, 1), DAY(2017, 12, 31), "said")
    claims = [
        claim("1", document, "It was listed", "list_add", targets=("hytera",), time=may),
        claim("2", document, "It was bought", "acquisition", targets=("hytera",), time=then),
        claim("3", document, "It spoke", "statement", actors=("hytera",)),
    ]
    entries = timeline(weigh([document], claims, [], pack), "hytera")
    assert [(entry.claims[0].id, entry.dated) for entry in entries] == [("2", True), ("1", True), ("3", False)]


def test_claims_without_their_story_are_refused(pack: Snapshot) -> None:
    document = story("a", "It bans the routers.")
    with pytest.raises(InvalidValue, match="its own"):
        weigh([document, document], [], [], pack)
    with pytest.raises(InvalidValue, match="with their stories"):
        weigh([], [claim("1", document, "It bans", "ban")], [], pack)


def test_nothing_to_weigh_gives_nothing(pack: Snapshot) -> None:
    assert weigh([], [], [], pack).claims == ()
    assert weigh([story("a", "")], [], [], pack).origins == (("a", 0),)


def loader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold", ROOT / "benchmarks" / "news" / "gold.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold"] = module
    spec.loader.exec_module(module)
    return module


RECALL = {"same": 0.9, "contradicts": 0.75, "disputed": 0.8}
"""What is reached of each kind of pairs, rounded down; at least nine in ten of those that are told are right."""


def test_the_bars_are_met_on_the_development_stories(pack: Snapshot) -> None:
    clusters = loader().load(ROOT / "benchmarks" / "news" / "gold" / "development")
    found: set[tuple[str, frozenset[str]]] = set()
    wanted: set[tuple[str, frozenset[str]]] = set()
    right = stories = 0

    def unordered(pairs: tuple[Pair, ...]) -> set[tuple[str, frozenset[str]]]:
        return {(pair.kind, frozenset((pair.first, pair.second))) for pair in pairs}

    for one in clusters:
        weighed = weigh(one.documents, one.claims, [], pack)
        found |= unordered(weighed.pairs)
        wanted |= unordered(one.pairs)
        right += sum(count == dict(one.origins)[id_] for id_, count in weighed.origins)
        stories += len(one.documents)
    for kind, recall in RECALL.items():
        mine, theirs = ({pair for pair in pairs if pair[0] == kind} for pairs in (found, wanted))
        shares = len(mine & theirs) / len(mine), len(mine & theirs) / len(theirs)
        assert shares[0] >= 0.9 and shares[1] >= recall, (kind, *shares)
    assert right >= 0.9 * stories
