"""Lists of Commerce and the Consolidated Screening List against what is read in them by eye, record by record.

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
    listed,
    names,
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
CSL = edition("csl-csv", "consolidated-screening-list", list="lists_ofac_moov/csl.csv")
DPL = edition("bis-dpl", "bis-dpl", list="lists_ofac_moov/dpl.txt")
DPL_SMALL = edition("bis-dpl", "bis-dpl", list=f"{SMALL}dpl.txt")
UVL = edition("bis-uvl", "bis-uvl", list=f"{SMALL}uvl.csv")
EL = edition("bis-entity-csv", "bis-entity-list", list=f"{SMALL}el.csv")

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
    spot(
        ENTITY,
        "Bowei Integrated Circuits",
        tied("subsidiary_of", "China Electronics Technology Group Corporation 13th Research Institute"),
        alias("Hebei Bowei Integrated", "Hebei Bowel Technology", "Shijuang Bowei"),
        addresses(4),
    ),
    spot(
        ENTITY,
        "Guangzhou Tongguang Communication Technology Co., Ltd.",
        tied("subsidiary_of", "CETC-7"),
        names(1),
    ),
    spot(ENTITY, "Asialink Shanghai Int'l Logistics Co., Ltd.", alias("Xi'an Int'l Logistics Co., Ltd."), addresses(5)),
    spot(
        ENTITY,
        "Tactical Missile Corporation, AO TMKB “Soyuz”",
        alias("Turaevskoe MKB “Soyuz”", "JSC “Turaevskoe Machine-Building Design Bureau “Soyuz"),
        names(5),
    ),
    spot(ENTITY, "Resort Nizhnyaya Oreanda", alias("FGBU Sanatori Nizhnyaya Oreanda"), countries("UA"), addresses(3)),
    spot(
        ENTITY,
        "OAO Volgogradneftemash",
        former(
            "Dochernee Aktsionernoe Obshchestvo Otkrytogo Tipa Volgogradneftemash "
            "Rossiiskogo Aktsionernogo Obshchestva Gazprom"
        ),
        alias("JSC Volgogradneftemash"),
    ),
    spot(
        ENTITY,
        "IFDK, ZAO",
        former("Zakrytoe Aktsionernoe Obshchestvo IFD Karital"),
        alias("Zakrytoe Aktsionernoe Obshchestvo 'IFD Kapital'", "IFD-Kapital"),
        names(8),
    ),
    spot(
        ENTITY, "Atomic Energy Organization of Iran", weak("AEOI"), addresses(3), address("P.O. Box 14155-4494", "IR")
    ),
    spot(ENTITY, "Department of Atomic Energy", listed(citation="90 FR 4619, 1/16/25"), countries("IN")),
    spot(DPL, "APPLIED SYSTEMS METHODS AND TECHNOLOGY", weak("ASMAT"), countries("GB"), listed(until=None)),
    spot(DPL, "MYNET.NET CORP", addresses(2), listed(since="2002-03-04", until="2056-06-30"), says("PMB #245")),
    spot(DPL, "TRILOGY INTERNATIONAL ASSOCIATES, INC.", addresses(2), listed(citation="83 F.R. 9259")),
    spot(DPL, "PETROM INTERNACIONAL TRADE, S.L.", addresses(2), countries("DE", "ES"), listed(until="2025-06-07")),
    spot(DPL_JSON, "WELL BEING ENTERPRISE CO., LTD.", address("9 F, NO. 170 MIN CHUAN", "TW"), names(1)),
    spot(DPL_JSON, "SPORTS ZONE", address("3334 WALNUT BEND LANE", "US"), says("MNC GROUP INTERNATIONAL, INC.")),
]

CONSOLIDATED = [
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
    spot(
        CSL,
        "AL NASER WINGS AIRLINES",
        records(2),
        countries("IQ", "AE"),
        addresses(3),
        listed(since="2019-06-05", until="2019-12-04"),
    ),
    spot(CSL, "Gui’an New District Huawei Investment Co., Ltd.", countries("CN"), listed(since="2019-05-21")),
    spot(
        CSL,
        "Gucheng Xian Fengxin Titanium Alloy",
        address("Xiyuan Industrial District, Gucheng County", "CN"),
        listed(list="bis-uvl"),
    ),
]


@pytest.mark.parametrize("row", [*COMMERCE, *CONSOLIDATED], ids=str)
def test_the_record_holds_what_its_text_says(row: Spot) -> None:
    assert not failures(row)
