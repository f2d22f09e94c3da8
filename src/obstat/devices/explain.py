"""A parsed identifier in words.

Invariant: the text never says that somebody made a device; it says what kind of party the identifier can name.
"""

from __future__ import annotations

from obstat.devices.parsed import Parsed

_CALLED = {
    "mac": "MAC address",
    "imei": "IMEI",
    "fcc_id": "FCC ID",
    "oid": "SNMP object identifier",
    "usb": "USB id",
    "pci": "PCI id",
    "bluetooth": "Bluetooth company",
    "pnp": "Plug and Play id",
    "cpe": "CPE name",
    "model": "Model",
    "serial": "Serial number",
    "banner": "Banner",
    "dhcp_class": "DHCP vendor class",
}
_NAMES = {
    "maker": "its pattern can point to the maker",
    "component_maker": "names the maker of a part inside",
    "interface_registrant": "names who registered the block of addresses for the network interface",
    "grantee": "names who holds the grant of the United States",
    "type_allocation_holder": "names who was allocated the type",
    "firmware_vendor": "names whose firmware answers",
    "registered_vendor": "names who registered the number",
}
_CATALOGUED = "has the vendor that a catalogue gives"


def explain(parsed: Parsed) -> str:
    """One or more sentences for people: what the identifier is, whom it can name, what it does not say."""
    called = _CALLED[parsed.scheme]
    if not parsed.names_maker:
        return " ".join((f"{called} {parsed.value} names no maker.", *parsed.remarks))
    names = _CATALOGUED if parsed.scheme == "cpe" else _NAMES[parsed.role]
    said = f"{called} {parsed.value} {names}; as evidence of that it is {parsed.strength}."
    return " ".join((said, *parsed.remarks))
