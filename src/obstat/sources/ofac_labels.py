"""The labels that the Office of Foreign Assets Control puts before a fact, and what kind of fact each announces.

One table serves the remarks of the delimited files, the ``idType`` of ``sdn.xml`` and the document and feature types of
the advanced files: the publisher spells a label the same way in all of them, but for a closing colon or dash. The
spellings are those of the published lists since 2014 and of the reference values of the advanced files.

Invariant: a label stands in one group; a label in no group keeps its own words as the scheme of a number or the label
of a detail, so nothing depends on the table being complete.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Role = Literal["number", "contact", "detail", "country", "name", "relation", "measure", "date"]
"""`contact`: a number without a country behind it; `date`: when a directive or order begins to bind."""

NUMBERS: Final = {
    "passport": (
        "Passport",
        "Passport No.",
        "Diplomatic Passport",
        "British National Overseas Passport",
        "Stateless Person Passport",
    ),
    "national_id": (
        "National ID No.",
        "National Foreign ID Number",
        "Personal ID Card",
        "Citizen's Card Number",
        "Cedula No.",
        "Cedula de Ciudadania",
        "D.N.I.",
        "N.I.E.",
        "C.I.N.",
        "C.U.I.",
        "C.U.I.P.",
        "C.U.R.P.",
        "C.U.R.P. #",
        "CNP (Personal Numerical Code)",
        "Credencial electoral",
        "Electoral Registry No.",
        "I.F.E.",
        "LE Number",  # Libreta Electoral of Peru, not a legal entity identifier
        "Numero de Identidad",
        "Bosnian Personal ID No.",
        "Kenyan ID No.",
        "Moroccan Personal ID No.",
        "Tazkira National ID Card",
        "Turkish Identification Number",
        "UAE Identification",
        "SSN",
    ),
    "tax": (
        "Tax ID No.",
        "V.A.T. Number",
        "US FEIN",
        "Fiscal Code",
        "Italian Fiscal Code",
        "C.I.F.",
        "C.U.I.T.",
        "N.I.F.",
        "NIT #",
        "Numero Unico de Identificacao Tributaria (NUIT)",
        "Paraguayan tax identification number",
        "R.F.C.",
        "R.F.C. #",
        "RFC",
        "RIF #",
        "RTN",
        "RUC #",
        "Romanian Tax Registration",
    ),
    "registration": (
        "Registration Number",
        "Registration ID",
        "Registration Certificate Number (Dubai)",
        "Business Registration Number",
        "Business Registration Document #",
        "Business Number",
        "Branch Unit Number",
        "C.R. No.",
        "Romanian C.R.",
        "Central Registration System Number",
        "Certificate of Incorporation Number",
        "Chamber of Commerce Number",
        "Commercial Registry Number",
        "Company Number",
        "Dubai Chamber of Commerce Membership No.",
        "Economic Register Number (CBLS)",
        "Enterprise Number",
        "Folio Mercantil No.",
        "Istanbul Chamber of Comm. No.",
        "Matricula Mercantil No",
        "Organization Code",
        "Public Registration Number",
        "Registered Charity No.",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
        "UK Company Number",
    ),
    "uscc": ("Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)", "USCC"),
    "mmsi": ("MMSI",),
}
"""By scheme, the documents and registrations whose issuing country may follow."""

OWN_NUMBERS: Final = (
    "Afghan Money Service Provider License Number",
    "Aircraft Serial Identification",
    "Birth Certificate Number",
    "Cartilla de Servicio Militar Nacional",
    "Chinese Commercial Code",
    "Driver's License No.",
    "File Number",
    "Government Gazette Number",
    "Identification Number",
    "Immigration No.",
    "Legal Entity Number",
    "License",
    "MSB Registration Number",
    "Military Registration Number",
    "Permit Number",
    "Pilot License Number",
    "Public Security and Immigration No.",
    "RSIN",
    "Refugee ID Card",
    "Residency Number",
    "Romanian Permanent Resident",
    "SRE Permit No.",
    "Seafarer's Identification Document",
    "Serial No.",
    "Stateless Person ID Card",
    "Tarjeta Profesional",
    "Tourism License No.",
    "Trade License No.",
    "Trademark number",
    "Travel Document Number",
    "Vessel Registration Identification",
    "VisaNumberID",
)
"""Numbers of no scheme of ours: the publisher's label is the scheme."""

