"""JSON Schemas of the pack's files, for editors: ``python -m obstat.knowledge.schemas [--check]``.

Invariant: the files in ``schemas/`` are generated from `obstat.knowledge.schema` and never edited; ``--check``
fails when they differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from obstat.knowledge import schema

FOLDER = Path(__file__).parents[3] / "schemas"
FORMS: dict[str, Any] = {
    "rules": schema.RuleFile,
    "parties": list[schema.Party],
    "ties": list[schema.Tie],
    "products": list[schema.Product],
    "identifiers": schema.IdentifierFile,
    "networks": schema.NetworkFile,
    "market": list[schema.MarketDecision],
    "cases": schema.CaseFile,
    "vocabulary": schema.Vocabulary,
    "situations": list[schema.Situation],
}


def texts() -> dict[str, str]:
    """The schema of each kind of file, by file name."""
    return {
        f"{name}.schema.json": json.dumps(TypeAdapter(form).json_schema(), indent=1, ensure_ascii=False) + "\n"
        for name, form in FORMS.items()
    }


def main(arguments: list[str]) -> int:
    """Write the schemas, or with ``--check`` say which of them differ."""
    wanted = texts()
    if "--check" in arguments:
        found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
        differ = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        if differ:
            print(f"{', '.join(differ)} in schemas/ differ from the code; run 'make schemas'.")
        return 1 if differ else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
