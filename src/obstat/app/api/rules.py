"""The rules of the pack."""

from __future__ import annotations

from obstat.app.api.operations import CODE, TEXT, Asked, Example, Operation, Parameter, count
from obstat.app.api.printing import printed
from obstat.app.api.shapes import open_object, reference
from obstat.app.cli.rules import LISTED_KEYS
from obstat.app.service.problems import Problem


async def rules(asked: Asked) -> bytes:
    """Rules in the order of the pack, each as ``obstat rules list --format json`` prints it."""
    words = asked.ob.snapshot.vocabulary
    told = asked.values
    code = words.jurisdiction(told["jurisdiction"]) if "jurisdiction" in told else None
    kind = words.kind(told["kind"]) if "kind" in told else None
    wanted = told.get("text", "").casefold()
    rows = [
        rule
        for rule in asked.ob.snapshot.rules.values()
        if code in (None, rule.jurisdiction)
        and kind in (None, rule.kind)
        and wanted in " ".join((rule.id, rule.title, rule.programme, rule.authority, rule.citation)).casefold()
    ]
    start, most = told["offset"], told["limit"]
    shown = [{key: getattr(rule, key) for key in LISTED_KEYS} for rule in rows[start : start + most]]
    return printed({"total": len(rows), "offset": start, "limit": most, "rules": shown})


async def rule(asked: Asked) -> bytes:
    """One rule, as ``obstat rules show --format json`` prints it."""
    name = asked.request.path_params["id"]
    if name not in asked.ob.snapshot.rules:
        raise Problem(404, f"No rule has the id '{name[:100]}'; GET /v1/rules lists them.", code="unknown_rule")
    return printed(asked.ob.rule(name))


OPERATIONS = (
    Operation(
        name="rules",
        path="/v1/rules",
        summary="The rules, page by page.",
        answer=rules,
        returns=reference("Rules"),
        tag="rules",
        query=(
            Parameter("jurisdiction", CODE, "Only rules of this jurisdiction.", words="jurisdictions", called=("in",)),
            Parameter("kind", CODE, "Only rules of this kind.", words="kinds"),
            Parameter("text", TEXT, "Only rules that have this in id, title, programme, authority or citation.",
                      called=("q", "query", "search")),
            Parameter("offset", count(1_000_000, 0, 0), "How many to pass over."),
            Parameter("limit", count(500, 100), "How many to list at most."),
        ),
        examples=(
            Example("of one country", query={"jurisdiction": "GB", "limit": 5}),
            Example("by words", query={"text": "covered list", "offset": 1}),
        ),
    ),
    Operation(
        name="rule",
        path="/v1/rules/{id}",
        summary="One rule in full: its effects with their dates, whom it reaches, its sources.",
        answer=rule,
        returns=open_object("id", "title", "jurisdiction", "kind", "effects", "exemptions", "milestones", "sources"),
        problems=(404,),
        tag="rules",
        examples=(
            Example("one of them", {"id": "ca-c8"}),
            Example("an id that no rule has", {"id": "us-nothing"}, status=404),
        ),
    ),
)  # fmt: skip
