"""Names of people, organisations, places and events: the model's, repaired by the whole document.

A small model errs on single occurrences. As in Finkel et al. 2005 ("Incorporating non-local
information into information extraction systems"), all occurrences of a name in a document vote
on its type, evidence from grammar votes too, and a name found once is looked for everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from readout import lexicon
from readout.annotations import Span
from readout.referring.roles import PERSON_KINDS, is_person_noun, is_title, title_start
from readout.referring.votes import (
    MODEL_NUMBER,
    PLACE_LABELS,
    PROPER,
    Name,
    begins_with_given_name,
    head_kind,
    is_called,
    is_nationality,
    listed_place,
    voted,
)
from readout.syntax import DATELINE
from readout.tree import Phrase, Tree, Word

NAME_LABELS = frozenset(
    {"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
)
POSSESSIVES = frozenset({"'s", "’s", "'", "’", "`s"})
MANY_WORDS = 3
SMALL_TAGS = frozenset({"DT", "IN", "CC", "TO"})
LEADING = frozenset({"the", "a", "an", "this", "that", "these", "those", "and", "of", "'s", "’s"})
TAKES_EVENT_NOUN = frozenset({"ORG", "PRODUCT", "EVENT", "FAC", "WORK_OF_ART", "LAW"})
TIME_ZONES = frozenset({"UTC", "GMT", "EST", "EDT", "CET", "CEST", "BST", "PST", "PDT", "AEST"})
SPEAKING = frozenset(
    {"say", "tell", "add", "ask", "reply", "explain", "warn", "argue", "insist", "recall", "think"}
)


def find_names(tree: Tree) -> list[Name]:
    """All names in a parsed document, none overlapping another, in the order of the text."""
    headlines = frozenset(_in_headlines(tree))
    names = [name for entity in _model_names(tree) for name in _repaired(entity, headlines)]
    names = _apart(_with_datelines(tree, names))
    names = _apart([*names, *_missed(tree, names, headlines)])
    names = _apart([*names, *_recurring(tree, names)])
    names = [replace(name, title=title_start(tree, name.start, name.end)) for name in names]
    surnames = {tree[n.end - 1].text for n in names if n.label == "PERSON" and n.end - n.start > 1}
    kept = (name for name in names if not _is_portfolio(tree, name))
    return voted(tree, [name for name in kept if not _is_bare_title(tree, name, surnames)])


def _is_bare_title(tree: Tree, name: Name, surnames: set[str]) -> bool:
    """Whether a word is only the title ("the Sheriff said"), not somebody's surname."""
    if name.end - name.start > 1 or not is_title(tree[name.start]):
        return False
    return tree[name.start].text not in surnames


def _is_portfolio(tree: Tree, name: Name) -> bool:
    """Whether a word is only the field of an office: "Minister of Education", "Home Secretary"."""
    if name.end - name.start > 1 or listed_place(name.of(tree)) or name.label != "ORG":
        return False
    before, after = tree[max(name.start - 2, 0) : name.start], tree[name.end : name.end + 1]
    is_of = len(before) == 2 and before[1].lower_ in {"of", "for"}
    beside = [*before[:1], *after] if is_of else [*after]
    return any(is_person_noun(token, ["portfolio"]) and token.text[0].isupper() for token in beside)


def _model_names(tree: Tree) -> Iterator[Phrase]:
    """The model's names, split at line breaks and at possessive endings that join two names."""
    entities = [entity for entity in tree.entities if entity[0].ent_type_ in NAME_LABELS]
    known = {entity.text for entity in entities}
    for entity in entities:
        yield from _pieces(entity, known)


def _pieces(entity: Phrase, known: set[str]) -> Iterator[Phrase]:
    start = entity.start
    for token in entity:
        if token.is_space or _joins_two_names(token, entity, known):
            if start < token.i:
                yield entity.tree[start : token.i]
            start = token.i + 1
    if start < entity.end:
        yield entity.tree[start : entity.end]


def _joins_two_names(token: Word, entity: Phrase, known: set[str]) -> bool:
    if token.text not in POSSESSIVES or token.i + 1 >= entity.end or token.i == entity.start:
        return False
    is_person = entity[0].ent_type_ == "PERSON"
    return is_person or entity.tree[entity.start : token.i].text in known


def _repaired(entity: Phrase, headlines: Set[int]) -> Iterator[Name]:
    tree, label = entity.tree, entity[0].ent_type_
    label = "NORP" if label == "PERSON" and entity[0].pos_ == "ADJ" else label
    start, end = _stripped(entity, label)
    if start >= end or not _looks_like_a_name(tree[start:end]):
        return
    if entity.start in headlines and _is_run_of_words(entity):
        return
    inner = _after_title(tree, start, end, label)
    if inner > start:
        start, label = inner, "PERSON"
    if label == "PERSON" and _is_told_before(tree[start:end]):
        start += 1
    if label == "PERSON":
        start = _with_particles(tree, start)
    if start not in headlines:
        start, end = _extended(tree, start, end, label)
    yield _with_what_follows(tree, Name(start, end, label, start))


