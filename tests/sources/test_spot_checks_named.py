"""Lists of State, Defense, DHS and the FCC against what is read in them by eye, record by record.

Invariant: every expectation was written from the published text, nearly all before the readers were looked at; it says
what the record holds, whatever a transcription has done to its cells.
"""

from __future__ import annotations

import pytest
from spots import (
    DATA,
    Spot,
    address,
    addresses,
    alias,
    countries,
    edition,
    failures,
    former,
    kind,
    listed,
    names,
    never_listed_now,
    number,
    programmes,
    records,
    says,
    spot,
    tied,
    unnamed,
    weak,
)

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published files are not at hand")

NSFREG = "lists_us_nsfreg_2026-07-09/"
SMALL = "fixtures_screening_list_formats/"
UFLPA_JSON = edition("entities-json", "dhs-uflpa", list=f"{NSFREG}dhs_uflpa.json")
UFLPA = edition("uflpa-html", "dhs-uflpa", list=f"{NSFREG}source-uflpa-2026-07-09.html")
DOD = edition("entities-json", "dod-1260h", list=f"{NSFREG}dow_1260h.json")
RESEARCH = edition("entities-json", "section-1286", list=f"{NSFREG}dow_1286.json")
CMIC = edition("entities-json", "ofac-ns-cmic", list=f"{NSFREG}ofac_nscmic.json")
STATE_ISN = edition("entities-json", "state-isn", list=f"{NSFREG}state_nonproliferation.json")
DEBARRED = edition("entities-json", "state-itar-debarred", list=f"{NSFREG}state_debarred_statutory.json")
DEBARRED_ADMIN = edition("entities-json", "state-itar-debarred", list=f"{NSFREG}state_debarred_admin.json")
FCC = edition("fcc-covered-list-csv", "fcc-covered-list", list="lists_us_opensanctions/fcc_covered_list_table.csv")
ISN = edition("state-isn", "state-isn", list=f"{SMALL}isn.csv")
ITAR = edition("state-itar-debarred", "state-itar-debarred", list=f"{SMALL}itar_debarred_parties.csv")

STATE = [
    spot(
        ISN, "150th Aircraft Repair Plant (Kaliningrad)", weak("ARZ"), programmes("INKSNA"), listed(since="2016-06-28")
    ),
    spot(ITAR, "Dilligas Trading Co., Inc.", listed(since="1992-09-22", citation="57 FR 43768"), says("57 FR 37184")),
    spot(DEBARRED, "Dilligas Trading Co., Inc.", listed(since="1992-09-22", citation="57 FR 43768")),
    spot(DEBARRED, "Kem and Associates, Incorporated", names(1), kind("unknown")),
    spot(
        DEBARRED, "Mexpar International, Inc.", alias("Pasadena Aerospace", "Aviation Logistics and Supply"), names(3)
    ),
    spot(DEBARRED_ADMIN, "VTA Telecom Corporation", listed(since="2023-04-20", citation="88 FR 39554")),
    spot(
        STATE_ISN,
        "Scientific Research and Design Institute of Power Technology",
        alias("NIKIET, Research and Development Institute of Power Engineering (RDIPE) and ENTEK"),
        listed(since="1999-01-08", until="2004-04-01"),
        never_listed_now(),
    ),
    spot(
        STATE_ISN,
        "China North Industries Corp.",
        records(2),
        weak("NORINCO"),
        listed(since="2005-12-23", until="2007-12-24"),
        listed(since="2003-06-26", until="2005-06-27"),
        never_listed_now(),
    ),
    spot(
        STATE_ISN,
        "Aerospace Industries Organization",
        records(2),
        listed(programme="Executive Order 12938", until="2009-09-27"),
        listed(programme="Executive Order 13382", since="2005-06-28", until=None),
    ),
    spot(STATE_ISN, "Chinese Ministry of Aerospace Industry", listed(since="1993-08-24", until="1994-11-01")),
    spot(
        STATE_ISN,
        "Ministry of Defense and Armed Forces Logistics",
        records(2),
        alias("MODAFL", "MODSAF"),
        listed(programme="Missile Sanctions laws", since="2000-11-21", until="2002-11-22"),
        countries("IR"),
    ),
    spot(
        STATE_ISN, "Equipment Development Department of the Central Military Commission", weak("EDD"), countries("CN")
    ),
    spot(STATE_ISN, "Pars Amayesh Sanaat Kish", alias("PASK", "Vacuum Karan Co."), names(5), listed(until=None)),
    spot(
        STATE_ISN,
        "Government of the Russian Federation",
        listed(since="2021-03-18", until=None),
        listed(since="2018-08-27", citation="Vol.83, No. 166"),
    ),
    spot(
        STATE_ISN,
        "Xi’an Longde Technology Development Company Limited",
        alias("Lontek"),
        programmes("Executive Order 13382", "Missile Sanctions laws"),
    ),
]

