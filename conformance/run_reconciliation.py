"""The Reconciliation Service API 0.2 against its rules: forms of answers, methods, other hosts, errors."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

import httpx
import jsonschema
from reconciliation_rules import FLYOUT, PUBLISHED
from saying import check, finish

ADDRESS = os.environ["OBSTAT_URL"] + "/reconcile"
AT_HAND = os.environ.get("RECONCILIATION_SCHEMAS")
ELSEWHERE = {"Origin": "https://sheet.example"}
_USED: set[str] = set()
client = httpx.Client(headers=ELSEWHERE, timeout=60)


def published(name: str, answer: Any) -> str | None:
    """What the specification's own schema says against an answer, where it is at hand."""
    if not AT_HAND or not (file := Path(AT_HAND, f"{name}.json")).exists():
        return None
    _USED.add(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = jsonschema.Draft202012Validator(json.loads(file.read_text()), registry=_registry(Path(AT_HAND)))
        return next((error.message for error in found.iter_errors(answer)), None)


def _registry(folder: Path) -> Any:
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    def retrieve(address: str) -> Any:
        file = folder / address.rsplit("/", 1)[-1]
        return Resource(json.loads(file.read_text()) if file.exists() else {}, DRAFT202012)

    return Registry(retrieve=retrieve)


def fits(what: str, name: str, response: httpx.Response) -> Any:
    """Check an answer; give it."""
    answer = response.json()
    problem = next(jsonschema.Draft202012Validator(PUBLISHED[name]).iter_errors(answer), None)
    told = published(name, answer)
    check(f"{what}{f' – {problem.message}' if problem else ''}{f' – published schema: {told}' if told else ''}",
          response.status_code == 200 and not problem and not told)  # fmt: skip
    check(f"{what}: open to other hosts", response.headers.get("access-control-allow-origin") == "*")
    return answer


manifest = fits("manifest", "manifest", client.get(ADDRESS))
batch = {
    "q0": {"query": "Huawei", "type": "organisation", "limit": 3, "type_strict": "should"},
    "q1": {"query": "Huawei Mate 10 Pro", "type": [{"id": "product", "name": "Product"}]},
    "q2": {
        "query": "ZTE",
        "properties": [{"pid": "country", "v": ["CN", {"id": "cn"}]}, {"pid": "website", "v": "zte.com.cn"}],
    },
    "q3": {"properties": [{"pid": "uscc", "v": "914403001922038216"}]},
    "q4": {"query": "Example Fishery of Nowhere"},
    "q5": {"query": 'A "quoted" <b>name</b> & 华为'},
}
encoded = {"queries": json.dumps(batch)}
results = fits("queries by POST", "reconciliation-result-batch", client.post(ADDRESS, data=encoded))
check("a result for each query", list(results) == list(batch))
check(
    "the right ones first",
    [results[q]["result"][0]["id"] for q in ("q0", "q1", "q2", "q3")]
    == ["huawei", "product:huawei-mate-10-pro", "zte", "huawei"],
)
check("none for an invented name", not any(one["match"] for one in results["q4"]["result"]))
check(
    "by decreasing score",
    all(
        [one["score"] for one in r["result"]] == sorted((one["score"] for one in r["result"]), reverse=True)
        for r in results.values()
    ),
)
check("scores from 0 to 100", all(0 <= one["score"] <= 100 for r in results.values() for one in r["result"]))
check("the same by GET", client.get(ADDRESS, params=encoded).json() == results)
check(
    "the same alone as in a batch",
    client.post(ADDRESS, data={"queries": json.dumps({"q2": batch["q2"]})}).json()["q2"] == results["q2"],
)
itself = client.post(ADDRESS, data={"queries": json.dumps({"q": {"query": "hikvision"}})}).json()["q"]["result"]
check("an id finds its entity", itself[0]["id"] == "hikvision" and itself[0]["score"] == 100)

for kind, prefix, name in (
    ("entity", "Huaw", "entities"),
    ("type", "org", "types"),
    ("property", "coun", "properties"),
):
    service = manifest["suggest"][kind]
    found = client.get(service["service_url"] + service["service_path"], params={"prefix": prefix})
    answer = fits(f"suggest {kind}", f"suggest-{name}-response", found)
    check(f"suggest {kind}: something", answer["result"])
entity = manifest["suggest"]["entity"]
flyout = client.get(entity["flyout_service_url"] + entity["flyout_service_path"].replace("${id}", "huawei"))
check("flyout", not list(jsonschema.Draft202012Validator(FLYOUT).iter_errors(flyout.json())))
pages = [
    client.get(ADDRESS + "/suggest/property", params={"prefix": "", "cursor": n}).json()["result"] for n in (0, 10)
]
check(
    "suggest: a cursor skips",
    pages[0] and pages[1] and not {one["id"] for one in pages[0]} & {one["id"] for one in pages[1]},
)

preview = client.get(manifest["preview"]["url"].replace("{{id}}", "huawei"))
check(
    "preview: a page for frames", preview.status_code == 200 and preview.headers["content-type"].startswith("text/html")
)
check("preview: no script", "<script" not in preview.text and "x-frame-options" not in preview.headers)

proposing = manifest["extend"]["propose_properties"]
asked = client.get(proposing["service_url"] + proposing["service_path"], params={"type": "organisation", "limit": 5})
proposed = fits("property proposals", "data-extension-property-proposal", asked)
check("property proposals: a limit", len(proposed["properties"]) == 5)
every = client.get(proposing["service_url"] + proposing["service_path"], params={"type": ""}).json()["properties"]
wanted = [{"id": one["id"], "settings": {"activity": "sell", "in": "US"}} for one in every]
query = {"ids": ["huawei", "product:huawei-mate-10-pro", "hytera", "nobody"], "properties": wanted}
extended = fits(
    "extension of every property", "data-extension-response", client.post(ADDRESS, data={"extend": json.dumps(query)})
)
check("extension: a row for each id", list(extended["rows"]) == query["ids"])
check(
    "extension: a value or none for each property",
    all(list(row) == [one["id"] for one in every] for row in extended["rows"].values()),
)
check("extension: the same by GET", client.get(ADDRESS, params={"extend": json.dumps(query)}).json() == extended)

asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
before = client.options(ADDRESS, headers=asking)
check("preflight", before.is_success and "POST" in before.headers["access-control-allow-methods"])
called = client.get(ADDRESS, params={**encoded, "callback": "take.it"})
check(
    "JSONP",
    called.text.startswith("/**/take.it(") and called.headers["content-type"].startswith("application/javascript"),
)
check("JSONP: no other code", client.get(ADDRESS, params={"callback": "alert(1);x"}).status_code == 400)
most = manifest["batchSize"]
too_many = client.post(ADDRESS, data={"queries": json.dumps({str(n): {"query": "x"} for n in range(most + 1)})})
check("a batch too large is 413", too_many.status_code == 413)
for what, text in (
    ("no JSON", "{"),
    ("no object", "[]"),
    ("an empty query", '{"q": {}}'),
    ("no limit", '{"q": {"query": "x", "limit": -1}}'),
):
    refused = client.post(ADDRESS, data={"queries": text})
    check(
        f"{what} is 400, told to other hosts too",
        refused.status_code == 400 and "access-control-allow-origin" in refused.headers,
    )
used = f"also laid beside: {', '.join(sorted(_USED))}" if _USED else "not at hand, so our own rules alone were used"
print(f"   note published schemas: {used}")
finish()
