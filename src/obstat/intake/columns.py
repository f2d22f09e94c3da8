"""Which role each column of a table has, guessed from its header and its cells, and why.

Invariant: what a person says of a column is never overruled; otherwise the header decides where it is known, and the
cells where it is not or where they cannot be what the header says. Every guess carries its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from obstat.intake import contents, exports, roles
from obstat.model.errors import UnknownCode
from obstat.model.subject import SCHEMES, TEXTS

SAMPLE: Final = 1_000
AS_SAID: Final = "as you said"
"""Why a column is what a person says."""
_CELLS: Final = 400_000
"""How many cells of a sample are looked at; a table of very many columns is judged by fewer rows."""
_MOST: Final = 0.8
_FEW: Final = 0.1
_ENOUGH: Final = 5
"""So many cells are needed before they speak against a header."""
_CONFIDENCE: Final = {"whole": 0.95, "end": 0.8, "within": 0.6, "weak": 0.5}
_STANDS: Final = {"whole": "is", "end": "ends with", "within": "contains", "weak": "is"}
_OF_FORM: Final = {"mac": "MAC addresses", "imei": "IMEIs", "oid": "object identifiers", "cpe": "CPE names",
                   "usb": "USB identifiers", "pci": "PCI identifiers", "ip": "IP addresses", "fcc_id": "FCC IDs",
                   "number": "numbers", "money": "amounts", "date": "dates", "text": "words"}  # fmt: skip
_MUST_BE: Final = {"mac": ("mac",), "imei": ("imei", "number"), "oid": ("oid",), "ip": ("ip",),
                   "quantity": ("number", "money"), "spend": ("number", "money"), "date": ("date", "number"),
                   "cpe": ("cpe",)}  # fmt: skip
"""What the cells of a role look like; where hardly any does, the header meant something else."""
_WORDY: Final = 2.5
"""So many words a cell are more than a place, a state or a person has."""
_WORDS_ONLY: Final = ("name", "brand", "made_in", "os")
"""Roles whose cells are words; a column of numbers is no such column."""
_NAMING: Final = frozenset((*TEXTS, *SCHEMES))
_DEVICE: Final = ("mac", "ip", "serial", "imei", "os", "oid")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as written, its place from 0, its role (None where it says nothing), and why."""

    header: str
    at: int
    role: str | None
    why: str
    confidence: float
    channel: str | None = None
    currency: str | None = None

    def __str__(self) -> str:
        return f"{self.header or f'column {self.at + 1}'}: {self.role or '-'} ({self.why})"


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table is."""

    columns: tuple[Column, ...]
    export: str | None = None
    """The tool that exported the table, where its headers tell."""

    def of(self, role: str) -> tuple[Column, ...]:
        """The columns of a role."""
        return tuple(column for column in self.columns if column.role == role)

    def __str__(self) -> str:
        head = f"export of {self.export}\n" if self.export else ""
        return head + "\n".join(map(str, self.columns))


def guess(headers: Sequence[str], sample_rows: Iterable[Sequence[str]]) -> Columns:
    """The role of each column. `headers` may be empty text where a table has none; rows may be of any length."""
    rows = _sampled(sample_rows, len(headers))
    export = exports.known(headers)
    guessed = [_column(header, at, rows, export) for at, header in enumerate(headers)]
    guessed = _settle_weak(guessed, rows)
    guessed = _settle_single(guessed)
    return Columns(tuple(_something(guessed, rows)), export.tool if export else None)


def overridden(columns: Columns, said: Mapping[str, str]) -> Columns:
    """The same with what a person says: the role by header, or by ``column 3``; ``-`` for a column to be left out.

    Raises `UnknownCode`, which names the columns or the roles there are.
    """
    found = list(columns.columns)
    for header, role in said.items():
        if role not in (*roles.ROLES, roles.NOTHING):
            raise UnknownCode("role of a column", role, (*roles.ROLES, roles.NOTHING))
        meant = [at for at, column in enumerate(found) if _means(header, column)]
        if not meant:
            raise UnknownCode("column", header, [c.header or f"column {c.at + 1}" for c in found])
        for at in meant:
            role_or_none = None if role == roles.NOTHING else role
            found[at] = replace(found[at], role=role_or_none, why=AS_SAID, confidence=1.0, channel=None)
    return replace(columns, columns=tuple(found))


def _means(header: str, column: Column) -> bool:
    if header == column.header or header.casefold() == f"column {column.at + 1}":
        return True
    return roles.plain(header) == roles.plain(column.header) != ""


def _sampled(rows: Iterable[Sequence[str]], width: int) -> list[Sequence[str]]:
    limit = max(20, min(SAMPLE, _CELLS // max(width, 1)))
    return [row for row, _ in zip(rows, range(limit), strict=False)]


def _cells(rows: list[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in rows if at < len(row)]


def _column(header: str, at: int, rows: list[Sequence[str]], export: exports.Export | None) -> Column:
    known = roles.known(header)
    share, held = contents.shares(_cells(rows, at), contents.KINDS)
    money = roles.currency(header)
    if export and (told := export.roles.get(roles.plain(header))):
        role, _, channel = told.partition(" ")
        role_or_none = None if role == roles.NOTHING else role
        return Column(header, at, role_or_none, f"a column of {export.tool}", 0.95, channel or None, money)
    if form := next((kind for kind in contents.TELLING if held and share[kind] >= _MOST), None):
        return _by_form(header, at, form, known, (share, held), money)
    if known is None or (_half_a_date(known, header) and held and share["date"] < 0.5):
        return Column(header, at, None, "neither its header nor its cells tell what it is", 0.0)
    why = f"its header {_STANDS[known.kind]} '{known.phrase}'"
    money = money if known.role in ("spend", "currency") else None
    found = Column(header, at, known.role, why, _CONFIDENCE[known.kind], known.channel, money)
    if known.role == roles.NOTHING:
        return replace(found, role=None)
    return _contradicted(found, share, held)


def _half_a_date(known: roles.Known, header: str) -> bool:
    """Whether a header holds the word for a day and others: ``Data ordine``, but ``Data plan`` too."""
    return known.role == "date" and known.kind == "weak" and roles.plain(header) != known.phrase


def _by_form(
    header: str, at: int, form: str, known: roles.Known | None, told: tuple[dict[str, float], int], money: str | None
) -> Column:
    """A column whose cells have the form of an identifier. An IMEI of nothing but digits may be another number."""
    share, held = told
    agrees = known is not None and known.role == form
    if (
        known is not None
        and not agrees
        and form in ("imei", "usb", "oid", "pci")
        and known.role not in (roles.NOTHING, "description")
    ):
        why = f"its header {_STANDS[known.kind]} '{known.phrase}'"
        role = None if known.role == roles.NOTHING else known.role
        return Column(header, at, role, why, _CONFIDENCE[known.kind], known.channel, money)
    if known is not None and known.role == "hostname" and form == "ip":
        return Column(header, at, "hostname", f"its header {_STANDS[known.kind]} '{known.phrase}'", 0.8)
    if form == "imei" and not agrees and held < 3:
        return Column(header, at, None, "too few cells to take its numbers for IMEIs", 0.0)
    percent = round(100 * share[form])
    why = f"{percent} % of its cells are {_OF_FORM[form]}"
    if agrees and known is not None:
        return Column(
            header, at, form, f"its header {_STANDS[known.kind]} '{known.phrase}', and {why}", 1.0, known.channel
        )
    return Column(header, at, form, why, 0.9)


def _contradicted(column: Column, share: Mapping[str, float], held: int) -> Column:
    """The column, unless its cells cannot be what its header says."""
    role = column.role
    if role is None or (held < _ENOUGH and not (held and role in _WORDS_ONLY)):
        return column
    if role in _WORDS_ONLY and role != "os" and max(share["number"], share["date"], share["money"]) >= _MOST:
        return replace(column, role=None, why=f"{column.why}, but its cells are numbers", confidence=0.8)
    if role in _MUST_BE and held >= _ENOUGH and max(share[kind] for kind in _MUST_BE[role]) <= _FEW:
        if share["text"] >= _MOST:
            why = f"{column.why}, but its cells are words"
            return replace(column, role="description", why=why, confidence=0.4, channel=None)
        why = f"{column.why}, but its cells are none such"
        return replace(column, role=None, why=why, confidence=0.6)
    return column


def _settle_weak(guessed: list[Column], rows: list[Sequence[str]]) -> list[Column]:
    """A column called no more than 'name' is the name of a company, unless another column is, or devices are listed."""
    strong = {column.role for column in guessed if column.role and column.confidence > _CONFIDENCE["weak"]}
    devices = any(role in strong for role in _DEVICE)
    settled = []
    for column in guessed:
        if column.confidence != _CONFIDENCE["weak"] or column.role is None:
            settled.append(column)
        elif column.role == "name" and devices:
            settled.append(replace(column, role="hostname", why=f"{column.why}, and devices are listed"))
        elif column.role == "name" and strong & {"name", "brand"}:
            settled.append(replace(column, role="description", why=f"{column.why}, and another column names the maker"))
        elif column.role in strong and column.role != "description":
            settled.append(replace(column, role=None, why=f"{column.why}, and another column says so more clearly"))
        else:
            settled.append(column)
    return settled


def _settle_single(guessed: list[Column]) -> list[Column]:
    """Facts of which a row states one: the column that says so most clearly, the first of several alike."""
    settled = list(guessed)
    for role in ("date", "made_in", "quantity", "currency", "activity", "equipment", "purpose", "spend"):
        rivals = [column for column in settled if column.role == role]
        best = max(rivals, key=lambda column: (_rank(column), -column.at), default=None)
        for column in rivals:
            if best is not None and column.at != best.at:
                why = f"{column.why}, but '{best.header}' says it more clearly"
                settled[column.at] = replace(column, role=None, why=why)
    return settled


def _rank(column: Column) -> tuple[bool, float]:
    """What is paid in all says more than the price of one."""
    words = roles.plain(column.header).split()
    total = bool(
        {"total", "amount", "betrag", "gesamtpreis", "montant", "importe", "金额", "合计", "总价"} & set(words)
    )
    return (column.role == "spend" and total, column.confidence)


def _something(guessed: list[Column], rows: list[Sequence[str]]) -> list[Column]:
    """Where no column names a thing, every column of words describes it; beside identifiers, one of several words."""
    if any(column.role in TEXTS for column in guessed):
        return guessed
    identified = any(column.role in _NAMING for column in guessed)
    settled = []
    for column in guessed:
        cells = _cells(rows, column.at)
        share, held = contents.shares(cells, ("text",))
        untold = column.role is None and column.confidence < _CONFIDENCE["whole"]
        wordy = contents.words(cells) >= (_WORDY if column.confidence or (identified and column.header) else 1)
        if untold and held and wordy and share["text"] >= 0.5:
            why = "no column names the thing, and its cells are words"
            column = replace(column, role="description", why=why, confidence=0.3)
        settled.append(column)
    return settled
