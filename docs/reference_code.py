"""Reference pages from the code: commands, statuses, instruments, settings, JSON, Python, error messages."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import inspect
import os
import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from reference_pack import status, table

import obstat
from obstat.app.cli.main import cli
from obstat.app.cli.settings import NAMES, Settings
from obstat.app.service.configuration import SETTINGS as SERVE
from obstat.model.claim_words import CLASSES, EVENTS, MODALITIES
from obstat.model.fit import WORKS, Fit
from obstat.model.instruments import IN_FORCE, VERBS, effect_status
from obstat.model.plain import plain
from obstat.model.question import Question
from obstat.model.reviewed import BECOMES
from obstat.model.status import Status
from obstat.model.verdict import WARNINGS, Step, Verdict
from obstat.names.analysis import WEIGHTS
from obstat.names.comparison import LEAST
from obstat.names.lexicon import organizations
from obstat.names.model import FEATURES, MATCH, START
from obstat.screening.atlas import BASES, Place
from obstat.screening.check import Obstat
from obstat.screening.timeline import Event

MEANINGS = {
    Status.PROHIBITED: "A rule in force bars it.",
    Status.LICENCE_REQUIRED: "Allowed only with a licence or prior approval, given case by case.",
    Status.UNDECIDED: "It hangs on a fact that is not given or that no source settles; `needs` says which.",
    Status.CONDITIONAL: "Allowed now, if stated conditions are met.",
    Status.ADVISORY: "Nothing binding bars it, but an authority has advised, proposed or labelled.",
    Status.NOT_RESTRICTED: "A rule says that it is free, or a ban was looked for and not found.",
    Status.NO_RECORD: "No rule in the pack reaches it that day. This is [no permission](../explanation/no-record.md).",
}


def commands() -> str:
    """Every command and option."""
    lines = [
        "# Commands",
        "",
        "Exit codes: 0 nothing restrictive found, 3 prohibited or licence required, 4 undecided or conditional,",
        "2 the question or the call cannot be read, 1 failure. `rules test` and `rules validate` exit 1 on a fault.",
        "",
    ]
    for path, command in every_command():
        lines += _command(path, command)
    return "\n".join(lines)


def every_command() -> Iterator[tuple[str, click.Command]]:
    """``obstat`` and all its commands with their full names."""

    def below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=path)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from below(f"{path} {name}", found)

    return below("obstat", cli)


def _command(path: str, command: click.Command) -> Iterator[str]:
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    usage = " ".join(p.make_metavar(click.Context(command)) for p in arguments)
    group = " COMMAND" if isinstance(command, click.Group) else ""
    yield from (f"## {path} {{#{path.replace(' ', '-')}}}", "")
    yield from (" ".join(inspect.cleandoc(command.help or "").split()), "")
    yield from ("```sh", f"{path}{' [OPTIONS]' if options else ''}{group}{f' {usage}' if usage else ''}", "```", "")
    if options:
        rows = ((_names(option), option.help) for option in options)
        yield table(("option", "meaning"), [*rows, ("`-h`, `--help`", "Show help.")])
    epilog = inspect.cleandoc((command.epilog or "").replace("\b", "")).strip()
    examples = [line.strip() for line in epilog.splitlines() if line.strip().startswith("obstat ")]
    if examples:
        yield from ("```sh", *examples, "```", "")


def _names(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if isinstance(option.type, click.Choice):
        choices = ", ".join(f"`{choice}`" for choice in option.type.choices)
        return f"{names} {choices}"
    return names if option.is_flag else f"{names} *{option.metavar or option.type.name}*"


def statuses() -> str:
    """The seven statuses, most severe first."""
    rows = ((status(s.code), MEANINGS[s], s.exit_code) for s in sorted(Status, reverse=True))
    lines = ["# Statuses", "", "Most severe first. An answer has the most severe status of its findings", ""]
    lines[2] += " ([how](../explanation/verdict.md))."
    body = ["| status | meaning | exit code |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows), ""]
    return "\n".join([*lines, *body])


def instruments(ob: Obstat) -> str:
    """Kinds and states of instruments, and the verbs of effects."""
    v = ob.snapshot.vocabulary
    kinds = (
        (f"`{kind}`", v.kinds[kind], status(s.code), status(effect_status(kind, "pending").code))
        for kind, s in IN_FORCE.items()
    )
    verbs = ((f"`{verb}`", status(s.code)) for verb, s in VERBS.items())
    states = ((f"`{code}`", text, _OF_STATE[code]) for code, text in v.states.items())
    return "\n".join(
        [
            "# Instruments",
            "",
            "Which status a legal instrument gives for an activity that it restricts. This table is the reading of law",
            "on which all answers rest; it is `obstat.model.instruments` in the code.",
            "",
            "## Kinds",
            "",
            table(("kind", "meaning", "in force", "pending"), kinds),
            "## States",
            "",
            table(("state", "meaning", "gives"), states),
            "## Effects with a status of their own",
            "",
            "An effect under `restricts` takes the status of the rule's kind. Under one of these it takes this one.",
            "",
            table(("verb in the pack", "status"), verbs),
        ]
    )


_OF_STATE = {
    "in_force": "the status of the kind, between the dates of the effect",
    "pending": "an advisory at most",
    "never_in_force": "nothing",
    "unknown": "the status of the kind if it is in force: `undecided` where that changes the answer",
}


def settings() -> str:
    """Settings, where they come from and what holds without them."""
    empty = Settings({"OBSTAT_SETTINGS": os.devnull})
    rows = (
        (f"`{name}`", f"`OBSTAT_{name.upper()}`", _SETTINGS[name], f"`{empty.get(name, None).value or 'none'}`")
        for name in NAMES
    )
    return "\n".join(
        [
            "# Settings",
            "",
            "The order is: the option of the command, the environment, the settings file, the built-in value. The",
            "first one that is given wins. How to set them: [Set your defaults](../howto/settings.md).",
            "",
            table(("name in the file", "environment", "what it sets", "built-in value"), rows),
            "| environment | what it names |",
            "|---|---|",
            "| `OBSTAT_SETTINGS` | the settings file, wherever it is |",
            "| `OBSTAT_EXTRACTOR_KEY` | the key for the extractor; it is in no file and no output |",
            "| `XDG_CONFIG_HOME` | the folder that holds `obstat/settings.toml`; `~/.config` without it |",
            "| `NO_COLOR` | set to anything: no colour on a terminal |",
            "",
            "The activity is `sell` and the day is today unless the command says otherwise; these two cannot be set.",
            "",
        ]
    )


_SETTINGS = {
    "actor": "who asks, for `check` ([codes](words.md#actors))",
    "jurisdiction": "where, for `check` ([codes](words.md#jurisdictions-with-rules))",
    "purpose": "what it is for, for `check` ([codes](words.md#purposes))",
    "snapshot": "another snapshot, by its folder or the beginning of its id, for every command that answers",
    "store": "the folder in which snapshots and editions of lists are kept (`~/.local/share/obstat`)",
    "proxy": "the proxy through which lists are fetched (else `HTTPS_PROXY`)",
    "mirror": "a copy of the lists, as a folder or an address, from which they are taken instead of the publishers",
    "pack_key": "the minisign key by which a new edition of the pack must be signed",
    "extractor": "the endpoint of a model that finds the claims of stories, for `news`; `none` to do without",
    "extractor_model": "the model that is asked there",
    **{one.name: f"`serve`: {one.words}" for one in SERVE},
}


CLAIM = {
    "id": "id of the claim, as `obstat news review --list` shows it",
    "becomes": "; ".join(f"`{code}`: {meaning}" for code, meaning in BECOMES.items()),
    "text": "the claim as a sentence",
    "date": "the day of what is claimed, else of the story, as exact as that is known",
    "event": "; ".join(f"`{code}`: {meaning}" for code, meaning in EVENTS.items()),
    "modality": "; ".join(f"`{code}`: {meaning}" for code, meaning in MODALITIES.items()),
    "polarity": "`positive`, or `negative`: that it is not or will not be",
    "actors": "who does it: ids of parties, or words",
    "targets": "to whom, or whose: ids of parties, or words",
    "products": "ids of products, or words",
    "place": "where, or null",
    "attribution[]": "from the outlet at hand to the first source",
    "attribution[].name": "who says so",
    "attribution[].class": "; ".join(f"`{code}`: {meaning}" for code, meaning in CLASSES.items()),
    "origin": "the first outlet or body that has it from that source, or null",
    "passage": "the words of the story",
    "outlet": "who told the story, or null",
    "source": "the address of the story, else its file",
    "extractor": "what found it: `obstat`, or `model` with the model's name",
    "edited": "whether the person put something right",
    "accepted_by": "who accepted it",
    "accepted_at": "when, in UTC",
}
KEYS = {
    "question": "the question as it was understood",
    "question.subject": "the thing asked about",
    "question.subject.text": "the text as given",
    "question.subject.identifiers": "identifiers given; always empty in this version",
    "question.activity": "[activity](words.md#activities)",
    "question.actor": "[actor](words.md#actors), or null: whoever ordinarily does it",
    "question.jurisdiction": "ISO 3166 code, or `EU`",
    "question.on": "the day asked about",
    "question.as_known": "only facts published by this day were used; null: all",
    "question.purpose": "[purpose](words.md#purposes), or null: not given",
    "question.made_in": "country of production as given, or null",
    "question.equipment": "[equipment class](words.md#equipment-classes) as given, or null",
    "question.device_status": "[device status](words.md#device-statuses) as given, or null",
    "question.subject_to_ear": "`yes`, `no` or null: is the item subject to the US Export Administration Regulations",
    "question.exemption": "[exemption](exemptions.md) claimed, or null",
    "status": "one of the [seven statuses](statuses.md)",
    "summary": "the answer as one sentence",
    "parties[]": "who stands behind the thing, then the listed parties that a restriction reached it through",
    "parties[].id": "id of the [party](parties.md)",
    "parties[].name": "its name",
    "parties[].role": "`maker`, `brand`, `component_maker` or `listed_party`",
    "parties[].score": "how well the text names it, 0 to 1; 1 is an exact name",
    "parties[].via[]": "steps from the thing to the party",
    "parties[].evidence[]": "why we think so",
    "parties[].evidence[].signal": "`name`, `product`, `brand` or `tie`",
    "parties[].evidence[].value": "the value of the signal",
    "parties[].evidence[].source": "where the link is recorded, or null",
    "findings[]": "one for each rule that reaches the question, most severe first",
    "findings[].rule": "id of the [rule](rules/index.md)",
    "findings[].title": "its title",
    "findings[].status": "its status; `undecided` while it hangs on `needs`",
    "findings[].gives": "the most severe status it gives where it applies",
    "findings[].activity": "the activity it speaks of",
    "findings[].since": "first day of the effect, as exact as the source: a day, month, year or two days joined by `/`",
    "findings[].until": "first day without the effect, or null",
    "findings[].authority": "who made it",
    "findings[].citation": "where it stands",
    "findings[].party": "the party it names, or null where it names none",
    "findings[].path[]": "ties from the party behind the thing to the party named",
    "findings[].needs": "names of the facts on which this finding hangs",
    "findings[].confidence": "`high`, `medium` or `low`: how sure the recording of the rule is",
    "findings[].sources": "addresses that can be opened",
    "findings[].listing": "id of the list entry through which an instrument reaches the thing, or null",
    "findings[].note": "a remark on the effect, or null",
    "findings[].exemptions[]": "carve-outs that could be claimed",
    "findings[].exemptions[].code": "value for `--exemption`",
    "findings[].exemptions[].text": "what it is",
    "findings[].state_note": "a remark on the state of the rule, or null",
    "needs[]": "facts whose value changes the answer",
    "needs[].fact": "`device_status`, `purpose`, `made_in`, `actor`, `equipment`, `subject_to_ear`, `party`, or "
    "`day:`, `tie:`, `share:`, `in_force:`, `period:`, `product:` and what it is about",
    "needs[].values": "status by value; `other` stands for every value not named",
    "needs[].text": "the fact as a question",
    "market[]": "decisions of firms by that day; they never change the status",
    "market[].id": "id of the [decision](market.md)",
    "market[].actor": "who decided",
    "market[].decision": "what",
    "market[].date": "when",
    "market[].jurisdiction": "where",
    "market[].stance": "`withheld` (kept the thing out), `offered` (took it in), or `other`",
    "market[].legal_ban": "whether a law demanded it",
    "market[].note": "a remark, or null",
    "market[].confidence": "`high`, `medium` or `low`",
    "market[].sources": "addresses",
    "later[]": "first later day for each other status of this activity, then related activities",
    "later[].date": "the day, as exact as the source",
    "later[].status": "the status from then on",
    "later[].rule": "the rule behind it",
    "later[].activity": "the activity it is about",
    "also[]": "rules that would reach an actor of another kind; they never change the status",
    "also[].rule": "id of the rule",
    "also[].title": "its title",
    "also[].status": "what it would give",
    "also[].actors": "the actors it binds",
    "also[].citation": "where it stands",
    "warnings[]": "what a reader must weigh; decides nothing",
    "warnings[].kind": "a tie or role that only warns, or "
    + "; ".join(f"`{kind}`: {text}" for kind, text in WARNINGS.items()),
    "warnings[].text": "one sentence",
    "warnings[].party": "the party it is about, or null",
    "warnings[].sources": "addresses",
    "claims[]": "claims of news stories that a person accepted; they never change the status",
    **{f"claims[].{key}": meaning for key, meaning in CLAIM.items()},
    "searched": "what was looked through",
    "searched.rules": "number of rules in the snapshot",
    "searched.lists": "official lists with their editions",
    "snapshot": "name of the snapshot: the SHA-256 of its facts",
    "engine": "version of obstat",
}
"""What each key of a verdict means."""

STEP = {
    "tie": "the relation, or `makes`: the party makes the product",
    "party": "who",
    "of": "of whom, or of which product",
    "share": "share in per cent where it is exactly known, or null",
    "share_low": "the least that the share may be, or null",
    "share_high": "the most that the share may be, or null",
    "party_name": "the name of *party*",
    "of_name": "the name of *of*",
    "since": "first day of the tie, or null: not known",
    "until": "first day without the tie, or null",
    "confidence": "`high`, `medium` or `low`",
    "source": "an address, or null",
    "id": "id of the tie in the pack; null for a step from product to maker",
}

OTHERS = {
    "obstat resolve": {
        "query": "the text as given",
        "candidates[]": "best first",
        "candidates[].id": "id of the party or product",
        "candidates[].kind": "`party` or `product`",
        "candidates[].name": "its name",
        "candidates[].matched": "the name that matched",
        "candidates[].score": "0 to 1",
        "candidates[].match": "true: sure enough that rules are asked; false: a hint",
        "candidates[].why": "reasons",
    },
    "obstat atlas": {
        "subject": "the text as given",
        "activity": "activity asked about",
        "on": "day asked about, or null: today",
        "places[]": "one for each jurisdiction that has a rule in the pack",
        "places[].jurisdiction": "code",
        "places[].name": "name",
        "places[].status": "status there",
        "places[].basis": "; ".join(f"`{code}`: {text}" for code, text in BASES.items()),
        "places[].rule": "the first finding's rule, or null",
        "places[].title": "its title, or null",
        "places[].citation": "its citation, or null",
        "places[].rules": "how many rules of that jurisdiction are in the pack",
        "places[].claims[]": "as in a verdict",
        **{f"places[].claims[].{key}": meaning for key, meaning in CLAIM.items()},
    },
    "obstat timeline": {
        "subject": "the text as given",
        "events[]": "in order of date",
        "events[].date": "as exact as the source",
        "events[].event": "`starts`, `ends`, `suspended`, `resumes`, `uncertain`, `decision`, `filed`, `decided`, "
        "`milestone` or `claim` (of a story, accepted by a person)",
        "events[].status": "status of an effect, or null",
        "events[].rule": "id of the rule, or null",
        "events[].text": "what",
        "events[].activities": "activities of the effect",
        "events[].when": "device statuses and purposes it is confined to, or null",
        "events[].jurisdiction": "where, or null",
        "events[].party": "the party named, or null",
        "events[].sources": "addresses",
    },
    "obstat fit": {
        "product": "id of the product",
        "network": "id of the network",
        "on": "day asked about",
        "works": "; ".join(f"`{code}`: {text}" for code, text in WORKS.items()),
        "voice": "`yes`, `unsure`, `unlisted` (a list of the carrier decides), `none` or `unknown`",
        "data": "`full`, `partial`, `none` or `unknown`",
        "bands[]": "one for each technology that runs that day",
        "bands[].technology": "GSM, CDMA, UMTS, LTE or NR",
        "bands[].shared": "bands that both have",
        "bands[].missing": "bands of the network that the phone lacks",
        "bands[].note": "a remark, or null",
        "ended": "technologies switched off by that day",
        "policies": "ids of the carrier's policies that hold",
        "reasons": "sentences, in the order of reasoning",
        "sources": "addresses",
        "sold": "the carrier's own decisions, as in `market` of a verdict",
        "use": "status and summary of `obstat check` for `use` there",
    },
}
"""The JSON of the other commands."""


def json_keys(ob: Obstat) -> str:
    """The JSON of every command that has one."""
    sample = {**_filled(Verdict).to_dict(), "searched": ob.check("Huawei").to_dict()["searched"]}
    seen = list(dict.fromkeys(_paths(sample, "")))
    lines = [
        "# JSON",
        "",
        "What `--format json` prints, and what comes out on a pipe. Absent values are `null`; days are ISO texts.",
        "How to read it in a program: [Read the JSON](../howto/json.md).",
        "",
        "## obstat check",
        "",
        table(("key", "meaning"), ((f"`{key}`", KEYS[key]) for key in seen if not _is_step(key))),
        "### A step",
        "",
        "In `parties[].via[]` and `findings[].path[]`: *party* is *tie* of *of*.",
        "",
        table(("key", "meaning"), ((f"`{key}`", STEP[key]) for key in plain(_filled(Step)))),
    ]
    made = {
        "obstat atlas": {"subject": 0, "activity": 0, "on": 0, "places": [plain(_filled(Place))]},
        "obstat timeline": {"subject": 0, "events": [plain(_filled(Event))]},
        "obstat fit": {**plain(_filled(Fit)), "sold": 0, "use": 0},
    }
    for name, keys in OTHERS.items():
        paths = list(dict.fromkeys(_paths(made[name], ""))) if name in made else list(keys)
        lines += [f"## {name}", "", table(("key", "meaning"), ((f"`{key}`", keys[key]) for key in paths))]
    lines += [
        "## obstat rules, obstat snapshot",
        "",
        "`rules list` prints a list of rules with `id`, `title`, `programme`, `jurisdiction`, `authority`, `citation`,",
        "`kind`, `state` and `confidence`; `rules show` prints one rule with its effects, exemptions, milestones,",
        "court cases, open questions and sources. `snapshot show` prints `snapshot`, `folder`, `known_to`, `tables`",
        "(rows by table) and `lists`; `snapshot verify` prints `snapshot`, `verified` and `files` (SHA-256 by name).",
        "",
    ]
    return "\n".join(lines)


def _is_step(key: str) -> bool:
    return key.startswith(("parties[].via[].", "findings[].path[]."))


def _paths(value: dict[str, Any], above: str) -> Iterator[str]:
    """Every key below, as ``findings[].rule``; the values of `needs` are data and not keys."""
    for key, below in value.items():
        items = isinstance(below, list) and bool(below) and isinstance(below[0], dict)
        name = f"{above}{key}{'[]' if items else ''}"
        yield name
        if items:
            for item in below:
                yield from _paths(item, f"{name}.")
        elif isinstance(below, dict) and name not in ("needs[].values",):
            yield from _paths(below, f"{name}.")


def _filled(form: Any) -> Any:
    """A record of `form` with something in every field, records inside it included: only its keys matter."""
    hints = typing.get_type_hints(form)
    return form(**{field.name: _value(hints[field.name]) for field in dataclasses.fields(form)})


def _value(hint: Any) -> Any:
    if hint is Question:
        return Question("", "sell", "US", datetime.date(2018, 1, 30))
    if hint is Status:
        return Status.NO_RECORD
    if typing.get_origin(hint) is tuple:
        inside = typing.get_args(hint)[0]
        return (_filled(inside),) if dataclasses.is_dataclass(inside) else ()
    return {} if typing.get_origin(hint) is Mapping else None


def python() -> str:
    """The public names, with their signatures and docstrings."""
    lines = ["# Python", "", "How to use it: [Ask from Python](../howto/python.md).", "", "## Names in `obstat`", ""]
    rows = []
    for name in obstat.__all__:
        thing = getattr(obstat, name)
        text = inspect.getdoc(thing) if not isinstance(thing, str) else "The version."
        rows.append((f"`obstat.{name}`", (text or "").partition("\n")[0]))
    lines.append(table(("name", "meaning"), rows))
    lines += ["## Methods of `Obstat`", ""]
    for name, method in inspect.getmembers(obstat.Obstat, inspect.isfunction):
        if not name.startswith("_") and name != "identify":
            signature = str(inspect.signature(method)).replace("(self, ", "(").replace("(self)", "()")
            signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature)
            lines += [f"### {name} {{#{name}}}", "", "```python", _wrapped(f"ob.{name}{signature}"), "```", ""]
            lines += [inspect.getdoc(method) or "", ""]
    return "\n".join(lines)


def _wrapped(signature: str) -> str:
    if len(signature) <= 90:
        return signature
    head, _, rest = signature.partition("(")
    inside, _, result = rest.rpartition(")")
    return f"{head}(\n" + "".join(f"    {part},\n" for part in inside.split(", ")) + f"){result}"


def scoring() -> str:
    """The table of the scoring model, and the words that it knows."""
    rows = (
        (
            f"`{f.name}`",
            f.says,
            f"{f.organization:.1f}" if f.organization else "",
            f"{f.person:.1f}" if f.person else "",
        )
        for f in FEATURES
    )
    kinds = {
        "words of trade and of group structure, with abbreviations and renderings": len(organizations().words),
        "legal forms by their spellings": len(organizations().forms) + len(organizations().form_phrases),
        "words in Chinese, Japanese and Korean characters": len(organizations().cjk_words),
    }
    return "\n".join(
        [
            "# Scoring of names",
            "",
            "How it is meant: [From a name to a party](../explanation/names.md).",
            "",
            f"Two names start with {START:.0f} logits and every difference costs. The score is",
            f"1 / (1 + exp(cost - start)); names that would score less than {LEAST} score 0, and only names that are",
            "equal but for case, accents, punctuation and variants of characters score 1.",
            f"A score of {MATCH} or more is a match.",
            "",
            table(("difference", "in words", "organisation", "person"), rows),
            "A cost is for one such difference; of words in excess it is times their weight:",
            ", ".join(f"{kind.name.lower()} {weight}" for kind, weight in WEIGHTS.items() if weight) + ".",
            "",
            "## Words that are known",
            "",
            table(("what", "entries"), kinds.items()),
            "The tables are text files in `src/obstat/names/tables`.",
            "",
        ]
    )


_EXITS = {"MissingExtra": 1, "InvalidValue": 2, "UsageError": 2, "SnapshotError": 1, "_damaged": 1, "ClickException": 1,
          "EndpointError": 1}  # fmt: skip


def errors() -> str:
    """Every message raised on purpose, read from the code."""
    found: dict[tuple[str, int], None] = {}
    kinds: dict[str, None] = {}
    faults: dict[str, None] = {}
    for path in sorted(Path(obstat.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                _gather(node, found, kinds, faults)
    rows = ((text, code) for text, code in sorted(found, key=lambda item: (-item[1], item[0])))
    lines = [
        "# Error messages",
        "",
        "Every error is one sentence that names the fix. `…` stands for what was found. A traceback is a bug.",
        "",
        table(("message", "exit code"), rows),
        "`'…' is not a known …; use one of: ….` (exit code 2) is said of: " + ", ".join(sorted(kinds)) + ".",
        "",
        "An unknown option or a missing argument is exit code 2 as well, in the words of the command-line library.",
        "",
        "## Faults in a pack",
        "",
        "`obstat rules validate` and `obstat snapshot build` print each as `file:line: sentence` and exit 1.",
        "",
        *(f"- `{text}`" for text in sorted(faults)),
        "",
        "## Faults that `obstat rules test` prints",
        "",
        "- `answered … (…), not …`: the status differs; the findings are in brackets.",
        "- `… is not among the findings`, `… is among the findings`, `… is not listed under also`, and",
        "  `no warning names …`",
        "- `needs …, not …`",
        "- `…: moving the start … a day later breaks no situation.` and its like: with `--coverage`, no situation",
        "  notices when the pack is altered in this way.",
        "",
    ]
    return "\n".join(lines)


def _gather(node: ast.Call, found: dict[Any, None], kinds: dict[str, None], faults: dict[str, None]) -> None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    if name in _EXITS and first is not None:
        text = _template(first)
        if name == "_damaged":
            return
        if text:
            found[text, _EXITS[name]] = None
    elif name in ("UnknownCode", "_known") and isinstance(first, ast.Constant):
        kinds[str(first.value)] = None
    elif name == "fault" and len(node.args) == 2 and (text := _template(node.args[1])):
        faults[text] = None
    elif ast.unparse(node.func) == "pack.faults.append" and first is not None and (text := _template(first)):
        faults[text.removeprefix("…:…: ").removeprefix("…:1: ")] = None


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""
