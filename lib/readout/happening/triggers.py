"""The words that name events: verbs, nominalisations, light-verb constructions, named events.

What counts as an event follows TimeML (Pustejovsky et al. 2003) without its states; light verbs
follow Jespersen 1942: in "held a meeting" the noun is the event and the verb carries its
participants. Event types are those of the PLOVER manual (Open Event Data Alliance 2021). All
words come from the lexicon `events`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from readout import lexicon
from readout.syntax import (
    antecedents,
    is_passive,
    leaves_out_be,
    modifies_what_undergoes_it,
    objects_by_preposition,
    subjects_of,
    subjects_of_own,
    tells_a_name,
)
from readout.tree import Tree, Word

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "AGREE"})
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
HARM = frozenset({"ASSAULT", "COERCE"})
NOMINAL_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ing", "al")
OBJECTS = frozenset({"dobj", "nsubjpass", "dative", "oprd", "attr"})
COMPLEMENTS = OBJECTS | {"prt", "prep", "advmod", "acomp", "xcomp", "npadvmod", "agent"}
NAMES_OF_NO_EVENT = frozenset(
    {"ORG", "GPE", "PERSON", "FAC", "LOC", "PRODUCT", "NORP", "DATE", "TIME"}
)
WILL = frozenset({"will", "shall", "would"})
LACKS_ITS_E = frozenset({"stag", "fin", "hop", "rap", "rid", "wag", "wan"})
PARTICLES = frozenset({"up", "down", "off", "out", "back", "away", "apart"})
OF_NOUNS = PARTICLES | {"in", "over"}
OF_DEEDS = ("-off", "-out", "-down", "-over", "-back")  # a mock-up and a plug-in are things
STATE = "state"  # the mode of what somebody has or needs
EMPTY_WITHOUT_OBJECT = frozenset({"have", "get"})
NO_PREDICATES = frozenset({"aux", "auxpass", "case", "mark", "prep", "compound"})
OBLIGATION = frozenset({"must", "should", "ought"})

Test = Callable[[Word], bool]  # of the head of a noun phrase: whether it is somebody, or a place

# How far a trigger can be trusted, by what it rests on: precision on the two topics of MEANTIME
# (Minard et al. 2016) that the rules were fitted on, less a margin, as other news differs. Unlisted
# nouns were too few there to measure: their value is an estimate.
CONFIDENCE = {
    "statement": 0.95, "multiword": 0.95, "light": 0.95, "typed verb": 0.95, "other verb": 0.9,
    "state": 0.85, "typed noun": 0.85, "other noun": 0.85, "unlisted noun": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """What the lexicon says of a word: its PLOVER type and mode. `needs` is "people" where the
    type holds only if it is done to somebody."""

    type: str = "OTHER"
    mode: str | None = None
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that name one event.

    `head` is the word that names it, `tokens` the whole expression; `carrier` is the light or
    support verb that carries the participants of a noun, and `is_light` tells which of the two.
    `ground` says what the find rests on (a key of `CONFIDENCE`).
    """

    head: Word
    tokens: tuple[Word, ...]
    sense: Sense
    ground: str
    carrier: Word | None = None
    is_light: bool = False

    @property
    def lemma(self) -> str:
        """Lemma of the head, with its particle."""
        particles = () if self.is_noun else (t.lower_ for t in self.tokens if t != self.head)
        return " ".join([lemma_of(self.head), *particles])

    @property
    def is_noun(self) -> bool:
        """Whether a noun names the event."""
        return self.head.pos_ in {"NOUN", "PROPN"}


def find_triggers(tree: Tree, is_somebody: Test) -> list[Trigger]:
    """The triggers in a parsed article, in order. `is_somebody` tells whether a noun or pronoun
    stands for people, an organisation or a country."""
    nominal = (word for word in tree if word.pos_ in {"NOUN", "PROPN"})
    verbal = (word for word in tree if word.pos_ == "VERB" or word.dep_ == "amod")
    nouns = {t.i: trigger for t in nominal if (trigger := _noun_trigger(t))}
    light = {t.carrier.i for t in nouns.values() if t.carrier is not None and t.is_light}
    verbs = {
        t.i: _verb_trigger(t, is_somebody)
        for t in verbal
        if t.i not in light and _is_verb_event(t) and _is_in_its_state(t, is_somebody)
    }
    return [trigger for _, trigger in sorted((nouns | verbs).items())]


