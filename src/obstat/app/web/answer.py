"""Answer: the verdict with its reasons, at an address that holds question and snapshot."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem
from obstat.app.service.served import Service
from obstat.app.service.snapshots import answering
from obstat.app.web.ask import form
from obstat.app.web.asking import address, pasted, question
from obstat.app.web.choices import choices, done_to, somebody, verb
from obstat.app.web.drawn import Around, around
from obstat.app.web.rendering import capital, page
from obstat.app.web.rendering import words as plain
from obstat.app.web.wording import Wording
from obstat.model.errors import InvalidValue
from obstat.model.question import Question
from obstat.model.verdict import Need, Verdict
from obstat.screening.check import Obstat
from obstat.screening.sentences import missing, placed

_KEPT = 64
_SAID = {
    "holds": "Yes",
    "does_not_hold": "No",
    "come": "That day has come",
    "not_come": "It has not come yet",
    "other": "Another country",
}
"""Values of facts that only a source could settle."""
_ASKABLE = ("device_status", "purpose", "made_in", "equipment", "actor", "subject_to_ear")


def routes(service: Service) -> list[BaseRoute]:
    async def answer(request: Request) -> Response:
        asked = request.query_params
        try:
            ob = answering(service, asked.get("snapshot"))
            if asked.get("q", "").strip() or not asked.get("snapshot"):
                return _sent_on(request, _complete(ob, asked))
            verdict, beyond = await aside(service, _answered, service, ob, question(ob, asked))
        except Problem as problem:
            if problem.code != "snapshot_gone":
                return form(request, service, problem.detail, problem.status)
            return _gone(request, service, problem)
        except InvalidValue as error:
            return form(request, service, str(error), 422)
        return _page(request, service, ob, verdict, beyond)

    return [Route("/answer", answer)]


def _complete(ob: Obstat, asked: QueryParams) -> str:
    """The whole address of what is asked: with its day and snapshot, and what was in the box sorted out."""
    beside = asked.getlist("beside")
    told = [(name, value) for name, value in asked.multi_items() if name not in ("q", "theme") and value.strip()]
    if box := asked.get("q", "").strip():
        found = pasted(box, lambda line: any(match.match for match in ob.identifier.lookup.find(line)))
        told = [pair for pair in told if pair[0] not in ("text", "beside")]
        told += [("text", found.text)] if found.text else []
        told += [(one.scheme, one.text) for one in found.given]
        beside = list(found.beside)
    of = question(ob, QueryParams(told))
    ob.identify(of)  # so that an identifier that cannot be read is said before anybody is sent on
    return address(of, ob.snapshot.id, beside)


def _sent_on(request: Request, to: str) -> Response:
    theme = request.query_params.get("theme")
    return RedirectResponse(to + (f"&theme={theme}" if theme in ("light", "dark") else ""), 303)


def _answered(service: Service, ob: Obstat, of: Question) -> tuple[Verdict, Around]:
    """The verdict and what is around it, kept for when the page is asked for again."""
    kept: OrderedDict[tuple[str, Question], tuple[Verdict, Around]] = service.kept.setdefault(
        "web.answers", OrderedDict()
    )
    key = (ob.snapshot.id, of)
    if (found := kept.get(key)) is None:
        verdict = ob.answer(of)
        found = kept[key] = (verdict, around(ob, verdict))
        while len(kept) > _KEPT:
            kept.pop(next(iter(kept)), None)
    return found


def _page(request: Request, service: Service, ob: Obstat, verdict: Verdict, beyond: Around) -> Response:
    of, words = verdict.question, ob.snapshot.vocabulary
    head, _, rest = verdict.summary.partition(": ")
    beside = request.query_params.getlist("beside")
    in_use = service.ob.snapshot.id
    place = placed(words.place(of.jurisdiction))
    return page(
        request,
        service,
        "answer.html",
        title=f"{of.thing}: {head.lower()}",
        v=verdict,
        of=of,
        code=verdict.status.code,
        say=Wording(ob.snapshot),
        sentence=rest[:1].upper() + rest[1:] if rest else verdict.summary,
        doing=verb(of.activity),
        place=place,
        who=somebody(words.actors.get(of.actor, of.actor)) if of.actor else "anyone",
        asked_about=done_to(of.activity),
        actors={code: somebody(text) for code, text in words.actors.items()},
        names=_names(ob, verdict),
        needs=[_need(ob, verdict, need, words) for need in verdict.needs],
        around=beyond,
        beside=[(line, address(of, in_use, changed={**_no_identifiers(), "text": line[:500]})) for line in beside],
        older=None if ob.snapshot.id == in_use else address(of, in_use, beside),
        answered_from=ob.snapshot.id,
        json=address(of, ob.snapshot.id, path="/v1/check"),
        typed=_typed(of),
        choices=choices(ob),
        facts=_facts(of, ob),
        on_day=lambda day: address(of, ob.snapshot.id, beside, changed={"on": day}),
        in_place=lambda code: address(of, ob.snapshot.id, beside, changed={"jurisdiction": code}),
        as_actor=lambda code: address(of, ob.snapshot.id, beside, changed={"actor": code}),
    )


def _names(ob: Obstat, verdict: Verdict) -> dict[str, str]:
    """The names of parties and products that stand in the verdict by their ids."""
    steps = [step for party in verdict.parties for step in party.via]
    ids = {one for step in steps for one in (step.party, step.of)}
    ids |= {finding.party for finding in verdict.findings if finding.party}
    ids |= {warning.party for warning in verdict.warnings if warning.party}
    parties, products = ob.snapshot.parties, ob.snapshot.products
    names = {id: products[id].label for id in ids if id in products}
    return names | {id: parties[id].name for id in ids if id in parties}


def _no_identifiers() -> dict[str, str | None]:
    from obstat.screening.check import IDENTIFIERS

    return dict.fromkeys(IDENTIFIERS)


def _need(ob: Obstat, verdict: Verdict, need: Need, words: Any) -> dict[str, Any]:
    """A fact that is missing, with an address for each value that a question can give."""
    fact = need.fact.partition(":")[0]
    texts: dict[str, dict[str, str]] = {
        "device_status": words.device_statuses,
        "purpose": words.purposes,
        "actor": words.actors,
        "made_in": words.jurisdictions,
    }
    groups: dict[str, list[dict[str, str | None]]] = {}
    for value, status in need.values.items():
        link = None
        if fact in _ASKABLE:
            link = address(verdict.question, ob.snapshot.id, changed={fact: value})
            try:
                question(ob, QueryParams(link.partition("?")[2]))
            except InvalidValue:
                link = None  # such as any other country: there is no one code to ask with
        told = texts.get(fact, {}).get(value) or _SAID.get(value) or plain(value)
        groups.setdefault(status.code, []).append({"words": told[:1].upper() + told[1:], "link": link})
    return {"name": capital(missing(need.fact)), "text": need.text, "groups": list(groups.items())}


def _typed(of: Question) -> dict[str, str]:
    plain = of.to_dict()
    told = {name: str(value) for name, value in plain.items() if name != "subject" and value is not None}
    lines = [of.text] if of.text else []
    lines += [f"{one.scheme.upper().replace('_', ' ')} {one.text}" for one in of.given]
    names = ("actor", "as_known", "purpose", "made_in", "equipment", "device_status", "subject_to_ear", "exemption")
    return {**dict.fromkeys(names, ""), **told, "q": "\n".join(lines)}


def _facts(of: Question, ob: Obstat) -> list[tuple[str, str]]:
    """What the asker said beside the sentence."""
    words = ob.snapshot.vocabulary
    told = (
        (
            "Identifiers",
            "" if not of.text else ", ".join(f"{one.scheme.upper().replace('_', ' ')} {one.text}" for one in of.given),
        ),
        ("As known on", of.as_known.isoformat() if of.as_known else ""),
        ("Purpose", words.purposes.get(of.purpose or "", of.purpose or "")),
        ("Made in", words.place(of.made_in) if of.made_in else ""),
        ("Equipment", plain(of.equipment or "")),
        ("Status of the device", words.device_statuses.get(of.device_status or "", of.device_status or "")),
        ("Subject to US export rules", of.subject_to_ear or ""),
        ("Exemption claimed", (of.exemption or "").replace("_", " ")),
    )
    return [(name, value) for name, value in told if value]


def _gone(request: Request, service: Service, problem: Problem) -> Response:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in ("snapshot", "theme")]
    try:
        now = address(question(service.ob, QueryParams(asked)), service.ob.snapshot.id)
    except InvalidValue:
        now = "/"
    return page(request, service, "answer_gone.html", 404, title="Snapshot gone", told=problem.detail, now=now)
