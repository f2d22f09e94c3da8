"""What identifiers say of a thing: each names a party in a role, from a registry, and how strongly.

Invariant: an identifier never makes a party of the pack out of a name that is merely like it, and a part inside is
never the maker. One strong signal, or two of different kinds that agree, make a party certain; anything less makes it
probable. What an identifier cannot tell is said.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from obstat.devices.mac_registry import MacRegistry, default_registry, is_registrar
from obstat.devices.parse import parse
from obstat.devices.parsed import Key, Parsed
from obstat.identity.lookup import Lookup
from obstat.identity.shown import Shown
from obstat.knowledge.snapshot import Snapshot
from obstat.model.identification import SIGNAL_ROLES, STRENGTHS, Evidence, Lead, Match, Signal
from obstat.model.records import Identifier
from obstat.model.subject import TEXTS, Given

_SCORES = {"strong": 0.95, "medium": 0.75, "weak": 0.5}
_PARTS = frozenset(["cellular_module", "optical_module"])
"""Equipment classes that are built into other things: who makes nothing else is a maker of parts."""
_DIGITS = re.compile(r"[0-9a-f]{1,12}")
_SHOWN = frozenset(["banner", "dhcp_class", "model", "cpe_vendor"])
"""Registries whose keys are texts, read by `Shown` and the names."""
_ASSIGNED = {"mac": "mac", "iana_pen": "pen", "usb_vendor": "usb", "usb": "usb", "pci_vendor": "pci", "pci": "pci"}
"""By registry, the scheme of imported assignments."""


class Signals:
    """Reads identifiers against a snapshot, its imported registries and the one that comes with obstat."""

    def __init__(self, snapshot: Snapshot, lookup: Lookup) -> None:
        self._snapshot, self._lookup = snapshot, lookup
        self.read = functools.lru_cache(maxsize=65536)(self._read)
        self._party_of = functools.lru_cache(maxsize=65536)(self._registrant)
        self._may_name: Callable[[str], bool] = lambda name: True

    def expect_many(self, may_name: Callable[[str], bool]) -> None:
        """From now on names of registrants are looked up only where `may_name` says that they may name anybody."""
        self._may_name = may_name

    def _read(self, given: Given) -> tuple[Signal, ...]:
        """Raises `InvalidValue` for an identifier that cannot be one."""
        parsed = parse(given)
        found = list(self._said(parsed, given)) if parsed.names_maker else []
        if not found:
            value = _short(given.text) if parsed.scheme == "banner" else parsed.value
            beside = given.scheme == "banner" and given.channel in TEXTS
            found = [Signal(parsed.scheme, value, None, None, parsed.role, parsed.strength, False, None, (), beside)]
        first, *others = found
        return (first if first.beside else replace(first, remarks=parsed.remarks), *others)

    def marked(self, text: str) -> tuple[Signal, ...]:
        """What a text that names nobody shows of the marks of a firmware, for people may give a banner as text."""
        shown, role = _short(text), "firmware_vendor"
        return tuple(
            Signal("banner", shown, mark.party, f"shows '{mark.by}'", role, "strong", True, mark.source)
            for mark in self._marks.find(text)
            if mark.strong
        )

    def mac_prefixes(self) -> Iterator[str]:
        """The beginnings of MAC addresses, in hexadecimal digits, that any registry in use knows."""
        yield from self._blocks.prefixes
        others = [value for scheme, value in (*self._assigned, *self._recorded) if scheme == "mac"]
        yield from filter(_DIGITS.fullmatch, others)  # other blocks are never looked up, so they tell nothing apart

    def _said(self, parsed: Parsed, given: Given) -> Iterator[Signal]:
        for key in parsed.keys:
            if key.registry in _SHOWN:
                yield from self._shown(parsed, key, given)
            elif recorded := self._recorded.get((key.registry, key.key.lower())):
                for party, note, confidence, source in recorded:
                    strength = parsed.strength if confidence == "high" else "medium"
                    role = self._role(parsed.role, party)
                    yield Signal(parsed.scheme, parsed.value, party, note, role, strength, True, source)
                return
            elif holder := self._assigned.get((_ASSIGNED.get(key.registry, key.registry), key.key.lower())):
                if key.registry == "mac" and is_registrar(holder):
                    continue  # it divides the block among others: a finer registry may know whom
                yield self._of_holder(parsed, holder, "imported registry")
                return
        block = self._blocks.find(parsed.value) if parsed.scheme == "mac" else None
        if block and block.holder:
            yield self._of_holder(parsed, block.holder, f"{block.registry}: {self._blocks.edition or 'IEEE'}")

    def _shown(self, parsed: Parsed, key: Key, given: Given) -> Iterator[Signal]:
        for named in self._marks.find(key.key):
            strength = "strong" if named.strong else "medium"
            said, by = _short(given.text), f"shows '{named.by}'"
            yield Signal(parsed.scheme, said, named.party, by, "firmware_vendor", strength, True, named.source)
        if given.channel == "name":
            yield from self._firm(parsed, given.text)
        words = [key.key] if parsed.scheme == "model" else [word for word in key.key.split() if _is_code(word)]
        for word in words:
            for match in self._lookup.find(word):
                if match.kind == "product" and match.sure:
                    yield self._of_product(parsed, match.id, word)

    def _firm(self, parsed: Parsed, name: str) -> Iterator[Signal]:
        """Whom the name of a firm beside the thing means: whoever supplies it need not have made it."""
        for match in self._lookup.find(name):
            if match.kind == "party" and match.match:
                said = f"names the firm {name}"
                yield Signal(parsed.scheme, _short(name), match.id, said, "brand", "medium", match.sure, None)

    def _of_product(self, parsed: Parsed, product_id: str, word: str) -> Signal:
        product = self._snapshot.products[product_id]
        role = {"contains_module_of": "component_maker", "brand_of": "brand"}.get(product.role, "maker")
        if role == "maker" and parsed.scheme != "model":
            role = "firmware_vendor"
        source = next(iter(product.sources), None)
        told = f"is {product.label}"
        if product.role in ("oem_of", "alleged_oem_of"):
            built = f"{told}, built or said to be built by {self._snapshot.parties[product.maker].name}"
            return Signal(parsed.scheme, word, None, built, role, "weak", False, source)
        return Signal(parsed.scheme, word, product.maker, told, role, "strong", True, source)

    def _of_holder(self, parsed: Parsed, holder: str, registry: str) -> Signal:
        """The registrant's name goes through the name engine like any other."""
        party, sure = self._party_of(holder) or (None, False)
        role = self._role(parsed.role, party) if party else parsed.role
        return Signal(parsed.scheme, parsed.value, party, holder, role, parsed.strength, sure, registry)

    def _registrant(self, holder: str) -> tuple[str, bool] | None:
        """Whom the name of a registrant means, and whether that is certain: by a pattern of the pack, which knows how
        registries write a firm, or else as any other name."""
        found = [(hit.end(), one) for pattern, one in self._patterns if (hit := pattern.search(holder))]
        if found:
            best = max(found, key=lambda each: each[0])[1]
            return best.party, best.confidence == "high"
        if not self._may_name(holder):
            return None
        match = next((m for m in self._lookup.find(holder) if m.kind == "party" and m.match), None)
        return (match.id, match.sure) if match else None

    def _role(self, role: str, party: str) -> str:
        """A maker of nothing but parts is the maker of a part, whatever the registry is."""
        classes = set(self._snapshot.parties[party].equipment)
        return "component_maker" if classes and classes <= _PARTS else role

    @functools.cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Identifier]]:
        """How registries write the firms of the pack."""
        marks = self._snapshot.table("identifiers")
        return [(re.compile(mark.value), mark) for mark in marks if mark.scheme == "registrant_pattern"]

    @functools.cached_property
    def _blocks(self) -> MacRegistry:
        """The blocks of addresses that come with obstat."""
        return default_registry()

    @functools.cached_property
    def _recorded(self) -> dict[tuple[str, str], list[tuple[str, str | None, str, str | None]]]:
        """What the pack records of numbers, by registry and number."""
        found: dict[tuple[str, str], list[tuple[str, str | None, str, str | None]]] = {}
        for one in self._snapshot.table("identifiers"):
            found.setdefault((one.scheme, one.value.lower()), []).append(
                (one.party, one.note, one.confidence, one.source)
            )
        return found

    @functools.cached_property
    def _assigned(self) -> dict[tuple[str, str], str]:
        """Imported registries: holders by scheme and number."""
        table = self._snapshot.table("assignments")
        columns = (table.texts(name) for name in ("scheme", "value", "holder"))
        return {
            (scheme or "", (value or "").lower()): holder or "" for scheme, value, holder in zip(*columns, strict=True)
        }

    @functools.cached_property
    def _marks(self) -> Shown:
        return Shown(self._snapshot)