CONTACTS: Final = {
    "bic": ("SWIFT/BIC",),
    "call_sign": ("Vessel Call Sign", "Other Vessel Call Sign"),
    "duns": ("D-U-N-S Number",),
    "email": ("Email Address", "Email", "EMAIL"),
    "isin": ("ISIN",),
    "phone": (
        "Phone Number",
        "Phone No.",
        "PHONE",
        "Telephone",
        "Telephone No.",
        "Telephone Number",
    ),
    "ticker": ("Equity Ticker",),
    "website": ("Website",),
}
OWN_CONTACTS: Final = (
    "Aircraft Construction Number (also called L/N or S/N or F/N)",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Mode S Transponder Code",
    "Aircraft Tail Number",
    "BIK (RU)",
    "Fax",
    "FAX",
    "Fax No.",
    "MICEX Code",
    "Previous Aircraft Tail Number",
    "UN/LOCODE",
)
DETAILS: Final = {
    "DOB": "date of birth",
    "Birthdate": "date of birth",
    "POB": "place of birth",
    "Place of Birth": "place of birth",
    "VESSEL TYPE": "vessel type",
    "Vessel Tonnage": "tonnage",
    "Vessel Gross Registered Tonnage": "gross registered tonnage",
    **dict.fromkeys(
        (
            "Additional Sanctions Information",
            "Aircraft Manufacture Date",
            "Aircraft Model",
            "Aircraft Operator",
            "Former Vessel Flag",
            "Gender",
            "Organization Established Date",
            "Organization Type",
            "Other Vessel Flag",
            "Other Vessel Type",
            "Secondary sanctions risk",
            "Target Type",
            "Title",
            "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
            "Vessel Type",
            "Vessel Year of Build",
        )
    ),
}
"""The detail's label; None for the publisher's own words in lower case."""

COUNTRIES: Final = {
    "nationality": "nationality",
    "Nationality Country": "nationality",
    "citizen": "citizenship",
    "Citizenship Country": "citizenship",
    "Nationality of Registration": "nationality of registration",
    "Registration Country": "registration country",
    "Vessel Flag": "vessel flag",
}
NAMES: Final = ("Issuer Name",)
RELATIONS: Final = {"Linked To": "linked_to", "Vessel Owner": "owned_by"}

_MEASURE: Final = (
    r"Executive Order \d+ Directive (?:Determination|Information)|Executive Order \d+ [Ii]nformation"
    r"|CAATSA Section \d+ Information|(?:HKAA|IFCA|PEESA)(?: Section \w+)? (?:Determination|Information)"
)
_DATE: Final = r"(?:Effective|Listing|Purchase/Sales For Divestment) Date \([^)]*\)"
_CURRENCY: Final = r"Digital Currency Address - \w+"
_FAMILIES: Final[tuple[tuple[re.Pattern[str], Role], ...]] = (
    (re.compile(_MEASURE), "measure"),
    (re.compile(_DATE), "date"),
    (re.compile(_CURRENCY), "contact"),
)


def _table() -> dict[str, tuple[Role, str]]:
    table: dict[str, tuple[Role, str]] = {}
    for scheme, labels in NUMBERS.items():
        table |= dict.fromkeys(labels, ("number", scheme))
    for scheme, labels in CONTACTS.items():
        table |= dict.fromkeys(labels, ("contact", scheme))
    table |= {label: ("number", label.lower()) for label in OWN_NUMBERS}
    table |= {label: ("contact", label.lower()) for label in OWN_CONTACTS}
    table |= {label: ("detail", word or label.lower()) for label, word in DETAILS.items()}
    table |= {label: ("country", word) for label, word in COUNTRIES.items()}
    table |= {label: ("name", label.lower()) for label in NAMES}
    table |= {label: ("relation", word) for label, word in RELATIONS.items()}
    return table


_ROLES: Final = _table()
_PLAIN: Final = frozenset(
    [
        *(labels[0] for labels in (*NUMBERS.values(), *CONTACTS.values())),
        *("Legal Entity Number", "Vessel Registration Identification", "Telephone", "Phone No.", "Email"),
    ]
)
STARTS: Final = re.compile(
    "(?:[Aa]lt\\. )?("
    + "|".join([_MEASURE, _DATE, _CURRENCY, *(re.escape(label) for label in sorted(_ROLES, key=len, reverse=True))])
    + ")(?=[ :]|$)[ :-]*"
)
"""A sentence of the remarks that begins with a label."""


def plain(label: str) -> str:
    """A label without the colon or dash that closes it in the XML files, its apostrophe straight."""
    return label.replace("’", "'").rstrip(" :-")


def role(label: str) -> tuple[Role, str] | None:
    """What a label announces, and the scheme, detail label or relation it stands for; None for one not known."""
    if label in _ROLES:
        return _ROLES[label]
    for pattern, found in _FAMILIES:
        if pattern.fullmatch(label):
            return found, label.lower()
    return None


def is_plain(label: str) -> bool:
    """Whether the label tells no more than the scheme it stands for; others are kept beside the number."""
    return label in _PLAIN
