"""``obstat news``: what stories claim, who says so, and what of it a person takes for true."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from obstat.app.cli.extractor import extractor, extractor_options, told_of
from obstat.app.cli.news_review import given, review_command
from obstat.app.cli.options import open_snapshot, snapshot_option, wants_json
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.model.claim import Weighed
    from obstat.screening.check import Obstat

_EXAMPLES = """\b
Examples:
  obstat news story.txt
  obstat news page.html --format json
  obstat news folder -o claims.html
  pbpaste | obstat news -
  obstat news review story.txt
"""
_FORMS = {".html": "html", ".htm": "html", ".json": "json", ".txt": "text"}
"""The form of an output by the ending of its name."""
_DEFAULT = "read"
_SHOWN = 20
"""Stories that could not be read, of which the reasons are printed."""


class _Stories(click.Group):
    """A group in which a file stands for the command that reads it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] FILE|FOLDER|-")
        formatter.write_usage(ctx.command_path, "review [OPTIONS] FILE...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.commands[_DEFAULT].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group("news", cls=_Stories, epilog=_EXAMPLES, no_args_is_help=True)
def news_command() -> None:
    """What a story claims: who did what to whom, when, by whom it is said, and how sure that is.

    FILE is text, HTML, PDF or a feed; of a folder, every story is read, and those of one matter are weighed together. A
    claim is what was said, not what is so.
    """


news_command.add_command(review_command)


@news_command.command(_DEFAULT)
@click.argument("path", metavar="FILE|FOLDER|-", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(("auto", "text", "json", "html")),
    default="auto",
    help="Text on a terminal and JSON on a pipe, or one of them, or a page.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it there; .html, .json or .txt tells the form.",
)
@extractor_options
@snapshot_option
@click.pass_context
def read_command(
    context: click.Context,
    path: Path,
    form: str,
    output: Path | None,
    address: str | None,
    model: str | None,
    snapshot: str | None,
) -> None:
    """Read the stories of FILE or FOLDER, and tell what they claim. The word may be left out: 'obstat news FILE'."""
    from obstat.names.processes import cores
    from obstat.screening import stories

    form = _form(form, output)
    check_output(path, output)
    ob, _ = open_snapshot(snapshot)
    remote = extractor(ob, address, model)
    unread = Unread()
    with given(path) as there:
        told = unread.noticed(stories.stories(ob, there, remote, workers=cores()))
        if output:
            with _written(output) as file:
                file.writelines(_pieces(form, ob, told, path, many=there.is_dir()))
        elif form == "text":
            _print(told, stories.Called(ob.snapshot))
        else:
            for piece in _pieces(form, ob, told, path, many=there.is_dir()):
                click.echo(piece, nl=False)
    for sentence in (*unread.told(_name(path)), *told_of(remote)):
        click.echo(sentence, err=True)
    if unread.empty == unread.stories:
        context.exit(1)


class Unread:
    """Counts stories, and notes those of which nothing could be read."""

    def __init__(self) -> None:
        self.stories = self.empty = 0
        self._sentences: list[str] = []

    def noticed(self, told: Iterable[Weighed]) -> Iterator[Weighed]:
        """The same stories."""
        from obstat.report.news.words import one_line

        for weighed in told:
            for document in weighed.documents:
                self.stories += 1
                if not document.text.strip():
                    self.empty += 1
                    if len(self._sentences) < _SHOWN:
                        why = one_line(" ".join(document.notes)) or "It holds no text; give a story."
                        name = one_line(document.id)
                        self._sentences.append(why if why.startswith(name) else f"{name}: {why}")
            yield weighed

    def told(self, name: str) -> list[str]:
        """What could not be read, in sentences."""
        if not self.stories:
            return [f"There is no story in {name}; give text, HTML, PDF or a feed."]
        more = self.empty - len(self._sentences)
        return self._sentences + ([f"and {more:,} more stories that could not be read."] if more else [])


def _name(path: Path) -> str:
    return "standard input" if str(path) == "-" else path.name or str(path)


def _form(form: str, output: Path | None) -> str:
    """The form that is asked for, or that the output's name tells, or that suits where it goes."""
    if form != "auto":
        return form
    if output is None:
        return "json" if wants_json(form) else "text"
    if output.suffix.lower() not in _FORMS:
        raise click.UsageError(
            f"{output.name} does not tell its form; end it in .html, .json or .txt, or add --format."
        )
    return _FORMS[output.suffix.lower()]


def check_output(path: Path, output: Path | None) -> None:
    """Raise now for an output that could not be written at the end, or would be among what is read."""
    if output is None:
        return
    if not output.parent.is_dir():
        raise InvalidValue(f"There is no folder {output.parent} to write into; make it first.")
    if output.exists() and path.exists() and output.samefile(path):
        raise InvalidValue(f"{output.name} is the file that is read; name another one with -o.")
    if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
        raise InvalidValue(f"{output.name} would stand among the stories that are read; write it to another folder.")


@contextlib.contextmanager
def _written(output: Path) -> Iterator[IO[str]]:
    """A file that takes the place of `output` when all of it is written."""
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".obstat-") as folder:
        beside = Path(folder) / output.name
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        beside.replace(output)


def _print(told: Iterable[Weighed], names: Mapping[str, str]) -> None:
    from obstat.report import text
    from obstat.report.news.text import as_text

    for number, weighed in enumerate(told):
        click.echo("\n" if number else "", nl=False)
        text.show(as_text(weighed, names))


def _pieces(form: str, ob: Obstat, told: Iterator[Weighed], path: Path, *, many: bool) -> Iterator[str]:
    """What is to be written, a story at a time."""
    from obstat._version import __version__
    from obstat.report import text
    from obstat.report.news import json, page
    from obstat.report.news.text import as_text
    from obstat.screening.stories import Called

    names = Called(ob.snapshot)
    if form == "html":
        yield from page.as_html(told, names, _name(path), ob.snapshot.id, __version__)
    elif form == "json":
        yield from json.as_lines(told) if many else json.as_one(told)
    else:
        for number, weighed in enumerate(told):
            lines = text.plainly(as_text(weighed, names)).splitlines()
            yield ("\n" if number else "") + "\n".join(line.rstrip() for line in lines) + "\n"
