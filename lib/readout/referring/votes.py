"""What the names of a document name: people, organisations, places; by a vote of all evidence.

As in Finkel et al. 2005 ("Incorporating non-local information into information extraction
systems"), all occurrences of a name in a document vote on its type: the model's label of each, what
stands beside it, the words that it consists of, and lists of places and given names. A surname
votes with the full name that it ends.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from readout import lexicon
from readout.annotations import PLACES
from readout.referring.roles import is_organisation_noun, is_person_noun, is_work_noun
from readout.referring.spelling import places_of
from readout.tree import Phrase, Tree, Word

PROPER = frozenset({"NNP", "NNPS"})
NO_PLACE_TO_BE_IN = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART"})
NO_PERSON = frozenset({"ORG", "GPE", "LOC", "PRODUCT", "WORK_OF_ART", "NORP", "LAW", "EVENT"})
PLACE_LABELS = {"country": "GPE", "state": "GPE", "city": "GPE", "region": "LOC"}
MODEL_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[A-Z]{0,3}-?\d[\w-]*$")
LETTERS_AND_NUMBER = re.compile(r"[A-Z]{1,4}-?\d+[a-z]*$")
ACRONYM = re.compile(r"[A-Z][A-Z&]{1,6}$")
SMALL_I = re.compile(r"i[A-Z]\w+$")
STRONGEST, STRONG, MIDDLING, WEAK = 6, 4, 2, 1


@dataclass(frozen=True, slots=True)
class Name:
    """The tokens `tree[start:end]`, a name without title; the title begins at token `title`."""

    start: int
    end: int
    label: str
    title: int

    def of(self, tree: Tree) -> Phrase:
        """The tokens of the name."""
        return tree[self.start : self.end]


def voted(tree: Tree, names: list[Name]) -> list[Name]:
    """Each name with the label that most speaks for in the whole document."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        for key, label, weight in _votes_of(tree, name):
            votes[key][label] += weight
    for place, adjective in _named_after(tree, names):
        votes[place]["GPE"] += STRONG
        votes[adjective]["NORP"] += STRONG
    found = [replace(name, label=_winner(votes[_key(name.of(tree))], name)) for name in names]
    people = [name.of(tree).text.split() for name in found if name.label == "PERSON"]
    surnames = {words[-1] for words in people if len(words) > 1}
    return [
        replace(name, label="PERSON")
        if (span := name.of(tree)).text in surnames and listed_place(span) in {None, "city"}
        else name
        for name in found
    ]


def head_kind(token: Word) -> str | None:
    """The type of name that a word heads ("Council": ORG), if it is such a word."""
    kinds = lexicon.table("name_heads", "kind")
    return kinds.get(token.lower_.rstrip(".")) or kinds.get(token.lemma_.lower())


def listed_place(name: Phrase) -> str | None:
    """The kind of place that a name is in the lists: country, state, city, region."""
    kind = lexicon.table("places", "kind").get(_key(name))
    return kind if kind in PLACE_LABELS else None


def is_nationality(name: Phrase) -> bool:
    """Whether a name is for people of a country, creed or party: "Russian(s)", "Muslim"."""
    key = _key(name)
    forms = {key, key.removesuffix("s")}
    kinds = (lexicon.words("places", "nationality"), lexicon.words("name_heads", "NORP"))
    return not all(map(forms.isdisjoint, kinds))


def begins_with_given_name(name: Phrase) -> bool:
    """Whether several words begin with a given name, and end in no head of names."""
    given = lexicon.words("given_names", "given")
    if len(name) < 2 or name[0].lower_ not in given or head_kind(name[-1]):
        return False
    if name.start and name[0].nbor(-1).lower_ == "the":
        return False
    return not listed_place(name) and all(_can_stand_in_a_persons_name(token) for token in name)


def _can_stand_in_a_persons_name(token: Word) -> bool:
    is_particle = token.lower_ in lexicon.words("given_names", "particle")
    return is_particle or token.text in {"-", "."} or token.text[0].isupper()


def is_called(name: Phrase, is_kind: Callable[[Word], bool]) -> bool:
    """Whether a noun of a kind stands beside a name in apposition: "Ada Bell, a lawyer", "the
    airline, Norvia", "the magazine Der Bote"."""
    head = name.root
    beside = [child for child in head.rights if child.dep_ == "appos"]
    if head.dep_ == "appos":
        beside.append(head.head)
    if name.start and name[0].nbor(-1).tag_ == "NN" and name[0].nbor(-1).head in name:
        beside.append(name[0].nbor(-1))
    return any(noun.tag_ not in PROPER and is_kind(noun) for noun in beside)


def _winner(votes: Counter[str], name: Name) -> str:
    best = max(votes.values())
    return name.label if votes[name.label] == best else max(votes, key=votes.__getitem__)


