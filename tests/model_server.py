"""A server that answers as a model would, on this machine, with what a test tells it to."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import threading
import time


class ModelServer:
    """Answers each question with the next of `answers`, the last one again and again; `asked` holds the questions.

    An answer is a list of claims, the words of the model, or (status, headers, body).
    """

    def __init__(self, tls=None):
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
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._server.handle_error = lambda *about: None  # a client that does not trust us hangs up
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self):
        return f"{self._scheme}://127.0.0.1:{self.port}/v1"

    @property
    def port(self):
        return self._server.server_port

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


class Tunnel:
    """A proxy that connects everybody to one port of this machine; `asked` holds what it was asked."""

    def __init__(self, port):
        self._port, self.asked, self._open = port, [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *error):
        for one in (self._socket, *self._open):
            one.close()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                self._open.append(client)
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += client.recv(1)
                self.asked.append(head.decode().partition(" HTTP")[0])
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                server = socket.create_connection(("127.0.0.1", self._port))
                self._open.append(server)
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one, other):
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


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
        "origin": None,
        "attribution": None,
        **told,
    }
