"""One rule as plain data: what it is, and its provisions gathered into effects."""

from __future__ import annotations

import dataclasses
from typing import Any

from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import iso
from obstat.model.records import Provision


def rule_view(snapshot: Snapshot, rule_id: str) -> dict[str, Any]:
    """The rule `rule_id` for people and JSON. Raises `KeyError` for an unknown id."""
    rule = snapshot.rules[rule_id]
    keys = (
        "id",
        "title",
        "programme",
        "jurisdiction",
        "authority",
        "citation",
        "kind",
        "state",
        "state_note",
        "scope",
        "note",
        "detail_recalled",
        "about",
        "confidence",
    )
    view: dict[str, Any] = {key: getattr(rule, key) for key in keys}
    view["published"] = iso(rule.published)
    view["addressees"] = list(rule.addressees)
    view["effects"] = _effects(snapshot, rule_id)
    view["exemptions"] = [
        {"code": e.code, "text": e.text, "since": e.since and e.since.text, "until": e.until and e.until.text}
        for e in rule.exemptions
    ]
    view["milestones"] = [
        {"date": m.date and m.date.text, "after": m.after, "months": m.months, "event": m.event}
        for m in rule.milestones
    ]
    view["cases"] = [f"{case.court}: {case.outcome}" for case in snapshot.table("cases") if rule_id in case.affects]
    view["open_questions"] = [q.question for q in snapshot.table("open_questions") if rule_id in q.rules]
    view["sources"] = list(rule.sources)
    view["file"] = rule.file
    return view


def _effects(snapshot: Snapshot, rule_id: str) -> list[dict[str, Any]]:
    """Provisions that differ only in activity or target are one effect."""
    numbers = snapshot.table("provisions")
    own = [numbers[row] for row, name in enumerate(numbers.texts("rule")) if name == rule_id]
    effects: dict[Provision, tuple[list[str], list[str], Provision]] = {}
    for provision in own:
        key = dataclasses.replace(provision, activity="", target="", values=(), listing=None)
        activities, targets, _ = effects.setdefault(key, ([], [], provision))
        _add(activities, provision.activity)
        _add(targets, _target(provision))
    return [
        {
            "activities": activities,
            "status": provision.status.code,
            "since": provision.since and provision.since.text,
            "until": provision.until and provision.until.text,
            "uncertain_from": provision.uncertain_from and provision.uncertain_from.text,
            "suspended": [f"{span.since} to {span.until}" for span in provision.suspended],
            "reaches": targets,
            "extent": provision.extent if provision.target in ("party", "list") else None,
            "equipment": list(provision.equipment),
            "when": [*provision.device_statuses, *provision.purposes, *_asked_as(provision)],
            "citation": provision.citation,
            "note": provision.note,
        }
        for activities, targets, provision in effects.values()
    ]


def _asked_as(provision: Provision) -> list[str]:
    return [f"asked as {provision.asked_as}"] if provision.asked_as else []


def _target(provision: Provision) -> str:
    names = ", ".join(provision.values)
    return {
        "party": names,
        "any": "any supplier",
        "made_in": f"made in {names}",
        "made_outside": f"made outside {names}",
        "nationality": f"makers of {names}",
        "list": _on_list(provision),
        "category": names.replace("_", " "),
    }[provision.target]


def _on_list(provision: Provision) -> str:
    """Who on a list is meant: by what the publisher states of them, and by what it does not."""
    if provision.target != "list":
        return ""
    code, *measures = provision.values
    having = f" under {' or '.join(measures)}" if measures else ""
    lacking = f" except under {' or '.join(provision.unless)}" if provision.unless else ""
    return f"everybody on {code}{having}{lacking}"


def _add(items: list[str], item: str) -> None:
    if item not in items:
        items.append(item)
