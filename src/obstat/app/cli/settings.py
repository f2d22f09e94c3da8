"""Defaults that a user sets once, and where each of them came from.

Order, first wins: the option on the command line, the environment (``OBSTAT_ACTOR``, ``OBSTAT_JURISDICTION``,
``OBSTAT_PURPOSE``, ``OBSTAT_SNAPSHOT``, ``OBSTAT_STORE``, ``OBSTAT_PROXY``, ``OBSTAT_MIRROR``, ``OBSTAT_PACK_KEY``,
``OBSTAT_EXTRACTOR``, ``OBSTAT_EXTRACTOR_MODEL``, ``OBSTAT_SERVE_PORT`` and the like), the settings file, the built-in
default. The file is TOML with the same names in lower case, at ``$OBSTAT_SETTINGS`` or ``obstat/settings.toml`` under
``$XDG_CONFIG_HOME`` (``~/.config``). A table ``[sources.CODE]`` in it says where a source is fetched (``address``:
text, or a table by part) and whether its persons are kept (``persons``: true or false).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obstat.model.errors import InvalidValue, nearest

NAMES = (
    "actor",
    "jurisdiction",
    "purpose",
    "snapshot",
    "store",
    "proxy",
    "mirror",
    "pack_key",
    "extractor",
    "extractor_model",
    "serve_host",
    "serve_port",
    "serve_workers",
    "serve_public_url",
    "serve_names",
    "serve_proxies",
    "serve_keep_hours",
    "serve_body",
    "serve_upload",
    "serve_story",
    "serve_rows",
    "serve_seconds",
    "serve_idle_seconds",
    "serve_per_minute",
    "serve_connections",
    "serve_access_log",
)
_BUILT_IN = {"jurisdiction": "US"}


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """What a user says of one source: other addresses, by part (``""``: the only one), and whether persons are kept
    (None: not said)."""

    addresses: Mapping[str, str]
    persons: bool | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and, unless the asker gave it, the words that say where it came from."""

    value: str | None
    origin: str | None


class Settings:
    """The environment and the settings file, read once per process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.path = _path(environment)
        self._file, self.sources = _read(self.path, required=bool(environment.get("OBSTAT_SETTINGS")))

    def get(self, name: str, given: str | None) -> Setting:
        """The value for `name` when the option was `given`, or not."""
        if given is not None:
            return Setting(given, None)
        variable = f"OBSTAT_{name.upper()}"
        if value := self._environment.get(variable):
            return Setting(value, f"{name} {value} from {variable}")
        if value := self._file.get(name):
            return Setting(value, f"{name} {value} from {self.path}")
        value = _BUILT_IN.get(name)
        return Setting(value, f"{name} {value}" if value else None)


def home(environment: Mapping[str, str]) -> Path | None:
    """The home folder of the user; None where the system knows of none."""
    try:
        return Path(environment.get("HOME") or "~").expanduser()
    except RuntimeError:  # a process of a user who is in no list of users
        return None


def _path(environment: Mapping[str, str]) -> Path | None:
    """Where the settings file is; None where nothing says so, and then there is none."""
    if named := environment.get("OBSTAT_SETTINGS"):
        return Path(named)
    if folder := environment.get("XDG_CONFIG_HOME"):
        return Path(folder) / "obstat" / "settings.toml"
    found = home(environment)
    return found / ".config" / "obstat" / "settings.toml" if found else None


def _read(path: Path | None, required: bool) -> tuple[dict[str, str], dict[str, SourceSetting]]:
    if path is None or (not required and not path.is_file()):
        return {}, {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidValue(f"The settings file {path} cannot be read ({error.strerror}); mend the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidValue(f"The settings file {path} is not TOML ({error}); mend or remove it.") from None
    sources = data.pop("sources", {})
    for name, value in data.items():
        if name.startswith("serve_") and isinstance(value, int | float):
            data[name] = value = {"True": "yes", "False": "no"}.get(str(value), str(value))
        if name not in NAMES or not isinstance(value, str):
            near = ", ".join(nearest(name, (*NAMES, "sources")))
            raise InvalidValue(f"The settings file {path} sets '{name}'; it may set, as text: {near}.")
    if not isinstance(sources, dict):
        raise InvalidValue(
            f"The settings file {path} sets 'sources' to a value; write a table [sources.CODE] for each."
        )
    return data, {code: _source(path, code, told) for code, told in sources.items()}


def _source(path: Path, code: str, told: Any) -> SourceSetting:
    """One table ``[sources.CODE]``."""
    known = isinstance(told, dict) and told.keys() <= {"address", "persons"}
    address, persons = (told.get("address", {}), told.get("persons")) if known else (None, None)
    addresses = {"": address} if isinstance(address, str) else address
    texts = isinstance(addresses, dict) and all(isinstance(value, str) for value in addresses.values())
    if not isinstance(addresses, dict) or not texts or not isinstance(persons, bool | None):
        raise InvalidValue(
            f"The settings file {path} has a table [sources.{code}] that cannot be read; it may hold 'address' (text, "
            "or a table by part) and 'persons' (true or false)."
        )
    return SourceSetting(addresses, persons)
