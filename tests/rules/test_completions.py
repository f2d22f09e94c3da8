"""`decide` against the plain definition: try every completion, and compare."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from obstat.model.status import Status, fold
from obstat.rules.completions import decide, possible

NAMES = ["device_status", "made_in", "purpose", "tie:t"]
domains_of = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from("pqrs"), unique=True, min_size=1, max_size=4) for name in NAMES}
)


@st.composite
def cases(draw):
    """Hits under random conditions, some of which no value of the domain fulfils."""
    domains = draw(domains_of)
    conditions = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.sampled_from("pqrs")), max_size=3)
    return draw(st.lists(st.tuples(st.sampled_from(list(Status)), conditions), max_size=5)), domains


def completions(hits, domains, fixed=()):
    """Every completion with its status; `fixed` gives some unknowns one value."""
    names = sorted({name for _, when in hits for name in when})
    narrowed = {**domains, **{name: [value] for name, value in dict(fixed).items()}}
    for values in itertools.product(*(narrowed[name] for name in names)):
        given = dict(zip(names, values, strict=True))
        yield given, fold(status for status, when in hits if all(given[n] in w for n, w in when.items()))


def plainly(hits, domains, fixed=()):
    """The status by definition."""
    statuses = {status for _, status in completions(hits, domains, fixed)}
    return statuses.pop() if len(statuses) == 1 else Status.UNDECIDED


@given(cases())
def test_the_status_is_what_all_completions_agree_on(case):
    assert decide(*case).status is plainly(*case)


@given(cases())
def test_possible_is_the_set_of_outcomes(case):
    assert possible(*case) == {status for _, status in completions(*case)}


@given(cases())
def test_needs_are_exactly_the_facts_that_some_completion_turns_on(case):
    hits, domains = case
    outcome = decide(hits, domains)
    statuses = [(given, status) for given, status in completions(hits, domains)]
    matter = set()
    for (one, first), (two, second) in itertools.combinations(statuses, 2):
        differ = [name for name in one if one[name] != two[name]]
        if len(differ) == 1 and first is not second:
            matter.add(differ[0])
    assert set(outcome.needs) == matter


@given(cases())
def test_each_value_of_a_need_promises_what_deciding_with_it_gives(case):
    hits, domains = case
    for name, values in decide(hits, domains).needs.items():
        assert list(values) == list(domains[name])
        for value, status in values.items():
            assert status is plainly(hits, domains, {name: value})


@given(cases())
def test_needs_are_given_only_with_undecided(case):
    outcome = decide(*case)
    differ = len({status for _, status in completions(*case)}) > 1
    assert bool(outcome.needs) is differ
    if outcome.needs:
        assert outcome.status is Status.UNDECIDED


@given(cases(), st.randoms())
def test_the_order_of_hits_does_not_matter(case, random):
    hits, domains = case
    shuffled = list(hits)
    random.shuffle(shuffled)
    assert decide(shuffled, domains) == decide(hits, domains)


def test_nothing_reached_is_no_record():
    assert decide([], {}).status is Status.NO_RECORD


def test_a_sure_hit_hides_what_is_weaker():
    hits = [(Status.PROHIBITED, {}), (Status.CONDITIONAL, {"purpose": frozenset("p")})]
    outcome = decide(hits, {"purpose": ["p", "q"]})
    assert (outcome.status, outcome.needs) == (Status.PROHIBITED, {})


def test_many_values_that_no_rule_tells_apart_cost_nothing():
    """Two hundred countries on each of four unknowns would be 1.6 billion completions."""
    domains = {name: [str(n) for n in range(200)] for name in NAMES}
    hits = [(Status.PROHIBITED, {name: frozenset(["7"]) for name in NAMES})]
    outcome = decide(hits, domains)
    assert outcome.status is Status.UNDECIDED
    assert outcome.needs["made_in"]["7"] is Status.UNDECIDED
    assert outcome.needs["made_in"]["8"] is Status.NO_RECORD
