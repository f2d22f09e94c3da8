"""Reading a story: what it claims, who says so, and what a person decides of it.

Invariant: nothing is accepted but by somebody's word, with a name and a time; what is decided is kept as
`obstat news review` keeps it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem, sentence
from obstat.app.service.served import Service
from obstat.app.web.paging import number
from obstat.app.web.rendering import page
from obstat.app.web.story_kept import Stories, Story
from obstat.model.dates import parse_day
from obstat.model.errors import InvalidValue, ObstatError

if TYPE_CHECKING:
    from obstat.knowledge.judged import Judged
    from obstat.model.claim import Claim, Document, Weighed
    from obstat.screening.check import Obstat

ROLE = "admin"
"""What a token must hold whose claims are shown beside everybody's answers."""
_STORIES = 25
"""Stories of one file that a page shows."""
_HELD, _LARGE = 8, 1 << 20
"""So many stories are held weighed, none of them with more characters than this."""
_RECENT = 10
_NAME = 100


def routes(service: Service) -> list[BaseRoute]:
    kept = Stories(service.configuration)

    def start(request: Request) -> Response:
        return _start(request, service)

    async def give(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=20, max_part_size=service.configuration.limits.story) as form:
            try:
                name, content = _given(form)
            except (Problem, InvalidValue) as problem:
                return _start(request, service, str(problem), form)
            story = await run_in_threadpool(kept.keep, _caller(request), name, content)
        try:
            await aside(service, _weighed, service, service.ob, story)
        except (Problem, ObstatError) as error:
            await run_in_threadpool(kept.remove, story)
            if isinstance(error, Problem):
                raise
            return _start(request, service, sentence(error), form)
        return RedirectResponse(f"/story/{story.id}", 303)

    async def show(request: Request) -> Response:
        story = await run_in_threadpool(kept.find, _caller(request), request.path_params["id"])
        return await aside(service, _show, request, service, story)

    async def decide(request: Request) -> Response:
        story = await run_in_threadpool(kept.find, _caller(request), request.path_params["id"])
        if ROLE not in _roles(request):
            raise Problem(403, f"Deciding on claims needs the role '{ROLE}'; sign in with a token that has it.")
        async with request.form(max_files=0, max_fields=20_000) as form:
            said = {name: str(value) for name, value in form.items()}
        told = await aside(service, _decided, service, story, said, _caller(request))
        return RedirectResponse(f"/story/{story.id}?{urlencode(told)}#decided", 303)

    return [
        Route("/story", start, methods=["GET"]),
        Route("/story", give, methods=["POST"]),
        Route("/story/{id}", show, methods=["GET"]),
        Route("/story/{id}/decide", decide, methods=["POST"]),
    ]


def _caller(request: Request) -> str | None:
    return getattr(request.state, "caller", None)


def _roles(request: Request) -> Any:
    return getattr(request.state, "roles", (ROLE,))


def _start(
    request: Request, service: Service, wrong: str | None = None, form: Mapping[str, Any] | None = None
) -> Response:
    """The form, and what was decided of late."""
    judged = sorted(_judged(service).values(), key=lambda one: one.claim.accepted_at, reverse=True)
    filled = {name: str((form or {}).get(name) or "") for name in ("text", "title", "outlet", "published", "url")}
    values = {"wrong": wrong, "filled": filled, "judged": judged[:_RECENT], "judged_count": len(judged)}
    return page(request, service, "story.html", 422 if wrong else 200, title="Story", **values)


def _given(form: FormData) -> tuple[str, Any]:
    """The name and content of the story in a form. Raises `Problem`."""
    file = form.get("file")
    text = str(form.get("text") or "")
    if isinstance(file, UploadFile) and file.filename:
        return file.filename, file.file
    if not text.strip():
        raise Problem(422, "There is no story; paste its text, or choose a file.")
    about = {name: str(form.get(name) or "").strip() for name in ("title", "outlet", "published", "url")}
    if about["published"]:
        parse_day(about["published"])
    name = (about["title"] or " ".join(text.split()))[:_NAME].replace("/", " ")
    if not any(about.values()):
        return name, text.encode("utf-8", "replace")
    told = {"text": text, **{key: value for key, value in about.items() if value}}
    return name, json.dumps(told).encode()


