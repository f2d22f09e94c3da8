"""From hits to findings, one for each rule, and the status of the whole.

Invariant: the status is `decide` over all hits; a finding's `gives` is the most that its rule gives in any
completion, and its `status` is ``undecided`` exactly when the rule's own outcome hangs on an unknown and so does
the verdict's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Identification
from obstat.model.question import Question
from obstat.model.records import Party, Tie
from obstat.model.status import Status
from obstat.model.verdict import Also, Exempt, Finding, Need, Step
from obstat.rules.case import Case, Hit, settle
from obstat.rules.completions import decide, possible
from obstat.rules.conditions import running
from obstat.rules.reach import Reach
from obstat.ties.links import Ties


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer of the rules to one case."""

    case: Case
    status: Status
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    also: tuple[Also, ...]
    hits: tuple[Hit, ...]


class Evaluator:
    """Asks the rules of a snapshot."""

    def __init__(self, snapshot: Snapshot, ties: Ties | None = None) -> None:
        self.snapshot = snapshot
        self._words = snapshot.vocabulary
        self.reach = Reach(snapshot, ties)

    def evaluate(self, question: Question, who: Identification) -> Evaluation:
        """The status, its findings, and the facts that would change it."""
        case, hits, others = self.hits(question, who)
        domains = self.reach.domains(case, hits)
        outcome = decide([(hit.status, hit.when) for hit in hits], domains)
        findings = self._findings(case, hits, domains)
        needs = tuple(
            Need(name, values, self._need_text(name, values) + self._settled_by(case, name, hits))
            for name, values in outcome.needs.items()
        )
        reached = {finding.rule for finding in findings}
        return Evaluation(case, outcome.status, findings, needs, self._also(others, reached), tuple(hits))

    def status(self, question: Question, who: Identification) -> tuple[Status, str | None]:
        """Only the status, and the rule behind it: what a scan over many days needs."""
        case, hits, _ = self.hits(question, who)
        outcome = decide([(hit.status, hit.when) for hit in hits], self.reach.domains(case, hits))
        worst = max(hits, key=lambda hit: (hit.status, not hit.when, hit.provision.listing is None), default=None)
        return outcome.status, worst.provision.rule if worst else None

    def hits(self, question: Question, who: Identification) -> tuple[Case, list[Hit], list[Hit]]:
        """The case, the hits that touch its status, and those that would for another actor."""
        case = settle(question, who, self._words)
        hits, others = self.reach.hits(case)
        return case, [self._excused(case, hit) for hit in hits] if question.exemption else hits, others

    def _excused(self, case: Case, hit: Hit) -> Hit:
        if hit.status > Status.CONDITIONAL and any(
            exemption.code == case.question.exemption for exemption in running(case, hit, self.snapshot.rules)
        ):
            return replace(hit, status=Status.CONDITIONAL)
        return hit

    def _findings(self, case: Case, hits: Sequence[Hit], domains: Mapping[str, Sequence[str]]) -> tuple[Finding, ...]:
        by_rule: dict[str, list[Hit]] = {}
        for hit in hits:
            by_rule.setdefault(hit.provision.rule, []).append(hit)
        found = []
        for own in by_rule.values():
            outcomes = possible([(hit.status, hit.when) for hit in own], domains)
            gives = max(outcomes)
            best = max((hit for hit in own if hit.status == gives), key=lambda hit: (not hit.when, -len(hit.path)))
            sure = len(outcomes) == 1
            status = gives if sure else Status.UNDECIDED
            unknown = () if sure else tuple(sorted({name for hit in own for name in hit.when}))
            found.append(self._finding(case, best, status, gives, unknown))
        return tuple(
            sorted(
                found,
                key=lambda f: (-f.status, -f.gives, _TRUST[f.confidence], f.listing is not None, f.since or "", f.rule),
            )
        )

    def _finding(self, case: Case, hit: Hit, status: Status, gives: Status, needs: tuple[str, ...]) -> Finding:
        provision = hit.provision
        rule = self.snapshot.rules[provision.rule]
        listing = self.snapshot.rules[provision.listing] if provision.listing else None
        citation = (
            rule.citation if provision.citation in (None, rule.citation) else f"{rule.citation}; {provision.citation}"
        )
        exemptions = running(case, hit, self.snapshot.rules)
        until = provision.ends(case.as_known)
        # What the pack remarks has no date of its own, so it counts as known from the pack's day.
        remarked = case.as_known is None or case.as_known >= self.snapshot.pack_date
        return Finding(
            rule=rule.id,
            title=rule.title,
            status=status,
            gives=gives,
            activity=provision.activity,
            since=provision.since.text if provision.since else None,
            until=until.text if until else None,
            authority=rule.authority,
            citation=citation,
            party=hit.listed or (hit.lead.party if hit.lead else None),
            path=tuple(step(tie, self.snapshot.parties) for tie in hit.path),
            needs=needs,
            confidence=rule.confidence,
            sources=rule.sources,
            listing=listing.id if listing else None,
            note=provision.note if remarked else None,
            exemptions=tuple(Exempt(e.code, e.text) for e in exemptions) if gives >= Status.LICENCE_REQUIRED else (),
            state_note=rule.state_note if remarked else None,
        )

    def _also(self, hits: Sequence[Hit], reached: set[str]) -> tuple[Also, ...]:
        worst: dict[str, Hit] = {}
        for hit in hits:
            rule = hit.provision.rule
            if rule not in reached and (rule not in worst or hit.status > worst[rule].status):
                worst[rule] = hit
        rules = self.snapshot.rules
        found = (
            Also(rule, rules[rule].title, hit.status, hit.provision.addressees, rules[rule].citation)
            for rule, hit in worst.items()
        )
        return tuple(sorted(found, key=lambda a: (-a.status, a.rule)))

    def _settled_by(self, case: Case, name: str, hits: Sequence[Hit]) -> str:
        """Which share would settle an ownership test, in a sentence after the question; empty for other unknowns."""
        hit = next((hit for hit in hits if name in hit.when), None) if name.startswith("share:") else None
        told = []
        for one in self.reach.settling(case, hit) if hit else ():
            owner, owned = (self.snapshot.parties[end].name for end in (one.stake.owner, one.stake.owned))
            ends = (("yes from", one.certain_from), ("no below", one.no_below))
            said = ", ".join(f"{words} {float(end):.12g} %" for words, end in ends if end is not None)
            told.append(f"the share of {owner} in {owned} ({said})")
        return f" It would be settled by {' or by '.join(told)}." if told else ""

    def _need_text(self, name: str, values: Mapping[str, Status]) -> str:
        """The unknown as a question to a person."""
        kind, _, about = name.partition(":")
        if kind == "tie":
            tie = self.snapshot.ties[about]
            party, other = (self.snapshot.parties[p].name for p in (tie.party, tie.of))
            return f"Is {party} {self._words.relations[tie.relation]} {other} on this day?"
        if kind in ("in_force", "share"):
            asked = {"in_force": "Is it in force on this day", "share": "Do listed parties own the share it asks for"}[
                kind
            ]
            return f"{self.snapshot.rules[about].title}: {asked[0].lower()}{asked[1:]}?"
        if kind == "period":
            return f"Was it made while '{self.snapshot.products[about].name}' holds?"
        if kind == "product":
            return f"Is '{self.snapshot.products[about].name}' made as recorded (from memory only)?"
        if kind == "party" and "another_firm" in values:
            known = [self.snapshot.parties[value].name for value in values if value != "another_firm"]
            kinds = {self.snapshot.parties[value].kind for value in values if value in self.snapshot.parties}
            others = _OTHERS.get(next(iter(kinds)), _FIRM) if len(kinds) == 1 else "somebody else"
            return f"Is it {' or '.join(dict.fromkeys(known))}, or {others}?"
        if kind == "device_status":
            return f"Which is it: {', or '.join(self._words.device_statuses[value] for value in values)}?"
        return _NEED_TEXTS[kind].format(about)


_TRUST = {"high": 0, "medium": 1, "low": 2}

_FIRM = "a firm of that group, or another firm"
_OTHERS = {
    "person": "another person of that name",
    "vessel": "another ship of that name",
    "aircraft": "another aircraft",
}
"""Who else may be meant by a name, by the kind of party that it is probably of."""
_NEED_TEXTS = {
    "purpose": "What is it for?",
    "made_in": "In which country is it produced?",
    "actor": "Which public body buys?",
    "equipment": "What kind of equipment is it?",
    "subject_to_ear": "Is the item subject to the US Export Administration Regulations?",
    "party": "Which of the firms of this name is meant?",
    "day": "Has the day come that the source gives only as {}?",
}


def step(tie: Tie, parties: Mapping[str, Party]) -> Step:
    """A tie as a step of a path."""
    return Step(
        tie.relation,
        tie.party,
        tie.of,
        tie.share,
        tie.since.text if tie.since else None,
        tie.until.text if tie.until else None,
        tie.confidence,
        tie.sources[0] if tie.sources else None,
        tie.id,
        tie.low,
        tie.high,
        *(parties[end].name if end in parties else None for end in (tie.party, tie.of)),
    )
