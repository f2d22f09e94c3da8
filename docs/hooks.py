"""MkDocs hook: the reference is generated from the code and the pack, and never written by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))

import reference


def on_files(files: Any, *, config: Any) -> Any:
    """Add the generated pages."""
    for name, text in reference.pages().items():
        files.append(File.generated(config, name, content=text))
    return files


def on_config(config: Any) -> Any:
    """Put the pages of rules, one for each jurisdiction or programme, into the navigation."""
    for section in config.nav:
        for item in section.get("Reference", []):
            if isinstance(item, dict) and "Rules" in item:
                item["Rules"] = ["reference/rules/index.md", *reference.rule_pages()]
    return config
