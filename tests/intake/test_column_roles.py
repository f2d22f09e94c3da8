"""Which role a column has."""

from __future__ import annotations

import pytest

from obstat.intake.columns import guess, overridden
from obstat.model.errors import UnknownCode

MACS = ["00:1a:2b:3c:4d:5e", "001A-2B3C-4D5F", "001a.2b3c.4d60", "00-1A-2B-3C-4D-61", "a4b1c1d2e3f4"]
IMEIS = ["352099001761481", "490154203237518", "356938035643809", "35-209900-176148-1", "49 015420 323751 8"]


def roles(*headers: str, rows: list[list[str]] | None = None) -> list[str | None]:
    return [column.role for column in guess(headers, rows or []).columns]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Supplier Name", "name"),
        ("VENDOR", "name"),
        ("vendorName", "name"),
        ("vendor_name", "name"),
        ("Hersteller", "name"),
        ("Fabricant", "name"),
        ("Proveedor", "name"),
        ("Lieferant", "name"),
        ("厂商", "name"),
        ("供应商名称", "name"),
        ("Raison sociale", "name"),
        ("Producer", "name"),
        ("Brand", "brand"),
        ("Modèle", "model"),
        ("MODÈLE", "model"),
        ("Part No.", "model"),
        ("Mfr. Part Number", "model"),
        ("型号", "model"),
        ("SKU", "model"),
        ("Item Description", "description"),
        ("Wi-Fi MAC", "mac"),
        ("wiFiMacAddress", "mac"),
        ("Ethernet MAC", "mac"),
        ("Primary MAC Address", "mac"),
        ("IMEI #", "imei"),
        ("FCC-ID", "fcc_id"),
        ("S/N", "serial"),
        ("SerialNumber", "serial"),
        ("sysObjectID", "oid"),
        ("Country of Origin", "made_in"),
        ("Pays d’origine", "made_in"),
        ("Ursprungsland", "made_in"),
        ("Qty.", "quantity"),
        ("Menge (Stück)", "quantity"),
        ("Line Total (USD)", "spend"),
        ("Amount_EUR", "spend"),
        ("Purchase Date", "date"),
        ("Vendor ID", None),
        ("Supplier No.", None),
        ("Vendor Address", None),
        ("Model Year", None),
        ("Warranty Expiration", None),
    ],
)
def test_a_header_is_known_in_whatever_way_it_is_written(header: str, role: str | None) -> None:
    assert roles(header) == [role]


