"""Names into chains: which names in an article name the same person, organisation or place.

The rules are those of name matching in news, as in Bagga and Baldwin 1998 and Chen and Martin
2007: full names by first name and surname, surnames alone by who bears them, organisations by
acronym and by short form.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from readout import lexicon
from readout.aliases import NO_ALIASES, Aliases
from readout.annotations import Mention
from readout.referring.spelling import folded

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
SMALL_WORDS = frozenset({"of", "on", "the", "and", "for", "in", "to", "&", "de", "at", "a", "an"})
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}$")
MOST_BEARERS = 50  # people of one surname that a surname alone may mean
ROLE_LIMIT = re.compile(r"[ ,](?:of|at|for|in|with|on|to|from|who|that)[ ,]|,|;")


@dataclass(slots=True, eq=False)
class Chain:
    """Mentions of one thing, by position; `names` and `titles` as the article has them.

    `offices` are the nouns that titles and roles come down to: "president", "head". `phrases` and
    `modifiers` are the noun phrases that a chain without a name began with, and the words in them
    or, for a person with a name, in titles and roles;
    `pronouns` counts "he" and "she"; `group` are the chains that "the two leaders" stands for;
    `may_be` those that a surname alone may mean. `key` is the user's own. `introduced` are the
    positions at which a person is named in full or by title, ascending.
    """

    label: str
    names: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)
    members: list[int] = field(default_factory=list)
    alias: str | None = None
    key: str | None = None
    pronoun: str | None = None
    pronouns: dict[str, int] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    modifiers: frozenset[str] = frozenset()
    group: list["Chain"] = field(default_factory=list)
    may_be: list["Chain"] = field(default_factory=list)
    is_unnamed: bool = False
    is_plural: bool = False
    introduced: list[int] = field(default_factory=list)
    is_named_in_full: bool = False
    is_called_by_surname: bool = False

    def add(self, position: int, mention: Mention) -> None:
        """Take a name in, with the title, the role and the pronoun that come with it."""
        self.members.append(position)
        self.names.append(mention.text)
        if mention.title:
            self.titles.append(mention.title)
        if mention.role:
            self.roles.append(mention.role)
        for text in filter(None, (mention.title, mention.role)):
            self.offices.update(role_nouns(text))
            self.modifiers |= set(folded(text).split())
        self.pronoun = self.pronoun or pronoun_of(mention)

    def unread(self) -> "Chain":
        """The same names again, to read an article with."""
        return replace(self, members=[*self.members], pronouns={})


def name_chains(mentions: Sequence[Mention], aliases: Aliases = NO_ALIASES) -> list[Chain]:
    """The named mentions as chains, each name in exactly one.

    A name in `aliases` is in the chain of its key, with what the rules make the same as it.
    """
    names = [(i, mention) for i, mention in enumerate(mentions) if mention.form == "name"]
    people = [(i, mention) for i, mention in names if mention.label == "PERSON"]
    others = [(i, mention) for i, mention in names if mention.label != "PERSON"]
    chains = [*_people(people, mentions), *_others(others, mentions)]
    return _as_told(chains, mentions, aliases) if aliases else chains


def _as_told(chains: list[Chain], mentions: Sequence[Mention], aliases: Aliases) -> list[Chain]:
    """The chains after the user's own names and keys: some split, some merged."""
    told: dict[str, Chain] = {}
    kept = []
    for chain in chains:
        known = {i: aliases.get(folded(mentions[i].text)) for i in chain.members}
        first = next((alias for alias in known.values() if alias), None)
        if first is None:
            kept.append(chain)
            continue
        for i in chain.members:
            alias = known[i] or first
            own = told.setdefault(alias.key, Chain(chain.label, key=alias.key, alias=alias.label))
            own.add(i, mentions[i])
            insort(own.introduced, i)
    return [*kept, *told.values()]


def role_nouns(text: str) -> Iterator[str]:
    """The last noun of each part of a title or role: "political scientist and head of the Eurasia
    Group" -> "scientist", "head"."""
    for part in re.split(r" and ", folded(text)):
        words = ROLE_LIMIT.split(part, maxsplit=1)[0].split()
        if words:
            noun = words[-1].rstrip(".")
            row = lexicon.entries("aliases").get((noun, "TITLE"))
            yield row["name"] if row else noun


def pronoun_of(mention: Mention) -> str | None:
    """ "he" or "she" where the title or role before a name says so ("Ms.", "first lady")."""
    pronouns = lexicon.table("people", "pronoun")
    if folded(mention.title or "").endswith("first lady"):
        return pronouns.get("first lady")
    nouns = [n for text in (mention.title, mention.role) if text for n in role_nouns(text)]
    return next((pronouns[noun] for noun in nouns if noun in pronouns), None)


