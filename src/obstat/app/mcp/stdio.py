"""The protocol on standard input and output.

Invariant: nothing but messages of the protocol is written to standard output; it ends when standard input does.
"""

from __future__ import annotations

from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server


async def serve(served: Server[Any]) -> None:
    """Answer until there is nothing more to read."""
    async with stdio_server() as (incoming, outgoing):
        await served.run(incoming, outgoing, served.create_initialization_options())
