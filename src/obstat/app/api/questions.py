"""One question, one verdict; and whom a name means."""

from __future__ import annotations

from dataclasses import replace

from obstat.app.api.operations import CODE, DAY, FLAG, TEXT, Asked, Example, Operation, Parameter, count
from obstat.app.api.printing import printed
from obstat.app.api.shapes import reference
from obstat.screening.check import IDENTIFIERS

QUESTION = (
    Parameter("activity", CODE, "What is to be done; not given: sell.", words="activities"),
    Parameter("actor", CODE, "Who does it; not given: whoever ordinarily does.", words="actors"),
    Parameter("jurisdiction", CODE, "Where: an ISO 3166 code such as US, DE, US-TX, or EU; not given: US.",
              words="jurisdictions", called=("in", "country", "where")),
    Parameter("on", DAY, "The day asked about; not given: today.", called=("date", "day")),
    Parameter("as_known", DAY, "Only facts that were published by this day are used."),
    Parameter("purpose", CODE, "What it is for; other_purpose for none of the named ones.", words="purposes"),
    Parameter("made_in", CODE, "The country of production.", words="countries", called=("origin",)),
    Parameter("equipment", CODE, "The class of equipment.", words="equipment"),
    Parameter("device_status", CODE, "Whether the device is a new model, in use, ...", words="device_statuses"),
    Parameter("subject_to_ear", {"type": "string", "enum": ["yes", "no"]},
              "Whether the item is subject to the US export regulations."),
    Parameter("exemption", CODE, "An exemption that the asker claims.", words="exemptions"),
)  # fmt: skip
_TOLD = {
    "mac": "A MAC address of an interface.",
    "imei": "An IMEI, IMEISV or type allocation code.",
    "fcc_id": "An FCC ID.",
    "oid": "An SNMP sysObjectID.",
    "usb": "A USB id, vendor:product.",
    "pci": "A PCI id, vendor:device.",
    "bluetooth": "A Bluetooth company number.",
    "model": "A model as on the label.",
}
ASKED = (
    Parameter("text", TEXT, "A company, product, model, or an identifier.", called=("subject", "name", "q", "query")),
    *(Parameter(scheme, TEXT, _TOLD[scheme], many=True) for scheme in IDENTIFIERS),
    *QUESTION,
    Parameter("full", FLAG, "Taken as the command takes it: its JSON lists everything in any case."),
)
SNAPSHOT = {
    "type": "string",
    "pattern": "^(sha256[:-])?[0-9a-f]{6,64}$",
    "description": "the beginning of a snapshot's id, at least 6 hexadecimal digits",
}
OF = Parameter(
    "snapshot",
    SNAPSHOT,
    "Asked of this snapshot, by the beginning of its id, if it is still there; not given: of the one in use.",
)
NAMED = (
    Parameter("name", TEXT, "The name.", required=True, called=("text", "q", "query", "subject")),
    Parameter("limit", count(100, 5), "Candidates at most."),
    Parameter("explain", FLAG, "Show how the name was laid beside ours, word by word."),
    Parameter("country", CODE, "Where the firm is.", words="countries"),
    Parameter("website", TEXT, "The firm's website or e-mail domain."),
    Parameter("address", TEXT, "The firm's address."),
    Parameter("equipment", CODE, "What the firm makes.", words="equipment"),
)


async def check(asked: Asked) -> bytes:
    """The verdict, as ``obstat check --format json`` prints it."""
    from obstat.model.subject import Given

    told = dict(asked.values)
    for name in ("full", "snapshot"):
        told.pop(name, None)
    given = tuple(Given(scheme, one) for scheme in IDENTIFIERS for one in told.pop(scheme, ()))
    verdict = asked.ob.check(told.pop("text", ""), given=given, **told)
    return printed(verdict)


async def resolve(asked: Asked) -> bytes:
    """The candidates, as ``obstat resolve --format json`` prints them."""
    from obstat.app.cli.resolve import candidates

    told = dict(asked.values)
    name, explain = told.pop("name"), told.pop("explain", False)
    return printed(candidates(asked.ob, name, asked.ob.resolve(name, **told), explain=explain))


_P30 = {"text": "Huawei P30", "activity": "sell", "jurisdiction": "US", "on": "2023-05-01"}
_CAMERA = {
    "text": "IP camera",
    "fcc_id": ["2ADTD-DS2CD2043"],
    "mac": ["44:19:b6:01:02:03"],
    "activity": "operate_in_network",
    "on": "2026-11-22",
}
CHECK = Operation(
    name="check",
    path="/v1/check",
    summary="May this be done, and if not, what stands in the way?",
    text="The answer is byte for byte what `obstat check --format json` prints.",
    answer=check,
    returns=reference("Verdict"),
    kept=True,
    problems=(404, 503),
    query=(*ASKED, OF),
    examples=(
        Example("a phone", query=_P30),
        Example("by identifiers", query=_CAMERA),
        Example("of a snapshot that is not kept", query={**_P30, "snapshot": "0000000000"}, status=404),
        Example("a word that is not known", query={"text": "ZTE", "activty": "use"}, status=422),
    ),
)
OPERATIONS = (
    CHECK,
    replace(
        CHECK,
        name="checkBody",
        summary="The same, with the question as a JSON object.",
        method="POST",
        query=(),
        body=(*ASKED, OF),
        examples=(
            Example("a phone", body=_P30),
            Example("by identifiers", body=_CAMERA),
            Example("a number for a name", body={"text": 30}, status=422),
        ),
    ),
    Operation(
        name="resolve",
        path="/v1/resolve",
        summary="Whom does a name mean? Identity only; no rule is asked.",
        text="The answer is what `obstat resolve --format json` prints.",
        answer=resolve,
        returns=reference("Candidates"),
        kept=True,
        query=NAMED,
        examples=(
            Example("Chinese", query={"name": "华为"}),
            Example("explained", query={"name": "HIKVISION USA INC", "explain": "true", "limit": 2, "country": "US"}),
        ),
    ),
)