def lemma_of(token: Word) -> str:
    """Lemma in lower case; the singular of a noun that the tagger took for a name.

    spaCy's rules give "stag" for "staged"; those of its slips that touch the lexicon are mended.
    """
    lemma = token.lemma_.lower()
    if lemma in OF_NOUNS and (words := _hyphenated(token)):
        return "".join(word.lower_ for word in words[:-1]) + lemma
    if lemma in LACKS_ITS_E and token.lower_ in {f"{lemma}{end}" for end in ("ed", "es", "ing")}:
        return f"{lemma}e"
    if token.tag_ != "NNPS" and not (token.pos_ == "PROPN" and lemma not in _senses("noun")):
        return lemma
    return lemma.removesuffix("s")


def _hyphenated(noun: Word) -> tuple[Word, ...]:
    """The words of a noun made of a verb and a particle, which spaCy has in three: "walk-out"."""
    words = tuple(noun.tree[max(noun.i - 2, 0) : noun.i + 1])
    is_one = len(words) == 3 and words[1].text == "-" and words[0].head == noun
    return words if is_one and noun.lemma_.lower() in OF_NOUNS else ()


def is_kind(token: Word, kind: str) -> bool:
    """Whether the lexicon lists the lemma of a word under a kind."""
    return lemma_of(token) in lexicon.words("events", kind)


def says_it_happens(verb: Word, kinds: tuple[str, ...] = ("occurrence", "onset")) -> bool:
    """Whether a verb says no more than that its subject happens ("take place") or begins."""
    words = (c.lower_ for c in verb.rights if c.dep_ in {"dobj", "prt", "advmod"})
    names = {lemma_of(verb), *(f"{lemma_of(verb)} {word}" for word in words)}
    return any(not names.isdisjoint(lexicon.words("events", kind)) for kind in kinds)


def objects_of(verb: Word) -> Iterator[Word]:
    """What a verb is done to: its objects or passive subjects, with the noun that it modifies."""
    yield from (child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "oprd"})
    if is_bare_passive(verb):
        yield from subjects_of_own(verb)
    if verb.dep_ in {"acl", "relcl"} and modifies_what_undergoes_it(verb):
        yield verb.head
    if verb.dep_ == "conj" and is_passive(verb.head) and not subjects_of_own(verb):
        yield from _shared_subject(verb)


def _shared_subject(verb: Word) -> Iterator[Word]:
    """The subject of a passive that is coordinated with another: its own where the parser took
    that for one more member of a list ("A was seated next to B and C was seated ...")."""
    before = verb.tree[verb.left_edge.i - 1]
    if before.dep_ == "conj" and before.pos_ in {"NOUN", "PROPN"} and is_passive(verb):
        yield before
    else:
        yield from (child for child in verb.head.children if child.dep_ == "nsubjpass")


def is_bare_passive(verb: Word) -> bool:
    """A passive without "be": "nine were killed and six wounded", "Markets shaken by strike", "saw
    homes burned", "Nine arrested"."""
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    own = {child.dep_ for child in verb.children}
    if "nsubj" not in own or not own.isdisjoint({"aux", "auxpass", "dobj", "ccomp", "attr"}):
        return False
    if verb.tag_ == "VBD" and "agent" in own:
        return True
    acts = ("change", "motion", "intransitive")
    return leaves_out_be(verb) and not any(is_kind(verb, kind) for kind in acts)


def _is_verb_event(token: Word) -> bool:
    if token.dep_ == "amod":  # "rising prices"
        return token.tag_ == "VBG" and is_kind(token, "change")
    if token.pos_ != "VERB" or token.dep_ in NO_PREDICATES:
        return False
    if is_kind(token, "none") or not token.is_alpha or token.tag_ == "MD":
        return False
    return not (lemma_of(token) == "go" and any(_is_to_infinitive(c) for c in token.children))


def _is_in_its_state(verb: Word, is_somebody: Test) -> bool:
    """Whether a verb that tells a state is worth a row: what somebody has, not what a house has."""
    state = _senses("state").get(lemma_of(verb))
    if state is None or not state.needs:
        return True
    holders = [noun for subject in subjects_of(verb) for noun in (subject, *antecedents(subject))]
    if any(child.dep_ == "prt" for child in verb.rights):  # "got up"
        return True
    is_empty = lemma_of(verb) in EMPTY_WITHOUT_OBJECT and not any(objects_of(verb))
    return any(map(is_somebody, holders)) and not is_empty


def _is_to_infinitive(token: Word) -> bool:
    return token.dep_ == "xcomp" and any(c.lower_ == "to" for c in token.lefts)


