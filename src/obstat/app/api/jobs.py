"""The operations of ``/v1/screen``: what an upload may say, what is told of its job, and what comes of it.

Invariant: the fields that are described are those that `obstat.app.service.jobs.wanted` reads, by the same names.
"""

from __future__ import annotations

from dataclasses import replace

from obstat.app.api import screen
from obstat.app.api.operations import CODE, JSON, TEXT, Besides, Example, Operation, Parameter, Schema, count
from obstat.app.api.questions import QUESTION, SNAPSHOT
from obstat.app.api.shapes import open_object, reference
from obstat.app.service.jobs.exploring import MOST
from obstat.app.service.jobs.results import FORMS
from obstat.model.status import Status

FORM = "multipart/form-data"
_FILE: Schema = {"type": "string", "minLength": 1, "contentMediaType": "application/octet-stream"}
_YES_OR_NO: Schema = {"type": "string", "enum": ["yes", "no", "true", "false", "1", "0", "on"]}
_SINCE: Schema = {"type": "string", "pattern": f"^embedded$|{SNAPSHOT['pattern']}"}
_ROLE: Schema = {"type": "string", "pattern": "^.+=.+$"}
FIELDS = (
    *(replace(one, blank=True) for one in QUESTION),
    Parameter("format", {"type": "string", "enum": list(FORMS)}, "The form of result that is made first.", blank=True),
    Parameter("input_format", CODE, "How the file is written, where its content does not tell.", blank=True),
    Parameter("column", _ROLE, "What a column is, as COLUMN=ROLE; as often as wanted.", many=True),
    Parameter("hold", _YES_OR_NO, "Whether the job waits until its columns have been sent back.", blank=True),
    Parameter("exposure", TEXT, "Sum this column (spend, quantity) by party, rule and first day.", blank=True),
    Parameter("since", _SINCE, "The file is a result of this snapshot: screen again what has changed. Beside it, give "
              "'on' and 'format' alone.", blank=True),
)  # fmt: skip
"""What may be said beside a file."""
_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"}
_GONE = "A" * 22
_HERE = "/v1/screen/{id}"
_CODES = "|".join((*(status.code for status in Status), "not_read"))
_LEDGER = "Supplier;Manufacturer;Model\nCDW;Hikvision;DS-2CD2043G2-I\nBechtle;Cisco;Catalyst 9300\n"
_ASKED = {"activity": "spend_public_funds", "jurisdiction": "US", "on": "2026-11-20"}
_EVENTS = (
    "retry: 2000\n\n"
    'id: 2\nevent: progress\ndata: {"state": "running", "rows": {"done": 1, "total": 2}}\n\n'
    'id: 4\nevent: end\ndata: {"state": "done", "rows": {"done": 2, "total": 2}}\n\n'
)


def _of_job(operation: Operation) -> Operation:
    """An operation on a job, which may be gone."""
    return replace(
        operation,
        path_schemas={"id": _ID, **operation.path_schemas},
        problems=tuple(sorted({404, *operation.problems})),
        tag="screen",
        tagged=False,
        examples=(
            *(replace(one, path={"id": _GONE, **one.path}, after="screen") for one in operation.examples),
            Example("a job that is gone", {"id": _GONE, "form": "csv"}, status=404),
        ),
    )


