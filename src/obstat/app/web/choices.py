"""What the controls of a question offer, in plain words.

Invariant: every value offered is a code of the vocabulary of the snapshot that will answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obstat.app.web.rendering import words as plain
from obstat.screening.check import Obstat
from obstat.screening.sentences import placed

Options = tuple[tuple[str, str], ...]
"""Values with their words."""

_VERBS = {
    "sell": "sell it",
    "market": "offer it for sale",
    "import": "import it",
    "buy": "buy it privately",
    "use": "use it privately",
    "authorize_equipment": "get an equipment authorisation for it",
    "integrate": "build it into a product",
    "provide_updates": "ship updates for it",
    "supply_to_network": "supply it to an operator",
    "buy_for_network": "buy it for a public network",
    "install_in_network": "newly install it in a public network",
    "operate_in_network": "keep it in a public network",
    "remove_from_network": "leave it in a public network",
    "provide_telecom_service": "run a telecoms service as it",
    "interconnect": "exchange traffic with it",
    "procure_public": "sell it to, or buy it for, a public body",
    "contract_while_using": "hold a government contract while using it",
    "spend_public_funds": "spend public funds on it",
    "use_by_government": "use it in a government body",
    "use_in_critical_system": "use it in a critical system",
    "acquire_business": "take it over",
    "carry_on_business": "carry on its business",
    "deal_in": "deal in it",
    "export_to": "export to it",
    "reexport_to": "re-export to it",
    "transfer_in_country_to": "hand items to it within the country",
    "invest_in_securities": "trade its securities",
    "test_or_certify": "have it test or certify",
    "remote_administer": "administer it from abroad",
    "transfer_data_to": "send data abroad through it",
    "label_only": "deal with it, which is only labelled",
}
"""What is done, with 'it' for the thing."""
_IT = re.compile(r"\bit\b")
_GROUPS = (
    ("Trade", ("sell", "market", "import", "buy", "deal_in", "authorize_equipment", "integrate", "provide_updates")),
    ("Use", ("use", "use_by_government", "use_in_critical_system", "remote_administer", "transfer_data_to")),
    (
        "Networks",
        (
            "buy_for_network",
            "install_in_network",
            "operate_in_network",
            "remove_from_network",
            "supply_to_network",
            "provide_telecom_service",
            "interconnect",
        ),
    ),
    ("Public money", ("procure_public", "contract_while_using", "spend_public_funds")),
    ("The firm itself", ()),
)
"""Activities in groups; the last takes those that no other has."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Options of each control; groups of options for activities and places."""

    activities: tuple[tuple[str, Options], ...]
    places: tuple[tuple[str, Options], ...]
    actors: Options
    purposes: Options
    statuses: Options
    countries: Options
    equipment: Options
    exemptions: Options


def choices(ob: Obstat) -> Choices:
    """What can be asked of a snapshot."""
    words = ob.snapshot.vocabulary
    ruled = {rule.jurisdiction for rule in ob.snapshot.rules.values()}
    by_name = sorted(words.jurisdictions, key=words.place)
    exempt = {one.code for rule in ob.snapshot.rules.values() for one in rule.exemptions}
    return Choices(
        activities=tuple(_activities(ob)),
        places=(
            (
                "With rules in this snapshot",
                tuple((code, placed(words.place(code))) for code in by_name if code in ruled),
            ),
            (
                "Other countries",
                tuple((code, placed(words.place(code))) for code in by_name if code not in ruled and "-" not in code),
            ),
            (
                "Parts of countries",
                tuple((code, f"{words.place(code)} ({code})") for code in by_name if code not in ruled and "-" in code),
            ),
        ),
        actors=tuple((code, somebody(text)) for code, text in words.actors.items()),
        purposes=tuple(words.purposes.items()),
        statuses=tuple(words.device_statuses.items()),
        countries=tuple((code, words.place(code)) for code in by_name if len(code) == 2 and code not in ("EU", "UN")),
        equipment=tuple(sorted((code, plain(code)) for code in words.equipment_classes)),
        exemptions=tuple(sorted((code, code.replace("_", " ")) for code in exempt)),
    )


def _activities(ob: Obstat) -> Iterator[tuple[str, Options]]:
    known = list(ob.snapshot.vocabulary.activities)
    grouped = {code for _, codes in _GROUPS for code in codes}
    for name, codes in _GROUPS:
        here = [code for code in codes if code in known] or [code for code in known if code not in grouped]
        yield name, tuple((code, verb(code)) for code in here)


def verb(activity: str) -> str:
    """The activity as it stands in the question's sentence, with 'it' for the thing."""
    return _VERBS.get(activity, f"{activity.replace('_', ' ')} it")


def done_to(activity: str) -> tuple[str, str]:
    """What stands before the thing in the question's sentence, and what after it."""
    told = verb(activity)
    if "its " in told:
        before, _, after = told.partition("its ")
        return before, f"’s {after}"
    before, *rest = _IT.split(told, maxsplit=1)
    return before, "".join(rest)


def somebody(actor: str) -> str:
    """Who does it, as it stands in a sentence: with an article, but for one firm's own name."""
    if actor.startswith(("US ", "UK ")):
        return f"a {actor}"
    if actor.startswith("the ") or actor[:1].isupper():
        return actor
    return f"{'an' if actor[:1] in 'aeiou' else 'a'} {actor}"
