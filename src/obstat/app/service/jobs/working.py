"""The process of a job: ``python -m obstat.app.service.jobs.working TASK FOLDER [FORM]``.

It ends when its standard input does, that is with the server that began it; what was answered by then is kept, and the
same task goes on from there.

Invariant: it says in its progress how it ended, in one sentence without the name of any path of the server.
"""

from __future__ import annotations

import _thread
import contextlib
import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from obstat.app.service.jobs.job import UPLOAD, Job
from obstat.app.service.jobs.progress import Teller
from obstat.model.errors import ObstatError

INTERRUPTED = 75
"""The exit code of a task that was told to stop."""
_PATIENCE = 15.0
"""Seconds that a task has to stop once it is told to."""
NO_ROOM = "There is no room left on the server for this file; ask its owner to make room, and try again."


def main(arguments: list[str]) -> int:
    """Do one task on the job in a folder; the exit code."""
    task, folder = arguments[0], Path(arguments[1])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    threading.Thread(target=_end_with_server, daemon=True).start()
    os.umask(0o077)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)  # whoever waits for an answer comes first
    job = Job.read(folder)
    if job is None:
        return 1
    try:
        with _alone(folder / f"{task}.lock"):
            return _TASKS[task](folder, job, *arguments[2:])
    except KeyboardInterrupt:
        return INTERRUPTED


def _screen(folder: Path, job: Job) -> int:
    from obstat.app.service.jobs.screened import screen

    teller = Teller(folder)
    teller.stage("reading")
    sentence = _failing(job, lambda: screen(folder, job, teller))
    teller.end("failed" if sentence else "done", sentence)
    return 1 if sentence else 0


def _look(folder: Path, job: Job) -> int:
    from obstat.app.service.jobs.columns import look

    return _aside(folder, "columns", _failing(job, lambda: look(folder, job)))


def _form(folder: Path, job: Job, form: str) -> int:
    from obstat.app.service.jobs.results import make

    return _aside(folder, form, _failing(job, lambda: make(folder, form)))


_TASKS: dict[str, Callable[..., int]] = {"screen": _screen, "look": _look, "form": _form}


def _aside(folder: Path, name: str, sentence: str | None) -> int:
    """Keep why something beside the job itself could not be made."""
    refused = folder / f"{name}.refused"
    refused.unlink(missing_ok=True)
    if sentence:
        with contextlib.suppress(OSError):
            refused.write_text(sentence, encoding="utf-8")
    return 1 if sentence else 0


def _failing(job: Job, work: Callable[[], object]) -> str | None:
    """Do it; the sentence on why it could not be done."""
    try:
        work()
    except ObstatError as error:
        if "No space left" in str(error) or "disk is full" in str(error):
            return NO_ROOM
        folder = str(Path(sys.argv[2]))
        return (
            str(error)
            .replace(f"{folder}{os.sep}", "")
            .replace(UPLOAD, job.name)
            .replace("--column ", "columns ")
            .replace("--since ", "since=")
        )
    except MemoryError:
        return f"{job.name} needs more memory than there is; split it into smaller files."
    except OSError as error:
        traceback.print_exc()
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return NO_ROOM if full else "The server could not read or write a file of its own; its log says which."
    except Exception:  # whatever it is, who asked is told that it failed, and the log says why
        traceback.print_exc()
        return f"Something failed here while {job.name} was worked on; the server's log says what."
    return None


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait for another process on the same task of the same job, one that outlived its server for example."""
    with lock.open("ab") as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _end_with_server() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    _thread.interrupt_main()
    threading.Event().wait(_PATIENCE)
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
