"""The official lists by code. What a list does in law is stated by the rules of the pack that reach `on_list`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficialList:
    code: str
    name: str
    authority: str
    jurisdiction: str
    """ISO 3166-1 alpha-2, ``EU`` or ``UN``."""


LISTS = {
    listed.code: listed
    for listed in (
        OfficialList("fcc-covered-list", "FCC Covered List", "FCC", "US"),
        OfficialList("fcc-conditional-approvals", "FCC Conditional Approvals", "FCC", "US"),
        OfficialList("bis-entity-list", "BIS Entity List", "Commerce / BIS", "US"),
        OfficialList("bis-meu", "BIS Military End-User List", "Commerce / BIS", "US"),
        OfficialList("bis-dpl", "BIS Denied Persons List", "Commerce / BIS", "US"),
        OfficialList("bis-uvl", "BIS Unverified List", "Commerce / BIS", "US"),
        OfficialList("ofac-sdn", "OFAC SDN List", "Treasury / OFAC", "US"),
        OfficialList("ofac-ns-cmic", "OFAC NS-CMIC List", "Treasury / OFAC", "US"),
        OfficialList("ofac-ssi", "OFAC Sectoral Sanctions Identifications List", "Treasury / OFAC", "US"),
        OfficialList("ofac-mbs", "OFAC Menu-Based Sanctions List", "Treasury / OFAC", "US"),
        OfficialList("ofac-capta", "OFAC CAPTA List", "Treasury / OFAC", "US"),
        OfficialList("ofac-fse", "OFAC Foreign Sanctions Evaders List", "Treasury / OFAC", "US"),
        OfficialList("ofac-plc", "OFAC Palestinian Legislative Council List", "Treasury / OFAC", "US"),
        OfficialList("ofac-other", "Other OFAC non-SDN entries", "Treasury / OFAC", "US"),
        OfficialList("state-isn", "State Department nonproliferation sanctions", "State / ISN", "US"),
        OfficialList("state-itar-debarred", "AECA debarred parties", "State / DDTC", "US"),
        OfficialList("dod-1260h", "DoD section 1260H list", "Department of Defense", "US"),
        OfficialList("section-1286", "DoD section 1286 list", "Department of Defense", "US"),
        OfficialList("section-889", "NDAA section 889 names", "Congress", "US"),
        OfficialList("section-5949", "NDAA section 5949 names", "Congress", "US"),
        OfficialList("section-154", "NDAA section 154 names", "Congress", "US"),
        OfficialList("dhs-uflpa", "UFLPA Entity List", "DHS / FLETF", "US"),
        OfficialList("consolidated-screening-list", "Consolidated Screening List", "Commerce / ITA", "US"),
        OfficialList("un-sc", "UN Security Council consolidated list", "UN Security Council", "UN"),
        OfficialList("uk-sanctions", "UK Sanctions List", "FCDO / OFSI", "GB"),
        OfficialList("eu-sanctions", "EU consolidated financial sanctions list", "European Commission", "EU"),
    )
}
"""Lists whose entries an imported record may stand on; a code outside this table is some other dataset's."""
