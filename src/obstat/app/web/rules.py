"""The index of rules, and the page of each: what it does and when, to whom, on what ground.

Invariant: what is told of a rule is what `obstat rules show` tells of it, with the situations of the pack beside it.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.web.choices import done_to, somebody
from obstat.app.web.paging import paged
from obstat.app.web.rendering import page
from obstat.model.status import Status
from obstat.screening.sentences import placed

if TYPE_CHECKING:
    from obstat.knowledge.schema import Situation
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.records import Rule

_SITUATIONS = 40
"""Situations that the page of a rule shows at most."""


def routes(service: Service) -> list[BaseRoute]:
    def index(request: Request) -> Response:
        snapshot = service.ob.snapshot
        asked = {name: " ".join(request.query_params.get(name, "").split()) for name in ("q", "in", "kind", "state")}
        place = snapshot.vocabulary.place
        found = [rule for rule in snapshot.rules.values() if _wanted(rule, asked)]
        found.sort(key=lambda rule: place(rule.jurisdiction))
        choices = _choices(snapshot)
        values: dict[str, Any] = {"title": "Rules", "asked": asked, "choices": choices}
        return page(request, service, "rules.html", found=paged(request, found), **values)

    def one(request: Request) -> Response:
        ob, id_ = service.ob, request.path_params["id"]
        if id_ not in ob.snapshot.rules:
            raise Problem(404, f"No rule has the id '{id_[:100]}' in this snapshot; search for its words at /rules.")
        rule = ob.rule(id_)
        situations = _situations(service).get(id_, [])
        values: dict[str, Any] = {
            "rule": rule,
            "somebody": somebody,
            "actors": ob.snapshot.vocabulary.actors,
            "reached": (reached := _reached(ob.snapshot, id_)),
            "called": dict(reached),
            "gravest": max((Status.parse(e["status"]) for e in rule["effects"]), default=Status.NO_RECORD).code,
            "situations": [(s, _sentence(ob.snapshot, s), _address(s)) for s in situations[:_SITUATIONS]],
            "more_situations": max(0, len(situations) - _SITUATIONS),
        }
        return page(request, service, "rule.html", title=rule["title"], **values)

    return [Route("/rules", index), Route("/rules/{id:path}", one)]


def _wanted(rule: Rule, asked: Mapping[str, str]) -> bool:
    told = " ".join(filter(None, (rule.id, rule.title, rule.programme, rule.authority, rule.citation))).casefold()
    found = all(word in told for word in asked["q"].casefold().split())
    pairs = ((asked["in"], rule.jurisdiction), (asked["kind"], rule.kind), (asked["state"], rule.state))
    return found and all(wanted in ("", is_) for wanted, is_ in pairs)


def _choices(snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """What the index can be narrowed to: places, kinds and states of which there are rules."""
    rules, words = snapshot.rules.values(), snapshot.vocabulary
    by_words = operator.itemgetter(1)
    return {
        "in": sorted({(rule.jurisdiction, words.place(rule.jurisdiction)) for rule in rules}, key=by_words),
        "kind": sorted({(rule.kind, words.kinds.get(rule.kind, rule.kind)) for rule in rules}, key=by_words),
        "state": sorted({(rule.state, words.states.get(rule.state, rule.state)) for rule in rules}),
    }


def _reached(snapshot: Snapshot, id_: str) -> list[tuple[str, str]]:
    """The parties that the rule names, each once, by name."""
    table = snapshot.table("provisions")
    rows = [row for row, name in enumerate(table.texts("rule")) if name == id_]
    ids = {provision.values[0] for row in rows if (provision := table[row]).target == "party"}
    return sorted(((id_, snapshot.parties[id_].name) for id_ in ids), key=lambda pair: pair[1].casefold())


def _situations(service: Service) -> dict[str, list[Situation]]:
    """By rule, the situations of the shipped pack in which it decides; none where the pack cannot be read here."""
    if "situations" not in service.kept:
        found: dict[str, list[Situation]] = {}
        try:
            from obstat.knowledge import pack_files
        except ModuleNotFoundError:  # the extra 'pack' reads YAML; a server can do without
            service.kept["situations"] = found
            return found
        for _, situation in pack_files.read_situations(pack_files.PACK)[0]:
            for rule in situation.by:
                found.setdefault(rule, []).append(situation)
        service.kept["situations"] = found
    kept: dict[str, list[Situation]] = service.kept["situations"]
    return kept


def _sentence(snapshot: Snapshot, situation: Situation) -> str:
    """The question of a situation in plain words."""
    ask, words = situation.ask, snapshot.vocabulary
    facts = [
        text.replace("_", " ")
        for text in (
            ask.equipment and f"as {ask.equipment}",
            ask.purpose and f"for {ask.purpose}",
            ask.made_in and f"made in {ask.made_in}",
            ask.device_status and ask.device_status,
            ask.exemption and f"exempt by {ask.exemption}",
        )
        if text
    ]
    about = f" ({', '.join(facts)})" if facts else ""
    who = somebody(words.actors.get(ask.actor, ask.actor)) if ask.actor else "anyone"
    before, after = done_to(ask.activity)
    return f"May {who} {before}{ask.subject}{after}{about} in {placed(words.place(ask.jurisdiction))} on {ask.on}?"


def _address(situation: Situation) -> str:
    """Where the situation's question is answered."""
    ask: dict[str, Any] = situation.ask.model_dump(exclude_none=True)
    return f"/answer?{urlencode({'text': ask.pop('subject'), **{name: str(value) for name, value in ask.items()}})}"
