"""Reference pages from the pack: words, rules, exemptions, parties, what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from obstat.model.dates import iso
from obstat.model.records import Rule
from obstat.screening.check import Obstat
from obstat.ties.relations import CARRIES


@dataclass(frozen=True)
class Group:
    """The rules of one page: one programme of the United States, or one other jurisdiction."""

    page: str
    title: str
    rules: tuple[Rule, ...]


def cell(value: object) -> str:
    """A value inside a table."""
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; cells that start with a backquote, a bracket or ``<span`` are Markdown already."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        lines.append("| " + " | ".join(_cell(value) for value in row) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    text = str(value) if value is not None else ""
    if _DAY.fullmatch(text):
        return f'<span class="day">{text.replace("/", "/<wbr>")}</span>'
    if text.startswith(("`", "[", "<span", "<a ")):
        return text.replace("|", "\\|").replace("\n", " ")
    return cell(text)


def status(code: str) -> str:
    """A status in its colour."""
    return f'<span class="status {code}">{code}</span>'


def link(url: str) -> str:
    """A source, shown by its host and the end of its path."""
    bare = url.split("//", 1)[-1]
    shown = bare if len(bare) <= 90 else bare[:60] + "…" + bare[-28:]
    return (
        f"[{shown.replace('[', '').replace(']', '').replace('_', chr(92) + '_').replace('*', chr(92) + '*')}](<{url}>)"
    )


_DAY = re.compile(r"\d{4}(-\d\d){1,2}(/\d{4}(-\d\d){1,2})?")


def groups(ob: Obstat) -> list[Group]:
    """The pages of rules, the United States first."""
    by_page: dict[str, list[Rule]] = {}
    for rule in ob.snapshot.rules.values():
        path = PurePosixPath(rule.file)
        page = f"us-{path.stem}.md" if path.parent.name == "us" else f"{rule.jurisdiction.lower()}.md"
        by_page.setdefault(page, []).append(rule)
    found = []
    for page, rules in by_page.items():
        place = ob.snapshot.vocabulary.place(rules[0].jurisdiction)
        title = f"US: {rules[0].programme}" if page.startswith("us-") else place
        found.append(Group(page, title, tuple(rules)))
    return sorted(found, key=lambda group: (not group.title.startswith("US: "), group.title))


def page_of(ob: Obstat, rule: str) -> str:
    """Where a rule stands: page and anchor."""
    return next(f"{g.page}#{anchor(rule)}" for g in groups(ob) if any(r.id == rule for r in g.rules))


def anchor(rule: str) -> str:
    return rule.replace(".", "-")


def rules(ob: Obstat) -> dict[str, str]:
    """One page for each group, and the index of all."""
    found = {"index.md": _index(ob)}
    for group in groups(ob):
        programmes = dict.fromkeys(rule.programme for rule in group.rules)
        lines = [f"# {group.title}", ""]
        files = ", ".join(f"`{file}`" for file in dict.fromkeys(rule.file for rule in group.rules))
        lines += [f"{len(group.rules)} rule{'s' * (len(group.rules) > 1)} of {'; '.join(programmes)}.", ""]
        lines += [f"In the pack: {files}.", ""]
        for rule in group.rules:
            lines += _rule(ob, rule)
        found[group.page] = "\n".join(lines)
    return found


def _index(ob: Obstat) -> str:
    lines = ["# Rules", ""]
    lines += [f"{len(ob.snapshot.rules)} rules, by programme and place. `obstat rules show ID` prints one.", ""]
    for group in groups(ob):
        lines += [f"## [{group.title}]({group.page})", ""]
        lines.append(
            table(
                ("rule", "title", "kind", "state"),
                (
                    (
                        f"[`{r.id}`]({group.page}#{anchor(r.id)})",
                        r.title,
                        f"[{r.kind}](../instruments.md)",
                        r.state.replace("_", " "),
                    )
                    for r in group.rules
                ),
            )
        )
    return "\n".join(lines)


def _rule(ob: Obstat, rule: Rule) -> Iterator[str]:
    view = ob.rule(rule.id)
    state = rule.state.replace("_", " ") + (f"; {rule.state_note}" if rule.state_note else "")
    yield from (f"## {cell(rule.title)} {{#{anchor(rule.id)}}}", "", f"`{rule.id}`", "")
    facts = [
        ("citation", cell(rule.citation)),
        ("authority", cell(rule.authority)),
        ("jurisdiction", f"`{rule.jurisdiction}` {ob.snapshot.vocabulary.place(rule.jurisdiction)}"),
        ("kind", f"[{rule.kind}](../instruments.md): {cell(ob.snapshot.vocabulary.kinds[rule.kind])}"),
        ("state", cell(state)),
        ("binds", ", ".join(f"`{actor}`" for actor in rule.addressees) or "anybody"),
        ("published", iso(rule.published)),
        ("confidence", rule.confidence),
        ("scope", cell(rule.scope)),
        ("note", cell(rule.note)),
        ("from memory only", cell(rule.detail_recalled)),
    ]
    for name, value in facts:
        if value:
            yield f"**{name}** {value}  "
    yield ""
    yield from _effects(view)
    for exemption in view["exemptions"]:
        days = _days(exemption["since"], exemption["until"])
        yield f"- exemption [`{exemption['code']}`](../exemptions.md): {cell(exemption['text'])}{days}"
    yield from (f"- {_when(milestone)}: {cell(milestone['event'])}" for milestone in view["milestones"])
    yield from (f"- court: {cell(text)}" for text in view["cases"])
    yield from (f"- [open question](../unknown.md): {cell(text)}" for text in view["open_questions"])
    yield ""
    yield "Sources: " + (", ".join(link(url) for url in rule.sources) or "none found; known from memory only")
    yield ""


def _effects(view: dict[str, Any]) -> Iterator[str]:
    if not view["effects"]:
        yield "No effect of its own."
        yield ""
        return
    rows = []
    for effect in sorted(view["effects"], key=lambda effect: effect["since"] or ""):
        asleep = [f"asleep {span}" for span in effect["suspended"]]
        doubtful = [f"in force or not is unknown from {effect['uncertain_from']}"] if effect["uncertain_from"] else []
        when = "; ".join(filter(None, (", ".join(effect["when"]), ", ".join(effect["equipment"]), *asleep, *doubtful)))
        reaches = ", ".join(effect["reaches"]) + (f" ({effect['extent']})" if effect["extent"] else "")
        rows.append(
            (
                ", ".join(f"`{a}`" for a in effect["activities"]),
                status(effect["status"]),
                effect["since"],
                effect["until"],
                reaches,
                when,
                "; ".join(filter(None, (effect["citation"], effect["note"]))),
            )
        )
    yield table(("activities", "status", "from", "until", "reaches", "where", "ground"), rows)


def _when(milestone: dict[str, Any]) -> str:
    if milestone["date"]:
        return str(milestone["date"])
    months = f"{milestone['months']} months after " if milestone["months"] else "after "
    return f"{months}{milestone['after']}" if milestone["after"] else "no date"


def _days(since: str | None, until: str | None) -> str:
    parts = [f"from {since}" if since else "", f"until {until}" if until else ""]
    return f" ({' '.join(part for part in parts if part)})" if since or until else ""


def words(ob: Obstat) -> str:
    """Every code that a question may use."""
    v = ob.snapshot.vocabulary
    activities = (
        (f"`{a.code}`", a.text, ", ".join(a.ordinary_actors), ", ".join((*a.device_statuses, *a.buyers)))
        for a in v.activities.values()
    )
    actors = ((f"`{code}`", text, _wider(v, code)) for code, text in v.actors.items())
    counts: dict[str, int] = {}
    for rule in ob.snapshot.rules.values():
        counts[rule.jurisdiction] = counts.get(rule.jurisdiction, 0) + 1
    places = ((f"`{code}`", v.place(code), number) for code, number in sorted(counts.items()))
    relations = (
        (f"`{code}`", text, "carries a restriction over" if code in CARRIES else "only warns")
        for code, text in v.relations.items()
    )
    lines = [
        "# Words",
        "",
        "The codes that a question may use. A wrong one is an error that names the nearest right ones.",
        "",
        "## Activities",
        "",
        "`--activity`. The ordinary actors do it when a question names nobody. The answer ranges over the last column,",
        "device statuses or buyers, when none is given.",
        "",
        table(("code", "meaning", "ordinary actors", "ranges over"), activities),
        "## Actors",
        "",
        "`--actor`. What binds the wider kind binds the narrower one too.",
        "",
        table(("code", "meaning", "a kind of"), actors),
        "## Purposes",
        "",
        "`--purpose`.",
        "",
        table(("code", "meaning"), ((f"`{c}`", t) for c, t in v.purposes.items())),
        "## Device statuses",
        "",
        "`--device-status`.",
        "",
        table(("code", "meaning"), ((f"`{c}`", t) for c, t in v.device_statuses.items())),
        "## Equipment classes",
        "",
        "`--equipment`. A rule on a class covers the classes inside it. A class may stand in several places.",
        "",
        *_tree(v.equipment_children, "", 0),
        "",
        "## Ties",
        "",
        table(("code", "meaning", "effect"), relations),
        "## Jurisdictions with rules",
        "",
        "`--in` takes any ISO 3166-1 country, a part of one such as `US-TX`, or `EU`. Rules are in the pack for these.",
        "A rule of the whole applies in its parts, and a rule of the European Union in its members.",
        "",
        table(("code", "place", "rules"), places),
    ]
    return "\n".join(lines)


def _wider(vocabulary: Any, code: str) -> str:
    return ", ".join(sorted(f"`{wider}`" for wider in vocabulary.actor_and_wider(code) - {code}))


def _tree(children: dict[str, list[str]], parent: str, depth: int) -> Iterator[str]:
    for child in children.get(parent, ()):
        yield f"{'    ' * depth}- `{child}`"
        yield from _tree(children, child, depth + 1)


def exemptions(ob: Obstat) -> str:
    """Every carve-out."""
    rows = [
        (f"`{e.code}`", f"[`{r.id}`](rules/{page_of(ob, r.id)})", e.text, e.since, e.until)
        for r in ob.snapshot.rules.values()
        for e in r.exemptions
    ]
    return "\n".join(
        [
            "# Exemptions",
            "",
            "A carve-out that the asker claims with `--exemption CODE`. While it runs, it turns a prohibition of that",
            "rule into `conditional`: obstat does not examine whether the claim is good.",
            "",
            table(("code", "rule", "what it is", "from", "until"), sorted(rows, key=lambda row: (row[0], row[1]))),
        ]
    )


def parties(ob: Obstat) -> str:
    """Everybody the pack knows, with ties."""
    snapshot = ob.snapshot
    relations = snapshot.vocabulary.relations
    lines = [
        "# Parties",
        "",
        f"{len(snapshot.parties)} companies, brands and public bodies. Being here says nothing: many are here because",
        "they were checked and are *not* listed, or because people mix them up with a listed one.",
        "A wrong fact can be [disputed](../explanation/disputes.md).",
        "",
    ]
    rows = []
    for party in sorted(snapshot.parties.values(), key=lambda p: p.name.casefold()):
        names = ", ".join(dict.fromkeys(n.text for n in party.names if n.text != party.name))
        rows.append((f"`{party.id}`", party.name, party.country, names, "; ".join(party.checked_not_listed)))
    lines.append(table(("id", "name", "country", "other names", "looked for and not found on"), rows))
    lines += ["## Ties", "", "Half-open days: `until` is the first day on which the tie no longer holds.", ""]
    ties = (
        (
            f"`{t.party}`",
            relations[t.relation],
            f"`{t.of}`",
            f"{t.share:g} %" if t.share is not None else "",
            t.since,
            t.until,
            "carries" if t.relation in CARRIES else "warns",
            t.confidence,
            link(t.sources[0]) if t.sources else "from memory",
        )
        for t in snapshot.ties.values()
    )
    head = ("party", "is", "of", "share", "since", "until", "effect", "confidence", "source")
    lines.append(table(head, ties))
    return "\n".join(lines)


def market(ob: Obstat) -> str:
    """What firms decided."""
    rows = (
        (
            d.date,
            d.actor,
            d.decision,
            f"`{d.jurisdiction}`",
            "yes" if d.legal_ban else "no",
            link(d.sources[0]) if d.sources else "from memory",
        )
        for d in sorted(ob.snapshot.market, key=lambda d: d.date.earliest)
    )
    return "\n".join(
        [
            "# Market decisions",
            "",
            "A shop may refuse what no law forbids. Such a decision is shown with an answer and never changes its",
            "status.",
            "",
            table(("date", "who", "did what", "where", "did a law demand it?", "source"), rows),
        ]
    )


def networks(ob: Obstat) -> str:
    """What `obstat fit` compares."""
    lines = ["# Networks and phones", "", "What `obstat fit` compares. Nothing here is about law.", ""]
    for network in ob.snapshot.networks.values():
        lines += [f"## {network.name} {{#{network.id}}}", "", f"`--network {network.id}`, {network.country}", ""]
        rows = (
            (t.technology, ", ".join((*t.bands, *(f"{mhz} MHz" for mhz in t.frequencies_mhz))), t.start, t.until)
            for t in network.technologies
        )
        lines.append(table(("technology", "bands", "from", "until"), rows))
        lines += [f"- {p.since}: {cell(p.rule)}; {cell(p.effect)}" for p in network.policies]
        lines.append("")
    phones = [p for p in ob.snapshot.products.values() if p.radio]
    lines += ["## Phones whose radio is in the pack", ""]
    rows2 = (
        (
            f"{p.brand} {p.name}",
            ", ".join(p.radio.technologies),
            ", ".join(map(str, p.radio.lte_bands)),
            ", ".join(f"n{band}" for band in p.radio.nr_bands),
            p.radio.note,
        )
        for p in phones
        if p.radio
    )
    lines.append(table(("phone", "technologies", "LTE bands", "5G bands", "note"), rows2))
    return "\n".join(lines)


def lists(ob: Obstat) -> str:
    """Editions of the official lists."""
    v = ob.snapshot.vocabulary
    return "\n".join(
        [
            "# List editions",
            "",
            f"The facts are those known on {iso(ob.snapshot.pack_date)}. These editions of official lists were read.",
            "Only entries on firms of the pack's subject are in it, not whole lists.",
            "",
            table(("list", "name", "edition"), ((f"`{x['id']}`", x["name"], x["edition"]) for x in v.lists)),
        ]
    )


def unknown(ob: Obstat) -> str:
    """What was looked for and not settled."""

    def refer(ids: Iterable[str]) -> str:
        return ", ".join(f"[`{i}`](rules/{page_of(ob, i)})" for i in ids if i in ob.snapshot.rules)

    lines = ["# What is not known", "", "## Open questions", "", "Looked for, not settled.", ""]
    questions = ob.snapshot.table("open_questions")
    lines.append(table(("question", "rules"), ((f"`{q.id}` {cell(q.question)}", refer(q.rules)) for q in questions)))
    lines += ["## Reports not confirmed", "", "Found in public, not supported by the official lists, and not used.", ""]
    for report in ob.snapshot.table("refuted"):
        lines += [f"`{report.id}`", f":   {cell(report.claim)}. **{report.verdict}.** {cell(report.reason)}"]
        lines += ["    " + ", ".join(link(url) for url in report.sources), ""]
    lines += [
        "## Details from memory only",
        "",
        "No source was found for these details; the rules themselves have one.",
        "",
    ]
    recalled = ((refer([r.id]), r.detail_recalled) for r in ob.snapshot.rules.values() if r.detail_recalled)
    lines.append(table(("rule", "detail"), recalled))
    traps = ob.snapshot.table("traps")
    lines += ["## Traps", "", "Why a signal may name the wrong party.", ""]
    lines += [f"- `{trap.id}` {cell(trap.text)}" for trap in traps]
    return "\n".join(lines) + "\n"
