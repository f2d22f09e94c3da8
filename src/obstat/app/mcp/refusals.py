"""What the libraries of the protocol say of messages that they cannot read, in one sentence.

Invariant: an answer that is no refusal passes as it is; of a refusal the code and the id stay.
"""

from __future__ import annotations

import json

from starlette.types import Message, Send

_SENTENCES = {
    -32700: "This is no JSON; send one message of JSON-RPC 2.0 as the body.",
    -32600: "This is no message of JSON-RPC 2.0; send an object with jsonrpc, id, method and params.",
    -32601: "There is no such method; use initialize, ping, tools/list or tools/call.",
    -32602: "The parameters are not those of the method; tools/list tells what each tool takes.",
}
_LONGEST, _MOST = 300, 65_536
"""Characters of a sentence, and bytes of a refusal."""


class Plain:
    """Sends what comes, refusals with our sentence."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message.get("headers", ())).get(b"content-type", b"")
            if kind.startswith(b"application/json"):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False) and len(self._body) < _MOST:
                return
            start, body, self._start = self._start, plain(self._body), None
            headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
            if not message.get("more_body", False):
                headers.append((b"content-length", str(len(body)).encode()))
            await self._send({**start, "headers": headers})
            await self._send({**message, "body": body})
            return
        await self._send(message)


def plain(body: bytes) -> bytes:
    """The body of an answer, where it refuses at length with a sentence instead."""
    if len(body) > _MOST or b'"error"' not in body:
        return body
    try:
        told = json.loads(body)
        error = told["error"]
        words, code = error["message"], error["code"]
    except (ValueError, TypeError, KeyError):
        return body
    if not isinstance(words, str) or not _wordy(words, code):
        return body
    sentence = _SENTENCES.get(code, "The message cannot be answered; compare it with the protocol and send it again.")
    return json.dumps({**told, "error": {"code": code, "message": sentence}}, ensure_ascii=False).encode()


def _wordy(words: str, code: object) -> bool:
    ours = words.endswith(".") and ";" in words
    return code in (-32700, -32600) or (not ours and ("\n" in words or "validation" in words or len(words) > _LONGEST))
