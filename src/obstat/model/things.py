"""What a snapshot knows of products and networks, as frozen records: one class per table.

The invariant of `obstat.model.records` holds here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from obstat.model.dates import Day


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event, or one so many months after another, that changes no answer by itself."""

    date: Day | None
    after: str | None
    months: int | None
    event: str


@dataclass(frozen=True, slots=True)
class ModelCode:
    code: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Radio:
    """Radio of a handset: 3GPP band numbers, UMTS in MHz; `cdma` is ``yes``, ``no`` or ``some_variants``."""

    technologies: tuple[str, ...]
    cdma: str
    umts_mhz: tuple[int, ...]
    lte_bands: tuple[int, ...]
    nr_bands: tuple[int, ...]
    bands_incomplete: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Product:
    """A model, family, brand line or component; `since` and `until` bound a brand period."""

    id: str
    brand: str
    kind: str
    name: str
    names: tuple[str, ...]
    maker: str
    role: str
    equipment: str
    pattern: str | None
    brand_needed: bool
    codes: tuple[ModelCode, ...]
    ambiguous_with: tuple[str, ...]
    since: Day | None
    until: Day | None
    dates: tuple[Milestone, ...]
    made_in: str | None
    radio: Radio | None
    voice_on: tuple[str, ...]
    published: int
    note: str | None
    confidence: str
    recalled: bool
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """Brand and name, a word that both have in common written once."""
        last = self.brand.rpartition(" ")[2]
        return (
            f"{self.brand}{self.name[len(last) :]}" if self.name.startswith(last + " ") else f"{self.brand} {self.name}"
        )


@dataclass(frozen=True, slots=True)
class Technology:
    """One radio technology of a network; `until` is the first day without service."""

    technology: str
    bands: tuple[str, ...]
    later_bands: tuple[Milestone, ...]
    frequencies_mhz: tuple[int, ...]
    start: Day | None
    until: Day | None
    confidence: str
    recalled_fields: tuple[str, ...]
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A carrier's rule on which phones it serves."""

    id: str
    kind: str
    volte_required: bool
    since: Day
    rule: str
    effect: str
    confidence: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    id: str
    name: str
    names: tuple[str, ...]
    country: str
    mcc_mnc: tuple[str, ...]
    coverage_bands: tuple[int, ...]
    volte_only_if_listed: bool
    technologies: tuple[Technology, ...]
    policies: tuple[Policy, ...]
