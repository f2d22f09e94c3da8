"""Routes that take their time: a stream without end, and an answer after a while."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route


def routes(_service):
    async def beats():
        while True:
            yield b": beat\n\n"
            await asyncio.sleep(0.1)

    async def endless(_request):
        return StreamingResponse(beats(), media_type="text/event-stream")

    async def slow(_request):
        await asyncio.sleep(1.5)
        return PlainTextResponse("done")

    async def stuck(_request):
        await asyncio.sleep(600)

    return [Route("/endless", endless), Route("/slow", slow), Route("/stuck", stuck)]
