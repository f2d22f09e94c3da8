"""Which addresses are asked at all, and what messages show of them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import DownloadError
from obstat.sources.download import Policy, addresses, networks

PUBLIC = [
    "198.41.0.4",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "223.255.255.255",
    "2001:500:2::c",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
]
SPECIAL = {
    "0.0.0.0": "this network",
    "0.1.2.3": "this network",
    "10.255.0.1": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.0.1": "private",
    "100.64.0.1": "carrier",
    "100.127.255.255": "carrier",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.1.1": "link-local",
    "192.0.0.8": "protocols",
    "192.0.2.1": "documentation",
    "192.88.99.1": "relay",
    "198.18.0.1": "benchmarks",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "224.0.0.1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "not public",
    "::ffff:0:127.0.0.1": "not public",
    "::ffff:10.0.0.1": "private",
    "::ffff:a9fe:101": "link-local",
    "64:ff9b::10.0.0.1": "private",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b:1::808:808": "translation",
    "2002:7f00:1::1": "loopback",
    "2001::1": "protocols",
    "2001:db8::1": "documentation",
    "3fff::1": "documentation",
    "fc00::1": "unique local",
    "fdff::1": "unique local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "5f00::1": "not public",
    "100::1": "not public",
}
NEVER = [
    *("0.0.0.0", "::", "224.0.0.251", "ff02::fb", "255.255.255.255", "::ffff:0.0.0.0"),
    *("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    *(
        "fd00:ec2::254",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "169.254.42.42",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
    ),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert networks.refusal(address, private=False) is None


@pytest.mark.parametrize("address", SPECIAL)
def test_a_special_address_is_refused_with_what_it_is(address: str) -> None:
    assert SPECIAL[address] in str(networks.refusal(address, private=False))


@pytest.mark.parametrize(
    "address",
    [
        *("10.255.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "192.168.0.1", "240.0.0.1", "198.18.0.1"),
        *("::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "fd00::1", "fe80::1%eth0", "2001:db8::1", "5f00::1"),
    ],
)
def test_a_special_address_may_be_allowed(address: str) -> None:
    assert networks.refusal(address, private=False)
    assert networks.refusal(address, private=True) is None


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("private", [False, True])
def test_some_addresses_are_never_allowed(address: str, private: bool) -> None:
    assert networks.refusal(address, private=private)


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_as_itself(inner: ipaddress.IPv4Address) -> None:
    alone = networks.refusal(str(inner), private=False)
    number = int(inner)
    for outer in (0xFFFF << 32 | number, 0x0064FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert networks.refusal(str(ipaddress.IPv6Address(outer)), private=False) == alone


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_knows_to_be_local_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified:
        assert networks.refusal(str(address), private=False)


@pytest.mark.parametrize("host", ["lists.example", "www.fcc.gov", "localhost.example", "internal.example", "8.8.8.8"])
def test_a_proxy_may_be_asked_for_a_public_name(host: str) -> None:
    assert networks.name_refusal(host, private=False) is None


def test_a_proxy_may_be_asked_for_a_local_name_where_that_is_allowed_but_not_for_credentials() -> None:
    assert networks.name_refusal("lists", private=True) is None
    assert networks.name_refusal("10.0.0.1", private=True) is None
    assert networks.name_refusal("metadata.google.internal", private=True)
    assert networks.name_refusal("169.254.169.254", private=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://lists.example/", "not encrypted"),
        ("ftp://lists.example/", "https address"),
        ("file:///etc/passwd", "https address"),
        ("/etc/passwd", "https address"),
        ("data:text/csv,a", "https address"),
        ("HTTPS:lists.example", "no host"),
        ("https://", "no host"),
        ("https:///list.csv", "no host"),
        ("https://lists.example:0/", "no host"),
        ("https://lists.example:65536/", "no web address"),
        ("https://lists.example:port/", "no web address"),
        ("https://[::1/", "no web address"),
        ("https://列表.example/", "xn--"),
        ("https://①②⑦.⓪.⓪.①/", "xn--"),
        ("https://lists%2eexample/", "no host"),
        ("https://lists..example/", "no host"),
        ("https://lists.example\\@10.0.0.1/", "backslash"),
        ("https://lists.example/\nX: 1", "control character"),
        (" https://lists.example/", "outer spaces"),
        ("https://user:s3cret@lists.example/", "user or password"),
        ("https://s3cret@lists.example/", "user or password"),
        ("https://user:s3/cret@lists.example/", "no web address"),
        ("https://user:s3?cret@lists.example/", "no web address"),
        ("user:s3cret@lists.example/", "https address"),
    ],
)
def test_what_is_no_address_of_a_publisher_is_refused(text: str, words: str) -> None:
    with pytest.raises(DownloadError) as caught:
        addresses.read(text, Policy())
    assert words in str(caught.value)
    assert "s3" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_is_written_without_what_is_not_sent() -> None:
    address = addresses.read("HTTPS://Lists.Example:443?key=s3cret#top", Policy())
    assert (address.text, address.shown) == ("https://lists.example/?key=s3cret", "https://lists.example/")
    address = addresses.read("https://[2001:500:2::C]:8443/a b/ä%20?q=ü&r=[1]", Policy())
    assert address.text == "https://[2001:500:2::c]:8443/a%20b/%C3%A4%20?q=%C3%BC&r=[1]"
    assert (address.host, address.port) == ("2001:500:2::c", 8443)


@given(st.text())
def test_any_text_is_an_address_or_one_sentence(text: str) -> None:
    for start in ("", "https://", "https://lists.example/", "https://lists.example:"):
        try:
            address = addresses.read(start + text, Policy())
        except DownloadError as error:
            assert str(error).endswith(".") and "\n" not in str(error)
        else:
            assert address.text.isascii() and " " not in address.text and "#" not in address.text


@given(st.binary())
def test_any_location_is_an_address_or_one_sentence(location: bytes) -> None:
    start = addresses.read("https://lists.example/a/b?c", Policy())
    try:
        address = addresses.redirected(start, location.decode("latin-1"), Policy())
    except DownloadError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert address.scheme == "https"
