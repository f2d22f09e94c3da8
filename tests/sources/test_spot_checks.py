"""Lists of Commerce, State, Defense, DHS and the FCC against what is read in them by eye, record by record.

Invariant: every expectation was written from the published text, before the readers were looked at; it says what the
record holds, whatever a transcription has done to its cells.
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
ENTITY = edition("entities-json", "bis-entity-list", list=f"{NSFREG}bis_entity_list.json")
MEU = edition("entities-json", "bis-meu", list=f"{NSFREG}bis_meu.json")
DPL_JSON = edition("entities-json", "bis-dpl", list=f"{NSFREG}bis_dpl.json")
UFLPA_JSON = edition("entities-json", "dhs-uflpa", list=f"{NSFREG}dhs_uflpa.json")
UFLPA = edition("uflpa-html", "dhs-uflpa", list=f"{NSFREG}source-uflpa-2026-07-09.html")
DOD = edition("entities-json", "dod-1260h", list=f"{NSFREG}dow_1260h.json")
RESEARCH = edition("entities-json", "section-1286", list=f"{NSFREG}dow_1286.json")
CMIC = edition("entities-json", "ofac-ns-cmic", list=f"{NSFREG}ofac_nscmic.json")
STATE = edition("entities-json", "state-isn", list=f"{NSFREG}state_nonproliferation.json")
DEBARRED = edition("entities-json", "state-itar-debarred", list=f"{NSFREG}state_debarred_statutory.json")
DEBARRED_ADMIN = edition("entities-json", "state-itar-debarred", list=f"{NSFREG}state_debarred_admin.json")
FCC = edition("fcc-covered-list-csv", "fcc-covered-list", list="lists_us_opensanctions/fcc_covered_list_table.csv")
CSL = edition("csl-csv", "consolidated-screening-list", list="lists_ofac_moov/csl.csv")
DPL = edition("bis-dpl", "bis-dpl", list="lists_ofac_moov/dpl.txt")
DPL_SMALL = edition("bis-dpl", "bis-dpl", list=f"{SMALL}dpl.txt")
UVL = edition("bis-uvl", "bis-uvl", list=f"{SMALL}uvl.csv")
EL = edition("bis-entity-csv", "bis-entity-list", list=f"{SMALL}el.csv")
ISN = edition("state-isn", "state-isn", list=f"{SMALL}isn.csv")
ITAR = edition("state-itar-debarred", "state-itar-debarred", list=f"{SMALL}itar_debarred_parties.csv")

COMMERCE = [
    spot(
        ENTITY,
        "Pakistan Atomic Energy Commission",
        weak("PAEC"),
        alias("National Development Complex", "National Development Centre", "National Defense Complex"),
        alias("National Institute of Lasers and Optronics", "National Institute of Lasers"),
        weak("NDC", "NILOP"),
        unnamed("following", "aliases", "alias:"),
        listed(citation="63 FR 64322"),
        address("P.O. Box 2216, Islamabad", "PK"),
        addresses(6),
    ),
    spot(
        ENTITY,
        "China State Shipbuilding Corporation, Limited (CSSC) 12th Research Institute",
        alias("Thermal Processing Technology Research Institute", "Hot Working Technology Research Institute"),
        alias("China Shipbuilding Industry Group Co., Ltd. (CSIC) 12th Research Institute"),
        addresses(2),
    ),
    spot(
        ENTITY,
        "China State Shipbuilding Corporation, Limited (CSSC) 710th Research Institute",
        alias("Yichang Testing Technology Research Institute", "Yichang Institute of Testing Technology"),
    ),
    spot(
        ENTITY,
        "Chinese Academy of Engineering Physics",
        alias("Southwest Institute of Nuclear Physics and Chemistry"),
        alias("China Academy of Engineering Physics (CAEP)'s 902 Institute"),
        alias("The High Power Laser Laboratory, Shanghai"),
        address("6 Huayuan Road", "CN"),
        listed(citation="62 FR 35334, 6/30/97"),
        unnamed("preceding", "a.k.a"),
    ),
    spot(ENTITY, "Mesbah Energy Company", alias("MEC"), countries("IR"), addresses(1)),
    spot(ENTITY, "Sabanican Company", alias("Sabanican Pad Co."), address("Unit #23, Eighth Floor", "IR")),
    spot(ENTITY, "Aletra General Trading", alias("Erman & Sultan Trading Co."), address("Sabkha Street", "AE")),
    spot(ENTITY, "Gazprom Neft", alias("Gazprom Neft OAO"), addresses(4), address("125 A. Profsoyuznaya", "RU")),
    spot(ENTITY, "Lukoil, OAO", alias("Lukoil"), address("11 Sretenski boulevard", "RU"), unnamed("a.k.a", "(")),
    spot(ENTITY, "Surgutneftegas", alias("Open Joint Stock Company Surgutneftegas"), addresses(3)),
    spot(
        ENTITY,
        "Beijing FJR Optoelectronic Technology Company Ltd",
        alias("FJIR Optoelectronic Technology Company Ltd."),
        names(4),
        unnamed("Zhonghuan", "Anningzhuang"),
        address("No. 2A Zhonghuan South Road", "CN"),
        addresses(4),
    ),
    spot(ENTITY, "Bel Huawei Technologies LLC", alias("BellHuawei Technologies LLC"), address("5 Dzerzhinsky", "BY")),
    spot(ENTITY, "Huawei OpenLab Suzhou", alias("Huawei Suzhou OpenLab"), address("Suzhou, China", "CN"), names(2)),
    spot(
        ENTITY,
        "China State Shipbuilding Corporation, Limited (CSSC) 7th Research Academy",
        alias("China Ship Research and Development Academy"),
        address("No. 2 Shuangquan Baojia", "CN"),
    ),
    spot(
        ENTITY,
        "Hoshine Silicon Industry (Shanshan) Co., Ltd.",
        alias("Hesheng Silicon Industry (Shanshan) Co., Ltd."),
        unnamed("Kekeya"),
    ),
    spot(ENTITY, "Magtech", alias("M.A.G. Tech"), addresses(2), address("5440 Queen Mart St", "CA"), names(2)),
    spot(
        ENTITY,
        "OAO Ship Repair Center 'Zvezdochka'",
        records(2),
        countries("UA", "RU"),
        alias("Ship Repair Center Zvezdochka", "'Zvezdochka' Shipyard"),
        address("13 Geroyev Sevastopolya Street", "UA"),
        unnamed("alternate", ";"),
    ),
    spot(
        ENTITY,
        "OOO Shipyard 'Zaliv'",
        former("AO Shipyard 'Zaliv'"),
        alias("LLC Shipyard 'Zaliv'", "Zaliv Shipyard LLC"),
        address("4 Tankistov Street", "UA"),
    ),
    spot(
        ENTITY,
        "AO 'Institute Giprostroymost—Saint-Petersburg'",
        former("Institut Giprostroimost-Sankt-Peterburg, ZAO", "ZAO 'Institute Giprostroymost Saint-Petersburg'"),
        address("7 Yablochkova Street", "RU"),
        unnamed("f.k.a", "Yablochkova"),
    ),
    spot(ENTITY, "Zorsecurity Center", former("Esage Lab"), alias("TSOR Security"), names(3)),
    spot(
        ENTITY,
        "LTS Holding Limited",
        records(2),
        former("IPP-International Petroleum Products Ltd."),
        countries("CH", "GB"),
    ),
    spot(ENTITY, "Suma Techology Co., Ltd.", addresses(4), address("Room 2, Floor 3, Kam Hon", "HK"), names(6)),
    spot(
        ENTITY,
        "Corad Technology Limited",
        addresses(2),
        address("Unit 1306, 13/F", "HK"),
        listed(citation="85 FR 83769"),
    ),
    spot(
        ENTITY,
        "Tactical Missile Corporation, Concern “MPO—Gidropribor”",
        alias("Research Institute “Gidpropridor”", "Central Research Institute “Gidropribor”"),
        names(4),
    ),
    spot(ENTITY, "JSC Zavod Kopir", alias("Factory “Copier” JSC", "Zavod Kopir OAO"), addresses(2), names(5)),
    spot(
        ENTITY,
        "Shanghai Integrated Circuit Equipment & Materials Industry Innovation Center Co., Ltd.",
        alias("ICRD Phase II", "ICRD Phase 2"),
        listed(measures="734.9(e)(3)"),
        addresses(3),
    ),
    spot(ENTITY, "Hangzhou Hikvision Digital Technology Co., Ltd.", addresses(3), alias("Hikvision"), names(2)),
    spot(ENTITY, "Huawei Technologies Coöperatief U.A.", countries("NL"), listed(citation="84 FR 22963, 5/21/19")),
    spot(MEU, "AECC Aviation Power Co. Ltd.", tied("subsidiary_of", "Aero-Engine Company of China"), countries("CN")),
    spot(MEU, "CAST Xi'an Spaceflight Engine Factory", alias("7103 Factory"), address("7103 Factory No 6", "CN")),
    spot(MEU, "Star Tech Aviation Co., Ltd.", address("Unit E1, 15/F", "HK"), listed(citation="85 FR 83799")),
    spot(
        DPL_JSON, "SIRJANCO TRADING LLC", listed(since="2025-10-27", until="2026-10-28"), address("P.O. BOX 8709", "AE")
    ),
    spot(DPL_JSON, "INTERCIRCUIT LTD.", listed(since="1984-12-14", until=None), countries("GB")),
    spot(DPL, "SIBERIAN AIRLINES", alias("S7 AIRLINES"), listed(since="2022-06-24", until="2022-12-22")),
    spot(
        DPL,
        "OTS REFINING EQUIPMENT CORPORATION",
        listed(since="2003-10-03", until="2023-10-04", citation="68 F.R. 57406"),
        says("NON STANDARD DENIAL"),
        address("7030 WOODBINE AVENUE, N.E., SUITE 500", "CA"),
    ),
    spot(DPL, "WELL BEING ENTERPRISE CO., LTD.", countries("TW"), listed(until="2029-01-27"), says("10542")),
    spot(DPL_SMALL, "SEMICONDUCTOR SYSTEMS INTL., INC.", weak("SSI"), listed(since="1992-03-20", until="2000-10-05")),
    spot(DPL_SMALL, "KAL TEK LABS", address("250 BONITA GLEN DRIVE, #3D, CHULA VISTA", "US"), says("NAME CORRECTED")),
    spot(UVL, "Training 2 Business Academy", alias("T2BA", "Academy of Business Training"), addresses(2), names(3)),
    spot(UVL, "Advent International Limited", address("Room 1303 Goldfield Tower, 53–59 Wuhu", "HK")),
    spot(UVL, "Hi-Shine Technology (HK) Limited", addresses(2), countries("HK")),
    spot(
        EL,
        "Zurmat Construction Company offices",
        addresses(7),
        listed(since="2012-04-27", measures="Presumption of denial"),
    ),
    spot(EL, "Fazel Khalil Construction Company", listed(citation="77 FR 25055", measures="§744.11"), countries("AF")),
]

STATE_AND_CSL = [
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
        STATE,
        "Scientific Research and Design Institute of Power Technology",
        alias("NIKIET, Research and Development Institute of Power Engineering (RDIPE) and ENTEK"),
        listed(since="1999-01-08", until="2004-04-01"),
        never_listed_now(),
    ),
    spot(
        STATE,
        "China North Industries Corp.",
        records(2),
        weak("NORINCO"),
        listed(since="2005-12-23", until="2007-12-24"),
        listed(since="2003-06-26", until="2005-06-27"),
        never_listed_now(),
    ),
    spot(
        STATE,
        "Aerospace Industries Organization",
        records(2),
        listed(programme="Executive Order 12938", until="2009-09-27"),
        listed(programme="Executive Order 13382", since="2005-06-28", until=None),
    ),
    spot(STATE, "Chinese Ministry of Aerospace Industry", listed(since="1993-08-24", until="1994-11-01")),
    spot(
        STATE,
        "Ministry of Defense and Armed Forces Logistics",
        records(2),
        alias("MODAFL", "MODSAF"),
        listed(programme="Missile Sanctions laws", since="2000-11-21", until="2002-11-22"),
        countries("IR"),
    ),
    spot(STATE, "Equipment Development Department of the Central Military Commission", weak("EDD"), countries("CN")),
    spot(STATE, "Pars Amayesh Sanaat Kish", alias("PASK", "Vacuum Karan Co."), names(5), listed(until=None)),
    spot(
        CSL,
        "54th Research Institute of China",
        alias("Communication, Telemetry and Telecontrol Research Institute"),
        weak("CTI"),
        alias("Shijiazhuang Communication Observation and Control Technology Institute"),
        listed(list="bis-entity-list", since="2001-05-14", measures="§744.3(d)"),
        countries("CN"),
    ),
    spot(CSL, "A.P. Finance Limited", addresses(2), address("Enterprise House, 113/115", "GB"), countries("GB")),
    spot(
        CSL,
        "Gulf Gate Sea Cargo LLC",
        addresses(3),
        countries("AF", "AE"),
        listed(list="bis-entity-list", since="2016-06-21", citation="81 FR 40174"),
    ),
    spot(
        CSL,
        "AL-AKHTAR TRUST INTERNATIONAL",
        addresses(9),
        address("Spin Boldak", "AF"),
        alias("AZMAT-E-PAKISTAN TRUST"),
        names(7),
        listed(list="ofac-sdn", programme="SDGT"),
    ),
    spot(CSL, "7TH OF TIR", programmes("IFSR", "NPWMD"), alias("7TH OF TIR INDUSTRIES OF ISFAHAN/ESFAHAN")),
    spot(
        CSL,
        "AKTSIONERNOE OBSHCHESTVO TSENTRALNOE KONSTRUKTORSKOE BYURO SPETSIALNYKH RADIOMATERIALOV",
        alias("TSKB RM, AO"),
        number("registration", "1077746102060"),
        number("tax", "7722599844"),
        number("email", "ckbrm@nm.ru"),
        number("website", "http://ckbrm.ru"),
        tied("linked_to", "ROSTEC"),
        listed(list="ofac-ssi"),
    ),
    spot(CSL, "BANK OF KUNLUN CO LTD", listed(list="ofac-capta"), number("bic", "CKLBCNBJ"), addresses(4)),
    spot(CSL, "GE Plan", listed(list="state-isn", since="1995-05-19", programme="Chemical and Biological Weapons Act")),
    spot(CSL, "ZDAS (HK) Company", addresses(2), countries("HK"), listed(list="bis-uvl")),
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


@pytest.mark.parametrize("row", [*COMMERCE, *STATE_AND_CSL, *DEFENSE_DHS_FCC], ids=str)
def test_the_record_holds_what_its_text_says(row: Spot) -> None:
    assert not failures(row)
