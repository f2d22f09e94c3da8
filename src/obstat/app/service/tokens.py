"""Tokens: who may ask a server that others can reach.

Invariant: a token is shown once, when it is made; what is kept is its SHA-256. That is enough, and a slow hash such as
scrypt would add nothing: a secret is 256 random bits, so nobody can go through the likely ones as through passwords,
while a slow hash would let anybody keep the server busy by sending wrong tokens. A token that is refused is refused in
the same words and the same time, whatever is wrong with it.

Layout of ``tokens.json`` (only its owner may read it): ``{"tokens": [{"id", "name", "role", "sha256", "created",
"expires"}]}``, replaced in one step.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from obstat.model.errors import InvalidValue, StoreError, UnknownCode

ROLES = ("read", "screen", "admin")
"""What a token may do; each includes those before it."""
MAKE_ONE = "obstat token create NAME --role read"

_START = "obstat"
_NOBODY = hashlib.sha256(secrets.token_bytes(32)).hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token."""

    id: str
    name: str
    role: str
    sha256: str
    created: str
    expires: str | None = None
    """ISO, in UTC; None: never."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles that its role includes."""
        return included(self.role)

    def holds(self, now: datetime.datetime) -> bool:
        """Whether it has not expired."""
        return self.expires is None or now < datetime.datetime.fromisoformat(self.expires)


def included(role: str) -> frozenset[str]:
    """The roles that a role includes, itself among them."""
    return frozenset(ROLES[: ROLES.index(role) + 1])


class Tokens:
    """The tokens of a server's folder. What another process adds or revokes is seen by the next look."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "tokens.json"
        self._read_of: tuple[int, int, int] | None = None
        self._tokens: dict[str, Token] = {}

    def all(self) -> tuple[Token, ...]:
        """Every token, oldest first. Raises `StoreError` where the file cannot be read."""
        return tuple(self._now().values())

    def usable(self) -> bool:
        """Whether there is one that has not expired."""
        now = datetime.datetime.now(datetime.UTC)
        return any(token.holds(now) for token in self.all())

    def create(self, name: str, role: str, days: float | None) -> tuple[Token, str]:
        """A new token that holds for so many days (None: until it is revoked), and its text, which is kept nowhere."""
        if role not in ROLES:
            raise UnknownCode("role", role, ROLES)
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise InvalidValue("A token needs a name of 1 to 100 printable characters, such as the name of its user.")
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        try:
            ends = None if days is None else (now + datetime.timedelta(days=days)).isoformat()
        except OverflowError:
            raise InvalidValue("A token cannot hold for so many days; give fewer, or --days 0 for no end.") from None
        with self._writing() as tokens:
            key = secrets.token_hex(6)
            while key in tokens:
                key = secrets.token_hex(6)
            text = f"{_START}_{key}_{secrets.token_urlsafe(32)}"
            tokens[key] = token = Token(key, name.strip(), role, _hashed(text), now.isoformat(), ends)
        return token, text

    def revoke(self, named: str) -> Token:
        """Take away the token with this id, or the only one with this name. Raises `UnknownCode` where none is it."""
        with self._writing() as tokens:
            found = [key for key, token in tokens.items() if named in (key, token.name)]
            if len(found) != 1:
                raise UnknownCode("token", named, tokens)
            return tokens.pop(found[0])

    def find(self, key: str) -> Token | None:
        """The token with this id."""
        return self._now().get(key)

    def of(self, text: str) -> Token | None:
        """The token that a text is, None where it is none that was made and not revoked. It may have expired.

        A wrong id, a wrong secret and a text of another form take the same steps.
        """
        kept, given = self._now(), _hashed(text)
        key = [*text.split("_", 2), "", ""][1]
        token = kept.get(key)
        same = hmac.compare_digest(given, token.sha256 if token else _NOBODY)
        return token if same else None

    def _now(self) -> dict[str, Token]:
        try:
            seen = self.path.stat()
            mark = (seen.st_mtime_ns, seen.st_ino, seen.st_size)
            if mark != self._read_of:
                self._tokens, self._read_of = self._read(), mark
        except FileNotFoundError:
            self._tokens, self._read_of = {}, None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.path} cannot be read ({error}); mend or remove it, then make tokens.") from None
        return self._tokens

    def _read(self) -> dict[str, Token]:
        kept = [Token(**one) for one in json.loads(self.path.read_bytes())["tokens"]]
        return {token.id: token for token in kept}

    @contextlib.contextmanager
    def _writing(self) -> Iterator[dict[str, Token]]:
        """The tokens to change, alone; written when the block ends well."""
        try:
            private(self.path.parent)
            with (self.path.parent / "tokens.lock").open("w") as lock:
                alone(lock)
                tokens = dict(self._now())
                yield tokens
                write_private(
                    self.path, json.dumps({"tokens": [asdict(t) for t in tokens.values()]}, indent=1).encode()
                )
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be written ({error.strerror}); set OBSTAT_STORE to a folder of yours."
            ) from None


def alone(lock: IO[Any], *, wait: bool = True) -> bool:
    """Take the lock of an open file, which the system gives back with it; False where another has it."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows, where a server has one process
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def private(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, in one step."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