def _votes_of(tree: Tree, name: Name) -> Iterator[tuple[str, str, int]]:
    """Votes as the name voted on, a label, and a weight."""
    span = name.of(tree)
    key = _key(span)
    yield key, name.label, WEAK
    if name.title < name.start or is_called(span, is_person_noun):
        yield key, "PERSON", STRONG
        yield _key(span[-1:]), "PERSON", MIDDLING
    elif is_called(span, is_organisation_noun):
        yield key, "ORG", STRONG
    elif is_called(span, is_work_noun):
        yield key, "WORK_OF_ART", STRONG
    elif name.label == "PERSON" and len(span) > 1:
        yield _key(span[-1:]), "PERSON", MIDDLING
    if _has_who_clause(span):
        yield key, "PERSON", WEAK
    for evidence in (_by_its_words, _by_its_place, _by_lists):
        for label, weight in evidence(span, name.label):
            yield key, label, weight


def _named_after(tree: Tree, names: list[Name]) -> Iterator[tuple[str, str]]:
    """Places and what the document calls by them: "Norvia" and "Norvian", in no list."""
    words = {_key(name.of(tree)) for name in names if name.end - name.start == 1}
    unknown = words - lexicon.words("given_names", "given") - lexicon.words("places")
    for adjective in sorted(unknown):
        yield from ((place, adjective) for place in places_of(adjective) if place in unknown)


def _by_its_words(span: Phrase, label: str) -> Iterator[tuple[str, int]]:
    if len(span) > 1 and (kind := head_kind(span[-1])) and span[-1].text[0].isupper():
        yield kind, STRONG
    if len(span) == 1 and ACRONYM.match(span[0].text) and label == "PERSON":
        yield "ORG", MIDDLING
    if len(span) == 1 and LETTERS_AND_NUMBER.match(span[0].text) and label in {"PERSON", *PLACES}:
        yield "PRODUCT", MIDDLING
    if SMALL_I.match(span[0].text):
        yield "PRODUCT", STRONG
    if label in {"ORG", "PRODUCT"} and _is_a_thing(span):
        yield "PRODUCT", MIDDLING


def _by_its_place(span: Phrase, label: str) -> Iterator[tuple[str, int]]:
    """By what stands before and after it."""
    head = span.root
    if label in NO_PLACE_TO_BE_IN and len(span) == 1 and _is_where(head):
        yield "GPE", MIDDLING
    if _is_before_its_state(span):
        yield "GPE", MIDDLING
    if label in {"WORK_OF_ART", "PRODUCT"} and _says(head):
        yield "ORG", MIDDLING
    if listed_place(span) == "city" and _is_a_club(head):
        yield "ORG", STRONG


def _by_lists(span: Phrase, label: str) -> Iterator[tuple[str, int]]:
    kind = lexicon.table("aliases", "kind").get(_key(span))
    if kind and kind != "PERSON":
        yield kind, MIDDLING
    place = listed_place(span)
    if place in {"country", "state", "region"}:
        yield PLACE_LABELS[place], STRONGEST
    elif place and (label != "ORG" or span.text.isupper()):
        yield "GPE", WEAK if _may_be_a_person(span) else MIDDLING
    if is_nationality(span):
        yield "NORP", STRONGEST
    if label in NO_PERSON and begins_with_given_name(span):
        yield "PERSON", MIDDLING


def _may_be_a_person(span: Phrase) -> bool:
    return len(span) == 1 and span[0].lower_ in lexicon.words("given_names")


def _is_where(head: Word) -> bool:
    """Whether somebody or something is "in" it."""
    return head.dep_ == "pobj" and head.head.lower_ == "in"


def _is_before_its_state(span: Phrase) -> bool:
    """Whether a comma and the name of a state or country follow, as in "Norburg, Ohio"."""
    tree, end = span.tree, span.end
    if end + 1 >= len(tree) or tree[end].text != "," or len(span) > 3:
        return False
    is_joined = tree[end + 1].head in span or tree[end + 1].dep_ in {"appos", "npadvmod"}
    return is_joined and any(
        listed_place(tree[end + 1 : end + 1 + length]) in {"state", "country"} for length in (1, 2)
    )


def _says(head: Word) -> bool:
    return head.dep_ == "nsubj" and head.head.lemma_ in lexicon.words("cues", "verb")


def _is_a_club(head: Word) -> bool:
    """Whether a place stands for its club: "the Norburg striker", "Norburg beat Oslo"."""
    if head.dep_ in {"compound", "nmod", "poss"}:
        return head.head.lemma_.lower() in lexicon.words("organisations", "club_noun")
    contests = lexicon.words("organisations", "contest")
    return head.dep_ in {"nsubj", "dobj"} and head.head.lemma_ in contests


def _is_a_thing(name: Phrase) -> bool:
    """Whether a name is used as for things of a kind: "an iPhone", "two A380s", "its Galaxy"."""
    head = name.root
    if MODEL_NUMBER.match(name[-1].text) and len(name) > 1:
        return True
    is_counted = any(
        child.lower_ in {"a", "an"} or child.dep_ in {"nummod", "poss"}
        for child in head.lefts
        if child.i < name.start
    )
    return head.dep_ != "compound" and is_counted


def _has_who_clause(name: Phrase) -> bool:
    clauses = (child for child in name.root.rights if child.dep_ == "relcl")
    return any(token.lower_ in {"who", "whom"} for clause in clauses for token in clause.lefts)


def _key(span: Phrase) -> str:
    return " ".join(span.text.lower().split())
