"""Names of people, organisations, places and events: the model's, repaired by the whole document.

A small model errs on single occurrences. As in Finkel et al. 2005 ("Incorporating non-local
information into information extraction systems"), all occurrences of a name in a document vote
on its type, evidence from grammar votes too, and a name found once is looked for everywhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from readout import lexicon
from readout.roles import is_organisation_noun, is_person_noun, is_title, title_start

NAME_LABELS = frozenset(
    {"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
)
PROPER = frozenset({"NNP", "NNPS"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’", "`s"})
LEADING = frozenset({"the", "a", "an", "this", "that", "these", "those", "and", "of", "'s", "’s"})
TAKES_EVENT_NOUN = frozenset({"ORG", "PRODUCT", "EVENT", "FAC", "WORK_OF_ART", "LAW"})
NO_PLACE_TO_BE_IN = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
MODEL_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[A-Z]{0,3}-?\d[\w-]*$")
ACRONYM = re.compile(r"[A-Z][A-Z&]{1,6}$")
TIME_ZONES = frozenset({"UTC", "GMT", "EST", "EDT", "CET", "CEST", "BST", "PST", "PDT", "AEST"})
SPEAKING = frozenset(
    {"say", "tell", "add", "ask", "reply", "explain", "warn", "argue", "insist", "recall", "think"}
)
STRONG, MIDDLING, WEAK = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Name:
    """The tokens `doc[start:end]`, a name without title; the title begins at token `title`."""

    start: int
    end: int
    label: str
    title: int

    def of(self, doc: Doc) -> Span:
        """The tokens of the name."""
        return doc[self.start : self.end]


def find_names(doc: Doc) -> list[Name]:
    """All names in a parsed document, none overlapping another, in the order of the text."""
    names = [name for entity in _model_names(doc) for name in _repaired(entity)]
    names = _apart(names)
    names = _apart([*names, *_missed(doc, names)])
    names = _apart([*names, *_recurring(doc, names)])
    names = [replace(name, title=title_start(doc, name.start, name.end)) for name in names]
    return _voted(doc, names)


def _model_names(doc: Doc) -> Iterator[Span]:
    """The model's names, split at line breaks and at possessive endings that join two names."""
    entities = [entity for entity in doc.ents if entity.label_ in NAME_LABELS]
    known = {entity.text for entity in entities}
    for entity in entities:
        yield from _pieces(entity, known)


def _pieces(entity: Span, known: set[str]) -> Iterator[Span]:
    start = entity.start
    for token in entity:
        if token.is_space or _joins_two_names(token, entity, known):
            if start < token.i:
                yield _labelled(entity, start, token.i)
            start = token.i + 1
    if start < entity.end:
        yield _labelled(entity, start, entity.end)


def _joins_two_names(token: Token, entity: Span, known: set[str]) -> bool:
    if token.text not in POSSESSIVES or token.i + 1 >= entity.end or token.i == entity.start:
        return False
    return entity.label_ == "PERSON" or entity.doc[entity.start : token.i].text in known


def _labelled(entity: Span, start: int, end: int) -> Span:
    first = entity.doc[start]
    inner = "NORP" if entity.label_ == "PERSON" and first.pos_ == "ADJ" else entity.label_
    return Span(entity.doc, start, end, label=inner)


def _repaired(entity: Span) -> Iterator[Name]:
    start, end = _stripped(entity)
    if start >= end or not _looks_like_a_name(entity.doc[start:end]):
        return
    doc, label = entity.doc, entity.label_
    inner = _after_title(doc, start, end, label)
    if inner > start:
        start, label = inner, "PERSON"
    if not _is_title_cased(doc[start].sent):
        start, end = _extended(doc, start, end, label)
    yield _with_what_follows(doc, Name(start, end, label, start))


def _looks_like_a_name(span: Span) -> bool:
    is_written_so = len(span.text) > 1 and any(character.isupper() for character in span.text)
    return is_written_so and span.text not in TIME_ZONES


def _stripped(entity: Span) -> tuple[int, int]:
    """Without article, quotation marks, possessive ending and other junk at the ends."""
    start, end = entity.start, entity.end
    while start < end and _cannot_begin(entity.doc[start], entity.label_):
        start += 1
    while start < end and (_is_junk(entity.doc[end - 1]) or entity.doc[end - 1].tag_ == "POS"):
        end -= 1
    return start, end


def _cannot_begin(token: Token, label: str) -> bool:
    if _is_junk(token) or token.lower_ in LEADING:
        return True
    return label in {"PERSON", "GPE", "ORG"} and token.tag_ in {"JJ", "NN", "RB"} and token.is_lower