HEADERS: dict[str, list[tuple[str, str | None]]] = {
    "sap": [("LIFNR", None), ("NAME1", "name"), ("MATNR", None), ("MAKTX", "description"), ("NETWR", "spend"),
        ("WAERS", "currency"), ("MENGE", "quantity"), ("BUDAT", "date"), ("EBELN", None)],
    "sap2": [("MFRNR", None), ("MFRPN", "model"), ("HERKL", "made_in"), ("SERNR", "serial"), ("BEDAT", "date"),
        ("MATKL", None), ("TXZ01", "description"), ("MEINS", None)],
    "sap3": [("Vendor Name 1", "name"), ("Material Description", "description"), ("Net Order Value", "spend"),
        ("PO Quantity", "quantity"), ("Crcy", "currency"), ("Doc. Date", "date")],
    "oracle": [("VENDOR_NAME", "name"), ("SEGMENT1", None), ("ITEM_DESCRIPTION", "description"),
        ("UNIT_PRICE", None), ("QUANTITY", "quantity"), ("AMOUNT", "spend"), ("CURRENCY_CODE", "currency"),
        ("CREATION_DATE", None)],
    "oracle2": [("PARTY_NAME", "name"), ("MANUFACTURER", "name"), ("MFG_PART_NUM", "model"),
        ("LINE_AMT", "spend"), ("GL_DATE", "date")],
    "coupa": [("Supplier", "name"), ("Item", "description"), ("Supplier Part Number", "model"),
        ("Manufacturer Name", "name"), ("Manufacturer Part Number", "model"), ("Line Total", "spend"),
        ("Order Date", "date")],
    "ariba": [("[ERP] Supplier (Supplier Name)", "name"), ("Description", "description"),
        ("sum(PO Spend)", "spend"), ("Ordered Date - Date", "date"), ("UNSPSC", None),
        ("Quantity Ordered", "quantity")],
    "de1": [("Lieferantenbezeichnung", "name"), ("Materialkurztext", "description"), ("Bestellwert", "spend"),
        ("Währung", "currency"), ("Bestellmenge", "quantity"), ("Belegdatum", "date")],
    "de2": [("Gerätehersteller", "name"), ("Gerätemodell", "model"), ("Seriennummer", "serial"),
        ("MAC-Adresse (WLAN)", "mac"), ("Standort", None), ("Anschaffungskosten", "spend"),
        ("Anschaffungsdatum", "date")],
    "de3": [("Kreditorenname", "name"), ("Artikelbez.", "description"), ("Rechnungsbetrag", "spend"),
        ("Stk.", "quantity"), ("Herkunftsland", "made_in")],
    "de4": [("Inventarnr.", None), ("Bezeichnung", "description"), ("Typ", "model"), ("Fabrikat", "brand"),
        ("Raum", None)],
    "fr1": [("Tiers", "name"), ("Libellé écriture", "description"), ("Débit", "spend"), ("Date pièce", "date")],
    "fr2": [("Constructeur", "name"), ("Désignation", "description"), ("Réf. fabricant", "model"),
        ("Qté commandée", "quantity"), ("PU HT", None), ("Montant TTC", "spend"),
        ("Pays de provenance", "made_in")],
    "fr3": [("Nom fournisseur", "name"), ("Marque et modèle", "model"), ("Numéro de série", "serial"),
        ("Adresse IP", "ip"), ("Nom de la machine", "hostname")],
    "es1": [("Razón Social Proveedor", "name"), ("Descripción del artículo", "description"),
        ("Cantidad", "quantity"), ("Precio total", "spend"), ("Fecha de adquisición", "date"),
        ("Moneda", "currency")],
    "es2": [("Marca", "brand"), ("Modelo", "model"), ("N° Serie", "serial"), ("Fabricante", "name"),
        ("Dirección IP", "ip")],
    "es3": [("Nombre del contratista", "name"), ("Objeto del contrato", "description"),
        ("Importe adjudicación", "spend"), ("Fecha adjudicación", "date")],
    "it1": [("Fornitore", "name"), ("Descrizione articolo", "description"), ("Quantità", "quantity"),
        ("Importo", "spend"), ("Data ordine", "date"), ("Paese di produzione", "made_in")],
    "it2": [("Casa produttrice", "name"), ("Modello", "model"), ("Matricola", "serial"),
        ("Indirizzo MAC", "mac"), ("Ubicazione", None)],
    "pl1": [("Nazwa kontrahenta", "name"), ("Nazwa towaru", "description"), ("Ilość", "quantity"),
        ("Wartość brutto", "spend"), ("Data faktury", "date"), ("Waluta", "currency")],
    "pl2": [("Producent urządzenia", "name"), ("Model", "model"), ("Nr seryjny", "serial"),
        ("Adres MAC", "mac"), ("Adres IP", "ip")],
    "pt1": [("Fornecedor", "name"), ("Descrição do item", "description"), ("Quantidade", "quantity"),
        ("Valor total", "spend"), ("Data do pedido", "date"), ("CNPJ", None)],
    "pt2": [("Fabricante", "name"), ("Modelo", "model"), ("Número de série", "serial"), ("Endereço MAC", "mac"),
        ("País de fabrico", "made_in")],
    "nl1": [("Leveranciersnaam", "name"), ("Artikelomschrijving", "description"), ("Aantal stuks", "quantity"),
        ("Totaalbedrag", "spend"), ("Factuurdatum", "date")],
    "nl2": [("Fabrikant", "name"), ("Merk", "brand"), ("Typenummer", "model"), ("Serienummer", "serial"),
        ("MAC-adres", "mac")],
    "zh1": [("供方名称", "name"), ("货物名称", "description"), ("规格", "model"), ("数量(台)", "quantity"),
        ("含税金额", "spend"), ("签订日期", "date")],
    "zh2": [("品牌", "brand"), ("设备型号", "model"), ("设备序列号", "serial"), ("管理IP", "ip"), ("物理地址", "mac"),
        ("所属部门", None)],
    "zh3": [("中标供应商", "name"), ("中标金额(万元)", "spend"), ("采购项目", "description"), ("公告日期", "date")],
    "zh4": [("廠牌", "brand"), ("產品名稱", "model"), ("供應商名稱", "name"), ("單價", None), ("總價", "spend"),
        ("產地", "made_in")],
    "ja1": [("メーカー名", "name"), ("製品型番", "model"), ("シリアルNo.", "serial"), ("数量", "quantity"),
        ("購入金額", "spend"), ("購入日", "date")],
    "ja2": [("取引先名", "name"), ("品名", "description"), ("金額(円)", "spend"), ("発注日", "date"),
        ("原産国", "made_in")],
    "ja3": [("機器名", "hostname"), ("製造メーカー", "name"), ("機種名", "model"), ("IPアドレス", "ip"),
        ("MACアドレス", "mac"), ("設置場所", None)],
    "ko1": [("거래처명", "name"), ("제품모델", "model"), ("수량", "quantity"), ("금액", "spend"),
        ("제조국", "made_in")],
    "ru1": [("Наименование поставщика", "name"), ("Наименование товара", "description"), ("Кол-во", "quantity"),
        ("Сумма, руб.", "spend"), ("Страна происхождения", "made_in"), ("Дата закупки", "date")],
    "ru2": [("Фирма-производитель", "name"), ("Модель устройства", "model"), ("Серийный №", "serial"),
        ("MAC-адрес", "mac"), ("IP-адрес", "ip")],
    "cs1": [("Název dodavatele", "name"), ("Popis položky", "description"), ("Množství", "quantity"),
        ("Cena celkem", "spend"), ("Země původu", "made_in")],
    "sv1": [("Leverantörsnamn", "name"), ("Artikelbenämning", "description"), ("Antal", "quantity"),
        ("Belopp", "spend"), ("Inköpsdatum", "date"), ("Ursprungsland", "made_in")],
    "tr1": [("Tedarikçi Adı", "name"), ("Ürün Açıklaması", "description"), ("Miktar", "quantity"),
        ("Tutar", "spend"), ("Üretici Firma", "name"), ("Menşei", "made_in")],
    "mob1": [("User", None), ("Handset", "model"), ("IMEI/MEID", "imei"), ("SIM", None), ("Carrier", None),
        ("OS Ver.", "os")],
    "mob2": [("Phone Make", "brand"), ("Phone Model", "model"), ("Device IMEI", "imei"),
        ("Device S/N", "serial"), ("Assigned User", None)],
    "mob3": [("deviceManufacturer", "name"), ("deviceModel", "model"), ("primaryImei", "imei"),
        ("wlanMac", "mac"), ("osType", "os"), ("enrolledOn", None)],
    "cam1": [("Camera Name", "hostname"), ("Camera Make/Model", "model"), ("Camera IP", "ip"),
        ("Camera MAC", "mac"), ("Firmware Ver", "os"), ("NVR", None)],
    "cam2": [("Ch", None), ("Device Type", "model"), ("Mfr.", "name"), ("Model #", "model"), ("Location", None),
        ("Serial #", "serial")],
    "cam3": [("CCTV Brand", "brand"), ("CCTV Model No", "model"), ("Qty Installed", "quantity"),
        ("Building", None)],
    "net1": [("sysName", "hostname"), ("sysDescr", "banner"), ("sysObjectID", "oid"), ("ifPhysAddress", "mac"),
        ("mgmt_ip", "ip")],
    "net2": [("Node", "hostname"), ("MachineType", None), ("Vendor", "name"), ("IOSImage", None),
        ("Serial_No", "serial")],
    "net3": [("IP", "ip"), ("MAC Vendor", "name"), ("MAC", "mac"), ("NetBIOS Name", "hostname"),
        ("Open Ports", None)],
    "usa": [("recipient_name", "name"), ("federal_action_obligation", "spend"), ("action_date", "date"),
        ("country_of_product_or_service_origin", "made_in"), ("award_description", "description"),
        ("naics_code", None), ("recipient_parent_name", "name")],
    "usa2": [("Vendor DBA", "name"), ("Product or Service Description", "description"),
        ("Dollars Obligated", "spend")],
    "pcard": [("Merchant Name", "name"), ("Merchant City", None), ("Trans Date", "date"),
        ("Trans Amount", "spend"), ("MCC Description", "description"), ("Cardholder Name", None)],
    "quick": [("Payee", "name"), ("Memo/Description", "description"), ("Debit", "spend"), ("Account", None),
        ("Txn Date", "date")],
    "xero": [("InvoiceNumber", None), ("Description", "description"), ("Quantity", "quantity"),
        ("UnitAmount", "spend"), ("Currency", "currency"), ("InvoiceDate", "date")],
    "dyn": [("Vendor account", None), ("Vendor name", "name"), ("Product name", "model"),
        ("Net amount", "spend"), ("Ordered quantity", "quantity")],
    "bom": [("Ref Des", None), ("MPN", "model"), ("Mfr", "name"), ("Qty/Board", "quantity"),
        ("Country Of Origin (COO)", "made_in")],
    "bom2": [("Manufacturer 1", "name"), ("Manufacturer Part Number 1", "model"), ("Supplier 1", "name"),
        ("Supplier Part Number 1", "model"), ("Designator", None), ("Comment", "description")],
    "snipe": [("Asset Name", "hostname"), ("Asset Tag", None), ("Manufacturer", "name"), ("Model No.", "model"),
        ("Category", "equipment"), ("Purchase Cost", "spend"), ("Supplier", "name"), ("Serial", "serial")],
    "glpi": [("Nom", "hostname"), ("Fabricant", "name"), ("Modèle", "model"), ("Numéro de série", "serial"),
        ("Système d'exploitation - Nom", "os"), ("Lieu", None)],
}  # fmt: skip
CELLS = {
    "name": "Acme GmbH", "brand": "Acme", "model": "X1", "description": "a camera for the gate", "mac": MACS[0],
    "imei": IMEIS[0], "serial": "A1", "oid": "1.3.6.1.4.1.9.1.1", "banner": "Acme OS", "ip": "10.0.0.1",
    "hostname": "pc1", "os": "14", "made_in": "CN", "quantity": "2", "spend": "12.50", "currency": "EUR",
    "date": "2024-01-02", "equipment": "Laptop", None: "4711",
}  # fmt: skip