def _looks_like_a_name(span: Phrase) -> bool:
    text = span.text
    return len(text) > 1 and any(map(str.isupper, text)) and text not in TIME_ZONES


def _is_run_of_words(name: Phrase) -> bool:
    """Whether a model's name in a headline is rather a run of its words: nothing tells a name."""
    if len(name) < MANY_WORDS:
        return False
    has_small_words = any(t.tag_[:2] in {"IN", "TO", "VB"} and t.lower_ != "of" for t in name)
    return has_small_words and not head_kind(name[-1]) and not begins_with_given_name(name)


def _stripped(entity: Phrase, label: str) -> tuple[int, int]:
    """Without article, quotation marks, possessive ending and other junk at the ends."""
    start, end = entity.start, entity.end
    while start < end and _cannot_begin(entity.tree[start], label):
        start += 1
    while start < end and (_is_junk(entity.tree[end - 1]) or entity.tree[end - 1].tag_ == "POS"):
        end -= 1
    return start, end


def _cannot_begin(token: Word, label: str) -> bool:
    if _is_junk(token) or token.lower_ in LEADING:
        return True
    return label in {"PERSON", "GPE", "ORG"} and token.tag_ in {"JJ", "NN", "RB"} and token.is_lower


def _is_junk(token: Word) -> bool:
    return token.is_space or not any(map(str.isalnum, token.text))


def _after_title(tree: Tree, start: int, end: int, label: str) -> int:
    """Where the name begins in a model's name that has the title in it; `start` if it has none."""
    titles = [i for i in range(start, end - 1) if is_title(tree[i]) and tree[i].text[0].isupper()]
    if (
        not titles
        or head_kind(tree[end - 1])
        or (label != "PERSON" and len(titles) != end - start - 2)
    ):
        return start
    return titles[-1] + 1 if titles[-1] - start < 3 else start


def _is_told_before(person: Phrase) -> bool:
    """Whether a model's name has a word before the given name that tells what the person is."""
    if not begins_with_given_name(person[1:]) or person[0].lower_ in lexicon.words("given_names"):
        return False
    return is_person_noun(person[0], (*PERSON_KINDS, "either")) or is_nationality(person[:1])


def _extended(tree: Tree, start: int, end: int, label: str) -> tuple[int, int]:
    """With the proper nouns beside it that the parser puts into the same compound."""
    while end < len(tree) and _continues(tree, start, end, label):
        end += 1
    while (
        label in {"PERSON", "ORG", "PRODUCT"} and start and _precedes(tree[start - 1], start, end)
    ):
        start -= 1
    return start, end


def _with_particles(tree: Tree, start: int) -> int:
    """Where a surname with small words before it begins: "Van der Aro"."""
    particles = lexicon.words("given_names", "particle")
    first = start
    while first and tree[first - 1].lower_ in particles and tree[first - 1].lower_ != "the":
        first -= 1
    return first if tree[first].text[0].isupper() else start


def _continues(tree: Tree, start: int, end: int, label: str) -> bool:
    token, last = tree[end], tree[end - 1]
    if not _is_free_proper(token) or is_title(token) or token.is_sent_start:
        return False
    in_compound = last.dep_ == "compound" and last.head.i >= end
    return in_compound and (label in {"PERSON", "ORG"} or bool(head_kind(token)))


def _precedes(token: Word, start: int, end: int) -> bool:
    return (
        _is_free_proper(token)
        and not is_title(token)
        and token.dep_ == "compound"
        and start <= token.head.i < end
    )


def _is_free_proper(token: Word) -> bool:
    return token.tag_ in PROPER and not token.ent_type_ and token.text[0].isupper()


def _with_what_follows(tree: Tree, name: Name) -> Name:
    """With the noun that makes it an event ("G-20 summit"), or a product's number ("A320")."""
    if name.end >= len(tree):
        return name
    token = tree[name.end]
    kind = head_kind(token)
    if kind == "EVENT" and name.label in TAKES_EVENT_NOUN and token.tag_ in {"NN", *PROPER}:
        return replace(name, end=name.end + 1, label="EVENT")
    if name.label in {"ORG", "PRODUCT"} and MODEL_NUMBER.match(token.text):
        return replace(name, end=name.end + 1, label="PRODUCT")
    return name


