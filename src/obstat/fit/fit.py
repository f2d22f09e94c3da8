"""Comparing a phone's radio with a network's technologies on one day.

Invariant: technologies that have ended by the day are dropped first; voice and data are judged apart; nothing
said here is about law. The order of reasoning is that of the pack's `compatibility_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator

from obstat.model.dates import Reached
from obstat.model.fit import Bands, Fit
from obstat.model.things import Network, Policy, Product, Radio, Technology

_GENERATION = {"GSM": "GSM", "UMTS": "HSPA", "CDMA": "CDMA", "LTE": "LTE", "NR": "NR"}

UNLISTED = "bands of the phone not listed"
SOME_VARIANTS = "some variants of the phone only"


def fit(product: Product, network: Network, on: int, day: str) -> Fit:
    """Whether `product` works on `network` on the day with ordinal `on` and ISO text `day`."""
    if product.radio is None:
        reason = f"The pack has no radio bands of {product.label}; look at its papers."
        return Fit(product.id, network.id, day, "unknown", "unknown", "unknown", (), (), (), (reason,), product.sources)
    live = [t for t in network.technologies if _live(t, on)]
    bands = tuple(_compare(product.radio, technology, on) for technology in live)
    policies = [policy for policy in network.policies if policy.since.reached(on) is not Reached.NO]
    voice, why_voice = _voice(product, network, bands, policies)
    data, why_data = _data(network, bands)
    ended = tuple(t.technology for t in network.technologies if t.until and t.until.reached(on) is Reached.YES)
    sources = tuple(dict.fromkeys((*product.sources, *(source for t in live for source in t.sources))))
    reasons = (*_ended_text(ended), why_voice, why_data, *(f"Policy: {p.rule}; {p.effect}." for p in policies))
    if product.radio.note:
        reasons = (*reasons, f"Bands of the phone: {product.radio.note}.")
    works = _works(product.radio, bands, voice, data)
    return Fit(
        product.id, network.id, day, works, voice, data, bands, ended, tuple(p.id for p in policies), reasons, sources
    )


def _works(radio: Radio, bands: tuple[Bands, ...], voice: str, data: str) -> str:
    if data in ("none", "unknown"):
        return {"none": "no", "unknown": "unknown"}[data]
    if voice == "yes":
        fifth = next((b for b in bands if b.technology == "NR"), None)
        return "4g_only" if fifth and radio.nr_bands and not fifth.shared else "yes"
    return {"unsure": "data_yes_voice_unsure", "unlisted": "data_maybe_no_voice", "none": "data_partly_no_voice"}[voice]


def _voice(product: Product, network: Network, bands: tuple[Bands, ...], policies: list[Policy]) -> tuple[str, str]:
    """``yes``, ``unsure``, ``unlisted`` (a white list decides) or ``none``, and why."""
    shared = {b.technology: b.shared for b in bands}
    volte_only = any(policy.volte_required for policy in policies)
    if network.id in product.voice_on:
        return "yes", f"{network.name} sold it or is known to carry its voice over LTE."
    doubtful = {b.technology for b in bands if b.note == SOME_VARIANTS}
    for technology in ("UMTS", "CDMA"):
        if shared.get(technology) and technology not in doubtful:
            return "yes", f"Voice through {technology} ({', '.join(shared[technology])})."
    if doubtful and shared["CDMA"]:
        return "unsure", "Voice hangs on the variant: only some of this phone have a CDMA radio."
    if any(policy.kind == "voice_whitelist" for policy in policies):
        return (
            "unlisted",
            "No circuit-switched voice is left in common; "
            f"{network.name} gives voice over LTE only to models on its list.",
        )
    if shared.get("GSM"):
        if not volte_only:
            return "yes", "Voice through GSM."
        return "unsure", "Voice hangs on voice over LTE being provisioned for the model; GSM is the last resort."
    if network.volte_only_if_listed:
        lacking = "it has no CDMA radio, and " if any(b.technology == "CDMA" for b in bands) else ""
        return "none", f"No voice: {lacking}{network.name} gives voice over LTE only to models it certified."
    return "unsure", "Voice hangs on voice over LTE being enabled for the model on both sides."


def _data(network: Network, bands: tuple[Bands, ...]) -> tuple[str, str]:
    """``full``, ``partial``, ``none`` or ``unknown``, and why."""
    lte = next((b for b in bands if b.technology == "LTE"), None)
    if lte is not None and lte.note == UNLISTED and not lte.shared:
        return "unknown", "The pack does not have all LTE bands of this phone; look at its papers."
    if lte is None or not lte.shared:
        others = [b.technology for b in bands if b.shared and b.technology != "LTE"]
        if others:
            return "partial", f"No LTE band in common; data through {' and '.join(others)} only."
        return "none", "No band in common for data."
    coverage = [str(band) for band in network.coverage_bands]
    text = f"LTE bands in common: {', '.join(lte.shared)}"
    if lte.missing:
        text += f"; missing: {', '.join(lte.missing)}"
    lacking = [band for band in coverage if band not in lte.shared]
    if coverage and len(lacking) == len(coverage):
        return "partial", f"{text}. Without band {' or '.join(lacking)}, the coverage layer, service is poor."
    return ("partial" if lte.missing else "full"), f"{text}."


def _compare(radio: Radio, technology: Technology, on: int) -> Bands:
    """The bands of a live technology against the phone's."""
    kind = technology.technology
    if kind == "CDMA" and radio.cdma == "some_variants":
        return Bands(kind, technology.bands, (), SOME_VARIANTS)
    if _GENERATION[kind] not in radio.technologies and not (kind == "UMTS" and "UMTS" in radio.technologies):
        return Bands(kind, (), _network_bands(technology, on), "the phone has no such radio")
    if kind == "CDMA":
        have = radio.cdma == "yes"
        return Bands(kind, technology.bands if have else (), () if have else technology.bands, None)
    if kind in ("GSM", "UMTS"):
        offered = tuple(f"{mhz} MHz" for mhz in technology.frequencies_mhz)
        if kind == "GSM" or not radio.umts_mhz:
            return Bands(kind, offered, (), UNLISTED)
        known = {f"{mhz} MHz" for mhz in radio.umts_mhz}
        return Bands(kind, tuple(b for b in offered if b in known), tuple(b for b in offered if b not in known), None)
    offered = _network_bands(technology, on)
    known = {str(b) for b in radio.lte_bands} if kind == "LTE" else {f"n{b}" for b in radio.nr_bands}
    shared, missing = tuple(b for b in offered if b in known), tuple(b for b in offered if b not in known)
    return Bands(kind, shared, missing, UNLISTED if not known or (radio.bands_incomplete and missing) else None)


def _network_bands(technology: Technology, on: int) -> tuple[str, ...]:
    later = (m.event for m in technology.later_bands if m.date and m.date.reached(on) is Reached.YES)
    return (*technology.bands, *later)


def _live(technology: Technology, on: int) -> bool:
    begun = technology.start is None or technology.start.reached(on) is not Reached.NO
    return begun and (technology.until is None or technology.until.reached(on) is not Reached.YES)


def _ended_text(ended: tuple[str, ...]) -> Iterator[str]:
    if ended:
        yield f"Switched off by that day: {', '.join(ended)}."