@pytest.mark.parametrize("table", HEADERS)
def test_the_headers_of_ledgers_and_lists_in_many_languages_are_known(table: str) -> None:
    headers, wanted = zip(*HEADERS[table], strict=True)
    assert roles(*headers, rows=[[CELLS[role] for role in wanted]] * 6) == list(wanted)


@pytest.mark.parametrize(
    "header",
    [
        "Discount", "Counterpart", "Timestamp", "Account name", "Customer name", "Vendor contact name", "Data plan",
        "Price list", "Total storage", "Kenmerk", "Kundennummer", "供应商地址", "担当者名", "项目编号", "Cost center",
    ],
)  # fmt: skip
def test_a_header_that_holds_the_word_for_something_else_says_nothing(header: str) -> None:
    assert roles(header, "MAC", rows=[["4711", MACS[0]]] * 6) == [None, "mac"]


def test_a_line_of_several_words_describes_what_its_identifiers_do_not_name() -> None:
    rows = [["1 pc router for the office", "A1", "Hall"]] * 6
    assert roles("Order line", "Serial", "Location", rows=rows) == ["description", "serial", None]


def test_a_column_called_address_that_is_full_of_macs_is_one_of_macs() -> None:
    (column,) = guess(["Address"], [[mac] for mac in MACS]).columns
    assert column.role == "mac"
    assert column.why == "100 % of its cells are MAC addresses"