DEFENSE_DHS_FCC = [
    spot(
        DOD,
        "Aviation Industry Corporation of China, Ltd.",
        alias("AVIC"),
        tied("owns", "Cirrus Design Corporation"),
        tied("owns", "Shenyang Aircraft Design Institute"),
        listed(since="2026-06-10", citation="91 FR 35189"),
    ),
    spot(DOD, "Huawei Investment & Holding Co., Ltd.", tied("owns", "Huawei Technologies Co., Ltd.")),
    spot(DOD, "Dawning Information Industry Co., Ltd.", alias("Sugon"), says("SASAC, and the PLA"), countries("CN")),
    spot(
        RESEARCH, 'Tactical Missile Corporation, Concern "MPO—Gidropribor"', alias('Research Institute "Gidpropridor"')
    ),
    spot(
        RESEARCH,
        "Chinese Academy of Engineering Physics",
        alias("Southwest Institute of Nuclear Physics and Chemistry"),
        alias("China Academy of Engineering Physics' 902 Institute"),
    ),
    spot(RESEARCH, "Sharif University of Technology", alias("SUT", "Arya Mehr University of Technology"), names(5)),
    spot(
        CMIC,
        "Megvii Technology Limited",
        alias("旷视科技有限公司"),
        addresses(2),
        address("PO Box 309", "KY"),
        address("Block A, Raycom Infotech Park", "CN"),
        listed(since="2022-02-14", programme="CMIC-EO13959"),
    ),
    spot(
        CMIC,
        "SZ DJI Technology Co., Ltd.",
        number("uscc", "914403007954257495", "CN"),
        alias("深圳市大疆创新科技有限公司"),
    ),
    spot(CMIC, "CNOOC Limited", tied("linked_to", "CHINA NATIONAL OFFSHORE OIL CORPORATION"), addresses(1)),
    spot(CMIC, "Semiconductor Manufacturing International Corporation", addresses(2), address("Cayman Islands", "KY")),
    spot(CMIC, "Proven Glory Capital Limited", countries("VG"), address("263 Main Street", "VG")),
    spot(
        UFLPA,
        "Hoshine Silicon Industry (Shanshan) Co., Ltd",
        alias("Hesheng Silicon Industry (Shanshan) Co."),
        listed(since="2022-06-21"),
        says("subsidiaries"),
        unnamed("including", "subsidiaries"),
    ),
    spot(
        UFLPA,
        "Sichuan Jingweida Technology Group Co., Ltd.",
        alias("Sichuan Mianyang Jingweida Technology Co., Ltd.", "JWD Technology"),
        former("Mianyang High-tech Zone Jingweida Technology Co., Ltd."),
        names(4),
    ),
    spot(
        UFLPA,
        "Hongyuan Green Energy Co., Ltd.",
        alias("HY Solar", "Hoyuan Green Energy Co. Ltd."),
        former("Wuxi Shangji CNC Co., Ltd.", "Wuxi Shangji Automation Co., Ltd."),
        former("Wuxi Shangji Grinding Machine Co., Ltd."),
        listed(since="2025-01-15"),
    ),
    spot(
        UFLPA,
        "Anhui Xinya New Materials Co., Ltd.",
        former(
            "Chaohu Youngor Color Spinning Technology Co., Ltd.", "Chaohu Xinya Color Spinning Technology Co., Ltd."
        ),
    ),
    spot(
        UFLPA,
        "Jiangyin Lianyun Co. Ltd.",
        alias("Jiangyin Intermodal Transport Co.", "Jiangyin United Transport Co."),
        names(3),
    ),
    spot(
        UFLPA,
        "Jiangsu Meike Solar Technology Co., Ltd.",
        alias("Meike Co."),
        former("Jiangsu Gaozhao New Energy Development Co., Ltd."),
    ),
    spot(
        UFLPA,
        "Inner Mongolia Xuanda Food Co., Ltd.",
        former("Wuyuan County Xuanda Cereals, Oils and Foods Co., Ltd."),
        names(3),
    ),
    spot(UFLPA, "Junan Jinsheng Import & Export Co., Ltd.", alias("Junan County Jinsheng Import and Export Co., Ltd.")),
    spot(
        UFLPA, "Zhuhai Ninestar Management Co., Ltd.", names(1), listed(since="2023-06-12", citation="2(d)(2)(B)(ii)")
    ),
    spot(
        UFLPA_JSON,
        "Changzhou Guanghui Food Ingredients Co., Ltd",
        alias("GSweet", "Changzhou Guanghui Food Additive Co., Ltd"),
        former("Changzhou Guanghui Biotechnology Co., Ltd"),
        listed(since="2024-10-03"),
    ),
    spot(
        UFLPA_JSON,
        "Hongyuan Green Energy Co., Ltd",
        alias("HY Solar", "Hoyuan Green Energy Co. Ltd."),
        former("Wuxi Shangji CNC Co., Ltd"),
        unnamed("formerly"),
    ),
    spot(FCC, "Huawei Technologies Company", listed(since="2021-03-12"), says("telecommunications or video")),
    spot(FCC, "Pacific Networks Corp", listed(since="2022-09-20"), says("section 214"), kind("company")),
    spot(FCC, "ComNet (USA) LLC", listed(since="2022-09-20"), kind("company")),
    spot(FCC, "China Telecom (Americas) Corp.", listed(since="2022-03-25"), names(1)),
    spot(FCC, "Digitalsystem Technology Inc.", listed(since="2026-07-07"), unnamed("services")),
    spot(FCC, "Kaspersky Lab, Inc.", listed(since="2024-07-23"), says("successors and assignees")),
]


@pytest.mark.parametrize("row", [*STATE, *DEFENSE_DHS_FCC], ids=str)
def test_the_record_holds_what_its_text_says(row: Spot) -> None:
    assert not failures(row)
