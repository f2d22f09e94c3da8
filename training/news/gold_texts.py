"""The development stories and the sentences of ``benchmarks/news`` as labels, too.

Their claims have passages and names, but not the word that each hangs on: the weights at hand tell it, as the word of
the passage that most likely tells of the event. Where nobody of an actor's or a target's name stands near, the parts of
the claim are not learned from.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from texts import Labelled, Paragraph, one_each, related, unattributed

import obstat
from obstat.model.claim import EVENTS, Claim, Document
from obstat.news.learned.network import Network, loaded
from obstat.news.learned.words import Word, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences
from obstat.news.who import words as phrase_of

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "news"
Same = Callable[[str, str], bool]


def labelled_gold(mentions: Mentions, weights: Path) -> Iterator[Paragraph]:
    """The paragraphs of the development half and of the sentences that were looked at; `weights` tell the words."""
    net = loaded(weights)
    sys.path.insert(0, str(BENCHMARK))
    import gold
    from linking import Names
    from sentences import cases

    same = Names(obstat.open().snapshot).same
    for cluster in gold.load(BENCHMARK / "gold" / "development"):
        for document, manner in zip(cluster.documents, cluster.manners, strict=True):
            own = [claim for claim in cluster.claims if claim.document == document.id]
            for one in _paragraphs(document, own, mentions, net, same):
                yield replace(one, claims=[*map(unattributed, one.claims)]) if manner == "press_release" else one
    for case in cases():
        if not case.aside:
            yield from _paragraphs(case.document, case.claims, mentions, net, same)


def _paragraphs(
    document: Document, claims: Sequence[Claim], mentions: Mentions, net: Network, same: Same
) -> Iterator[Paragraph]:  # fmt: skip
    split = sentences(document.text)
    for words in paragraphs(document.text, split, mentions.find(document.text, split)):
        shares = net.events(net.states([[word.low for word in words]])[0])
        start, end = words[0].token.span[0], words[-1].token.span[1]
        passages = [(claim, span) for claim in claims for span in claim.spans if start <= span[0] < end]
        found = [_labelled(claim, span, words, shares, same) for claim, span in passages]
        yield Paragraph(words, one_each([one for one in found if one is not None]), aside=False)


def _labelled(
    claim: Claim, passage: tuple[int, int], words: Sequence[Word], shares: np.ndarray, same: Same
) -> Labelled | None:  # fmt: skip
    inside = [at for at, w in enumerate(words) if passage[0] <= w.token.span[0] < passage[1] and w.mention is None]
    if not inside:
        return None
    likely = shares[:, EVENTS.index(claim.event) + 1]
    own = max(inside, key=lambda at: likely[at])
    actors, targets = (_nearest(names, own, words, same) for names in (claim.actors, claim.targets))
    class_ = claim.attribution[-1].class_ if claim.attribution else "none"
    return Labelled(
        claim.event,
        own,
        [],
        actors or [],
        targets or [],
        [],
        claim.modality,
        claim.polarity == "negative",
        class_,
        related(words, own),
        (actors is not None, targets is not None, False),
    )


def _nearest(names: Sequence[str], own: int, words: Sequence[Word], same: Same) -> list[int] | None:
    """For each name the nearest word that stands for it; None where one has none."""
    found = []
    for name in names:
        places = [at for at, word in enumerate(words) if any(same(name, other) for other in _names(word))]
        if not places:
            return None
        found.append(min(places, key=lambda at: abs(at - own)))
    return found


def _names(word: Word) -> tuple[str, ...]:
    """What a word that stands for somebody may be named by."""
    if word.mention is not None:
        return (word.mention.id, word.mention.text) if not word.mention.refers else (word.mention.id,)
    nouns = word.reading.nouns_at(word.token.span[0])
    return (phrase_of(nouns),) if nouns is not None and word.token is nouns.head and word.token.tag == "noun" else ()