def test_a_column_called_address_that_holds_streets_says_nothing() -> None:
    assert roles("Address", rows=[["1 High Street"], ["2 Low Road"]]) == [None]


def test_a_vendor_column_of_numbers_is_a_vendor_number() -> None:
    (column,) = guess(["Vendor"], [["100023"], ["100024"], ["100025"]]).columns
    assert column.role is None
    assert "but its cells are numbers" in column.why


def test_imeis_are_told_by_their_check_digit() -> None:
    assert roles("Device ID", rows=[[imei] for imei in IMEIS]) == ["imei"]
    assert roles("Ticket", rows=[["352099001761482"], ["490154203237511"], ["356938035643802"]]) == [None]


def test_a_header_whose_cells_are_something_else_describes() -> None:
    rows = [["camera for the gate"], ["switch"], ["router"], ["access point"], ["spare"]]
    assert roles("MAC", rows=rows) == ["description"]


def test_several_columns_may_hold_macs_but_one_states_the_quantity() -> None:
    assert roles("Wi-Fi MAC", "Ethernet MAC", "Qty", "Count") == ["mac", "mac", "quantity", None]


def test_what_is_paid_in_all_is_the_spend() -> None:
    assert roles("Unit Price", "Total Amount") == [None, "spend"]


def test_a_name_beside_a_manufacturer_is_no_company() -> None:
    assert roles("Name", "Manufacturer", "Price") == ["description", "name", "spend"]
    assert roles("Name", "Manufacturer", "MAC") == ["hostname", "name", "mac"]
    assert roles("Name", "Country") == ["name", None]


