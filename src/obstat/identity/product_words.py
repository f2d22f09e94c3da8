"""Words that speak of a product when they follow a brand: ``Huawei phones``, 华为手机.

Invariant: a brand followed by such a word means goods of the brand, not another firm.
"""

from __future__ import annotations

from obstat.names.normal import normal

_PRODUCT_WORDS = frozenset(
    [
        "5g",
        "4g",
        "lte",
        "antenna",
        "antivirus",
        "app",
        "base",
        "basestation",
        "camera",
        "cameras",
        "cctv",
        "cell",
        "chip",
        "chips",
        "cloud",
        "core",
        "cpe",
        "device",
        "devices",
        "doorbell",
        "dome",
        "drone",
        "drones",
        "dvr",
        "equipment",
        "firewall",
        "gateway",
        "gateways",
        "gear",
        "handset",
        "handsets",
        "hotspot",
        "hub",
        "inverter",
        "kit",
        "laptop",
        "mesh",
        "mifi",
        "mobile",
        "modem",
        "modems",
        "module",
        "modules",
        "network",
        "notebook",
        "nvr",
        "olt",
        "ont",
        "phone",
        "phones",
        "product",
        "products",
        "radio",
        "radios",
        "ran",
        "recorder",
        "recorders",
        "robot",
        "router",
        "routers",
        "server",
        "servers",
        "sfp",
        "small",
        "smartphone",
        "smartphones",
        "software",
        "station",
        "storage",
        "switch",
        "switches",
        "tablet",
        "telephone",
        "transceiver",
        "uas",
        "wifi",
    ]
)
_HAN_PRODUCT_WORDS = (
    "手机",
    "摄像头",
    "摄像机",
    "路由器",
    "交换机",
    "无人机",
    "对讲机",
    "基站",
    "设备",
    "模块",
    "光猫",
    "服务器",
    "录像机",
)


_BUSINESS = frozenset(
    [
        "repair",
        "repairs",
        "shop",
        "store",
        "sons",
        "bros",
        "centre",
        "center",
        "service",
        "services",
        "security",
        "school",
        "academy",
        "bureau",
        "college",
        "institute",
        "laboratory",
        "plant",
        "university",
    ]
)
"""Words that make a body of its own of a brand and a product or number: a phone repair shop, the 38th institute."""


def speaks_of_product(rest: str, *, digits_only: bool) -> bool:
    """Whether what follows a brand speaks of a product: a number, or but words for goods (not with `digits_only`)."""
    words = normal(rest).split()
    if _BUSINESS.intersection(words):
        return False
    if any(c.isdigit() for c in rest):
        return True
    if digits_only or not words:
        return False
    return all(word in _PRODUCT_WORDS or _all_goods(word) for word in words)


def _all_goods(word: str) -> bool:
    """Whether a run of Chinese characters is nothing but words for goods."""
    for goods in _HAN_PRODUCT_WORDS:
        if word.startswith(goods):
            return word == goods or _all_goods(word.removeprefix(goods))
    return False
