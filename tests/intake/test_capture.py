"""Captures: each sender once, with what it showed, and nothing laid to a router that came from beyond it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written

from obstat.intake.capture import FORMATS, read

CAMERA, ROUTER = bytes.fromhex("4419b6010203"), bytes.fromhex("487b6b010204")
ALL = b"\xff" * 6


def arp(sender: bytes, ip: bytes) -> bytes:
    return ALL + sender + bytes.fromhex("0806 0001 0800 06 04 0001") + sender + ip + bytes(6) + ip


def ipv4(sender: bytes, source: bytes, protocol: int, body: bytes) -> bytes:
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0, source, b"\xe0\x00\x00\xfb")
    return ALL + sender + b"\x81\x00\x00\x0a\x08\x00" + head + body


def udp(port: int, body: bytes) -> bytes:
    return struct.pack(">4H", port, port, 8 + len(body), 0) + body


def tcp(body: bytes) -> bytes:
    return struct.pack(">HHIIBBHHH", 80, 1024, 0, 0, 0x50, 0, 0, 0, 0) + body


def tlv(kind: int, value: bytes) -> bytes:
    return struct.pack(">H", kind << 9 | len(value)) + value


HTTP = b"HTTP/1.1 200 OK\r\nServer: App-webs/\r\n\r\n"
DHCP = (
    b"\x01\x01\x06\x00" + bytes(24) + CAMERA + bytes(202) + b"\x63\x82\x53\x63"
    b"\x35\x01\x01\x0c\x04cam1\x3c\x0bHIKVISION/1\xff"
)  # fmt: skip
LLDP = (
    ALL + CAMERA + b"\x88\xcc" + tlv(1, b"\x04" + CAMERA) + tlv(5, b"sw2") + tlv(6, b"Huawei Switch S6730")
    + tlv(127, b"\x00\x12\xbb\x08D123") + tlv(127, b"\x00\x12\xbb\x0aDS-2CD") + b"\x00\x00"
)  # fmt: skip
CDP_BODY = b"\x02\xb4\x00\x00" + b"\x00\x01\x00\x07sw3" + b"\x00\x05\x00\x09Cisco" + b"\x00\x06\x00\x0bWS-C960"
CDP = ALL + CAMERA + struct.pack(">H", 8 + len(CDP_BODY)) + b"\xaa\xaa\x03\x00\x00\x0c\x20\x00" + CDP_BODY
MDNS = (
    b"\x00\x00\x84\x00\x00\x00\x00\x02\x00\x00\x00\x00\x04cam1\x05local\x00\x00\x01\x80\x01\x00\x00\x00\x78\x00\x04\x0a\x00\x00\x05"
    b"\xc0\x0c\x00\x10\x80\x01\x00\x00\x00\x78\x00\x0d\x0cmodel=DS-2CD"
)


def pcap(*frames: bytes, order: str = "<") -> bytes:
    head = struct.pack(f"{order}IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(struct.pack(f"{order}4I", 0, 0, len(frame), len(frame)) + frame for frame in frames)


def block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<2I", kind, 12 + len(body)) + body + struct.pack("<I", 12 + len(body))


def pcapng(*frames: bytes) -> bytes:
    section = block(0x0A0D0D0A, b"\x4d\x3c\x2b\x1a" + struct.pack("<HHq", 1, 0, -1))
    blocks = [block(6, struct.pack("<5I", 0, 0, 0, len(frame), len(frame)) + frame) for frame in frames]
    return section + block(1, struct.pack("<HHI", 1, 0, 0)) + b"".join(blocks)


FRAMES = (
    arp(CAMERA, bytes([10, 0, 0, 5])),
    ipv4(CAMERA, bytes(4), 17, udp(68, DHCP)),
    ipv4(CAMERA, bytes([10, 0, 0, 5]), 6, tcp(HTTP)),
    ipv4(CAMERA, bytes([10, 0, 0, 5]), 17, udp(5353, MDNS)),
    LLDP,
    CDP,
    ipv4(ROUTER, bytes([93, 184, 216, 34]), 6, tcp(HTTP.replace(b"App-webs/", b"Elsewhere"))),
)


@pytest.mark.parametrize("content", [pcap(*FRAMES), pcap(*FRAMES, order=">"), pcapng(*FRAMES)])
def test_each_sender_is_a_subject_with_all_it_showed(tmp_path: Path, content: bytes) -> None:
    assert FORMATS[0].signs(content)
    camera, router, beyond = read(written(tmp_path, content))
    assert given(camera, "mac") == ["44:19:b6:01:02:03"]
    assert given(camera, "dhcp_class") == ["HIKVISION/1"] and given(camera, "serial") == ["D123"]
    banners = {(one.text, one.channel) for one in camera.given if one.scheme == "banner"}
    assert {("App-webs/", "http server"), ("Huawei Switch S6730", "lldp"), ("Cisco", "cdp")} <= banners
    assert ("model=DS-2CD", "mdns") in banners
    assert camera.facts == {"ip": "10.0.0.5", "hostname": "cam1"} and camera.texts["model"] == "DS-2CD"
    assert given(router, "mac") == ["48:7b:6b:01:02:04"] and not given(router, "banner")
    assert beyond.facts == {"ip": "93.184.216.34"} and given(beyond, "banner") == ["Elsewhere"]


@pytest.mark.parametrize("whole", [pcap(*FRAMES), pcapng(*FRAMES)])
def test_a_capture_cut_in_a_packet_gives_what_was_read_and_a_fault(tmp_path: Path, whole: bytes) -> None:
    *subjects, last = read(written(tmp_path, whole[:-9]))
    assert given(subjects[0], "mac") == ["44:19:b6:01:02:03"]
    assert last.fault and "cut after packet 6" in last.fault


def test_other_links_are_said_once(tmp_path: Path) -> None:
    content = bytearray(pcap(*FRAMES))
    content[20] = 105
    (only,) = read(written(tmp_path, bytes(content)))
    assert only.fault and "link type 105" in only.fault


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, pcap(*FRAMES))
    survives_anything(tmp_path, FORMATS, pcapng(*FRAMES))
    for frame in FRAMES:
        for end in range(len(frame)):
            list(read(written(tmp_path, pcap(frame[:end]))))


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_real_captures_are_read_without_a_hang() -> None:
    for path in (DATA / "ident_inputs_misc").glob("*.pcap"):
        assert any(given(subject, "mac") for subject in read(path))
    (switch,) = read(DATA / "ident_inputs_misc" / "3560_CDP.pcap")
    assert switch.texts["model"] == "cisco WS-C3560G-24PS"
