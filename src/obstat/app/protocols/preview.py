"""An entity in a few lines of HTML, to be shown in a frame or beside a suggestion.

Invariant: everything is escaped, and nothing is loaded but our own style sheet.
"""

from __future__ import annotations

from html import escape

from obstat.app.protocols.entities import Entity
from obstat.app.protocols.reconcile_queries import described

WIDTH, HEIGHT = 430, 300
FRAMED = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors *"}
"""Unlike other pages this one may be shown in a frame of any page; there is nothing in it to click."""
_SHOWN = (
    ("alias", "Also called"),
    ("address", "Address"),
    ("program", "On lists"),
    ("topics", "Topics"),
    ("description", "What it is"),
    ("notes", "Note"),
)


def flyout(entity: Entity) -> str:
    """A few lines to be put into a page."""
    rows = "".join(
        f"<dt>{label}</dt><dd>{escape('; '.join(str(value) for value in values[:4]))}</dd>"
        for property, label in _SHOWN
        if (values := entity["properties"].get(property))
    )
    return f"<h1>{escape(entity['caption'])}</h1><p>{escape(described(entity))}</p><dl>{rows}</dl>"


def page(entity: Entity) -> str:
    """A whole page."""
    title = f'<meta charset="utf-8"><title>{escape(entity["caption"])}</title>'
    head = f'{title}<link rel="stylesheet" href="/static/obstat.css">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body class="preview">{flyout(entity)}</body></html>'