class _Bearers:
    """Who bears a surname, in the order of the text."""

    def __init__(self) -> None:
        self.by_full: dict[tuple[str, str], Chain] = {}
        self.by_title: dict[tuple[str, str], Chain] = {}
        self.by_surname: dict[str, list[Chain]] = defaultdict(list)
        self.by_first: dict[str, list[Chain]] = defaultdict(list)

    def named_in_full(self, first: str, last: str) -> Chain:
        """The chain of a full name."""
        if (first, last) not in self.by_full:
            chain = self.by_full[first, last] = Chain("PERSON", is_named_in_full=True)
            self.by_surname[last].append(chain)
            self.by_first[first].append(chain)
        return self.by_full[first, last]

    def named_by_title(self, office: str, surname: str) -> Chain:
        """The chain of somebody whom the article only calls by office and surname, or surname."""
        if (office, surname) not in self.by_title:
            chain = self.by_title[office, surname] = Chain("PERSON")
            self.by_surname[surname].append(chain)
        return self.by_title[office, surname]

    def of(self, surname: str) -> list[Chain]:
        """Those who bear a surname; no more than can be told apart by it."""
        return self.by_surname[surname][:MOST_BEARERS]

    def all(self) -> list[Chain]:
        """Every chain that has a mention."""
        chains = {id(c): c for group in self.by_surname.values() for c in group if c.members}
        return list(chains.values())


def _people(people: Sequence[tuple[int, Mention]], mentions: Sequence[Mention]) -> list[Chain]:
    bearers = _Bearers()
    full = [(i, mention) for i, mention in people if len(_words(mention)) > 1]
    single = [(i, mention) for i, mention in people if len(_words(mention)) == 1]
    for i, mention in full:
        words = _words(mention)
        _introduce(bearers.named_in_full(words[0], words[-1]), i, mention)
    for i, mention in single:
        if _office(mention):
            _introduce(_by_office(bearers, mention), i, mention)
    for i, mention in single:
        if not _office(mention):
            chain = _by_surname(bearers, i, mention, mentions)
            chain.add(i, mention)
            chain.is_called_by_surname = True
    return bearers.all()


def _introduce(chain: Chain, position: int, mention: Mention) -> None:
    chain.add(position, mention)
    insort(chain.introduced, position)


def _words(mention: Mention) -> list[str]:
    """The words of a name without suffix; of a surname without the small words before it."""
    words = folded(mention.text).split()
    words = [word for word in words if word not in SUFFIXES] or words
    is_surname = words[0] in lexicon.words("given_names", "particle")
    return words[-1:] if is_surname else words


def _office(mention: Mention) -> str | None:
    """The noun of a title that tells people apart: "president", but not "Ms."."""
    nouns = [] if mention.title is None else list(role_nouns(mention.title))
    return nouns[-1] if nouns and nouns[-1] not in lexicon.words("people", "honorific") else None


def _by_office(bearers: _Bearers, mention: Mention) -> Chain:
    """Who "President Trump" is: the bearer of that name in that office, else the only bearer of
    the name if the article gives no other office, else somebody not named in full."""
    surname, office = _words(mention)[0], _office(mention) or ""
    known = _known_holder(surname, office)
    full = [chain for chain in bearers.of(surname) if chain.is_named_in_full]
    fitting = [c for c in full if office in c.offices or (known and known in c.names)]
    if not fitting and len(full) == 1 and not known and not full[0].offices:
        fitting = full
    if len(fitting) == 1:
        return fitting[0]
    chain = bearers.named_by_title(office, surname)
    chain.alias = known
    return chain


def _known_holder(surname: str, office: str) -> str | None:
    for row in lexicon.rows("aliases"):
        if row["kind"] == "PERSON" and row["lemma"] == surname and row["needs"] == office:
            return row["name"]
    return None


def _by_surname(
    bearers: _Bearers, position: int, mention: Mention, mentions: Sequence[Mention]
) -> Chain:
    name, pronoun = _words(mention)[0], pronoun_of(mention)
    bearing = [c for c in bearers.of(name) if not pronoun or c.pronoun in {None, pronoun}]
    earlier = [chain for chain in bearing if _first(chain) < position]
    chosen = _choose(earlier or bearing, position, mentions)
    if chosen is None and not bearing and len(bearers.by_first[name]) == 1:
        chosen = bearers.by_first[name][0]
    if chosen is None:
        chosen = bearers.named_by_title("", name)
        chosen.may_be = [chain for chain in bearing if chain is not chosen]
    return chosen


def _first(chain: Chain) -> int:
    return (chain.introduced or chain.members)[0]


def _choose(bearers: Sequence[Chain], position: int, mentions: Sequence[Mention]) -> Chain | None:
    """Whom a surname alone means: who is called by it already, else who holds an office, else
    who was named in full last; None if two were so in one sentence."""
    ranked = sorted(bearers, key=lambda chain: _claim(chain, position), reverse=True)
    if not ranked:
        return None
    if len(ranked) == 1 or _claim(ranked[0], position)[:2] != _claim(ranked[1], position)[:2]:
        return ranked[0]
    last = [mentions[_last_introduced(chain, position)].sentence for chain in ranked[:2]]
    return ranked[0] if last[0] != last[1] else None


def _claim(chain: Chain, position: int) -> tuple[bool, bool, int]:
    is_called_so = chain.is_called_by_surname or not chain.is_named_in_full
    holds_office = any(o in lexicon.words("people", "office") for o in chain.offices)
    return is_called_so, holds_office, _last_introduced(chain, position)


