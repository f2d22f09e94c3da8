"""Everything seen of each sender.

Invariant: of a sender no more than a limit is held; a text is held once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field

from obstat.intake.capture.dissect import Sight
from obstat.model.subject import SCHEMES, Given, Place, Subject

_MOST = 64


@dataclass(slots=True)
class _Sender:
    row: int
    given: dict[Given, None] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """Texts and facts by role; the first said of each."""
    beyond: dict[str, dict[Given, None]] = field(default_factory=dict)
    """What was said from an IP address, which may stand behind the sender."""
    sources: dict[str, None] = field(default_factory=dict)


class Seen:
    def __init__(self, file: str) -> None:
        self._file = file
        self._senders: dict[str, _Sender] = {}
        self._owners: dict[str, str] = {}
        """Who answers for an IP address on the wire, by ARP and DHCP."""

    def take(self, sight: Sight, row: int) -> None:
        sender = self._senders.setdefault(sight.mac, _Sender(row))
        if sight.role == "ip":
            if sight.ip:
                if len(sender.sources) < _MOST:
                    sender.sources[sight.ip] = None
            elif sight.text != "0.0.0.0":
                self._owners.setdefault(sight.text, sight.mac)
                sender.words.setdefault("ip", sight.text)
        elif sight.ip and sight.role in SCHEMES and sight.role != "mac":
            given = sender.beyond.setdefault(sight.ip, {}) if len(sender.beyond) < _MOST * _MOST else {}
            if len(given) < _MOST and sight.text:
                given[Given(sight.role, sight.text, sight.channel or None)] = None
        elif sight.role in SCHEMES and sight.role != "model":
            if len(sender.given) < _MOST and sight.text:
                sender.given[Given(sight.role, sight.text, sight.channel or None)] = None
        elif sight.text:
            sender.words.setdefault(sight.role, sight.text)

    def subjects(self) -> Iterator[Subject]:
        for mac, sender in self._senders.items():
            given = {Given("mac", mac): None} | sender.given
            elsewhere: dict[str, dict[Given, None]] = {}
            for ip, said in sender.beyond.items():
                if self._here(ip, mac):
                    given |= said
                else:
                    elsewhere[ip] = said
            texts: dict[str, str] = {
                role: sender.words[role] for role in ("brand", "model", "description") if role in sender.words
            }
            facts: dict[str, str] = {role: sender.words[role] for role in ("ip", "hostname") if role in sender.words}
            near = [ip for ip in sender.sources if self._here(ip, mac)]
            if "ip" not in facts and near:
                facts["ip"] = near[0]
            place = Place(self._file, row=sender.row)
            yield Subject(place, texts=texts, given=tuple(given), facts=facts)
            for ip, said in elsewhere.items():
                yield Subject(place, given=tuple(said), facts={"ip": ip})

    def _here(self, ip: str, mac: str) -> bool:
        """Whether what came from `ip` is `mac`'s own: it answers for it, or nobody does and it is no public address."""
        owner = self._owners.get(ip)
        return owner == mac or (owner is None and not ipaddress.ip_address(ip).is_global)
