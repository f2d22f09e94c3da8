"""Words with a full stop that ends no sentence, and words that begin one.

Invariant: all are in lower case and without their last full stop.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST: Final = _words(
    "mr mrs ms mx dr drs prof profs gen sen sens rep reps gov govs lt col capt cmdr cdr maj adm sgt cpl pvt rev "
    "hon pres amb messrs mme mlle supt det insp sec secy treas vs v e.g i.e cf viz approx ca al art arts para "
    "paras pp vol vols ed eds figs mt ft rt hr herr fr sr.a sra srta dott ing dipl z.b bzw u.a d.h bspw atty asst "
    "assoc dep brig gens cols supt no.s asso p.o st ste lt.gen maj.gen brig.gen lt.col"
)
"""Titles and others that need the word after them."""
BEFORE_NUMBERS: Final = _words("no nos nr num art sec para p pp fig ch vol c ca approx est reg pub stat tel ext op cl")
"""These end no sentence where a number follows, and are words otherwise."""
SOMETIMES_LAST: Final = _words(
    "inc co corp ltd cos bros llc llp plc l.p lp s.a n.v a.g b.v s.p.a s.r.l s.a.s pty pte gmbh intl int'l tech "
    "mfg mfrs dept depts govt univ assn assoc natl nat'l jr sr esq ph.d m.d b.a m.a etc a.m p.m a.k.a a.d b.c jan "
    "feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy "
    "bldg calif fla mass conn ill ind tex wash ore ariz colo okla penn pa minn wis mich ala ark tenn va md ga ky "
    "la miss mo kan neb nev mont wyo ont que alta sask man mln bln tn bn sq kg km mi oz lb lbs min max avg dist "
    "incl excl u.s u.k e.u u.n u.a.e d.c n.y l.a u.s.a p.r.c r.o.c s.korea n.korea hon tel ext est u.s.c c.f.r "
    "fed.reg reg"
)
"""These end a sentence only where the next word begins one."""
FIRMS: Final = _words("inc co corp ltd cos bros llc llp plc s.a n.v a.g b.v s.p.a s.r.l s.a.s pty pte u.s u.k")
"""After these a name and its verb may follow as a new sentence: ``… Huawei Device USA Inc. Verizon declined …``."""
STARTERS: Final = _words(
    "the this these that those there then they their theirs it its he she his her hers we our you your i my who "
    "what when where why how which while whereas whether if in on at as after although though but and or nor so "
    "yet however also both all another any some many most much more no none not neither nobody nothing each every "
    "few several one two three under since until unless because before by for from with without within during "
    "despite instead meanwhile moreover nevertheless still thus hence therefore today yesterday tomorrow earlier "
    "later last next now once only such to according asked here had has have is are was were will would could "
    "should may might can do does did let a an"
)
"""Words that, with a capital, mostly begin a sentence."""
SPOKEN: Final = _words(
    "said says say asked asks told added adds wrote writes replied quipped noted wondered demanded tweeted "
    "declared insisted joked exclaimed shouted continued queried answered"
)
"""Verbs by which a quotation is given to its speaker."""
FINITE: Final = SPOKEN | _words(
    "declined is was were are has had have will would could may might did does refused denied confirmed called "
    "plans urged banned announced warned rejected argued claimed reported agreed expects sued filed began"
)
"""Verbs that show that the name before them is a subject."""
OFFICES: Final = _words("ceo cfo cto coo ciso chief chairman president director vice spokesman spokeswoman secretary")
