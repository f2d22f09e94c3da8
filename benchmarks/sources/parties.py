"""Made-up records of a list, as many as wanted: companies, persons and ships, with what goes with them.

The same count, seed and edition give the same records everywhere. Edition 1 differs from edition 0 in `CHANGED`
records: a third have another alias, a third another address, a third are replaced by others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from obstat.sources.entry import Detail, Entry, EntryAddress, EntryKind, EntryListing, EntryName, EntryNumber

CHANGED = 100
LIST = "ofac-sdn"
"""The list that they stand on; a rule of the pack reaches everybody on it."""
SYLLABLES = [c + v for c in "bdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "en", "in", "ai", "or")]
SYLLABLES += ["qing", "xin", "zhong", "hua", "wei", "tong", "shi", "yuan", "feng", "berg", "stein", "ford"]
HAN = "华中国新东方海南北京山金龙天成信通达安宝恒远航星云鼎立泰和兴盛源丰"
CYRILLIC = ("Вектор", "Север", "Кристалл", "Заря", "Радуга", "Импульс", "Мостов", "Полёт", "Рубеж", "Талисман")
TRADES = (
    *("Technology", "Electronics", "Trading", "Communication", "Industrial", "Systems", "Networks", "Digital"),
    *("Energy", "Shipping", "Textile", "Software", "Equipment", "Logistics", "Chemical", "Holdings", "Group"),
    *("International", "Optical", "Semiconductor", "Medical", "Construction", "Foods", "Bank", "Institute"),
)
TOWNS = {
    "CN": ("Shenzhen", "Shanghai", "Hangzhou"),
    "RU": ("Moscow", "Perm", "Tomsk"),
    "IR": ("Tehran", "Shiraz"),
    "AE": ("Dubai", "Sharjah"),
    "DE": ("Bremen", "Kassel"),
    "US": ("Austin", "Tacoma"),
}
FORMS = {
    "CN": ("Co., Ltd.", "Company Limited", "Group Co., Ltd."),
    "RU": ("OOO", "JSC", "LLC"),
    "IR": ("Co.", "Company", "P.J.S.C."),
    "AE": ("FZE", "L.L.C", "FZCO"),
    "DE": ("GmbH", "AG", "GmbH & Co. KG"),
    "US": ("Inc.", "LLC", "Corp."),
}
GIVEN = ("Mikhail", "Irina", "Hassan", "Leila", "Wei", "Jun", "Karl", "Petra", "Omar", "Dmitri", "Sergei", "Farid")


def records(count: int, *, seed: int = 1, edition: int = 0) -> Iterator[Entry]:
    """`count` records; those of another edition differ in `CHANGED` of them, spread over the list."""
    step = max(count // CHANGED, 1)
    for number in range(count):
        altered = edition and number % step == 0 and number // step < CHANGED
        way = number // step % 3 if altered else None
        yield _record(count + number if way == 2 else number, seed, way)


def _record(number: int, seed: int, way: int | None) -> Entry:
    rng = random.Random(seed * 1_000_003 + number)
    country = rng.choice(tuple(TOWNS))
    town = rng.choice(TOWNS[country])
    kind: EntryKind = rng.choices(("company", "person", "vessel"), (90, 8, 2))[0]
    names = [
        EntryName(text, "name" if at == 0 else "alias") for at, text in enumerate(_names(kind, country, town, rng))
    ]
    street = f"{rng.randrange(1, 400)} {_word(rng, 2)} {rng.choice(('Road', 'Street', 'Avenue'))}, {town}"
    since = f"{rng.randrange(2005, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    numbers = _numbers(kind, rng)
    if way == 0:
        names.append(EntryName(f"{_word(rng, 3)} {rng.choice(TRADES)}", "alias"))
    return Entry(
        id=str(number),
        kind=kind,
        names=tuple(names),
        at=f"row {number}",
        countries=(country,),
        addresses=(EntryAddress(f"New {street}" if way == 1 else street, country),),
        numbers=numbers,
        listings=(EntryListing(LIST, since, programme=rng.choice(("MU-1", "MU-2", "MU-3")), reference=str(number)),),
        details=(Detail("remark", f"file {rng.randrange(10**6)}"),) if rng.random() < 0.3 else (),
    )


def _names(kind: str, country: str, town: str, rng: random.Random) -> Iterator[str]:
    """The name, and in four records of ten an alias or two."""
    if kind == "person":
        given, family = rng.choice(GIVEN), _word(rng, 3)
        yield f"{given} {family}"
        if rng.random() < 0.4:
            yield f"{family.upper()}, {given}"
        return
    if kind == "vessel":
        yield f"{_word(rng, 2)} {rng.choice(('Star', 'Pearl', 'Glory', 'Ocean'))} {rng.randrange(1, 30)}".upper()
        return
    words = [_word(rng, rng.choice((2, 2, 3, 3, 4)))]
    if rng.random() < 0.35:
        words.append(_word(rng, 2))
    trades = rng.sample(TRADES, rng.choice((1, 1, 2)))
    place = [town] if rng.random() < 0.3 else []
    form = rng.choice(FORMS[country])
    yield " ".join([*place, *words, *trades, form])
    if rng.random() < 0.4:
        yield " ".join([*words, trades[0]]) if rng.random() < 0.7 else words[0].upper()
    if country == "CN" and rng.random() < 0.2:
        yield "".join(rng.choices(HAN, k=4)) + rng.choice(("科技有限公司", "贸易有限公司", "集团"))
    if country == "RU" and rng.random() < 0.2:
        yield f"ООО «{rng.choice(CYRILLIC)}-{rng.choice(CYRILLIC)} {rng.randrange(1, 1000)}»"


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choices(SYLLABLES, k=syllables)).capitalize()


def _numbers(kind: str, rng: random.Random) -> tuple[EntryNumber, ...]:
    if kind == "vessel":
        return (EntryNumber("imo", str(rng.randrange(9_000_000, 10_000_000))),)
    if rng.random() < 0.25:
        return (EntryNumber(rng.choice(("registration", "tax", "duns")), str(rng.randrange(10**8, 10**9))),)
    return ()


def subjects(count: int, listed: int) -> Iterator[str]:
    """Names that somebody might screen: one in ten that of a record of the list of so many, as it is or misspelt, the
    others of firms and persons that are not on it."""
    rng = random.Random(7)
    for number in range(count):
        if number % 10 == 0:
            name = next(iter(_record(rng.randrange(listed), 1, None).names)).text
            at = rng.randrange(len(name))
            yield name if number % 20 else name[:at] + rng.choice("aeinrst") + name[at + 1 :]
        else:
            yield next(iter(_record(number, 2, None).names)).text
