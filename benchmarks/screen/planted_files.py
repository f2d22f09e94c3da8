"""Made-up things as people's files hold them: tables, bills of materials, text; with what networks and devices print,
every layout.

Invariant: a writer states of each thing its mark (address, host name, serial number) and the one signal that tells; a
thing whose signal the layout cannot carry is not given to it.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import planted_network
import polars as pl
from planted_network import Layout, Write, colons
from planted_things import Thing

CELLS: dict[str, Callable[[Thing], str]] = {
    "name": lambda t: t.firm,
    "model": lambda t: t.article,
    "text": lambda t: f"1 pc {t.has('name')} {t.has('model')} for the office".replace("  ", " "),
    "mac": lambda t: colons(t.mac),
    "imei": lambda t: t.has("imei"),
    "fcc_id": lambda t: t.has("fcc_id"),
    "oid": lambda t: t.has("oid"),
    "descr": lambda t: t.has("descr"),
    "cpe": lambda t: t.has("cpe"),
    "serial": lambda t: t.serial,
    "host": lambda t: t.host,
    "ip": lambda t: t.ip,
    "date": lambda t: f"2024-0{1 + t.number % 9}-1{t.number % 10}",
    "count": lambda t: str(1 + t.number % 7),
    "paid": lambda t: f"{(t.number * 7919) % 90000 / 100:.2f}",
    "street": lambda t: f"{t.number} High Street",
    "number": lambda t: f"4500{t.number:06d}",
    "country": lambda t: ("US", "DE", "TW", "VN")[t.number % 4],
}
TABLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "csv English": (",", "utf-8", {"Asset Tag": "number", "Vendor": "name", "Product": "model", "Wi-Fi MAC": "mac",
                                   "IMEI": "imei", "FCC ID": "fcc_id", "S/N": "serial", "Qty": "count"}),
    "csv German": (";", "cp1252", {"Beleg-Nr.": "number", "Kreditor": "name", "Straße": "street",
                                   "Gerätemodell": "model", "Stück": "count", "Nettobetrag (EUR)": "paid",
                                   "Seriennr.": "serial"}),
    "csv French": ("\t", "utf-8", {"N° commande": "number", "Nom du fournisseur": "name", "Modèle": "model",
                                   "Adresse MAC": "mac", "N° de série": "serial", "Montant HT": "paid"}),
    "csv Spanish": (";", "utf-8-sig", {"Proveedor": "name", "Modelo del equipo": "model", "Número de serie": "serial",
                                       "Dirección MAC": "mac", "Importe": "paid", "País de origen": "country"}),
    "csv Polish": ("|", "utf-8", {"Lp.": "number", "Dostawca": "name", "Model urządzenia": "model",
                                  "Numer seryjny": "serial", "Kwota netto": "paid"}),
    "csv Chinese": (",", "utf-8-sig", {"序号": "number", "供应商名称": "name", "设备型号": "model", "MAC地址": "mac",
                                       "序列号": "serial", "数量": "count", "金额(元)": "paid"}),
    "csv Japanese": ("\t", "utf-16", {"番号": "number", "メーカー名": "name", "型番": "model",
                                      "シリアル番号": "serial", "MACアドレス": "mac", "購入日": "date"}),
    "csv SAP": (";", "utf-8", {"LIFNR": "number", "NAME1": "name", "MAKTX": "model", "SERNR": "serial",
                               "MENGE": "count", "NETWR": "paid", "WAERS": "-"}),
    "csv network": (",", "utf-8", {"Device Name": "host", "IP Address": "ip", "Manufacturer": "name",
                                   "sysObjectID": "oid", "sysDescr": "descr", "MAC Address": "mac", "CPE": "cpe"}),
    "csv without headers": (",", "utf-8", {"": "number", " ": "name", "  ": "model", "   ": "mac", "    ": "serial",
                                           "     ": "paid"}),
    "csv one text": (",", "utf-8", {"Order line": "text", "Serial": "serial", "Amount": "paid"}),
}  # fmt: skip
_SIGNALS = ("name", "model", "mac", "imei", "fcc_id", "oid", "descr", "cpe")


def _rows(headers: dict[str, str], things: Iterable[Thing]) -> list[list[str]]:
    return [[CELLS[what](thing) if what in CELLS else "EUR" for what in headers.values()] for thing in things]


def _signals(headers: dict[str, str]) -> list[str]:
    held = set(headers.values()) | ({"name", "model"} if "text" in headers.values() else set())
    return [signal for signal in _SIGNALS if signal in held]


def _csv(delimiter: str, encoding: str, headers: dict[str, str]) -> Write:
    def write(things: list[Thing]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        if any(map(str.strip, headers)):
            writer.writerow(headers)
        writer.writerows(_rows(headers, things))
        return out.getvalue().encode(encoding)

    return write


WIDE = {"Supplier": "name", "Item": "model", "MAC": "mac", "IMEI": "imei", "FCC ID": "fcc_id", "sysObjectID": "oid",
        "System description": "descr", "CPE": "cpe", "Serial number": "serial", "Amount": "paid"}  # fmt: skip


def _frame(things: list[Thing]) -> pl.DataFrame:
    return pl.DataFrame(_rows(WIDE, things), schema=dict.fromkeys(WIDE, pl.String), orient="row")


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def _json(things: list[Thing]) -> str:
    keys = {"vendor": "name", "productName": "model", "macAddress": "mac", "imei": "imei", "fccId": "fcc_id",
            "sysObjectID": "oid", "serialNumber": "serial", "cpe": "cpe"}  # fmt: skip
    rows = (dict(zip(keys, row, strict=True)) for row in _rows(keys, things))
    return "".join(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) + "\n" for row in rows)


def _component(t: Thing) -> dict[str, Any]:
    properties = {"cdx:device:serialNumber": t.serial, "cdx:device:macAddress": colons(t.mac) if t.has("mac") else "",
                  "cdx:device:fccId": t.has("fcc_id"), "cdx:device:imei": t.has("imei")}  # fmt: skip
    return {"type": "device", "bom-ref": t.host, "name": t.article or "part",
            **({"manufacturer" if t.number % 2 else "supplier": {"name": t.said}} if t.has("name") else {}),
            **({"cpe": t.said} if t.has("cpe") else {}),
            "properties": [{"name": k, "value": v} for k, v in properties.items() if v]}  # fmt: skip


def _cyclonedx(things: list[Thing]) -> str:
    """Two thirds stand inside another part."""
    parts = list(map(_component, things))
    tops = [{**parts[at], "components": parts[at + 1 : at + 3]} for at in range(0, len(parts), 3)]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": tops})


def _cyclonedx_xml(things: list[Thing]) -> str:
    def element(part: dict[str, Any]) -> str:
        firm = "".join(
            f"<{k}><name>{html.escape(part[k]['name'])}</name></{k}>" for k in ("supplier", "manufacturer") if k in part
        )
        cpe = f"<cpe>{part['cpe']}</cpe>" if "cpe" in part else ""
        said = "".join(f'<property name="{p["name"]}">{p["value"]}</property>' for p in part["properties"])
        return (f'<component type="device">{firm}<name>{html.escape(part["name"])}</name>{cpe}'
                f"<properties>{said}</properties></component>\n")  # fmt: skip

    body = "".join(element(_component(t)) for t in things)
    return (f'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>\n{body}'
            "</components></bom>\n")  # fmt: skip


def _spdx(things: list[Thing]) -> str:
    packages = [
        {"SPDXID": f"SPDXRef-{t.host}", "name": t.article or "part", "versionInfo": t.serial,
         "supplier": f"Organization: {t.said}" if t.has("name") else "NOASSERTION",
         **({"externalRefs": [{"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                               "referenceLocator": t.said}]} if t.has("cpe") else {})}
        for t in things
    ]  # fmt: skip
    return json.dumps({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x", "packages": packages})


def _spdx_tags(things: list[Thing]) -> str:
    head = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: x\n\n"
    return head + "".join(
        f"PackageName: {t.article or 'part'}\nSPDXID: SPDXRef-{t.host}\nPackageVersion: {t.serial}\n"
        + (f"PackageSupplier: Organization: {t.said}\n" if t.has("name") else "PackageSupplier: NOASSERTION\n")
        + (f"ExternalRef: SECURITY cpe23Type {t.said}\n" if t.has("cpe") else "")
        + "PackageDownloadLocation: NOASSERTION\n\n"
        for t in things
    )


def _sentences(things: list[Thing]) -> list[str]:
    shapes = {"name": "Delivered by {}, parcel {}.", "model": "We installed one {} with serial {}.",
              "mac": "MAC: {} S/N: {}", "fcc_id": "FCC ID: {} S/N {}", "imei": "IMEI: {} Serial no: {}"}  # fmt: skip
    return [shapes[t.signal].format(colons(t.said) if t.signal == "mac" else t.said, t.serial) for t in things]


def _html(things: list[Thing]) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in _sentences(things))
    return f"<!doctype html><html><head><title>Deliveries</title></head><body>{body}</body></html>"


_SAID = ("name", "model", "fcc_id", "imei", "mac")
LAYOUTS = (
    *(Layout(name, _signals(headers), _csv(delimiter, encoding, headers), encoding=encoding)
      for name, (delimiter, encoding, headers) in TABLES.items()),
    Layout("xlsx", _signals(WIDE), lambda things: _saved(lambda out: _frame(things).write_excel(out))),
    Layout("parquet", _signals(WIDE), lambda things: _saved(lambda out: _frame(things).write_parquet(out))),
    Layout("json lines", ("name", "model", "mac", "imei", "fcc_id", "oid", "cpe"), _json),
    *planted_network.LAYOUTS,
    Layout("CycloneDX JSON", ("name", "model", "cpe", "mac", "fcc_id", "imei"), _cyclonedx),
    Layout("CycloneDX XML", ("name", "model", "cpe", "mac", "fcc_id", "imei"), _cyclonedx_xml),
    Layout("SPDX JSON", ("name", "model", "cpe"), _spdx),
    Layout("SPDX tags", ("name", "model", "cpe"), _spdx_tags),
    Layout("free text", _SAID, lambda things: "\n".join(_sentences(things)) + "\n"),
    Layout("web page", _SAID, _html),
)  # fmt: skip


def write(layout: Layout, things: list[Thing], path: Path) -> None:
    """Write the file."""
    told = layout.write(things)
    path.write_bytes(told.encode() if isinstance(told, str) else told)
