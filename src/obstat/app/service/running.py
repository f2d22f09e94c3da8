"""A server, started and stopped.

Invariant: it does not start where others could reach it and no token says who may ask; it stops when it is told to,
after the requests under way have been answered.
"""

from __future__ import annotations

import contextlib
import functools
import math
import multiprocessing
import os
import signal
import socket
import sys
import threading
from typing import Any

from obstat.app.service.configuration import Configuration
from obstat.app.service.tokens import MAKE_ONE, Tokens
from obstat.model.errors import InvalidValue, StoreError

_BESIDE = 4096
"""Files that are left for other things than connections, where there are many."""
_LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        "obstat": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "asyncio": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}


def run(configuration: Configuration) -> None:
    """Serve until told to stop. Raises `ObstatError` where it may not start, or the snapshot cannot be opened."""
    admitted(configuration)
    from obstat.app.service.limits import Rates

    try:
        Rates.prepare(configuration.folder / "rates")
    except OSError as error:
        raise StoreError(
            f"{configuration.folder} cannot be written ({error.strerror}); set OBSTAT_STORE to a folder of yours."
        ) from None
    with listening(configuration) as sock:
        serve(configuration, sock)


def admitted(configuration: Configuration) -> None:
    """Raise `InvalidValue` where others could reach the server and there is no token that holds."""
    if configuration.local or Tokens(configuration.folder).usable():
        return
    who = (
        f"at {configuration.public_url}" if configuration.public_url else f"on {configuration.host or 'every address'}"
    )
    raise InvalidValue(f"Others could reach the server {who}: run '{MAKE_ONE}' first, or serve on 127.0.0.1 alone.")


def listening(configuration: Configuration) -> socket.socket:
    """The socket that all workers take connections from."""
    host, port = configuration.host, configuration.port
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        both = family == socket.AF_INET6 and host in ("", "::")
        sock = socket.create_server(address[:2], family=family, backlog=_backlog(), dualstack_ipv6=both)
    except OSError as error:
        why = error.strerror or "not understood"
        raise InvalidValue(
            f"{host}:{port} cannot be listened on ({why}); choose another with --host and --port."
        ) from None
    sock.set_inheritable(True)
    return sock


def serve(configuration: Configuration, sock: socket.socket) -> None:
    """Answer what comes by the socket until told to stop."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    settings = _settings(configuration)
    # before uvicorn has its own handler, and after, when it repeats the signal that has stopped it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    address = configuration.public_url or _shown(sock)
    shown = f"obstat serves {address}/ on port {sock.getsockname()[1]} until you press Ctrl-C."
    if configuration.workers == 1:
        settings.app, settings.factory = _application(configuration), False  # opens the snapshot, or says why not
        print(shown, file=sys.stderr, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(settings).run(sockets=[sock])
    else:
        from obstat.app.api.figures import shared_by_workers
        from obstat.app.service.served import Service

        Service(configuration)  # says in one sentence what each worker would stumble over
        print(shown, file=sys.stderr, flush=True)
        with shared_by_workers(configuration.folder):
            Multiprocess(settings, sockets=[sock]).run()


def _settings(configuration: Configuration) -> Any:
    from obstat.app.service.connections import Connection, Settings
    from obstat.app.service.hosts import LONGEST_HEAD

    limits = configuration.limits
    settings = Settings(
        functools.partial(_application, configuration),
        factory=True,
        http=Connection,
        ws="none",
        workers=configuration.workers,
        log_config=_LOGS,
        log_level=None,
        access_log=False,
        server_header=False,
        proxy_headers=configuration.public_url is not None,
        forwarded_allow_ips=list(configuration.proxies),
        backlog=_backlog(),
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_worker_healthcheck=30,
        timeout_keep_alive=max(1, min(5, int(limits.idle_seconds))),
        timeout_graceful_shutdown=math.ceil(limits.seconds) + 1,
    )
    settings.limits, settings.most = limits, min(limits.connections, most_connections(_files()))
    return settings


def most_connections(files: int) -> int:
    """How many connections may be open where so many files may: `_BESIDE` files, or half of them where there are few,
    are left for snapshots, uploads and the processes of jobs."""
    return max(16, files - min(_BESIDE, files // 2 + 32))


def _application(configuration: Configuration) -> Any:
    from obstat.app.service.application import application
    from obstat.app.service.served import Service

    _files()
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return application(Service(configuration))


def _end_with(parent: Any) -> None:
    """Stop a worker whose parent has died without telling it."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _files() -> int:
    """How many files this process may open, after asking for as many as it can get."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return 8192
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1 << 20 if hard == resource.RLIM_INFINITY else hard
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _backlog() -> int:
    """Connections that wait to be taken; all are taken at once, so a part of what may be open."""
    return max(16, min(1024, _files() // 4))


def _shown(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
