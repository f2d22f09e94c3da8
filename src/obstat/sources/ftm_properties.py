"""The properties of FollowTheMoney by what they become in an entry.

From the model of version 4 (https://followthemoney.tech/explorer/). A property outside these tables and those of
`ftm_properties.txt` is not known and is left.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from obstat.sources.entry import EntryKind, NameKind

_TABLE = Path(__file__).with_name("ftm_properties.txt")


def words(name: str) -> str:
    """``birthDate`` as ``birth date``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def _table(section: str) -> frozenset[str]:
    """The names in a section of the table."""
    lines = _TABLE.read_text(encoding="utf-8").split(f"[{section}]\n", 1)[1].split("\n[", 1)[0]
    return frozenset(lines.split())


KINDS: Final[dict[str, EntryKind]] = {
    **dict.fromkeys(_table("nobody"), "category"),
    "Person": "person",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "body",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
"""Kinds by schema; everything else, a `LegalEntity` too, is of unknown kind. A post, a place, a document is nobody."""

DEPTH: Final = {
    "Thing": 0,
    "LegalEntity": 1,
    "Asset": 1,
    "Organization": 2,
    "Vehicle": 2,
    "Contract": 2,
    "Document": 1,
    "Folder": 2,
    "Company": 3,
    "PublicBody": 3,
    "License": 3,
    "Vessel": 3,
    "Airplane": 3,
    "Interval": 0,
    "Identification": 1,
    "Passport": 2,
}
"""How special a schema is, where statements about one entity name several; of others, 2."""

NAMES: Final[dict[str, tuple[NameKind, bool]]] = {
    "name": ("name", False),
    "alias": ("alias", False),
    "previousName": ("former", False),
    "weakAlias": ("alias", True),
    "abbreviation": ("alias", True),
}
"""The kind of name, and whether it is weak."""

NUMBERS: Final[dict[str, tuple[str, str | None]]] = {
    "leiCode": ("lei", None),
    "uscCode": ("uscc", "CN"),
    "isin": ("isin", None),
    "isinCode": ("isin", None),
    "ticker": ("ticker", None),
    "swiftBic": ("bic", None),
    "bic": ("bic", None),
    "registrationNumber": ("registration", None),
    "ogrnCode": ("registration", "RU"),
    "taxNumber": ("tax", None),
    "vatCode": ("tax", None),
    "innCode": ("tax", None),
    "dunsCode": ("duns", None),
    "imoNumber": ("imo", None),
    "mmsi": ("mmsi", None),
    "callSign": ("call_sign", None),
    "passportNumber": ("passport", None),
    "socialSecurityNumber": ("national_id", None),
    "website": ("website", None),
    "email": ("email", None),
    "phone": ("phone", None),
} | {name: (words(name), None) for name in _table("numbers")}
"""The scheme, and the country whose registers alone use it."""

COUNTRIES: Final = frozenset(["country", "jurisdiction", "mainCountry", "nationality", "citizenship", "flag"])

THINGS: Final = {
    "parent": "subsidiary_of",
    "owner": "owned_by",
    "operator": "operated_by",
    "holder": "held_by",
    "issuer": "issued_by",
    "organization": "part_of",
    "partOf": "part_of",
    "bank": "held_at",
    "riskSource": "linked_to",
}
"""Properties of a thing that name another thing, by the relation."""

EDGES: Final = {
    "Ownership": ("owner", "asset", "owns", "owned_by"),
    "Control": ("controller", "controlled", "controls", "controlled_by"),
    "Directorship": ("director", "organization", "director_of", "directed_by"),
    "Membership": ("member", "organization", "member_of", "has_member"),
    "Employment": ("employee", "employer", "employed_by", "employer_of"),
    "Representation": ("agent", "client", "agent_of", "represented_by"),
    "Succession": ("predecessor", "successor", "predecessor_of", "successor_of"),
    "UnknownLink": ("subject", "object", "linked_to", "linked_to"),
    "Family": ("person", "relative", "relative_of", "relative_of"),
    "Associate": ("person", "associate", "associate_of", "associate_of"),
    "Occupancy": ("holder", "post", "holds_post", "post_of"),
    "Debt": ("debtor", "creditor", "debtor_of", "creditor_of"),
    "Payment": ("payer", "beneficiary", "payer_of", "paid_by"),
    "Documentation": ("document", "entity", "document_on", "documented_in"),
    "CourtCaseParty": ("party", "case", "party_to", "has_party"),
    "ContractAward": ("contract", "supplier", "supplied_by", "supplier_of"),
    "ProjectParticipant": ("participant", "project", "participant_in", "has_participant"),
}
"""Links between two things: the properties that name them, the relation of the first to the second, and the reverse."""

HOLDERS: Final = {
    "Sanction": "entity",
    "Risk": "entity",
    "Identification": "holder",
    "Passport": "holder",
    "Security": "issuer",
    "CryptoWallet": "holder",
}
"""What is said of one thing, by the property that names it."""


def links(schema: str) -> tuple[str, ...]:
    """The properties by which a part or link belongs to things; of a thing, none."""
    return EDGES[schema][:2] if schema in EDGES else (HOLDERS[schema],) if schema in HOLDERS else ()


OTHERS: Final = _table("details")
"""Properties that are known and have no place of their own: they become details."""

KNOWN: Final = frozenset([*NAMES, *NUMBERS, *COUNTRIES, *THINGS, "address", *OTHERS])