def _is_junk(token: Token) -> bool:
    return token.is_space or not any(character.isalnum() for character in token.text)


def _after_title(doc: Doc, start: int, end: int, label: str) -> int:
    """Where the name begins in a model's name that has the title in it; `start` if it has none."""
    titles = [i for i in range(start, end - 1) if is_title(doc[i]) and doc[i].text[0].isupper()]
    if (
        not titles
        or _head_kind(doc[end - 1])
        or (label != "PERSON" and len(titles) != end - start - 2)
    ):
        return start
    return titles[-1] + 1 if titles[-1] - start < 3 else start


def _extended(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    """With the proper nouns beside it that the parser puts into the same compound."""
    while end < len(doc) and _continues(doc, start, end, label):
        end += 1
    while label == "PERSON" and start and _precedes(doc[start - 1], start, end):
        start -= 1
    return start, end


def _continues(doc: Doc, start: int, end: int, label: str) -> bool:
    token, last = doc[end], doc[end - 1]
    if not _is_free_proper(token) or is_title(token) or token.sent != last.sent:
        return False
    in_compound = last.dep_ == "compound" and last.head.i >= end
    return in_compound and (label in {"PERSON", "ORG"} or bool(_head_kind(token)))


def _precedes(token: Token, start: int, end: int) -> bool:
    return (
        _is_free_proper(token)
        and not is_title(token)
        and token.dep_ == "compound"
        and start <= token.head.i < end
    )


def _is_free_proper(token: Token) -> bool:
    return token.tag_ in PROPER and not token.ent_type_ and token.text[0].isupper()


def _with_what_follows(doc: Doc, name: Name) -> Name:
    """With the noun that makes it an event ("G-20 summit"), or a product's number ("A320")."""
    if name.end >= len(doc):
        return name
    token = doc[name.end]
    kind = _head_kind(token)
    if kind == "EVENT" and name.label in TAKES_EVENT_NOUN and token.tag_ in {"NN", *PROPER}:
        return replace(name, end=name.end + 1, label="EVENT")
    if name.label in {"ORG", "PRODUCT"} and MODEL_NUMBER.match(token.text):
        return replace(name, end=name.end + 1, label="PRODUCT")
    return name


def _head_kind(token: Token) -> str | None:
    """The type of name that a word heads ("Council": ORG), if it is such a word."""
    kinds = lexicon.table("name_heads", "kind")
    return kinds.get(token.lower_.rstrip(".")) or kinds.get(token.lemma_.lower())


def _apart(names: Iterable[Name]) -> list[Name]:
    """In the order of the text; of overlapping names the one that begins first, or is longer."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _missed(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Runs of proper nouns outside the model's entities, where grammar tells what they name."""
    taken = {i for name in names for i in range(name.start, name.end)}
    acronyms = {_initials(name.of(doc)) for name in names}
    for run_start, end in _runs(doc, taken):
        start = run_start
        while start < end and is_title(doc[start]):
            start += 1
        label = _label_of_run(doc, start, end, acronyms) if start < end else None
        if label:
            yield Name(start, end, label, start)


def _runs(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    start = None
    for token in doc:
        inside = token.i not in taken and _is_free_proper(token)
        if start is not None and (not inside or token.is_sent_start):
            yield start, token.i
            start = None
        if inside and start is None:
            start = token.i
    if start is not None:
        yield start, len(doc)


def _label_of_run(doc: Doc, start: int, end: int, acronyms: set[str]) -> str | None:
    last = doc[end - 1]
    if _is_title_cased(last.sent):
        return None
    kind = _head_kind(last)
    if end - start > 1 and kind:
        return kind
    if is_title(last):
        return None
    if title_start(doc, start, end) < start and not kind:
        return "PERSON"
    if end - start == 1:
        return "ORG" if last.text in acronyms else None
    is_speaker = last.dep_ == "nsubj" and last.head.lemma_ in SPEAKING
    return "PERSON" if is_speaker or _is_called(doc[start:end], is_person_noun) else None


def _initials(name: Span) -> str:
    return "".join(token.text[0] for token in name if token.text[0].isupper())


def _is_title_cased(sentence: Span) -> bool:
    """Whether capital letters tell nothing, as in a headline."""
    long = [token for token in sentence if token.is_alpha and len(token) > 3]
    return len(long) > 3 and sum(t.text[0].isupper() for t in long) > 0.8 * len(long)


def _recurring(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Other places where a known name stands, in full or as a person's surname."""
    forms = _known_forms(doc, names)
    taken = {i for name in names for i in range(name.start, name.end)}
    for token in doc:
        if token.i in taken or not token.text[0].isupper():
            continue
        for words, label in forms.get(token.text, ()):
            end = token.i + len(words)
            span = doc[token.i : end]
            if [t.text for t in span] == words and _can_be(span, taken):
                yield Name(token.i, end, label, token.i)
                break


def _can_be(span: Span, taken: set[int]) -> bool:
    is_name = all(t.tag_ in PROPER for t in span) if len(span) == 1 else True
    return is_name and not any(token.i in taken for token in span)


def _known_forms(doc: Doc, names: list[Name]) -> dict[str, list[tuple[list[str], str]]]:
    """First word -> the names that begin with it as lists of words, longest first."""
    known: dict[tuple[str, ...], str] = {}
    for name in names:
        words = tuple(token.text for token in name.of(doc))
        known.setdefault(words, name.label)
        if name.label == "PERSON" and len(words) > 1:
            known.setdefault(words[-1:], "PERSON")
    forms: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for words in sorted(known, key=len, reverse=True):
        forms[words[0]].append((list(words), known[words]))
    return forms


def _voted(doc: Doc, names: list[Name]) -> list[Name]:
    """Each name with the label that most speaks for in the whole document."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        for key, label, weight in _votes_of(doc, name):
            votes[key][label] += weight
    voted = [replace(name, label=_winner(votes[_key(name.of(doc))], name)) for name in names]
    people = [name.of(doc).text.split() for name in voted if name.label == "PERSON"]
    surnames = {words[-1] for words in people if len(words) > 1}
    return [
        replace(name, label="PERSON")
        if name.of(doc).text in surnames and name.label not in PLACES
        else name
        for name in voted
    ]


def _winner(votes: Counter[str], name: Name) -> str:
    best = max(votes.values())
    return name.label if votes[name.label] == best else max(votes, key=votes.__getitem__)


def _votes_of(doc: Doc, name: Name) -> Iterator[tuple[str, str, int]]:
    span = name.of(doc)
    key = _key(span)
    yield key, name.label, WEAK
    if name.title < name.start or _is_called(span, is_person_noun):
        yield key, "PERSON", STRONG
        yield _key(span[-1:]), "PERSON", MIDDLING
    elif _is_called(span, is_organisation_noun):
        yield key, "ORG", STRONG
    elif name.label == "PERSON" and len(span) > 1:
        yield _key(span[-1:]), "PERSON", MIDDLING
    if _has_who_clause(span):
        yield key, "PERSON", WEAK
    if len(span) > 1 and (kind := _head_kind(span[-1])) and span[-1].text[0].isupper():
        yield key, kind, STRONG
    if len(span) == 1 and ACRONYM.match(span.text) and name.label == "PERSON":
        yield key, "ORG", MIDDLING
    if name.label in {"ORG", "PRODUCT"} and _is_a_thing(span):
        yield key, "PRODUCT", MIDDLING
    if name.label in NO_PLACE_TO_BE_IN and len(span) == 1 and _is_where(span.root):
        yield key, "GPE", MIDDLING
    kind = lexicon.table("aliases", "kind").get(key)
    if kind and kind != "PERSON":
        yield key, kind, MIDDLING


def _is_where(head: Token) -> bool:
    """Whether somebody or something is "in" it."""
    return head.dep_ == "pobj" and head.head.lower_ == "in"


def _is_a_thing(name: Span) -> bool:
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


def _key(span: Span) -> str:
    return " ".join(span.text.lower().split())


def _is_called(name: Span, is_kind: Callable[[Token], bool]) -> bool:
    """Whether a noun of a kind stands beside a name in apposition: "Ada Bell, a lawyer", "the
    airline, Norvia", "the magazine Der Bote"; or for people an age."""
    head = name.root
    beside = [child for child in head.rights if child.dep_ == "appos"]
    if head.dep_ == "appos":
        beside.append(head.head)
    if name.start and name[0].nbor(-1).tag_ == "NN" and name[0].nbor(-1).head in name:
        beside.append(name[0].nbor(-1))
    return any(noun.tag_ not in PROPER and is_kind(noun) for noun in beside)


def _has_who_clause(name: Span) -> bool:
    clauses = (child for child in name.root.rights if child.dep_ == "relcl")
    return any(token.lower_ in {"who", "whom"} for clause in clauses for token in clause.lefts)
