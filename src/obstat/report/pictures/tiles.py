"""Where a country stands on the map of tiles: about where it lies, one tile for each, none larger than another.

Invariant: no two countries share a tile.
"""

from __future__ import annotations

_ROWS = (
    "GL7 IS9 NO13 SE14 FI15",
    "CA2 IE10 GB11 DK13 EE15 RU17",
    "US2 NL12 DE13 PL14 LV15 BY16",
    "BE11 LU12 CZ13 SK14 LT15 UA16 MD17 KZ19",
    "MX2 FR11 CH12 AT13 HU14 RO15 GE17 AM18 UZ19 KG20 MN22 KP23",
    "GT2 BZ3 CU4 BS5 PT9 ES10 AD11 MC12 SI13 HR14 RS15 BG16 TR17 AZ18 TM19 TJ20 CN22 KR23 JP24",
    "SV2 HN3 JM4 HT5 DO6 AG7 IT12 SM13 BA14 ME15 MK16 SY17 IQ18 IR19 AF20 NP21 BT22 TW24",
    "NI2 CR3 KN6 DM7 MT12 VA13 AL15 GR16 LB17 JO18 KW19 PK20 IN21 BD22 MM23 HK24",
    "PA3 VC6 LC7 BB8 MA9 DZ10 TN11 LY12 EG13 CY16 IL17 PS18 SA19 BH20 LK21 TH22 LA23 VN24",
    "CO3 VE4 GY5 GD6 TT7 MR9 ML10 NE11 TD12 SD13 ER14 YE18 AE19 QA20 MV21 MY22 KH23 PH24",
    "EC3 PE4 BR5 SR6 CV7 SN8 GM9 BF10 NG11 CF12 SS13 ET14 DJ15 OM19 BN22 SG23 PW24",
    "BO4 PY5 GW8 GN9 CI10 BJ11 CM12 UG13 KE14 SO15 ID22 TL23 FM24",
    "CL4 AR5 UY6 SL8 LR9 GH10 TG11 GQ12 RW13 TZ14 SC15 PG23 MH24",
    "ST11 GA12 CD13 BI14 KM15 AU22 SB23 NR24",
    "CG12 ZM13 MW14 MZ15 MG16 VU23 KI24",
    "AO12 BW13 ZW14 SZ15 MU16 FJ23 TV24",
    "NA12 ZA13 LS14 NZ22 TO23 WS24",
)
TILES: dict[str, tuple[int, int]] = {
    place[:2]: (int(place[2:]), row) for row, line in enumerate(_ROWS) for place in line.split()
}
"""Column and row by country."""
COLUMNS, ROWS = 25, len(_ROWS)
_WEST_AFRICA = ("CV", "SN", "GW", "SL")
REGIONS = ("The Americas", "Europe and Africa", "Asia and Oceania")


def region(code: str) -> int:
    """Which of the three parts of the map a country is drawn in, by its number in `REGIONS`."""
    column, _ = TILES[code]
    return 0 if column <= 8 and code not in _WEST_AFRICA else 1 if column <= 16 else 2
