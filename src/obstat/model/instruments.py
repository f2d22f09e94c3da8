"""What an instrument of each kind gives, by its state.

Invariant: every kind of the vocabulary has a row; the table is printed in the documentation from here. It is the
reading of law on which all verdicts rest: a kind that is not in force gives at most an advisory.
"""

from __future__ import annotations

from obstat.model.status import Status

IN_FORCE: dict[str, Status] = {
    "prohibition": Status.PROHIBITED,
    "listing": Status.PROHIBITED,
    "import_ban": Status.PROHIBITED,
    "investment_ban": Status.PROHIBITED,
    "licence_condition": Status.PROHIBITED,
    "licence_refusal_or_revocation": Status.PROHIBITED,
    "case_decision": Status.PROHIBITED,
    "contract": Status.PROHIBITED,
    "removal_obligation": Status.PROHIBITED,
    "licence_requirement": Status.LICENCE_REQUIRED,
    "authorisation_regime": Status.LICENCE_REQUIRED,
    "guidance_binding_in_effect": Status.CONDITIONAL,
    "warning_binding_risk_assessment": Status.CONDITIONAL,
    "policy": Status.ADVISORY,
    "recommendation": Status.ADVISORY,
    "advisory": Status.ADVISORY,
    "proposal": Status.ADVISORY,
    "enabling_power": Status.ADVISORY,
    "label": Status.ADVISORY,
    "absence_of_ban": Status.NOT_RESTRICTED,
    "withdrawn": Status.NO_RECORD,
}
"""Status of a restricted activity while an instrument of the kind is in force."""

VERBS: dict[str, Status] = {
    "needs_permission": Status.LICENCE_REQUIRED,
    "conditions": Status.CONDITIONAL,
    "advises": Status.ADVISORY,
    "permits": Status.NOT_RESTRICTED,
}
"""Status of an effect that states its own outcome instead of taking the kind's."""


def effect_status(kind: str, state: str) -> Status:
    """Status that an instrument of `kind` in `state` gives for an activity it restricts.

    A pending procedure is an advisory; a text that never came into force gives nothing. `unknown` gives what the
    kind gives, and the engine ranges over whether it is in force.
    """
    if state == "never_in_force":
        return Status.NO_RECORD
    status = IN_FORCE[kind]
    return min(status, Status.ADVISORY) if state == "pending" else status
