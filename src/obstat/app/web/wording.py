"""Codes as people say them, wherever a page shows one.

Invariant: what is known has words of its own here or in the vocabulary of the snapshot; a code that nobody knows loses
its underscores and is shown, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from obstat.app.web.choices import verb
from obstat.app.web.rendering import words
from obstat.model.claim_words import EVENTS, MODALITIES
from obstat.screening.sentences import missing, placed

if TYPE_CHECKING:
    from obstat.knowledge.snapshot import Snapshot

_PLACE = re.compile(r"\b[A-Z]{2}\b")
_PLACED = re.compile(r"(?:(?:made in|made outside|makers of) )?[A-Z]{2}(?:, [A-Z]{2})*")
_ON_LIST = re.compile(r"^(everybody on )([a-z0-9-]+)")
_HAPPENS = {
    "starts": "from this day",
    "ends": "no more from this day",
    "suspended": "suspended from this day",
    "resumes": "again from this day",
    "uncertain": "not sure to hold from this day",
    "decision": "a decision of the market",
    "filed": "a court case is filed",
    "decided": "a court decides",
    "milestone": "a step of the procedure",
    "claim": "a story’s claim",
}
"""Events of a timeline."""
_TIES = {
    "makes": "makes",
    "brand_of": "owns the brand of",
    "oem_of": "builds for its brand",
    "alleged_oem_of": "is said to build",
    "contains_module_of": "made a part of",
}
"""What a party is to a product, read from the party."""
_ROLES = {
    "brand": "owner of the brand",
    "component_maker": "maker of a part",
    "interface_registrant": "registrant of the network interface",
    "grantee": "holder of the FCC grant",
    "type_allocation_holder": "holder of the type allocation",
    "firmware_vendor": "author of the firmware",
    "affiliate": "a firm of its group",
}
_SCHEMES = {
    "mac": "MAC address",
    "imei": "IMEI",
    "fcc_id": "FCC ID",
    "oid": "SNMP object identifier",
    "usb": "USB identifier",
    "pci": "PCI identifier",
    "bluetooth": "Bluetooth identifier",
    "pnp": "plug-and-play identifier",
    "cpe": "CPE name",
    "dhcp_class": "DHCP vendor class",
    "banner": "text that devices answer with",
    "model": "model code",
    "os": "operating system",
    "ip": "IP address",
    "vlan": "VLAN",
    "hostname": "host name",
    "made_in": "country of production",
    "on": "day to ask about",
    "registrant_pattern": "name in registries",
    "iana_pen": "private enterprise number (IANA)",
    "fcc_grantee": "FCC grantee code",
    "uscc": "Chinese company number (USCC)",
    "bluetooth_company": "Bluetooth company number",
    "usb_vendor": "USB vendor number",
    "pci_vendor": "PCI vendor number",
    "pnp_id": "plug-and-play vendor code",
    "stock_exchange": "stock exchange symbol",
    "isin": "ISIN",
    "lei": "LEI",
    "snmp": "SNMP object identifier",
    "tac": "type allocation code of an IMEI",
    "hidden_id": "identifier of another kind",
    "ror": "ROR",
    "wikidata": "Wikidata",
    "tie": "tie",
}
"""Identifiers, and other signals by which somebody is found."""
_NAMES = {"legal": "registered name", "alias": "also called", "former": "former name", "weak": "everyday word"}
_EXTENTS = {
    "named": "",
    "affiliates": "and their affiliates",
    "controlled": "and firms under their control",
    "owned": "and firms that they own",
}
_COUNTED = {
    "status": "answer",
    "rules": "rule",
    "parties": "party",
    "products": "product",
    "needs": "fact that is missing",
}
"""Our columns of a screened file."""
_JOBS = {
    "held": "waits for its columns",
    "waiting": "waits",
    "running": "runs",
    "done": "done",
    "failed": "failed",
    "stopped": "stopped",
}


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class Wording:
    """The words of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._words = snapshot, snapshot.vocabulary

    def place(self, code: str | None) -> str:
        """The name of a jurisdiction."""
        return self._words.place(code) if code else ""

    def placed(self, code: str) -> str:
        """The name of a jurisdiction as it stands in a sentence."""
        return placed(self.place(code))

    def party(self, id_: str) -> str:
        """The name of a party; its id where the snapshot has none of that id."""
        return _name(self._snapshot.parties, id_)

    def thing(self, id_: str) -> str:
        """The name of a product, or of a party."""
        product = self._snapshot.products.get(id_)
        return product.label if product else self.party(id_)

    def list(self, code: str) -> str:
        """The name of an official list."""
        return _lists(self._snapshot).get(code, words(code))

    def activities(self, codes: Iterable[str]) -> str:
        """What is done, as the question says it."""
        return "; ".join(map(verb, codes))

    def kind(self, code: str) -> str:
        """What an instrument is: ``binding ban``."""
        return self._words.kinds.get(code, words(code))

    def state(self, code: str) -> str:
        """Whether an instrument is in force."""
        return self._words.states.get(code, words(code))

    def condition(self, text: str | None) -> str:
        """On what an effect turns, a list of codes: ``a model not authorised before, made outside China``."""
        return ", ".join(self._turning(part) for part in (text or "").split(", ") if part)

    def _turning(self, code: str) -> str:
        if known := self._words.device_statuses.get(code):
            return known
        if known := self._words.purposes.get(code):
            return known if code == "other_purpose" else f"for {known}"
        return self._located(code.replace("asked as", "asked about a"))

    def reached(self, text: str) -> str:
        """Whom an effect reaches where it names nobody: ``makers of China``."""
        listed = _ON_LIST.sub(lambda found: f"{found[1]}the list “{self.list(found[2])}”", text)
        return self._located(text) if listed == text else listed

    def _located(self, text: str) -> str:
        """Words in which countries are told by their codes, and only by these."""
        if not _PLACED.fullmatch(text):
            return words(text)
        return _PLACE.sub(lambda found: placed(self.place(found[0])), text)

    def extent(self, code: str | None) -> str:
        """Whom an effect reaches beside those it names."""
        return _EXTENTS.get(code or "named", words(code or ""))

    def tie(self, code: str, of_product: bool = False) -> str:
        """What one is to the other, as it stands between their names."""
        if of_product and code in _TIES:
            return _TIES[code]
        return self._words.relations.get(code, words(code))

    role = staticmethod(lambda code: _ROLES.get(code, words(code)))
    """In what part somebody stands behind a thing."""
    scheme = staticmethod(lambda code: _SCHEMES.get(code, words(code)))
    """What an identifier, or another signal, is."""
    happens = staticmethod(lambda code: _HAPPENS.get(code, words(code)))
    """What an event of a timeline is."""
    name_kind = staticmethod(lambda code: _NAMES.get(code, words(code)))
    counted = staticmethod(lambda column: _COUNTED.get(column, column))
    job = staticmethod(lambda state: _JOBS.get(state, words(state)))
    claimed = staticmethod(lambda code: EVENTS.get(code, words(code)))
    """What somebody does by a claim."""
    certainty = staticmethod(lambda code: MODALITIES.get(code, words(code)))
    """How sure a claim is said to be."""
    missing = staticmethod(missing)
    """A fact that is missing: ``where it is made``."""


def _name(parties: Mapping[str, _Named], id_: str) -> str:
    return parties[id_].name if id_ in parties else id_


def _lists(snapshot: Snapshot) -> dict[str, str]:
    from obstat.sources import registry

    named = {code: source.name for code, source in registry.sources().items()}
    return named | {one["id"]: one["name"] for one in snapshot.vocabulary.lists}
