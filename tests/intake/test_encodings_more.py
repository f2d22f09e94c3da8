"""Text from before Unicode, in the encodings in which offices of many countries still save tables."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from intake_files import texts, write

from obstat.intake import recognised, subjects
from obstat.intake.tables import frame
from obstat.intake.tables.encoding import decoded, encoding

TABLES = {
    "cp1251": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
    "koi8_r": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
    "cp866": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
    "shift_jis": ("仕入先,型番,数量", "華為技術日本株式会社,ルーター,3", "富士通株式会社,サーバー,2"),
    "euc_jp": ("仕入先,型番,数量", "華為技術日本株式会社,ルーター,3", "富士通株式会社,サーバー,2"),
    "big5": ("供應商,型號,數量", "華為技術有限公司,路由器,3", "海康威視,攝影機,2"),
    "gb18030": ("供应商,型号,数量", "华为技术有限公司,路由器,3", "海康威视,摄像机,2"),
    "euc_kr": ("공급업체,모델,수량", "화웨이기술 유한회사,공유기,3", "삼성전자 주식회사,스위치,4"),
    "cp1250": ("Dodavatel;Model;Počet", "Žďár zařízení s.r.o.;X1;3", "Łódź Świdnica Sp. z o.o.;Y2;4"),
    "cp1252": ("Fournisseur;Modèle;Quantité", "Société Générale;X1;3", "Müller Söhne – “A”;Z;2"),
    "mac_roman": ("Fournisseur;Modèle;Quantité", "Société Générale;X1;3", "Électricité de France;Y2;4"),
    "cp850": ("Fournisseur;Modèle;Quantité", "Société Générale;X1;3", "Müller Söhne;Z;2"),
    "cp1253": ("Προμηθευτής;Μοντέλο;Ποσότητα", "Χουάουεϊ Τεχνολογίες;Π30;3", "Ελληνικά Δίκτυα ΑΕ;Κ2;5"),
    "cp1254": ("Tedarikçi;Model;Miktar", "Huawei Dış Ticaret;P30;3", "Şişecam İğne Bağlantı;K2;5"),
    "utf-16-le": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
    "utf-16-be": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
    "utf-8-sig": ("Поставщик;Модель;Количество", "ООО Хуавей;П30;3", "АО Связной Логистика;К2;5"),
}


def names(rows: tuple[str, ...]) -> list[str]:
    return [row.replace(";", ",").split(",")[0] for row in rows[1:]]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_in_the_encoding_of_its_country(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "a.csv", "\r\n".join(TABLES[name]) + "\r\n", name)
    assert recognised(path).code == "table"
    found = list(subjects(path))
    said = " ".join(text for each in found for text in each.texts.values())
    assert all(name in said for name in names(TABLES[name]))
    assert not any(each.fault for each in found)


@pytest.mark.parametrize("name", ["cp1251", "shift_jis", "cp1250", "gb18030", "euc_kr"])
def test_the_encoding_is_told_though_it_shows_only_after_many_plain_rows(tmp_path: Path, name: str) -> None:
    plain = "Vendor;Model;Qty\n" + "Acme;X1;1\n" * 20_000
    wanted = [row.replace(",", ";") for row in TABLES[name][1:]]
    found = list(subjects(write(tmp_path, "a.csv", plain + "\n".join(wanted) + "\n", name)))
    assert len(found) == 20_002
    assert texts(found[-2:], "name") == names(TABLES[name])
    assert frame(tmp_path / "a.csv").encoding == {"shift_jis": "cp932", "euc_kr": "cp949"}.get(name, name)


def test_a_character_cut_by_the_end_of_the_sample_spoils_nothing(tmp_path: Path) -> None:
    for shift in range(4):
        rows = "供应商,型号,数量\n" + "x" * shift + "华为技术有限公司,路由器,3\n" * 4_000
        assert set(texts(list(subjects(write(tmp_path, "a.csv", rows, "gb18030")))[1:], "name")) == {"华为技术有限公司"}


def test_lines_of_two_encodings_are_each_read_in_their_own(tmp_path: Path) -> None:
    data = "Vendor;Model\nSociété Générale;X1\nTürk Telekom;X2\nŁódź;X3\n".encode() + "ООО Хуавей;П30\n".encode(
        "cp1251"
    )
    found = list(subjects(write(tmp_path, "a.csv", data)))
    assert texts(found, "name") == ["Société Générale", "Türk Telekom", "Łódź", "ООО Хуавей"]


@pytest.mark.parametrize(
    "line", ["Citroën,Z3", "Café René", "Huawei – Shenzhen,X", "price;€5", "£5", "Müller;5 µA;±3 °C", "Trade™", "ÅF AB"]
)
def test_few_foreign_letters_are_western(line: str) -> None:
    assert encoding(line.encode("cp1252")) == "cp1252"


def test_a_damaged_character_spoils_no_line() -> None:
    data = "华为技术有限公司".encode("gb18030")
    assert decoded(data[:4] + b"\xff" + data[4:], "gb18030") == r"华为\xff技术有限公司"


def test_without_the_library_chinese_and_western_are_still_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    rows = ("Vendor,Model", "Mücke,X1", "Bölt,Y2")
    assert texts(list(subjects(write(tmp_path, "a.csv", "\n".join(rows), "cp1252"))), "name") == ["Mücke", "Bölt"]
    path = write(tmp_path, "b.csv", "供应商,型号\n华为技术有限公司,路由器乙\n海康威视,摄像机甲\n", "gb18030")
    assert texts(list(subjects(path)), "name") == ["华为技术有限公司", "海康威视"]


def test_ends_of_lines_may_be_mixed(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "a.csv", b"Vendor,Model\r\nHuawei,P30\nZTE,Axon\rBolt,X\r\nAcme,Y\n")))
    assert texts(found, "name") == ["Huawei", "ZTE", "Bolt", "Acme"]
    assert not any(each.fault for each in found)