_SCREEN = Operation(
    name="screen",
    path="/v1/screen",
    method="POST",
    summary="Screen a file: the job that does it.",
    text="A part 'file' and fields beside it, or the file itself with the same fields, and its name, in the address.",
    answer=screen.create,
    status=202,
    returns=reference("Job"),
    problems=(413, 503, 507),
    tag="screen",
    tagged=False,
    reads=True,
    query=(Parameter("name", {"type": "string"}, "What the file is called."), *FIELDS),
    body=(Parameter("file", _FILE, "The file: a table, a scan, a list of leases, a bill of materials.", required=True),
          *FIELDS),
    media_types=(FORM, "text/csv", "application/octet-stream"),
    leads_to=("job", "events", "columns", "correctColumns", "rows", "summary", "result", "deleteJob"),
    examples=(
        Example("a ledger", body={"file": _LEDGER, **_ASKED}, media_type=FORM, status=202),
        Example("with a column named, to be looked at first", body={"file": _LEDGER, "column": ["Model=model"],
                "hold": "yes"}, media_type=FORM, status=202),
        Example("by itself", query={"name": "ledger.csv", **_ASKED}, body=_LEDGER, media_type="text/csv", status=202),
        Example("no such activity", body={"file": _LEDGER, "activity": "juggle"}, media_type=FORM, status=422),
    ),
)  # fmt: skip
OPERATIONS = (
    _SCREEN,
    *map(
        _of_job,
        (
            Operation(
                name="job",
                path=_HERE,
                summary="How far a job is, and the addresses of everything else.",
                answer=screen.status,
                returns=reference("Job"),
                examples=(Example("of a ledger"),),
            ),
            Operation(
                name="deleteJob",
                path=_HERE,
                method="DELETE",
                summary="Stop a job, and remove its file and result.",
                answer=screen.delete,
                status=204,
                returns={},
                examples=(Example("of a ledger", status=204),),
            ),
            Operation(
                name="events",
                path=f"{_HERE}/events",
                summary="The states of a job as server-sent events, until it has ended.",
                text="Each event's data is what the job's own address tells. 'progress' comes while it runs, 'end' "
                "when it has ended, 'gone' when it was removed. Last-Event-ID goes on from there.",
                answer=screen.events,
                returns={},
                media_type=screen.EVENTS,
                besides=(Besides(204, "The job has ended, and who asks knows its last state."),),
                shown=_EVENTS,
                examples=(Example("of a ledger"),),
            ),
            Operation(
                name="columns",
                path=f"{_HERE}/columns",
                summary="What each column was taken for, with samples.",
                answer=screen.columns,
                returns=reference("Columns"),
                problems=(503,),
                examples=(Example("of a ledger"),),
            ),
            Operation(
                name="correctColumns",
                path=f"{_HERE}/columns",
                method="POST",
                summary="Say what columns are, and let the job run.",
                text="With no body, or no column in it, it runs with the columns as they were taken.",
                answer=screen.correct,
                status=202,
                returns=reference("Job"),
                content={
                    "type": "object",
                    "required": ["columns"],
                    "properties": {"columns": {"type": "object", "additionalProperties": {"type": ["string", "null"]}}},
                },
                media_types=(JSON,),
                problems=(409, 413, 503),
                examples=(Example("a model", body={"columns": {"Model": "model"}}, status=202),),
            ),
            Operation(
                name="rows",
                path=f"{_HERE}/rows",
                summary="The rows of the result, page by page, filtered and counted by a column.",
                answer=screen.rows,
                returns=reference("Rows"),
                problems=(409, 503),
                query=(
                    Parameter("offset", count(999_999_999, 0, 0), "How many to pass over."),
                    Parameter("limit", count(MOST, 50, 0), "How many to list at most."),
                    Parameter(
                        "status",
                        {"type": "string", "pattern": f"^({_CODES})(,({_CODES}))*$", "description": "statuses"},
                        "Only rows with one of these answers, with commas between.",
                        many=True,
                    ),
                    Parameter(
                        "where",
                        {"type": "string", "pattern": r"^[^\x00=]*=[^\x00]*$", "description": "COLUMN=VALUE"},
                        "Only rows in which a column has this value, as COLUMN=VALUE.",
                        many=True,
                    ),
                    Parameter("q", TEXT, "Only rows that hold this text, in any case of letters."),
                    Parameter("group", TEXT, "Count rows by the values of this column."),
                ),
                examples=(Example("prohibited, by rule", query={"status": "prohibited", "group": "rules"}),),
            ),
            Operation(
                name="summary",
                path=f"{_HERE}/summary",
                summary="What came of all rows, as `obstat screen --format json` prints it.",
                answer=screen.summary,
                returns=open_object("snapshot", "on", "rows_in", "rows_out"),
                problems=(409,),
                examples=(Example("of a ledger"),),
            ),
            Operation(
                name="result",
                path=f"{_HERE}/result.{{form}}",
                summary="The rows with their answers, as `obstat screen -o` writes them.",
                answer=screen.result,
                path_schemas={"form": {"type": "string", "enum": list(FORMS)}},
                returns={},
                media_type=tuple(FORMS.values()),
                besides=(
                    Besides(202, "It is being written in that form; ask again.", open_object("state", "message")),
                ),
                problems=(409,),
                examples=(Example("as CSV", {"form": "csv"}), Example("as a workbook", {"form": "xlsx"})),
            ),
        ),
    ),
)
