"""An excerpt as a tree on a terminal: the owners of the party first, then the party with what it owns.

Invariant: every stake is printed. A party that was unfolded before is named and referred to, so that what goes round in
a circle ends. Ties that lead neither up nor down from the party come last, under their owners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from obstat.model.ownership import Excerpt, Held, Member, Stake
from obstat.report.ties import words

_REACHED = {"certain": "bold red", "possible": "yellow not bold", "no": "dim not bold"}
_DEEPEST = 8
"""Levels of a tree at most; what lies deeper goes on in another."""


@dataclass(slots=True)
class _Walk:
    """One direction: the stakes that lead on from a party, and the far end of each."""

    members: Mapping[str, Member]
    stakes: Sequence[Stake]
    up: bool
    seen: set[str]
    done: set[int] = field(default_factory=set)

    def unfold(self, tree: Tree, id: str) -> list[Tree]:
        """Hang under `tree` what `id` is tied to in this direction. An explicit stack: chains may be long.

        Returns the tree, and those in which what would stand too far to the right goes on.
        """
        self.seen.add(id)
        waiting, trees = [(tree, id, 0)], [tree]
        while waiting:
            branch, here, level = waiting.pop()
            fresh = []
            if level == _DEEPEST and any(here == (s.owned if self.up else s.owner) for s in self.stakes):
                assert isinstance(branch.label, Text)
                branch.label.append("  continued below", "dim italic not bold")
                goes_on = Text(_name(self.members[here]), "bold").append("  continued", "dim italic not bold")
                branch, level = Tree(goes_on, guide_style="dim"), 0
                trees.append(branch)
            for number, stake in enumerate(self.stakes):
                near, far = (stake.owned, stake.owner) if self.up else (stake.owner, stake.owned)
                if near != here:
                    continue
                self.done.add(number)
                known = far in self.seen
                below = branch.add(_tied(stake, self.members[far], referred=known))
                if not known:
                    self.seen.add(far)
                    fresh.append((below, far, level + 1))
            waiting += reversed(fresh)
        return trees


def as_tree(excerpt: Excerpt) -> RenderableType:
    """The heading, the owners of the party from the nearest on, the party and its owned, and what else is tied."""
    members = {member.id: member for member in words.everyone(excerpt)}
    party = members[excerpt.about]
    up = _Walk(members, excerpt.stakes, True, set())
    down = _Walk(members, excerpt.stakes, False, set())
    parts: list[RenderableType] = [Text(words.clean(words.heading(excerpt)), "bold"), Text("")]
    owners = Tree(Text.assemble("owned by", (f"  (owners of {_name(party)})", "dim")), guide_style="dim")
    above = up.unfold(owners, party.id)
    if owners.children:
        parts += [*above, Text("")]
    parts += down.unfold(Tree(_party(party), guide_style="dim"), party.id)
    parts += _rest(excerpt, members, up.done | down.done, up.seen | down.seen)
    parts += [Text(line, "dim") for line in _settled(party.held, members)]
    if note := words.left_out(excerpt):
        parts.append(Text(note, "dim"))
    if not excerpt.stakes:
        parts.append(Text("no ties are known", "dim"))
    return Group(*parts)


def _rest(excerpt: Excerpt, members: Mapping[str, Member], done: set[int], seen: set[str]) -> list[RenderableType]:
    """Ties that are left, by owner, and members that no tie names."""
    left = [stake for number, stake in enumerate(excerpt.stakes) if number not in done]
    tied = {end for stake in left for end in (stake.owner, stake.owned)} | seen
    trees = []
    for owner in dict.fromkeys(stake.owner for stake in left):
        tree = Tree(_party(members[owner]), guide_style="dim")
        for stake in left:
            if stake.owner == owner:
                tree.add(_tied(stake, members[stake.owned], referred=stake.owned in seen))
        trees.append(tree)
    alone = [Tree(_party(member)) for member in members.values() if member.id not in tied]
    return [Text(""), Text("also", "dim"), *trees, *alone] if trees or alone else []


def _tied(stake: Stake, member: Member, *, referred: bool) -> Text:
    """The party at the far end, then the tie, then what is known of the party; what does not count is dim."""
    line = Text(_name(member), "bold").append(f"  {words.clean(words.said(stake))}", "cyan not bold")
    if dates := words.clean(words.span(stake)):
        line.append(f", {dates}", "not bold")
    if stake.standing == "established" and not stake.counts:
        line.append(" (only warns)", "not bold")
    if stake.standing != "established" or not stake.counts:
        line.stylize("dim")
    return line.append("  see above", "dim italic not bold") if referred else line.append_text(_known(member))


def _party(member: Member) -> Text:
    return Text(_name(member), "bold").append_text(_known(member))


def _known(member: Member) -> Text:
    """Kind, country, lists, and what the test found."""
    kind = ", ".join(words.clean(text) for text in (member.kind.replace("_", " "), member.country or "") if text)
    line = Text("").append(f"  {kind}", "dim not bold")
    if member.listed:
        line.append(f"  [{', '.join(map(words.clean, member.listed))}]", "red not bold")
    if member.held and (found := words.reached(member.held)):
        line.append(f"  {found}", _REACHED[member.held.status])
    return line


def _name(member: Member) -> str:
    return words.clean(member.name) or words.clean(member.id)


def _settled(held: Held | None, members: Mapping[str, Member]) -> list[str]:
    """Which share, known more exactly, would settle what is possible."""
    lines = []
    for one in held.settles if held else ():
        ends = [words.clean(members[id].name) if id in members else id for id in (one.stake.owner, one.stake.owned)]
        bounds = [
            f"certain from {words.share(one.certain_from, one.certain_from)}" if one.certain_from is not None else "",
            f"no below {words.share(one.no_below, one.no_below)}" if one.no_below is not None else "",
        ]
        lines.append(f"the share of {ends[0]} in {ends[1]} would settle it: {', '.join(filter(None, bounds))}")
    return lines
