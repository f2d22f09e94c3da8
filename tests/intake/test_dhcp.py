"""Leases of four servers: who asked for an address, and what the client says it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written

from obstat.intake.dhcp import FORMATS, dnsmasq, isc, kea, kea_answers, netsh, windows

ISC = r"""
# comment { with a brace
lease 10.0.0.5 {
  starts 2 2024/01/02 10:00:00;
  binding state active;
  hardware ethernet 48:7b:6b:01:02:03;
  uid "\001H{k\001\002\003";
  set vendor-class-identifier = "HUAWEI:android:LYA";
  client-hostname "phone-of-x";
}
lease 10.0.0.6 {
  binding state free;
}
ia-na "\001\002\003\004\000\003\000\001H{k\001\002\004" {
  iaaddr 2001:db8::5 { binding state active; }
}
"""
KEA = (
    "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n"
    "10.0.0.7,48:7b:6b:01:02:05,,3600,1,1,0,0,cam.,0,"
    '{ "ISC": { "client-classes": [ "VENDOR_CLASS_dahua" ] } },0\n'
    "10.0.0.8\n"
)
KEA_6 = (
    "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,"
    "hostname,hwaddr\n"
    "2001:db8::9,00:01:00:01:1d:66:1f:e2:48:7b:6b:01:02:06,4000,1,1,3000,0,1,128,0,0,,\n"
    "2001:db8::a,00:02:00:00:ab:11:01:02,4000,1,1,3000,0,1,128,0,0,,\n"
)
DNSMASQ = (
    "1700000000 48:7b:6b:01:02:07 192.168.1.2 nvr 01:48:7b:6b:01:02:07\n"
    "1700000000 48:7b:6b:01:02:08 192.168.1.3 * *\n"
    "duid 00:01:00:01:1d:66:1f:e2:00:11:22:33:44:55\n"
    "1700000000 123456 2001:db8::b tv 00:03:00:01:48:7b:6b:01:02:09\n"
)
WINDOWS = (
    "Client IP Address\tName\tLease Expiration\tType\tUnique ID\tDescription\n"
    "192.168.1.4\tpc.example\t1/2/2024\tDHCP\t487b6b01020a\t\n"
)
POWERSHELL = (
    "#TYPE Microsoft.Management\r\n"
    '"IPAddress","ScopeId","AddressState","ClientId","HostName","VendorClass","LeaseExpiryTime"\r\n'
    '"192.168.1.5","192.168.1.0","Active","48-7b-6b-01-02-0b","x.example","MSFT 5.0","1/2/2024"\r\n'
)


def test_isc_leases(tmp_path: Path) -> None:
    phone, free, six = isc.read(written(tmp_path, ISC))
    assert given(phone, "mac") == ["48:7b:6b:01:02:03"]
    assert given(phone, "dhcp_class") == ["HUAWEI:android:LYA"]
    assert phone.facts == {"ip": "10.0.0.5", "hostname": "phone-of-x"} and phone.place.row == 3
    assert free.fault and free.facts["ip"] == "10.0.0.6"
    assert given(six, "mac") == ["48:7b:6b:01:02:04"] and six.facts["ip"] == "2001:db8::5"


def test_a_lease_without_end_is_a_fault_that_keeps_what_was_read(tmp_path: Path) -> None:
    (cut,) = isc.read(written(tmp_path, ISC[: ISC.index("uid")]))
    assert cut.fault and given(cut, "mac") == ["48:7b:6b:01:02:03"]


def test_kea_leases(tmp_path: Path) -> None:
    camera, cut = kea.read(written(tmp_path, KEA))
    assert given(camera, "mac") == ["48:7b:6b:01:02:05"] and given(camera, "dhcp_class") == ["dahua"]
    assert camera.facts == {"ip": "10.0.0.7", "hostname": "cam"}
    assert cut.fault
    six, unnamed = kea.read(written(tmp_path, KEA_6))
    assert given(six, "mac") == ["48:7b:6b:01:02:06"]
    assert unnamed.texts["description"].startswith("DUID 00:02") and not unnamed.given


def test_dnsmasq_leases(tmp_path: Path) -> None:
    subjects = list(dnsmasq.read(written(tmp_path, DNSMASQ)))
    assert [given(one, "mac")[0][-2:] for one in subjects] == ["07", "08", "09"]
    assert subjects[0].facts["hostname"] == "nvr" and "hostname" not in subjects[1].facts


@pytest.mark.parametrize("text", [WINDOWS, POWERSHELL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_windows_leases(tmp_path: Path, text: str, encoding: str) -> None:
    (lease,) = windows.read(written(tmp_path, text.encode(encoding)))
    assert given(lease, "mac")[0].lower().replace("-", "").startswith("487b6b01020")
    assert lease.facts["ip"].startswith("192.168.1.") and lease.facts["hostname"]
    assert given(lease, "dhcp_class") == (["MSFT 5.0"] if "MSFT" in text else [])
    assert windows.FORMATS[0].signs(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ISC, "dhcpd"),
        (KEA, "kea"),
        (KEA_6, "kea"),
        (DNSMASQ, "dnsmasq"),
        (WINDOWS, "windows_dhcp"),
        (POWERSHELL, "windows_dhcp"),
    ],
)
def test_each_is_known_by_its_signs_alone(text: str, code: str) -> None:
    assert [form.code for form in FORMATS if form.signs(text.encode())] == [code]


@pytest.mark.parametrize("text", [ISC, KEA, KEA_6, DNSMASQ, WINDOWS, POWERSHELL])
def test_anything_is_survived(tmp_path: Path, text: str) -> None:
    survives_anything(tmp_path, FORMATS, text.encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_every_lease_of_real_files_is_read() -> None:
    for path in (DATA / "ident_inputs_misc").glob("*.leases"):
        text = path.read_text(errors="replace")
        subjects = list(isc.read(path))
        blocks = sum(line.lstrip().startswith(("lease ", "ia-na ", "ia-pd ", "ia-ta ")) for line in text.splitlines())
        assert len(subjects) == blocks
        assert isc.FORMATS[0].signs(text.encode()[: 1 << 16])
        assert sum(bool(given(one, "mac")) for one in subjects) >= text.count("hardware ethernet")


NETSH = (
    "Changed the current scope context to 10.0.0.0 scope.\n\n"
    "IP Address      - Subnet Mask    - Unique ID           - Lease Expires        -Type -Name\n"
    "==========================================================================================\n"
    "10.0.0.9        - 255.255.255.0  - 48-7b-6b-01-02-03   -1/1/2026 1:00:00 AM    -D-  cam.lan\n"
    "10.0.0.10       - 255.255.255.0  - 48-7b-6b-01-02-04   - NEVER EXPIRES         -U-\n"
    "10.0.0.11       - 255.255.2\n\nNo of Clients(version 5): 2 in the Scope : 10.0.0.0.\n"
)
KEA_JSON = (
    '[{"arguments": {"leases": [{"hostname": "cam.", "hw-address": "48:7b:6b:01:02:03", "ip-address": "10.0.0.9",'
    ' "user-context": {"ISC": {"client-classes": ["VENDOR_CLASS_dahua"]}}},'
    ' {"duid": "00:03:00:01:48:7b:6b:01:02:04", "ip-address": "2001:db8::1"}]}, "result": 0}]'
)


def test_netsh_clients(tmp_path: Path) -> None:
    camera, other, cut = netsh.read(written(tmp_path, NETSH))
    assert given(camera, "mac") == ["48-7b-6b-01-02-03"] and camera.facts == {"ip": "10.0.0.9", "hostname": "cam.lan"}
    assert given(other, "mac") == ["48-7b-6b-01-02-04"] and "hostname" not in other.facts
    assert cut.fault and cut.facts == {"ip": "10.0.0.11"}
    assert [form.code for form in FORMATS if form.signs(NETSH.encode())] == ["netsh_dhcp"]


def test_kea_answers(tmp_path: Path) -> None:
    camera, six = kea_answers.read(written(tmp_path, KEA_JSON))
    assert given(camera, "mac") == ["48:7b:6b:01:02:03"] and given(camera, "dhcp_class") == ["dahua"]
    assert given(six, "mac") == ["48:7b:6b:01:02:04"] and six.facts["ip"] == "2001:db8::1"
    assert [form.code for form in FORMATS if form.signs(KEA_JSON.encode())] == ["kea_json"]
    (cut,) = kea_answers.read(written(tmp_path, KEA_JSON[:120]))
    assert cut.fault and "cut" in cut.fault
