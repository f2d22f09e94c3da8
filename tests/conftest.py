"""What all rooms' tests share: the shipped snapshot, the curated pack, and small packs of our own."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import obstat
from obstat.knowledge import pack_files
from obstat.knowledge.compile import build
from obstat.screening.check import Obstat

settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")

VOCABULARY = """
state_of_knowledge: 2024-06-30
lists:
  - {id: list, name: The List, edition: 2024-06}
activities:
  sell: {text: sell, ordinary_actors: [retailer], device_statuses: [new_model, previously_authorised]}
  use: {text: use, ordinary_actors: [consumer], device_statuses: [in_use]}
  procure_public: {text: buy, ordinary_actors: [government_body], buyers: [government_body, defence_department]}
  deal_in: {text: deal, ordinary_actors: [consumer], about: party}
actors:
  retailer: {text: shop}
  consumer: {text: natural person}
  government_body: {text: public buyer}
  defence_department: {text: ministry of defence, kind_of: government_body}
purposes: {public_safety: public safety, other_purpose: none of the named}
device_statuses: {new_model: new, previously_authorised: authorised earlier, in_use: in use}
relations: {subsidiary_of: is a subsidiary of, affiliate_of: is an affiliate of, shareholder_of: holds shares of,
  brand_of: is a brand of, oem_customer_of: sells goods built by}
kinds: {prohibition: ban, listing: entry, advisory: advice}
states: {in_force: in force, never_in_force: never, pending: pending, unknown: not known}
equipment: {ict: {phone: , camera: {ip_camera: , dome: }, router: }}
jurisdictions: {US: United States, US-TX: Texas, DE: Germany, GB: United Kingdom, CN: China, EU: European Union}
regions:
  EU: {name: European Union, members: {DE: [null, null], GB: [null, 2020-02-01]}}
"""
PARTIES = """
- {id: acme, name: "Acme Ltd.", country: CN, equipment: [camera], confidence: high, sources: ["https://example.org/a"]}
- {id: acme-sub, name: Acmelet, country: US, equipment: [camera], confidence: high, sources: ["https://example.org/a"]}
- {id: bolt, name: Bolt Inc., country: US, equipment: [phone], confidence: high, sources: ["https://example.org/b"]}
"""
RULES = """
programme: Test Act
jurisdiction: US
authority: Test Authority
rules:
  - id: us-test
    title: Test ban
    kind: prohibition
    confidence: high
    sources: ["https://example.org/r"]
    reaches:
      - {parties: [acme], extent: affiliates, equipment: [camera]}
    effects:
      - {restricts: [sell], from: 2023-01-10, until: 2024-01-10}
"""


class PackFolder:
    """A small pack in a folder; every file may be replaced before it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("vocabulary.yaml", VOCABULARY)
        self.write("parties/all.yaml", PARTIES)
        self.write("rules/us/test.yaml", RULES)

    def write(self, name: str, text: str) -> None:
        """Write one file; a leading newline and common indentation are dropped."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def line(self, name: str, word: str) -> int:
        """The number of the only line of the file that holds `word`."""
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        (found,) = [number for number, line in enumerate(lines, 1) if word in line]
        return found

    def open(self) -> Obstat:
        """Compile the pack and open it."""
        target = self.folder.parent / f"{self.folder.name}-snapshot"
        build(target, self.folder)
        return Obstat(target)


@pytest.fixture
def small_pack(tmp_path: Path) -> PackFolder:
    """Acme (with a subsidiary to be tied) is banned from US sale from 2023-01-10 until 2024-01-10; Bolt is free."""
    return PackFolder(tmp_path / "pack")


@pytest.fixture(scope="session")
def invented_pack(tmp_path_factory: pytest.TempPathFactory) -> PackFolder:
    """As `small_pack`, one for all tests, which none of them changes."""
    return PackFolder(tmp_path_factory.mktemp("invented") / "pack")


@pytest.fixture(scope="session")
def ob() -> Obstat:
    """The shipped snapshot."""
    return obstat.open()


@pytest.fixture(scope="session")
def pack() -> pack_files.Pack:
    """The curated pack, as read from its YAML."""
    return pack_files.read()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def day() -> Callable[[str], int]:
    """The ordinal of an ISO day."""
    return lambda text: datetime.date.fromisoformat(text).toordinal()
