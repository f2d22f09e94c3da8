"""Things for made-up inventories: some of restricted makers, some of brands that sell their gear, and clean ones.

Invariant: a thing shows whose it is by one signal alone; its address, host name and serial number are those of nobody
and mark it, so that a row of an answer can be put down to it. The same seed makes the same things.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from obstat.devices import default_registry

FIRMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "neg_sec_company_tickers" / "company_tickers.json"
RESTRICTED: dict[str, dict[str, Sequence[str]]] = {
    "huawei": {
        "name": ("Huawei Technologies Co., Ltd.", "HUAWEI", "Huawei Device", "华为技术有限公司"),
        "model": ("Mate 10 Pro", "S5720-28X-SI-AC", "EchoLife HG8245H", "Huawei P30", "HUAWEI MateBook D 14"),
        "fcc_id": ("QISBLA-L09", "QISHRY-LX1T"),
        "imei": ("86673003", "86816003", "86502004", "86768602"),
        "oid": ("1.3.6.1.4.1.2011.2.23.97", "1.3.6.1.4.1.2011.2.224.279"),
        "descr": (
            "S5720-28X-SI-AC Huawei Versatile Routing Platform Software VRP (R) software, Version 5.170",
            "Huawei AR2220E Huawei Versatile Routing Platform Software",
        ),
        "http": ("Huawei-HomeGateway",),
        "ssh": ("SSH-2.0-HUAWEI-1.5", "SSH-2.0-HUAWEI-VRP-3.1"),
        "dhcp_class": ("HUAWEI:android:ELE", "HUAWEI:android:VOG"),
        "usb": ("12d1:1506", "12d1:14db"),
        "pci": ("19e5:1822", "19e5:0200"),
        "cpe": ("cpe:2.3:h:huawei:p30:-:*:*:*:*:*:*:*", "cpe:/o:huawei:s5700_firmware"),
    },
    "zte": {
        "name": ("ZTE Corporation", "ZTE (USA) Inc.", "中兴通讯股份有限公司", "Zhongxing Telecom Co., Ltd."),
        "model": ("ZXHN H298A", "ZTE Axon 7", "ZXR10 5960", "ZTE Blade V8"),
        "fcc_id": ("SRQ-ZTEA2017U", "Q78-Z982"),
        "oid": ("1.3.6.1.4.1.3902.3.600.3.1.601",),
        "descr": ("ZXR10 ROS Version V4.08.23R2 ZXR10_5928E Software, Copyright by ZTE Corporation",),
        "http": ("Mini web server 1.0 ZTE corp 2005.", "ZTE web server 1.0 ZTE corp 2015."),
        "usb": ("19d2:0117", "19d2:1405"),
        "cpe": ("cpe:2.3:o:zte:zxhn_h298a_firmware:1.0:*:*:*:*:*:*:*",),
    },
    "hikvision": {
        "name": ("Hangzhou Hikvision Digital Technology Co., Ltd.", "HIKVISION USA INC", "海康威视", "EZVIZ", "HiLook"),
        "model": ("DS-2CD2042WD-I", "DS-7616NI-I2/16P", "DS-2DE4225IW-DE", "Hikvision DS-K1T671M"),
        "fcc_id": ("2ADTD-5604SD", "2APV2-CSC6N"),
        "oid": ("1.3.6.1.4.1.39165.1.1", "1.3.6.1.4.1.50001"),
        "descr": ("Hikvision company products",),
        "http": ("DNVRS-Webs", "App-webs/", "Hikvision-Webs"),
        "cpe": ("cpe:2.3:h:hikvision:ds-2cd2042wd:-:*:*:*:*:*:*:*",),
    },
    "dahua": {
        "name": ("Zhejiang Dahua Technology Co., Ltd.", "Dahua Technology", "浙江大华技术股份有限公司", "IMOU"),
        "model": ("DH-IPC-HDW2431T", "IPC-HFW4431R-Z", "DHI-NVR5216-4KS2"),
        "oid": ("1.3.6.1.4.1.1004849.2.1", "1.3.6.1.4.1.37496.1"),
        "descr": ("Dahua Technology IPC-HFW4431R-Z",),
        "rtsp": ("Dahua Rtsp Server",),
        "cpe": ("cpe:2.3:h:dahuasecurity:ipc-hfw4431r-z:-:*:*:*:*:*:*:*",),
    },
    "hytera": {
        "name": ("Hytera Communications Corporation Limited", "Hytera US Inc.", "海能达通信股份有限公司"),
        "model": ("Hytera PD785G", "Hytera BD502", "Hytera MD785"),
        "fcc_id": ("YAMPD78XISU1",),
        "oid": ("1.3.6.1.4.1.40297.1.2",),
        "usb": ("238b:0a11",),
    },
}
"""By the party that must be found: what its things show."""
SAME = {"hikvision": {"hikvision", "ezviz"}, "dahua": {"dahua", "huacheng-imou"}, "hytera": {"hytera", "hytera-us"},
        "huawei": {"huawei", "huawei-device"}, "zte": {"zte", "nubia"}}  # fmt: skip
RELABELLED: dict[str, dict[str, Sequence[str]]] = {
    "amcrest": {"name": ("Amcrest",), "model": ("Amcrest IP8M-2496EB",)},
    "annke": {"name": ("Annke",), "model": ("ANNKE C800",)},
    "loryta": {"name": ("Loryta",), "model": ("Loryta IPC-T5442TM-AS",)},
    "cp-plus": {"name": ("CP PLUS", "Aditya Infotech Ltd"), "model": ("CP Plus CP-UNC-TA21L3",)},
    "lorex": {"name": ("Lorex Technology Inc.",), "model": ("Lorex N841A81",)},
    "swann": {"name": ("Swann Communications",)},
    "indigovision": {"name": ("IndigoVision",)},
    "honeywell": {"name": ("Honeywell Security",)},
}
"""Brands that sell gear of restricted makers: that decides nothing, so it is right to name them and no more."""
MAKES = {"amcrest": "dahua", "annke": "hikvision", "loryta": "dahua", "cp-plus": "dahua", "lorex": "dahua"}
BLOCKS = {
    "huawei": re.compile(r"(?i)^huawei (tech|device)"),
    "zte": re.compile(r"(?i)^zte corp"),
    "hikvision": re.compile(r"(?i)hikvision digital|^hangzhou ezviz"),
    "dahua": re.compile(r"(?i)^zhejiang dahua"),
    "hytera": re.compile(r"(?i)^hytera"),
}
NOT_CLEAN = re.compile(r"(?i)huawei|hisilicon|zte|nubia|zhongxing|hik|ezviz|prama|dahua|imou|huacheng|hytera|honor"
                       r"|private|tp-?link|baidu|dji|potevio|boe|china|cec|sugon|yitu|inspur|h3c"
                       r"|quectel|fibocom")  # fmt: skip
"""Registrants, many of them reached by other rules, among whom no clean address is drawn by chance."""
LOOK_ALIKES = ("Robin's Limousine", "KAV Danubia", "Mikotek", "ZTEX GmbH", "ZTEC Instruments", "Teltronics Inc",
               "Mercury Computer Systems", "Shanghai Dahua Scale Factory", "Honor Health", "Combat Networks",
               "Nautel Limited", "Aztech Systems", "Hefei Datang Storage", "Limousin", "Teltronic AG", "Lorex Ltd",
               "Hua Wei Restaurant LLC", "Hikers Vision Optics", "Dahu Outdoor", "Vizteck", "Hyter Pumps")  # fmt: skip
LIKE_BLOCKS = re.compile(r"(?i)limousin|danubia|mikotek|^ztec|^ztex|ztevision|dahua scale|hangzhou zhongxinghui"
                         r"|wuxi zhongxing|teltronics|teltronic ag|datang storage|nautel|combat net|mercury (comp|corp)"
                         r"|naztec|aztech|shenztech")  # fmt: skip
CLEAN: dict[str, Sequence[str]] = {
    "name": ("Cisco Systems, Inc.", "Dell Inc.", "Apple Inc.", "Axis Communications AB", "Juniper Networks", "Nokia",
             "Ericsson AB", "Samsung Electronics Co., Ltd.", "Lenovo", "HP Inc.", "Bosch Sicherheitssysteme GmbH"),
    "model": ("iPhone 12", "Latitude 5420", "WS-C2960X-24TS-L", "EX2200-24T-4G", "AXIS P3245-V", "Galaxy S21",
              "ThinkPad T14", "SG350-28", "UAP-AC-PRO", "RB750Gr3", "LaserJet M404dn", "AIR-AP2802I-B-K9", "T7500",
              "P3000", "F660i", "DS-1000", "AR-15 mount", "BD-500", "SM-G960F", "S5 Mini", "IPC-100 industrial PC"),
    "fcc_id": ("BCGE3500A", "A3LSMG960F", "LDKAIRAP1815", "SWX-UAPACPRO", "PY7-12345Z"),
    "imei": ("35332508", "35675904", "01332700"),
    "oid": ("1.3.6.1.4.1.9.1.1208", "1.3.6.1.4.1.2636.1.1.1.2.29", "1.3.6.1.4.1.8072.3.2.10", "1.3.6.1.4.1.3600.1",
            "1.3.6.1.4.1.14988.1", "1.3.6.1.4.1.368.4.1"),
    "descr": ("Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(2)E7", "Linux nas 5.10.0",
              "Juniper Networks, Inc. ex2200-24t-4g Ethernet Switch, kernel JUNOS 12.3R12.4",
              "AXIS P3245-V Network Camera 9.80.1", "HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT"),
    "http": ("nginx/1.18.0", "Apache/2.4.41 (Ubuntu)", "lighttpd/1.4.35", "mini_httpd/1.19 19dec2003",
             "Boa/0.94.14rc21"),
    "ssh": ("SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.5", "SSH-2.0-Cisco-1.25", "SSH-2.0-dropbear_2019.78"),
    "rtsp": ("GStreamer RTSP server", "Rtsp Server/2.0"),
    "dhcp_class": ("MSFT 5.0", "android-dhcp-11", "ubnt", "Cisco AP c2800", "dhcpcd-6.8.2:Linux-4.4:armv7l"),
    "usb": ("8087:0024", "05ac:12a8", "046d:c52b", "0bda:8153"),
    "pci": ("8086:1533", "10de:1eb8", "14e4:165f", "1002:67df"),
    "cpe": ("cpe:2.3:h:cisco:catalyst_2960:-:*:*:*:*:*:*:*", "cpe:/o:linux:linux_kernel:5.4",
            "cpe:2.3:a:apache:http_server:2.4.41:*:*:*:*:*:*:*"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """`said` is its one telling signal and what it says; the rest is of nobody. `wanted` is empty for a clean thing."""

    number: int
    signal: str
    said: str
    wanted: frozenset[str] = frozenset()
    relabelled: bool = False

    def has(self, signal: str) -> str:
        """What the thing says by a signal; empty where that is not the one by which it tells."""
        return self.said if signal == self.signal else ""

    @property
    def mac(self) -> str:
        """Twelve digits: of the maker where the address tells, else of one that was made up locally."""
        return self.has("mac") or f"02{self.number:010x}"

    @property
    def firm(self) -> str:
        """Who sold it, where its maker is not what tells."""
        return self.has("name") or ("", "Ingram Micro Inc.", "Insight Public Sector")[self.number % 3]

    @property
    def article(self) -> str:
        """What it is called, where its model is not what tells."""
        return self.has("model") or ("", "Router", "spare part", "Cable 2m", "IR bracket")[self.number % 5]

    @property
    def host(self) -> str:
        return f"node{self.number:05d}"

    @property
    def serial(self) -> str:
        return f"SN{self.number:06d}K"

    @property
    def ip(self) -> str:
        return f"10.1{self.number // 8100:02d}.{100 + self.number // 90 % 90}.{100 + self.number % 90}"


def things(count: int, share: float, signals: Sequence[str], seed: int, encoding: str = "utf-8") -> list[Thing]:
    """`count` things that show one of `signals`, that share of them planted, in a random order."""
    rng = random.Random(seed)
    planted = [_written(encoding, lambda at=at: _planted(rng, at, signals)) for at in range(round(count * share))]
    clean = [_written(encoding, lambda: _clean(rng, signals)) for _ in range(count - len(planted))]
    found = [*planted, *clean]
    rng.shuffle(found)
    return [Thing(number, *one) for number, one in enumerate(found)]


Made = tuple[str, str, frozenset[str], bool]


def _written(encoding: str, make: Callable[[], Made]) -> Made:
    """A thing whose words the encoding of the file can write."""
    while (made := make())[1].encode(encoding, "replace").decode(encoding) != made[1]:
        pass
    return made


def _planted(rng: random.Random, at: int, signals: Sequence[str]) -> Made:
    """Every fifth is of a brand that sells what others make, where such a brand can be shown."""
    brands = [brand for brand, shows in RELABELLED.items() if set(shows) & set(signals)]
    if brands and at % 5 == 4:
        brand = brands[at // 5 % len(brands)]
        signal = rng.choice([each for each in RELABELLED[brand] if each in signals])
        wanted = frozenset(filter(None, (brand, MAKES.get(brand))))
        return signal, rng.choice(RELABELLED[brand][signal]), wanted, True
    makers = [maker for maker, shows in RESTRICTED.items() if {*shows, "mac"} & set(signals)]
    maker = makers[at % len(makers)]
    signal = rng.choice([each for each in signals if each == "mac" or each in RESTRICTED[maker]])
    said = _address(rng, _blocks()[maker]) if signal == "mac" else rng.choice(RESTRICTED[maker][signal])
    return signal, _whole(rng, signal, said), frozenset(SAME[maker]), False


def _clean(rng: random.Random, signals: Sequence[str]) -> Made:
    signal = rng.choice(signals)
    if signal == "mac":
        said = _address(rng, _blocks()["look-alikes" if rng.random() < 0.1 else "clean"])
    elif signal == "name":
        kind = rng.random()
        said = rng.choice(LOOK_ALIKES if kind < 0.2 else CLEAN["name"] if kind < 0.4 or not _firms() else _firms())
    else:
        said = rng.choice(CLEAN[signal])
    return signal, _whole(rng, signal, said), frozenset(), False


def _whole(rng: random.Random, signal: str, said: str) -> str:
    """An IMEI of a type: six more digits and the check digit (3GPP TS 23.003, annex B)."""
    if signal != "imei":
        return said
    digits = f"{said}{rng.randrange(10**6):06d}"
    doubled = sum(sum(divmod(int(d) * (1 + at % 2), 10)) for at, d in enumerate(digits))
    return f"{digits}{-doubled % 10}"


def _address(rng: random.Random, blocks: Sequence[str]) -> str:
    prefix = rng.choice(blocks)
    return prefix + f"{rng.getrandbits(48):012x}"[len(prefix) :]


_DRAWN: dict[str, list[str]] = {}
_NAMES: list[str] = []


def _blocks() -> dict[str, list[str]]:
    if not _DRAWN:
        for prefix, holder in default_registry():
            for maker in _drawn_for(holder):
                _DRAWN.setdefault(maker, []).append(prefix)
    return _DRAWN


def _drawn_for(holder: str) -> Iterator[str]:
    yield from (maker for maker, pattern in BLOCKS.items() if pattern.search(holder))
    if LIKE_BLOCKS.search(holder):
        yield "look-alikes"
    elif not NOT_CLEAN.search(holder):
        yield "clean"


def _firms() -> list[str]:
    if not _NAMES and FIRMS.exists():
        _NAMES.extend(row["title"] for row in json.loads(FIRMS.read_text(encoding="utf-8")).values())
    return _NAMES
