"""The reference, generated: page texts by file name, from the code (`reference_code`) and the pack (`reference_pack`).

Invariant: nothing here is stated twice. A code without an explanation, or a key of the JSON without one, is a
`KeyError`, and the build fails.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import reference_code as code
import reference_pack as pack

import obstat

INTRODUCTION = """# Reference

Every page of this part is generated from the code and from the pack when the documentation is built.
It belongs to obstat {version}, snapshot `{snapshot}`, facts known to {known}.

| | |
|---|---|
| [Commands](commands.md) | every command and option |
| [Statuses](statuses.md) | the seven answers and their exit codes |
| [Instruments](instruments.md) | which kind of law gives which status |
| [Words](words.md) | activities, actors, purposes, device statuses, equipment, places |
| [Rules](rules/index.md) | the {rules} rules, with dates, exemptions and sources |
| [Exemptions](exemptions.md) | codes for `--exemption` |
| [Parties](parties.md) | the {parties} companies, brands and bodies, and their ties |
| [Market decisions](market.md) | what firms decided without, or after, a law |
| [Networks and phones](networks.md) | what `obstat fit` knows |
| [List editions](lists.md) | which edition of each official list was read |
| [What is not known](unknown.md) | open questions, reports not confirmed, details from memory |
| [Settings](settings.md) | environment and settings file |
| [JSON](json.md) | every key of an answer |
| [Python](python.md) | the public names |
| [Scoring of names](scoring.md) | what each difference between two names costs |
| [Error messages](errors.md) | every message, with its exit code |
"""


@functools.cache
def pages() -> dict[str, str]:
    """The text of every generated page, by its path under ``docs``."""
    ob = obstat.open()
    from obstat.model.dates import iso

    introduction = INTRODUCTION.format(
        version=obstat.__version__,
        snapshot=ob.snapshot.id[:19],
        known=iso(ob.snapshot.pack_date),
        rules=len(ob.snapshot.rules),
        parties=len(ob.snapshot.parties),
    )
    found = {
        "index.md": introduction,
        "commands.md": code.commands(),
        "statuses.md": code.statuses(),
        "instruments.md": code.instruments(ob),
        "settings.md": code.settings(),
        "json.md": code.json_keys(ob),
        "python.md": code.python(),
        "scoring.md": code.scoring(),
        "errors.md": code.errors(),
        "words.md": pack.words(ob),
        "exemptions.md": pack.exemptions(ob),
        "parties.md": pack.parties(ob),
        "market.md": pack.market(ob),
        "networks.md": pack.networks(ob),
        "lists.md": pack.lists(ob),
        "unknown.md": pack.unknown(ob),
        **{f"rules/{name}": text for name, text in pack.rules(ob).items()},
    }
    return {f"reference/{name}": text for name, text in found.items()}


def rule_pages() -> list[str]:
    """The pages of rules in the order of the navigation: the United States by programme, then places by name."""
    return [f"reference/rules/{group.page}" for group in pack.groups(obstat.open())]
