"""OFAC's files against what is read in them by eye: names, numbers, addresses, programmes and ties of single records.

Invariant: every expectation was written from the published text; persons are named by their record's number alone.
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
    details,
    edition,
    failures,
    former,
    kind,
    listed,
    names,
    number,
    numbers,
    programmes,
    says,
    spot,
    tied,
    ties,
    unnamed,
    weak,
)

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published files are not at hand")

JANUARY = "lists_ofac_sdn_2022-01/"
DECEMBER = "lists_ofac_moov/"
SMALL = "fixtures_screening_list_formats/"
SDN = edition(
    "ofac-csv", "ofac-sdn", names=f"{JANUARY}sdn.csv", aliases=f"{JANUARY}alt.csv", addresses=f"{JANUARY}add.csv"
)
OTHER = edition(
    "ofac-csv",
    "ofac-other",
    names=f"{DECEMBER}cons_prim.csv",
    aliases=f"{DECEMBER}cons_alt.csv",
    addresses=f"{DECEMBER}cons_add.csv",
    remarks=f"{DECEMBER}cons_comments.csv",
)
NAMELESS = edition(
    "ofac-csv",
    "ofac-sdn",
    aliases=f"{DECEMBER}alt.csv",
    addresses=f"{DECEMBER}add.csv",
    remarks=f"{DECEMBER}sdn_comments.csv",
)
SDN_XML = edition("ofac-xml", "ofac-sdn", list=f"{SMALL}sdn.xml")
OTHER_XML = edition("ofac-xml", "ofac-other", list=f"{SMALL}consolidated.xml")

SPECIALLY_DESIGNATED = [
    spot(
        SDN,
        "12803",
        programmes("SDGT", "NPWMD", "IRGC", "IFSR", "IFCA"),
        number("website", "www.tidewaterco.com"),
        numbers("email", 2),
        number("phone", "982188553321"),
        number("phone", "982188554432"),
        alias("TIDEWATER CO. (MIDDLE EAST MARINE SERVICES)"),
        says("982188708911", "18745"),
        countries("IR"),
    ),
    spot(
        SDN,
        "25580",
        number("bic", "SEPBIRTH"),
        addresses(7),
        address("Via Barberini 50", "IT"),
        address("PO Box 110261, Franfurt am Main", "DE"),
        countries("IR", "DE", "FR", "IT"),
        tied("linked_to", "MINISTRY OF DEFENSE AND ARMED FORCES LOGISTICS"),
        says("All Offices Worldwide"),
    ),
    spot(SDN, "25420", number("bic", "MELIGB2L"), number("bic", "MELIHKHH"), address("18F Kam Sang Building", "HK")),
    spot(SDN, "25679", number("registration", "4218020", "GB"), address("PO Box 119871, No 209", "AE")),
    spot(
        SDN,
        "34025",
        number("uscc", "91310104093794515H", "CN"),
        number("registration", "310104000570122", "CN"),
        ties("linked_to", 1),
        says("sections 510.201 and 510.210"),
    ),
    spot(SDN, "30502", number("uscc", "9111000010000106X1", "CN"), address("Calle Orinoco", "VE"), names(3)),
    spot(
        SDN,
        "34100",
        weak("PROVINCIAL SPECIAL FORCES", "NOPO", "SPECIAL COUNTER-TERRORISM FORCE"),
        alias("SUPREME LEADER'S GUARDIAN SPECIAL FORCES"),
        kind("body"),
        tied("linked_to", "SPECIAL UNITS OF IRAN'S LAW ENFORCEMENT FORCES"),
    ),
    spot(SDN, "15412", addresses(5), countries("SV", "MX", "HN", "GT", "US"), programmes("TCO")),
    spot(
        SDN,
        "10486",
        addresses(38),
        number("registration", "50706", "LK"),
        number("registration", "6205", "AU"),
        number("registration", "802401-0962", "SE"),
        number("tax", "52-1943868", "US"),
        weak("TRO"),
        alias("TSUNAMI RELIEF FUND -- COLOMBO, SRI LANKA", "ORT FRANCE"),
        names(18),
    ),
    spot(
        SDN,
        "27189",
        number("bic", "JTBKLBBE"),
        weak("JTB"),
        address("SCI La Balance", "CI"),
        address("15A Burma Road", "NG"),
        tied("linked_to", "HIZBALLAH"),
        says("All Branches Worldwide"),
    ),
    spot(
        SDN,
        "15055",
        kind("vessel"),
        number("imo", "9212905"),
        number("mmsi", "256875000"),
        number("call_sign", "T2ER4"),
        former("HENGAM", "LOYAL", "TULAR", "HAPPINESS"),
        ties("linked_to", 2),
        tied("linked_to", "HOKOUL SAL OFFSHORE"),
        says("299,214", "160,930", "Tuvalu"),
    ),
    spot(
        SDN, "15038", alias("ARGO 1"), former("AMOL", "CASTOR", "CHRISTINA", "SILVER CLOUD"), number("imo", "9187667")
    ),
    spot(SDN, "15087", alias("YARD NO. 1222 SHANGHAI WAIGAOQIAO"), former("SONATA", "FORTUN"), addresses(0)),
    spot(SDN, "28329", kind("aircraft"), says("YV2716", "45-415", "Learjet 45")),
    spot(SDN, "15759", programmes("SDGT", "SYRIA", "IRGC", "IFSR"), tied("linked_to", "SYRIAN ARAB AIRLINES")),
    spot(SDN, "26214", ties("linked_to", 2), countries("US"), kind("company")),
    spot(SDN, "18954", number("imo", "5814883"), number("imo", "5814906"), number("imo", "5820255"), countries("KP")),
    spot(SDN, "18335", number("imo", "5849194"), countries("TR", "MH"), alias("AQUA SHIPPING LTD.-MAI")),
    spot(
        SDN, "32681", number("tax", "6732204331", "RU"), number("registration", "1206700019041", "RU"), kind("company")
    ),
    spot(SDN, "34280", number("tax", "31.746.200/0001-11", "BR"), weak("HOME ELEGANCE"), ties("linked_to", 1)),
    spot(SDN, "34487", number("registration", "14467B11081P", "DE"), programmes("SDGT"), countries("DE")),
    spot(SDN, "34439", number("registration", "66002", "LB"), alias("DAR AL SALAM FOR TRAVEL AND TOURISM")),
    spot(SDN, "28363", number("uscc", "913703007915042556", "CN"), says("IMPORT SANCTIONS.", "5(a)(vii)")),
    spot(SDN, "33854", countries("EE", "LV", "VC"), says("3E7YbpXuhh3CWFks1jmvWoV8y5DvsfzE6n", "bc1q90zrdysy4flyacw7")),
    spot(SDN, "31455", programmes("NPWMD", "CYBER2", "CAATSA - RUSSIA", "RUSSIA-EO14024"), numbers("website", 2)),
    # Persons, by number.
    spot(SDN, "21384", kind("person"), numbers("passport", 3), number("passport", "N723649", "AU"), names(4)),
    spot(SDN, "15945", kind("person"), weak("AL-FATIH"), details("date of birth", 5), address("Damascus", "SY")),
    spot(SDN, "19929", names(7), address("Region: Kafia Kingi", None), countries("CF"), ties("linked_to", 2)),
]

CONSOLIDATED = [
    spot(
        OTHER,
        "32055",
        number("isin", "CND10003VVT5"),
        number("isin", "CNE1000007T5"),
        number("ticker", "002179 CN"),
        number("uscc", "914100007457748527", "CN"),
        listed(list="ofac-ns-cmic", programme="CMIC-EO13959"),
        alias("JONHON"),
    ),
    spot(
        OTHER,
        "32089",
        numbers("isin", 6),
        countries("VG"),
        tied("linked_to", "HUAWEI INVESTMENT & HOLDING CO., LTD."),
    ),
    spot(OTHER, "30924", numbers("ticker", 5), number("ticker", "762 HK"), former("CHINA UNICOM LIMITED"), names(2)),
    spot(OTHER, "33896", listed(list="ofac-ns-cmic", since="2022-02-14"), number("uscc", "91350200705420347R")),
    spot(
        OTHER,
        "31693",
        kind("body"),
        says("or any foreign exchange transaction for or on behalf of such entities is prohibited"),
    ),
    spot(
        OTHER,
        "17143",
        number("tax", "5504036333", "RU"),
        number("registration", "1025501701686", "RU"),
        programmes("UKRAINE-EO13662"),
        says("RUSSIA-EO14024", "2022-03-26"),
        address("5, Let. A, Galernaya", "RU"),
    ),
    spot(
        OTHER,
        "17014",
        number("registration", "1027700342890", "RU"),
        number("bic", "RUAGRUMM"),
        weak("RUSAG"),
        listed(list="ofac-ssi", programme="UKRAINE-EO13662"),
    ),
    spot(OTHER, "18742", tied("linked_to", "PUBLIC JOINT STOCK COMPANY SBERBANK OF RUSSIA"), names(5)),
    spot(OTHER, "18719", former("BANK VTB 24 (ZAKRYTOE AKTSIONERNOE OBSHCHESTVO)"), number("bic", "CBGURUMM")),
    spot(OTHER, "46072", weak("MOGE", "M.O.G.E."), countries("MM"), says("1963")),
    spot(
        OTHER,
        "27016",
        listed(list="ofac-mbs"),
        weak("SSB", "SSM"),
        former("UNDERSECRETARIAT FOR DEFENSE INDUSTRIES"),
        says("EXPORT SANCTIONS Sec. 235(a)(2)", "Sec 235(a)(12)"),
    ),
    spot(OTHER, "18782", programmes("UKRAINE-EO13662"), says("IRAN-CON-ARMS-EO", "RUSSIA-EO14024")),
    spot(
        OTHER,
        "15268",
        listed(list="ofac-capta", programme="561-Related"),
        former("KARAMAY URBAN CREDIT COOPERATIVES", "KARAMAY CITY COMMERCIAL BANK CO LTD."),
        number("bic", "CKLBCNBJ"),
        addresses(4),
    ),
    spot(OTHER, "34556", number("lei", "2534001D752JPNM0H170"), number("tax", "7707049388", "RU"), addresses(3)),
    spot(OTHER, "9699", kind("person"), listed(list="ofac-plc"), says("HAMAS - Khan Younis"), names(2)),
    # Files of December 2025 whose names are not at hand.
    spot(NAMELESS, "27307", weak("RED DOT", "TEMP.HERMIT", "GROUP 77", "ZINC", "APT-C-26", "APPLEWORM")),
    spot(NAMELESS, "7270", address("Kashmir", None), address("Gaza Strip", None)),
    spot(NAMELESS, "55896", alias("JIANGYIN HENGYANG PETROCHEMICAL LOGISTICS CO., LTD."), kind("unknown")),
    spot(NAMELESS, "28263", tied("linked_to", "LAZARUS GROUP")),
]

SMALL_XML = [
    spot(
        SDN_XML,
        "306",
        weak("BNC"),
        alias("NATIONAL BANK OF CUBA"),
        address("Federico Boyd Avenue & 51 Street", "PA"),
        countries("CH", "ES", "JP", "PA"),
    ),
    spot(SDN_XML, "6982", names(9), number("passport", "A0181988", "SO"), countries("SO", "DJ", "AE"), addresses(3)),
    spot(
        SDN_XML,
        "11043",
        kind("vessel"),
        number("imo", "9051648"),
        former("IRAN BRIGHTNESS", "BRIGHTNESS", "MARIGOLD"),
        says("24065", "16621", "IRISL"),
    ),
    spot(
        SDN_XML,
        "521",
        number("passport", "ABC123", "BE"),
        countries("DE", "FR", "GB"),
        says("2001-12-25", "2011-12-25"),
    ),
    spot(
        OTHER_XML,
        "17013",
        names(11),
        former("VNESHTORGBANK", "VNESHTORGBANK ROSSII, CLOSED JOINT-STOCK COMPANY"),
        alias("BANK VTB, OPEN JOINT-STOCK COMPANY"),
        number("bic", "VTBRRUMM"),
        number("registration", "1027739609391", "RU"),
        number("tax", "7702070139", "RU"),
        listed(list="ofac-ssi", programme="UKRAINE-EO13662"),
    ),
    spot(OTHER_XML, "17017", number("bic", "MOSW RU MM"), numbers("email", 2), addresses(2)),
    spot(OTHER_XML, "17260", alias("ROSTEC STATE CORPORATION", "RUSSIAN TECHNOLOGIES"), names(7)),
    spot(
        OTHER_XML,
        "15268",
        former("KARAMAY CITY COMMERCIAL BANK CO LTD."),
        number("bic", "CKLB CN BJ"),
        listed(list="ofac-capta", programme="561List"),
        address("No. 7 Century Ave, (Registered Office), Xinjiang, Karamay", "CN"),
    ),
    spot(OTHER_XML, "13042", number("phone", "6563184677"), countries("SG"), says("6562243040", "$10,000,000")),
    spot(
        OTHER_XML,
        "15987",
        says("EO13645"),
        listed(list="ofac-fse", programme="FSE-IR"),
        tied("linked_to", "NATIONAL IRANIAN TANKER COMPANY"),
        countries("CY", "UA"),
    ),
    spot(OTHER_XML, "16422", numbers("passport", 2), tied("linked_to", "FERLAND COMPANY LIMITED"), kind("person")),
    spot(OTHER_XML, "9639", kind("person"), listed(list="ofac-plc"), names(3), says("Shati", "1962")),
    spot(OTHER_XML, "9688", countries("PS"), unnamed("HAMAS"), names(2)),
]


@pytest.mark.parametrize("row", [*SPECIALLY_DESIGNATED, *CONSOLIDATED, *SMALL_XML], ids=str)
def test_the_record_holds_what_its_text_says(row: Spot) -> None:
    assert not failures(row)
