"""The differences between two snapshots as one page of HTML that needs nothing beside it.

Invariant: every change is on the page, whatever its length; every text is escaped, and no script runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from obstat.model.change import CHANGES, Change

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6575; --line: #d5dae2; --paper: #fff; --mark: #eef1f6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --soft: #9aa4b5; --line: #39414f; --paper: #171b22; --mark: #222835; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
  margin: 0 auto; padding: 2rem 1.2rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .2rem; }
p { margin: .2rem 0; }
.soft, footer { color: var(--soft); }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1.2rem 0; }
nav a { background: var(--mark); color: inherit; text-decoration: none; padding: .25rem .7rem; border-radius: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; }
th { font-weight: 600; color: var(--soft); }
col.who { width: 30%; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def as_html(before: Mapping[str, object], after: Mapping[str, object], changes: Iterable[Change]) -> str:
    """A page of the changes. `before` and `after` tell of the snapshots: `id`, and `sources` as ``about.json`` has
    them."""
    order = list(CHANGES)
    ordered = sorted(changes, key=lambda change: (order.index(change.kind), change.name))
    groups = [(kind, list(group)) for kind, group in groupby(ordered, key=lambda change: change.kind)]
    links = "".join(f'<a href="#{kind}">{_title(kind)} {len(found):,}</a>' for kind, found in groups)
    sections = "".join(_section(kind, found) for kind, found in groups)
    title = f"{len(ordered):,} changes"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>from {_told(before)}</p>\n<p>to {_told(after)}</p>\n<nav>{links}</nav>\n{sections}"
        "<footer>obstat. Not legal advice: read the rule and the official list before you act.</footer>\n"
        "</body>\n</html>\n"
    )


def _told(snapshot: Mapping[str, object]) -> str:
    sources = snapshot.get("sources")
    editions = [
        f"{source['source']} of {str(source['retrieved'])[:10]}"
        for source in (sources if isinstance(sources, list) else [])
    ]
    lists = f' <span class="soft">with {escape(", ".join(editions))}</span>' if editions else ""
    return f"<code>{escape(str(snapshot['id']))}</code>{lists}"


def _section(kind: str, changes: Sequence[Change]) -> str:
    rows = "".join(
        f'<tr><td>{escape(change.name)}<br><code class="soft">{escape(change.subject)}</code></td>'
        f"<td>{escape(change.before or '')}</td><td>{escape(change.after or '')}</td></tr>\n"
        for change in changes
    )
    return (
        f'<h2 id="{kind}">{_title(kind)} <span class="soft">{len(changes):,}</span></h2>\n'
        f'<p class="soft">{escape(CHANGES[kind])}</p>\n'
        f'<table><colgroup><col class="who"><col><col></colgroup>\n'
        f"<thead><tr><th>about</th><th>before</th><th>after</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n"
    )


def _title(kind: str) -> str:
    return escape(kind.replace("_", " ").capitalize())