def combined(signals: Iterable[Signal], named: Sequence[str]) -> list[Lead]:
    """The leads that signals give: of each party one as the maker of the thing, or one of a part in it.

    A party is certain with a strong signal, with two of different kinds, or with one beside its name in the text.
    """
    by_party: dict[tuple[str, bool], list[Signal]] = {}
    for signal in signals:
        if signal.party:
            by_party.setdefault((signal.party, signal.role == "component_maker"), []).append(signal)
    leads = []
    for (party, part), found in by_party.items():
        strengths = [signal.strength for signal in found if signal.sure]
        kinds = {signal.scheme for signal in found if signal.sure and signal.strength != "weak"}
        sure = "strong" in strengths or len(kinds) > 1 or (bool(kinds) and party in named)
        best = min(found, key=lambda signal: STRENGTHS.index(signal.strength))
        evidence = tuple(Evidence(s.scheme, s.told, s.source) for s in found)
        score = _SCORES[best.strength] if not sure else 1.0
        when = () if sure else (("party", party),)
        leads.append(Lead(party, best.role, score, not part, evidence, (), None, when))
    return leads


def probable(signals: Iterable[Signal], leads: Sequence[Lead], snapshot: Snapshot) -> Iterator[Match]:
    """Parties that signals name, though not for certain, as matches to be asked about."""
    unsure = {lead.party: lead for lead in leads if lead.when}
    for party, lead in unsure.items():
        said = [s for s in signals if s.party == party]
        why = " and ".join(_why(signal) for signal in said)
        yield Match("party", party, snapshot.parties[party].name, lead.score, "probable", why, lead.role)


def _why(signal: Signal) -> str:
    role = SIGNAL_ROLES.get(signal.role, signal.role)
    return f"its {signal.scheme.upper().replace('_', ' ')} {signal.told} names the {role}"


def _is_code(word: str) -> bool:
    return len(word) > 4 and any(c.isdigit() for c in word) and any(c.isalpha() for c in word)


def _short(text: str, most: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