def _verb_trigger(verb: Word, is_somebody: Test) -> Trigger:
    particles = [child for child in verb.rights if _is_particle(child)]
    sense = multiword = _multiword_sense(verb)
    if sense is None:
        kinds = ("verb", "change") if particles else ("verb", "change", "state")
        listed = (_senses(kind).get(lemma_of(verb)) for kind in kinds)
        sense = next(filter(None, listed), None)
    if sense and sense.needs and sense.mode != STATE:
        is_done_to_them = any(
            _involves(o, is_somebody) or (sense.type in HARM and counts_people(o))
            for o in (*objects_of(verb), *objects_by_preposition(verb, {"between", "against"}))
        )
        sense = sense if is_done_to_them else Sense()
    sense = _in_context(verb, sense or Sense())
    if _is_nobodys_doing(verb, sense, is_somebody) or tells_a_name(verb):
        sense = Sense()
    if sense.type == "STATEMENT":
        ground = "statement"
    elif multiword:
        ground = "multiword"
    elif sense.mode == STATE:
        ground = "state"
    else:
        ground = "other verb" if sense.type == "OTHER" else "typed verb"
    return Trigger(verb, (verb, *particles[:1]), sense, ground)


def _is_nobodys_doing(verb: Word, sense: Sense, is_somebody: Test) -> bool:
    """Whether nobody can mean to do it: "the plane flew to Oslo" is no visit, "the quake killed
    nine" and "nine were killed in a crash" no assault."""
    if sense.type not in {"CONSULT", "ASSAULT"}:
        return False
    doers = [noun for subject in subjects_of(verb) for noun in (subject, *antecedents(subject))]
    if sense.type == "CONSULT":
        return is_kind(verb, "motion") and bool(doers) and not any(map(is_somebody, doers))
    causes = objects_by_preposition(verb, {"by", "in", "during"})
    causes += [] if is_passive(verb) else doers
    return any(is_kind(cause, "misfortune") for cause in causes)


def _is_particle(token: Word) -> bool:
    follows = token.i == token.head.i + 1 and token.dep_ in {"advmod", "prep"}
    if token.dep_ != "prt" and not (follows and token.lower_ in PARTICLES):
        return False
    after = token.tree[token.i + 1 : token.i + 3]
    counts = len(after) == 2 and after[0].lower_ == "to" and after[1].like_num
    return not counts  # "kidnapped up to nine people"


def counts_people(noun: Word) -> bool:
    """ "Killed nine", "arrested dozens": a number by itself, after a verb of harm, is of people."""
    return noun.ent_type_ == "CARDINAL" and not any(c.dep_ == "prep" for c in noun.children)


def _involves(noun: Word, is_somebody: Test) -> bool:
    return is_somebody(noun) or any(
        is_somebody(child) for child in noun.children if child.dep_ in {"amod", "compound", "poss"}
    )


def _in_context(verb: Word, sense: Sense) -> Sense:
    """The manual codes intended cooperation as AGREE, announced harm as THREATEN, refusals of
    cooperation as REJECT; that somebody must act is a REQUEST, whatever verb reports it."""
    if sense.type == "STATEMENT" and any(_is_obliged(child) for child in verb.children):
        return Sense("REQUEST")
    if not _is_intended(verb):
        return sense
    negated = any(child.dep_ == "neg" for child in verb.children)
    if sense.type in COOPERATIVE:
        return Sense("REJECT" if negated else "AGREE")
    return Sense("THREATEN") if sense.type in HOSTILE and not negated else sense


def _is_obliged(clause: Word) -> bool:
    return clause.dep_ == "ccomp" and any(
        child.dep_ == "aux" and child.lemma_.lower() in OBLIGATION for child in clause.children
    )


def _is_intended(verb: Word) -> bool:
    """Whether somebody is said to be going to do it: "will", "would" in reported speech, or an
    infinitive after "prepared", "ready", "willing"."""
    if verb.dep_ == "xcomp" and is_kind(verb.head, "readiness"):
        return True
    modals = {c.lemma_.lower() for c in verb.children if c.dep_ == "aux"} & WILL
    return bool(modals - {"would"}) or (bool(modals) and verb.dep_ == "ccomp")


