"""The datasets of OpenSanctions that repeat an official list: which list, and under which title.

A dataset that is not here stands for itself: the list of its records is its own code. Codes and titles are those of
https://www.opensanctions.org/datasets/; programme ids those of https://www.opensanctions.org/programs/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from obstat.sources import csl
from obstat.sources.editions import slug
from obstat.sources.entry import EntryListing
from obstat.sources.ofac_listings import Grounds, listings

CSL: Final = "us_trade_csl"
OFAC: Final = "us_ofac_cons"
ACTS: Final = "us_special_leg"

LISTS: Final = {
    "us_ofac_sdn": "ofac-sdn",
    OFAC: "ofac-other",
    CSL: "consolidated-screening-list",
    "us_bis_denied": "bis-dpl",
    "us_fcc_covered_list": "fcc-covered-list",
    "us_dhs_uflpa": "dhs-uflpa",
    "us_dod_chinese_milcorps": "dod-1260h",
    "us_ddtc_debarred": "state-itar-debarred",
    "un_sc_sanctions": "un-sc",
    "gb_fcdo_sanctions": "uk-sanctions",
    "gb_hmt_sanctions": "uk-sanctions",
    "eu_fsf": "eu-sanctions",
}
TITLES: Final = {
    "US OFAC Specially Designated Nationals (SDN) List": "us_ofac_sdn",
    "US OFAC Consolidated (non-SDN) List": OFAC,
    "US Trade Consolidated Screening List (CSL)": CSL,
    "US BIS Denied Persons List": "us_bis_denied",
    "US FCC Covered List": "us_fcc_covered_list",
    "US Uyghur Forced Labor Prevention Act (UFLPA) Entity List": "us_dhs_uflpa",
    "US DoD Chinese military companies": "us_dod_chinese_milcorps",
    "Directorate of Defense Trade Controls AECA Debarments": "us_ddtc_debarred",
    "US Special Legislative Exclusions": ACTS,
    "UN Security Council Consolidated Sanctions": "un_sc_sanctions",
    "UK FCDO Sanctions List": "gb_fcdo_sanctions",
    "UK HMT/OFSI Consolidated List of Targets": "gb_hmt_sanctions",
    "EU Financial Sanctions Files (FSF)": "eu_fsf",
}
"""Datasets by the title that stands in ``targets.simple.csv``."""

_PROGRAMMES: Final = {
    "us-bis-dpl": "bis-dpl",
    "us-capta": "ofac-capta",
    "capta list": "ofac-capta",
    "us-fse": "ofac-fse",
    "fse list": "ofac-fse",
    "us-ns-cmic": "ofac-ns-cmic",
    "non-sdn cmic list": "ofac-ns-cmic",
    "us-ns-mbs": "ofac-mbs",
    "non-sdn menu-based sanctions list": "ofac-mbs",
    "us-ns-plc": "ofac-plc",
    "non-sdn palestinian legislative council list": "ofac-plc",
    "us-ssi": "ofac-ssi",
    "sectoral sanctions identifications list": "ofac-ssi",
    "us-mccain-889": "section-889",
    "us-mccain-1286": "section-1286",
    "us-5949list": "section-5949",
    "us-ndaa-154": "section-154",
}
_SECTION: Final = re.compile(r"section (889|1286|5949|154)\b", re.I)
_SEVERAL: Final = frozenset([CSL, OFAC, ACTS])
"""Datasets that hold several lists; what is said of a listing tells which."""


def list_of(dataset: str, told: Iterable[str] = ()) -> str:
    """The list of a record of a dataset; `told` is what its listing says of authority and programme."""
    known = LISTS.get(dataset, dataset)
    if dataset not in _SEVERAL:
        return known
    texts = list(told)
    return next((code for text in texts if (code := _named(dataset, text))), known)


def _named(dataset: str, text: str) -> str | None:
    if code := _PROGRAMMES.get(text.casefold()):
        return code
    if dataset == CSL:
        return csl.list_of(text)
    if match := _SECTION.match(text):
        return f"section-{match[1]}"
    if dataset == OFAC:
        found: list[EntryListing] = listings("ofac-other", "", Grounds(programmes=[text]))[0]
        return next((listing.list for listing in found if listing.list != "ofac-other"), None)
    return None


def dataset_of(title: str) -> str:
    """The dataset of a title; a title that is not known, as an id."""
    return TITLES.get(title) or slug(title)
