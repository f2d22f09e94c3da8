"""The server of the protocol, whatever carries its messages: it lists the tools and calls them.

Invariant: a tool that cannot answer says why in one sentence, as an error of the tool that a model can read; what fails
inside is told as a failure, and written to the log with its trace.
"""

from __future__ import annotations

import functools
import json
import logging
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from obstat._version import __version__
from obstat.app.mcp.arguments import read
from obstat.app.mcp.shapes import described
from obstat.app.mcp.tools import TOOLS, Reach, Tool
from obstat.app.service.problems import sentence
from obstat.app.service.served import Service
from obstat.model.errors import InvalidValue, ObstatError

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

_LOG = logging.getLogger("obstat.mcp")
INSTRUCTIONS = (
    "May this actor do this activity with this thing, in this jurisdiction, on this day - and if not, what stands in "
    "the way? `check` answers that for one thing, `screen` for many; `resolve` says whom a name means; `timeline` when "
    "rules begin and end; `ties` who owns whom; `news` what a story claims and who says so. Every finding has its "
    "citation and sources: give them with the answer, and the day, the jurisdiction and the activity that were asked "
    "about. `no_record` means that nothing was found, not that it is allowed; where a verdict is `undecided`, `needs` "
    "says which facts to ask for. Not legal advice."
)
_FAILED = "Something failed here; the log says what, and the request may be tried again."


def server(service: Service, reach: Reach) -> Server[Any]:
    """A server whose tools answer from the snapshot in use, and may do what `reach` says."""

    async def listed(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        vocabulary = service.ob.snapshot.vocabulary
        return types.ListToolsResult(tools=[_told(tool, described(tool, vocabulary, reach)) for tool in TOOLS.values()])

    async def called(context: ServerRequestContext[Any, Any], params: types.CallToolRequestParams) -> Any:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool '{params.name}'; use one of {', '.join(TOOLS)}.")
        try:
            _permitted(tool, context)
            asked = read(tool.arguments, params.arguments or {}, reach)
            with anyio.fail_after(reach.seconds):
                answer = await anyio.to_thread.run_sync(
                    functools.partial(tool.answer, service.ob, asked, reach), abandon_on_cancel=True
                )
        except ObstatError as error:
            return _refused(sentence(error) if not reach.files else str(error))
        except TimeoutError:
            return _refused(f"That took longer than {reach.seconds:g} seconds; ask for less at once.")
        except OSError as error:
            return _refused(f"The file cannot be read ({error.strerror}); check that it is there and readable.")
        except Exception:  # what fails inside is no error of the protocol, and its words are not for others
            _LOG.exception("The tool %s failed.", tool.name)
            return _refused(_FAILED)
        printed = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        return types.CallToolResult(content=[_text(printed)], structured_content=answer)

    return Server(
        "obstat",
        version=__version__,
        title="obstat",
        description="What stands in the way of doing something with a thing or a company, where and when.",
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _told(tool: Tool, schema: dict[str, Any]) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.text,
        input_schema=schema,
        output_schema=tool.shape(),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _permitted(tool: Tool, context: ServerRequestContext[Any, Any]) -> None:
    """Raise where the caller of a request over HTTP has a token without the role that the tool needs."""
    state = getattr(context.request, "state", None)
    roles = getattr(state, "roles", None)
    if roles is not None and tool.role not in roles:
        raise InvalidValue(f"The token may not use '{tool.name}'; use one with the role {tool.role}.")


def _refused(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[_text(sentence)], is_error=True)


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)
