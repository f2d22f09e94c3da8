"""The verdict as one sentence, in plain words.

Invariant: `no_record` is never worded as permission, and the sentence always names the thing, the activity, the
place and the day.
"""

from __future__ import annotations

from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import Identification
from obstat.model.status import Status
from obstat.model.things import Product
from obstat.model.verdict import Finding, Verdict

_DOING = {
    "authorize_equipment": "obtaining an equipment authorisation for {}",
    "import": "importing {}",
    "market": "offering {} for sale",
    "sell": "selling {}",
    "integrate": "building {} into another product",
    "provide_updates": "shipping updates for {}",
    "supply_to_network": "supplying {} to a network operator",
    "buy_for_network": "buying {} for a public network",
    "install_in_network": "newly installing {} in a public network",
    "operate_in_network": "operating {} in a public network",
    "remove_from_network": "leaving {} in a public network",
    "provide_telecom_service": "providing a telecommunications service by {}",
    "interconnect": "exchanging traffic with {}",
    "procure_public": "buying {} for a public body",
    "contract_while_using": "holding a government contract while using {}",
    "spend_public_funds": "spending public funds on {}",
    "use": "using {}",
    "use_by_government": "using {} in a government body",
    "use_in_critical_system": "using {} in a critical system",
    "buy": "buying {} privately",
    "acquire_business": "merging with or taking over {}",
    "carry_on_business": "carrying on business as {}",
    "deal_in": "dealing in {}",
    "export_to": "exporting to {}",
    "reexport_to": "re-exporting to {}",
    "transfer_in_country_to": "transferring items in the country to {}",
    "invest_in_securities": "dealing in securities of {}",
    "test_or_certify": "testing or certifying by {}",
    "remote_administer": "administering {} from abroad",
    "transfer_data_to": "sending data abroad through {}",
    "label_only": "dealing with {}, as far as labels go",
}


def doing(activity: str, thing: str) -> str:
    """The activity as a gerund around the thing."""
    return _DOING.get(activity, activity.replace("_", " ") + " {}").format(thing)


def placed(place: str) -> str:
    """The name of a place as it stands in a sentence."""
    return f"the {place}" if place in _WITH_ARTICLE else place


def summary(verdict: Verdict, snapshot: Snapshot, who: Identification) -> str:
    """One sentence that answers the question."""
    question = verdict.question
    place = placed(snapshot.vocabulary.place(question.jurisdiction))
    thing = _thing(question.thing, who.product, snapshot, who)
    act = f"{doing(question.activity, thing)} in {place} on {question.on}"
    first = verdict.findings[0] if verdict.findings else None
    match verdict.status:
        case Status.NO_RECORD if not who.leads and not verdict.findings:
            near = " or ".join(snapshot.parties[match.id].name for match in who.near)
            unknown = "is not known here" if question.text else "names nobody known here"
            known = f"{unknown}, though {near} may be meant" if near else unknown
            return f"No record: '{question.thing}' {known}, and no rule was found on {act}; {_NO_LEAVE}."
        case Status.NO_RECORD:
            return f"No record: no rule found in force that day restricts {act}; {_NO_LEAVE}{_decided(verdict)}."
        case Status.UNDECIDED:
            return f"Undecided: {act} {_hangs_on(verdict)}."
        case status:
            return f"{_HEADS[status].format(act)}{_under(first)}."


_NO_LEAVE = "that is not a permission"


_HEADS = {
    Status.PROHIBITED: "Prohibited: {}",
    Status.LICENCE_REQUIRED: "Permission required: {} needs a licence or prior approval",
    Status.CONDITIONAL: "Conditional: {} is allowed only on conditions",
    Status.ADVISORY: "Advisory: nothing binding bars {}, but an authority has spoken",
    Status.NOT_RESTRICTED: "Not restricted: {} is free",
}
_WITH_ARTICLE = {
    "United States",
    "United Kingdom",
    "Netherlands",
    "European Union",
    "Philippines",
    "United Arab Emirates",
}


_TRADE = {"sell", "market", "buy", "import", "supply_to_network", "buy_for_network", "install_in_network"}
"""Activities that a market decision to keep a thing out bears on."""


def _decided(verdict: Verdict) -> str:
    """Who had kept the thing out without a law that demanded it, so that 'no ban' is not read as 'on sale'."""
    if verdict.question.activity not in _TRADE:
        return ""
    kept_out = [d for d in verdict.market if d.stance == "withheld" and not d.legal_ban and d.confidence != "low"]
    names = [f"{d.actor} ({d.date})" for d in kept_out[:3]]
    if not names:
        return ""
    more = f" and {len(kept_out) - 3} more" if len(kept_out) > 3 else ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{',' if more else ' and'} {names[-1]}"
    return f", and {listed}{more} had kept it out by their own decision"


def _thing(text: str, product: Product | None, snapshot: Snapshot, who: Identification) -> str:
    if product is None:
        return text
    maker = next((lead for lead in who.leads if lead.decides), None)
    return f"{text} (made by {snapshot.parties[maker.party].name})" if maker and maker.role == "maker" else text


def _under(finding: Finding | None) -> str:
    return f", under {finding.title} ({finding.citation.partition(';')[0]})" if finding else ""


def _hangs_on(verdict: Verdict) -> str:
    if not verdict.needs:
        return "hangs on a fact that no source settles"
    names = [
        "whether the party that the name or an identifier points to is meant"
        if "another_firm" in need.values
        else missing(need.fact)
        for need in verdict.needs
    ]
    return "hangs on " + (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")


def missing(fact: str) -> str:
    """A fact that is missing, as it stands in a sentence."""
    return _FACTS.get(fact.partition(":")[0], fact)


_FACTS = {
    "device_status": "whether the model is new or was authorised earlier",
    "purpose": "what it is for",
    "made_in": "where it is made",
    "actor": "which public body buys",
    "equipment": "what kind of equipment it is",
    "subject_to_ear": "whether the item is subject to the US export regulations",
    "party": "which firm of that name is meant",
    "day": "a day that the sources give only roughly",
    "tie": "a tie that no source settles",
    "share": "a share that no source gives",
    "in_force": "whether the rule is in force, which no source settles",
    "period": "when it was made",
    "product": "who makes it, known from memory only",
}