def _multiword_sense(verb: Word) -> Sense | None:
    """The sense of the longest expression of the lexicon that the verb and its complements hold."""
    candidates = _multiwords().get(lemma_of(verb))
    if not candidates:
        return None
    around = set(_around(verb))
    matches = [(len(rest), sense) for rest, sense in candidates if rest <= around]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _around(verb: Word) -> Iterator[str]:
    """Lemmas of a verb's complements and, one step further, of what these consist of."""
    complements = [child for child in verb.children if child.dep_ in COMPLEMENTS]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        complements.append(verb.head)
    for complement in complements:
        yield lemma_of(complement)
        for part in complement.children:
            if part.dep_ in {"pobj", "pcomp", "dobj", "compound", "amod", "prt", "conj"}:
                yield lemma_of(part)
                yield from (lemma_of(p) for p in part.children if p.dep_ in {"compound", "amod"})
            elif part.dep_ == "prep":
                yield from (lemma_of(p) for p in part.children if p.dep_ == "pobj")
    if subjects := subjects_of(verb):
        yield from (lemma_of(p) for p in subjects[0].children if p.dep_ == "compound")
        yield lemma_of(subjects[0])


def _noun_trigger(noun: Word) -> Trigger | None:
    sense = _noun_sense(noun)
    if sense is None:
        return None
    carrier = _carrier_of(noun)
    is_light = carrier is not None and is_kind(carrier, "light")
    if carrier is not None and is_light:
        sense = _in_context(carrier, _multiword_sense(carrier) or sense)
    listed = lemma_of(noun) in _senses("noun")
    if is_light:
        ground = "light"
    elif sense.type != "OTHER":
        ground = "typed noun"
    else:
        ground = "other noun" if listed else "unlisted noun"
    return Trigger(noun, _hyphenated(noun) or (noun,), sense, ground, carrier, is_light)


def is_hostile(word: Word) -> bool:
    """Whether the lexicon has a verb or noun among the types of material conflict."""
    listed = _senses("verb" if word.pos_ == "VERB" else "noun").get(lemma_of(word))
    return listed is not None and listed.type in HOSTILE


def _noun_sense(noun: Word) -> Sense | None:
    if noun.pos_ not in {"NOUN", "PROPN"} or not _can_name_an_event(noun):
        return None
    lemma = lemma_of(noun)
    for child in noun.children:
        if child.dep_ in {"compound", "amod"}:
            sense = _senses("compound").get(f"{lemma_of(child)} {lemma}")
            if sense:
                return None if sense.type == "OTHER" else sense
    listed = _senses("noun").get(lemma) or _senses("noun").get(lemma.replace("-", ""))
    if noun.pos_ == "PROPN":
        named = any(child.pos_ == "PROPN" for child in noun.children)
        return listed if listed and (listed.type != "OTHER" or not named) else None
    if listed:
        return listed
    is_formed_so = len(lemma) > 6 and lemma.endswith(NOMINAL_ENDINGS) and lemma.isalpha()
    is_like_one = is_formed_so or (lemma.endswith(OF_DEEDS) and _hyphenated(noun))
    return Sense() if is_like_one and not is_kind(noun, "none") else None


def _can_name_an_event(noun: Word) -> bool:
    """Not a modifier ("peace deal"), part of a name ("Trade Organization") or of an adverbial."""
    if noun.dep_ in {"compound", "nmod", "npadvmod", "amod"}:
        return False
    if noun.pos_ == "PROPN" and noun.ent_type_ in NAMES_OF_NO_EVENT:
        return False
    bare = noun.dep_ == "pobj" and all(child.dep_ == "det" for child in noun.children)
    return not (bare and f"{noun.head.lower_} {noun.lower_}" in lexicon.words("events", "phrase"))


def _carrier_of(noun: Word) -> Word | None:
    """The light or support verb that a noun is the object of ("held a meeting")."""
    first = noun.conjuncts[0] if noun.dep_ == "conj" and noun.conjuncts else noun
    verb = first.head
    if first.dep_ not in OBJECTS or verb.pos_ != "VERB":
        return None
    return verb if is_kind(verb, "light") or is_kind(verb, "support") else None


@cache
def _senses(kind: str) -> Mapping[str, Sense]:
    return {
        row["lemma"]: Sense(row["type"] or "OTHER", row["mode"] or None, row["needs"])
        for row in lexicon.rows("events")
        if row["kind"] == kind
    }


@cache
def _multiwords() -> Mapping[str, list[tuple[frozenset[str], Sense]]]:
    """First word -> the other words of each expression that it begins, and their sense."""
    found: dict[str, list[tuple[frozenset[str], Sense]]] = {}
    for lemma, sense in _senses("multiword").items():
        first, *rest = lemma.split()
        found.setdefault(first, []).append((frozenset(rest), sense))
    return found