def _apart(names: Iterable[Name]) -> list[Name]:
    """In the order of the text; of overlapping names the one that begins first, or is longer."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _with_datelines(tree: Tree, names: list[Name]) -> list[Name]:
    """The names, and those in a dateline ("MARROW BAY, May 3 (Agency) —") as one place."""
    for dateline in DATELINE.finditer(tree.text):
        place = tree.within(Span(*dateline.span("place")))
        inside = [n for n in names if place and n.start < place.end and place.start < n.end]
        if place and inside:
            kept = [name for name in names if name not in inside]
            names = [*kept, Name(place.start, place.end, "GPE", place.start)]
    return names


def _missed(tree: Tree, names: list[Name], headlines: Set[int]) -> Iterator[Name]:
    """Runs of proper nouns outside the model's entities, where grammar tells what they name."""
    taken = {i for name in names for i in range(name.start, name.end)}
    acronyms = {_initials(name.of(tree)) for name in names if name.end - name.start > 1}
    for run_start, end in _runs(tree, taken):
        start = run_start
        while start < end and is_title(tree[start]):
            start += 1
        if start == end or end - 1 in headlines:
            continue
        if label := _label_of_run(tree, start, end, acronyms):
            yield Name(start, end, label, start)


def _runs(tree: Tree, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Where each run of proper nouns that stand in no name begins and ends."""
    run: list[int] = []
    for token in tree:
        if token.i in taken or not _is_free_proper(token):
            continue
        if run and (token.i > run[-1] + 1 or token.is_sent_start):
            yield run[0], run[-1] + 1
            run = []
        run.append(token.i)
    if run:
        yield run[0], run[-1] + 1


def _label_of_run(tree: Tree, start: int, end: int, acronyms: set[str]) -> str | None:
    span, last = tree[start:end], tree[end - 1]
    kind = head_kind(last) if end - start > 1 else None
    if kind or is_title(last):
        return kind
    if title_start(tree, start, end) < start:
        return "PERSON"
    if place := listed_place(span):
        return PLACE_LABELS[place]
    return _label_of_word(last, acronyms) if end - start == 1 else _label_of_words(span)


def _label_of_word(word: Word, acronyms: set[str]) -> str | None:
    return "ORG" if word.text in acronyms or _is_team(word) else None


def _label_of_words(span: Phrase) -> str | None:
    last = span[-1]
    is_speaker = last.dep_ == "nsubj" and last.head.lemma_ in SPEAKING
    is_person = is_speaker or begins_with_given_name(span) or is_called(span, is_person_noun)
    return "PERSON" if is_person else None


def _is_team(token: Word) -> bool:
    """Whether a word names a team as "the Saints" does."""
    is_plural = token.tag_ == "NNPS" and token.lower_ != token.lemma_.lower()
    return is_plural and any(child.lower_ == "the" for child in token.lefts)


def _initials(name: Phrase) -> str:
    return "".join(token.text[0] for token in name if token.text[0].isupper())


def _in_headlines(tree: Tree) -> Iterator[int]:
    """The positions of the words of sentences in which capital letters tell nothing."""
    for sentence in tree.sentences:
        words = [token for token in sentence if token.is_alpha and token.tag_ not in SMALL_TAGS]
        n_capital = sum(word.text[0].isupper() for word in words)
        if len(words) > 2 and n_capital > 0.85 * len(words):
            yield from range(sentence.start, sentence.end)


def _recurring(tree: Tree, names: list[Name]) -> Iterator[Name]:
    """Other places where a known name stands, in full or as a person's surname."""
    known = _known_forms(tree, names)
    lengths: dict[str, list[int]] = defaultdict(list)  # of the names that begin with a word
    for first, length in sorted({(words[0], len(words)) for words in known}, reverse=True):
        if first[0].isupper():
            lengths[first].append(length)
    taken = {i for name in names for i in range(name.start, name.end)}
    for word in tree:
        if word.i in taken:
            continue
        for length in lengths.get(word.text, ()):
            span = tree[word.i : word.i + length]
            label = known.get(tuple(token.text for token in span))
            if label and _can_be(span, taken):
                yield Name(word.i, span.end, label, word.i)
                break


def _can_be(span: Phrase, taken: set[int]) -> bool:
    is_name = all(t.tag_ in PROPER for t in span) if len(span) == 1 else True
    return is_name and not any(token.i in taken for token in span)


def _known_forms(tree: Tree, names: list[Name]) -> dict[tuple[str, ...], str]:
    """The words by which names may be known again, and what these are the names of."""
    known: dict[tuple[str, ...], str] = {}
    for name in names:
        words = tuple(token.text for token in name.of(tree))
        known.setdefault(words, name.label)
        known.setdefault(tuple(word.upper() for word in words), name.label)
        if name.label == "PERSON" and len(words) > 1:
            known.setdefault(words[-1:], "PERSON")
            known.setdefault((words[-1].upper(),), "PERSON")
    return known
