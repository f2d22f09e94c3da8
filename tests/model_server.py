"""A server that answers as a model would, on this machine, with what a test tells it to."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time


class ModelServer:
    """Answers each question with the next of `answers`, the last one again and again; `asked` holds the questions.

    An answer is a list of claims, the words of the model, or (status, headers, body).
    """

    def __init__(self):
        self.answers, self.asked, self.headers, self.paths = [[]], [], [], []
        self.delay = self.drip = 0.0
        self.message = {}
        self.finish = "stop"
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.paths.append(self.path)
                outer.headers.append(dict(self.headers))
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer._send(self)

            def log_message(self, *words):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _send(self, handler):
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer(self.asked[-1])
        if isinstance(answer, tuple):
            status, headers, body = answer
        else:
            words = answer if isinstance(answer, str) else json.dumps({"claims": answer})
            message = {"role": "assistant", "content": words, **self.message}
            status, headers = 200, {}
            body = json.dumps({"choices": [{"message": message, "finish_reason": self.finish}]})
        time.sleep(self.delay)
        with contextlib.suppress(OSError):  # whoever asked may have gone
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            data = body.encode()
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            for at in range(len(data)) if self.drip else ():
                handler.wfile.write(data[at : at + 1])
                handler.wfile.flush()
                time.sleep(self.drip)
            if not self.drip:
                handler.wfile.write(data)


def claim(*passages, **told):
    """A claim as a model gives it."""
    return {
        "passages": list(passages),
        "event": "stop_selling",
        "actors": [],
        "targets": [],
        "products": [],
        "place": None,
        "time": None,
        "amount": None,
        "modality": "done",
        "polarity": "positive",
        "quotation": False,
        "sources": [],
        "attribution": None,
        **told,
    }
