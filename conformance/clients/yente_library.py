"""Runs in the client's own environment: every call of its library that a yente server answers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from yente_client import AsyncClient, Client
from yente_client.entities import Company
from yente_client.exceptions import BadRequestError, NotFoundError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from saying import check, finish

ADDRESS = os.environ["OBSTAT_URL"]


def refused(kind: type[Exception], call: object) -> str:
    """What a call is refused with; empty where it is not."""
    try:
        call()  # type: ignore[operator]
    except kind as error:
        return str(error)
    return ""


with Client(base_url=ADDRESS) as client:
    check("healthz and readyz", client.healthz().status == client.readyz().status == "ok")
    catalog = client.datasets()
    check(
        "catalog: the pack and its lists are loaded",
        {"default", "obstat"} <= set(catalog.current) and not catalog.index_stale,
    )
    check(
        "algorithms: the best is one of them",
        client.algorithms().best in {one.name for one in client.algorithms().algorithms},
    )

    found = client.match(Company(name="Huawei", country="cn"))
    check("match: Huawei is taken to be meant", found.top is not None and found.top.id == "huawei" and found.top.match)
    check("match: it says why", found.top is not None and found.top.explanations["name"].detail)
    check("match: topics", "export.control" in found.top.properties["topics"] and found.top.target)
    check("match: seconds without a zone", found.top.last_change is not None and found.top.last_change.tzinfo is None)
    check("match: the query comes back", found.query["properties"]["name"] == ["Huawei"])
    by_number = client.match(Company(uscCode="914403001922038216"))
    check("match: by its registered number", by_number.top is not None and by_number.top.id == "huawei")
    check("match: nobody for an invented name", not client.match(Company(name="Example Fishery of Nowhere")).matches)
    check(
        "match: limit, threshold",
        len(client.match(Company(name="ZTE"), limit=1, threshold=0.5, algorithm="best").results) <= 1,
    )
    check("match: entities left out", not client.match(Company(name="Huawei"), exclude_entities=["huawei"]).matches)
    check("match: topics wanted", client.match(Company(name="Huawei"), topics=["export.control"]).matches)
    check("match: topics not there", not client.match(Company(name="Huawei"), topics=["role.pep"]).matches)
    check("match: of one list", client.match(Company(name="Huawei"), datasets=["fcc_covered_list"]).matches)
    unknown = refused(NotFoundError, lambda: client.match(Company(name="Huawei"), datasets=["nowhere"]))
    check("match: an unknown dataset is refused by name", "nowhere" in unknown)
    check(
        "match: another algorithm is refused by name",
        "logic-v2" in refused(BadRequestError, lambda: client.match(Company(name="X"), algorithm="logic-v2")),
    )

    pairs = [
        (str(number), Company(name=name))
        for number, name in enumerate(["Huawei", "ZTE", "Hikvision", "Dahua", "Hytera"] * 4)
    ]
    answers = dict(client.match_iter(pairs, workers=4))
    check("match_iter: an answer for each", len(answers) == len(pairs) and all(one.top for one in answers.values()))

    searched = client.search("Hikvision", limit=5, facets=["countries", "topics"])
    check("search: the firm first", searched.results[0].id == "hikvision" and searched.facets["countries"].values)
    check(
        "search: by country and schema", client.search("Hikvision", countries=["cn"], schema="Company").total.value >= 1
    )
    check("search: pages of everything", len(client.search("", limit=7, offset=7).results) == 7)
    entity = client.fetch("huawei")
    check("fetch: with its ties", any(not isinstance(tie, str) for tie in entity.properties["ownershipOwner"]))
    check("fetch: without them", "ownershipOwner" not in client.fetch("huawei", nested=False).properties)
    check("fetch: an unknown one", "nobody" in refused(NotFoundError, lambda: client.fetch("nobody")))
    near = client.adjacent("huawei", limit=2)
    check("adjacent: pages", near.entity.id == "huawei" and len(near.adjacent["ownershipOwner"].results) == 2)
    check("adjacent: of one property", client.adjacent("huawei", prop="ownershipAsset").total.value >= 1)


async def in_one_loop() -> None:
    """The same through the asynchronous client."""
    async with AsyncClient(base_url=ADDRESS) as client:
        found = await client.match(Company(name="Dahua"))
        check("the asynchronous client", found.top is not None and found.top.id == "dahua")


asyncio.run(in_one_loop())
finish()