def test_where_nothing_names_a_thing_the_words_do() -> None:
    assert roles("Foo", "Bar", rows=[["Huawei P30", "7"], ["ZTE Blade", "9"]]) == ["description", None]


def test_words_for_nothing_count_as_empty() -> None:
    rows = [["n/a"], ["-"], ["NULL"], ["00:1a:2b:3c:4d:5e"]]
    assert roles("Foo", rows=rows) == ["mac"]


def test_a_guess_can_be_read() -> None:
    shown = str(guess(["Supplier", ""], [["Acme", "aa:bb:cc:dd:ee:ff"]]))
    assert shown == "Supplier: name (its header is 'supplier')\ncolumn 2: mac (100 % of its cells are MAC addresses)"


def test_what_a_person_says_holds() -> None:
    columns = guess(["Foo", "Vendor"], [["Acme", "Bolt"]])
    said = overridden(columns, {"foo": "name", "column 2": "-"})
    assert [column.role for column in said.columns] == ["name", None]
    assert said.columns[0].why == "as you said"


def test_what_is_said_of_an_unknown_column_or_role_names_those_there_are() -> None:
    columns = guess(["Foo", "Vendor"], [])
    with pytest.raises(UnknownCode, match=r"'Vendr' is not a known column; use one of: Vendor, Foo\."):
        overridden(columns, {"Vendr": "name"})
    with pytest.raises(UnknownCode, match=r"'supplier' is not a known role of a column; use one of: .*name"):
        overridden(columns, {"Foo": "supplier"})


def test_very_many_columns_are_judged_by_fewer_rows() -> None:
    headers = [f"f{at}" for at in range(10_000)]
    columns = guess([*headers, "Vendor"], ([*headers, "Acme"] for _ in range(1_000)))
    assert columns.columns[-1].role == "name"
