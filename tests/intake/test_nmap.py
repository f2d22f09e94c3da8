"""nmap's XML: every host is a subject, whatever became of the scan."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written

from obstat.intake.nmap import FORMATS, read

SCAN = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -A -oX x 10.0.0.0/30" start="1">
<host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/>
<address addr="44:19:B6:01:02:03" addrtype="mac" vendor="Hangzhou Hikvision"/>
<hostnames><hostname name="cam1.example" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="80"><state state="open"/>
<service name="http" product="Hikvision IPC httpd" version="2.0"><cpe>cpe:/h:hikvision:ds-2cd</cpe></service>
<script id="http-headers" output="&#xa;  Server: App-webs/&#xa;  Date: x"/></port></ports>
<os><osmatch name="Linux 3.10" accuracy="95">
<osclass type="webcam" vendor="Hikvision" osfamily="embedded"/></osmatch></os>
</host>
<host><status state="down"/><address addr="10.0.0.2" addrtype="ipv4"/></host>
</nmaprun>
"""


def test_a_host_gives_its_address_names_services_and_scripts(tmp_path: Path) -> None:
    host, down = read(written(tmp_path, SCAN))
    assert given(host, "mac") == ["44:19:B6:01:02:03"]
    assert given(host, "cpe") == ["cpe:/h:hikvision:ds-2cd"]
    assert host.facts == {"ip": "10.0.0.1", "hostname": "cam1.example", "os": "Linux 3.10"}
    assert "Hangzhou Hikvision" in host.texts["description"] and "brand" not in host.texts
    channels = {one.text: one.channel for one in host.given if one.scheme == "banner"}
    assert channels["Hikvision IPC httpd 2.0"] == "http"
    assert channels["App-webs/"] == "http server"
    assert down.facts == {"ip": "10.0.0.2", "status": "down"} and down.fault is None


def test_a_cut_scan_gives_the_hosts_before_the_cut_and_a_fault(tmp_path: Path) -> None:
    *hosts, last = read(written(tmp_path, SCAN[: SCAN.index("10.0.0.2") + 20]))
    assert [host.facts["ip"] for host in hosts] == ["10.0.0.1"]
    assert last.fault and "after 1 hosts" in last.fault


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://x/">',
    ],
)
def test_entities_are_refused_in_one_sentence(tmp_path: Path, entity: str) -> None:
    bomb = f"<!DOCTYPE nmaprun [{entity}]><nmaprun><host><address addr='&a;'/></host></nmaprun>"
    (only,) = read(written(tmp_path, bomb))
    assert only.fault and "declares entities" in only.fault and not only.given and not only.facts


def test_other_xml_is_said_to_be_no_scan(tmp_path: Path) -> None:
    (only,) = read(written(tmp_path, "<root><host/></root>".replace("<host/>", "")))
    assert only.fault and "not nmap's" in only.fault


def test_hosts_are_read_one_at_a_time(tmp_path: Path) -> None:
    host = '<host><address addr="10.0.0.1" addrtype="ipv4"/></host>\n'
    path = written(tmp_path, "<nmaprun>" + host * 50_000)
    assert len(list(islice(read(path), 10))) == 10
    assert sum(1 for _ in read(path)) == 50_001


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, SCAN.encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_every_host_of_real_scans_is_read() -> None:
    scans = [
        path for path in (DATA / "device_nmap_xml").glob("*.xml") if "<nmaprun" in path.read_text(errors="replace")
    ]
    assert scans
    for path in scans:
        subjects = list(read(path))
        assert len(subjects) == path.read_text(errors="replace").count("<host ") + path.read_text().count("<host>")
        assert FORMATS[0].signs(path.read_bytes()[: 1 << 16])
        assert not [subject.fault for subject in subjects if subject.fault]


def test_a_scan_with_no_host_up_is_not_silent(tmp_path: Path) -> None:
    text = '<?xml version="1.0"?><nmaprun><runstats><hosts up="0" down="4" total="4"/></runstats></nmaprun>'
    (only,) = read(written(tmp_path, text))
    assert only.fault and "no host" in only.fault


def test_scripts_say_where_the_device_shows_what_they_print(tmp_path: Path) -> None:
    scripts = {
        "http-title": "HG8245H",
        "http-server-header": "DNVRS-Webs",
        "ssl-cert": "Subject: commonName=x/organizationName=HIKVISION",
        "upnp-info": "&#xa; 10.0.0.1&#xa; Manufacturer: ZTE&#xa; Model Name: ZXHN H298A",
    }
    ports = "".join(f'<script id="{name}" output="{said}"/>' for name, said in scripts.items())
    text = f'<nmaprun><host><ports><port><service name="http"/>{ports}</port></ports></host></nmaprun>'
    (host,) = read(written(tmp_path, text))
    shown = {one.channel: one.text for one in host.given}
    assert shown["http title"] == "HG8245H" and shown["http server"] == "DNVRS-Webs"
    assert "HIKVISION" in shown["tls subject"]
    assert given(host, "model") == ["ZXHN H298A"] and shown["http manufacturer"] == "ZTE"