def _weighed(service: Service, ob: Obstat, story: Story) -> tuple[list[Weighed], bool]:
    """The stories of a file, weighed, and whether there are more; small ones are held for the next look."""
    from obstat.screening.stories import stories

    held: dict[tuple[str, str], tuple[list[Weighed], bool]] = service.kept.setdefault("stories", {})
    key = (story.id, ob.snapshot.id)
    if known := held.get(key):
        return known
    found: list[Weighed] = []
    more = False
    for weighed in stories(ob, story.file):
        if len(found) == _STORIES:
            more = True
            break
        found.append(weighed)
    if sum(len(document.text) for weighed in found for document in weighed.documents) <= _LARGE:
        for old in list(held)[: max(0, 1 + len(held) - _HELD)]:
            held.pop(old, None)
        held[key] = found, more
    return found, more


def _judged(service: Service) -> Mapping[str, Judged]:
    from obstat.knowledge.store import Store

    return Store(service.configuration.store).state.judged


def _show(request: Request, service: Service, story: Story) -> Response:
    from obstat.app.web.story_shown import shown
    from obstat.model.claim_words import MODALITIES
    from obstat.screening.stories import Called

    ob = service.ob
    found, more = _weighed(service, ob, story)
    names, judged = Called(ob.snapshot), _judged(service)
    told = [one for at, weighed in enumerate(found, 1) for one in shown(ob.snapshot, weighed, judged, names, at)]
    query = request.query_params
    outcome = (
        {name: number(query.get(name), 0) for name in ("accepted", "rejected", "undone")}
        if "accepted" in query
        else None
    )
    values: dict[str, Any] = {
        "story": story,
        "stories": told,
        "more": more,
        "claims": sum(one.count for one in told),
        "modalities": MODALITIES,
        "outcome": outcome,
        "may_decide": ROLE in _roles(request),
        "caller": _caller(request),
        "pinned": service.configuration.snapshot is not None,
    }
    return page(request, service, "story_read.html", title=told[0].title if told else "Story", **values)


def _decided(service: Service, story: Story, said: Mapping[str, str], caller: str | None) -> dict[str, int]:
    """Keep what a form says of the claims of a story; how many were accepted, rejected and taken back."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import judge
    from obstat.knowledge.judged import Judged
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of
    from obstat.screening import review

    by = " ".join(said.get("by", "").split())[:_NAME]
    by = (f"{by} ({caller})" if by else caller) if caller else by
    wishes = {name.removeprefix("claim-"): value for name, value in said.items() if name.startswith("claim-") and value}
    if wrong := next((value for value in wishes.values() if value not in ("accept", "reject", "undo")), None):
        raise Problem(422, f"'{wrong[:40]}' is no decision; say accept, reject or undo.")
    if wishes and not by:
        raise Problem(422, "Say who decides; it is kept with each claim.")
    ob = service.ob
    offered = {review.identity(document, claim): (document, claim) for document, claim in _claims(service, ob, story)}
    if unknown := next((key for key in wishes if key not in offered), None):
        raise Problem(422, f"No claim of this story has the id '{unknown[:40]}'; reload the page of the story.")
    store = Store(service.configuration.store)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    judged = [
        Judged(review.taken(ob.snapshot, *offered[key], by, now), wish == "accept")
        for key, wish in wishes.items()
        if wish != "undo"
    ]
    undone = [key for key, wish in wishes.items() if wish == "undo" and key in store.state.judged]
    if judged or undone:
        base = base_of(store)
        judge(store, base, Lookup(base).find, judged, undone)
    yes = sum(one.accepted for one in judged)
    return {"accepted": yes, "rejected": len(judged) - yes, "undone": len(undone)}


def _claims(service: Service, ob: Obstat, story: Story) -> list[tuple[Document, Claim]]:
    found, _ = _weighed(service, ob, story)
    pairs = []
    for weighed in found:
        documents = {document.id: document for document in weighed.documents}
        pairs += [(documents[claim.document], claim) for claim in weighed.claims]
    return pairs