def _last_introduced(chain: Chain, position: int) -> int:
    """Where a person was last named in full or by title before a position, else first of all."""
    return (
        chain.introduced[bisect_left(chain.introduced, position) - 1]
        if (chain.introduced and chain.introduced[0] < position)
        else _first(chain)
    )


class _Bodies:
    """Organisations, places, events and the like, found by name, acronym or short form."""

    def __init__(self) -> None:
        self.by_name: dict[str, Chain] = {}
        self.by_initials: dict[str, Chain] = {}
        self.by_edge: dict[str, list[Chain]] = defaultdict(list)

    def chain_of(self, mention: Mention, before: Mention | None) -> Chain:
        """The chain of a name; `before` is the mention before it."""
        name = _normal(mention.text)
        chain = self.by_name.get(name) or self._abbreviated(mention, before)
        chain = chain or self._expanded(mention) or Chain(mention.label or "OTHER")
        self._enter(name, chain, mention)
        return chain

    def _abbreviated(self, mention: Mention, before: Mention | None) -> Chain | None:
        """The chain whose name this is an acronym or a short form of."""
        if ACRONYM.match(mention.text):
            letters = mention.text.replace(".", "")
            bracketed = before is not None and mention.span.start - before.span.end == 2
            if bracketed and before and _abbreviates(letters, before.text):
                return self.by_name.get(_normal(before.text))
            return self.by_initials.get(letters)
        words = _normal(mention.text).split()
        holders = self.by_edge.get(words[0], []) if len(words) == 1 else []
        return holders[0] if mention.label == "ORG" and len(holders) == 1 else None

    def _expanded(self, mention: Mention) -> Chain | None:
        """The chain of the acronym that this name spells out."""
        found = (self.by_name.get(initials.casefold()) for initials in _initials(mention.text))
        return next((chain for chain in found if chain and ACRONYM.match(chain.names[0])), None)

    def _enter(self, name: str, chain: Chain, mention: Mention) -> None:
        is_new = name not in self.by_name
        self.by_name[name] = chain
        chain.alias = chain.alias or _canonical(mention.text)
        words = name.split()
        if is_new and len(words) > 1:
            for initials in _initials(mention.text):
                self.by_initials.setdefault(initials, chain)
            if mention.label == "ORG":
                for edge in {words[0], words[-1]}:
                    self.by_edge[edge].append(chain)


def _others(others: Sequence[tuple[int, Mention]], mentions: Sequence[Mention]) -> list[Chain]:
    bodies = _Bodies()
    for i, mention in others:
        bodies.chain_of(mention, mentions[i - 1] if i else None).add(i, mention)
    chains = {id(chain): chain for chain in bodies.by_name.values()}
    return _with_short_event_names(list(chains.values()))


def _normal(text: str) -> str:
    """What two spellings of one name share: the alias lexicon's name, or its letters alone, without
    a legal form ("Ltd.")."""
    plain = folded(_canonical(text) or text)
    plain = plain.removeprefix("the ").replace(".", "")
    company, _, last = plain.rpartition(" ")
    if last in lexicon.words("organisations", "legal_form"):
        plain = company.removesuffix(",")
    return plain[:-1] if plain.endswith("ans") else plain


def _canonical(text: str) -> str | None:
    """The usual name of an organisation, a place or an event that goes by several.

    Names of events are left to `_with_short_event_names`."""
    name = folded(text).removeprefix("the ")
    if name.isalpha() and len(name) < 5 and not text.isupper():
        return None
    kind = lexicon.table("aliases", "kind").get(name)
    return lexicon.table("aliases", "name")[name] if kind in {"ORG", "GPE"} else None


def _with_short_event_names(chains: list[Chain]) -> list[Chain]:
    """ "the G20" and "the G-20 summit" in one chain, where the article names the summit so."""
    names = lexicon.table("aliases", "name")
    kinds = lexicon.table("aliases", "kind")
    events: dict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        name = folded(chain.names[0])
        if kinds.get(name) == "EVENT":
            events[names[name]].append(chain)
    for name, group in events.items():
        if any(len(text.split()) > 1 for chain in group for text in chain.names):
            _merge(group, name)
    merged = {id(chain) for group in events.values() for chain in group if not chain.members}
    return [chain for chain in chains if id(chain) not in merged]


def _merge(group: list[Chain], name: str) -> None:
    first, *rest = group
    first.alias, first.label = name, "EVENT"
    for chain in rest:
        first.members = sorted([*first.members, *chain.members])
        first.names += chain.names
        chain.members = []


def _initials(text: str) -> list[str]:
    """The acronyms that a name of several words may have, without and with its small words."""
    words = [word for word in re.split(r"[\s-]+", text) if word[:1].isalnum()]
    large = [word for word in words if word.lower() not in SMALL_WORDS]
    return ["".join(w[0].upper() for w in group) for group in (large, words) if len(group) > 1]


def _abbreviates(letters: str, text: str) -> bool:
    """Whether the letters of an acronym in brackets occur in this order in the name before it."""
    rest = iter(folded(text).upper())
    return text[:1].upper() == letters[0] and all(letter in rest for letter in letters)
