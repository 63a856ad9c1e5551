"""What an article says that a person is: titles before a name, and roles told around it.

Titles and appositions are found as in the pattern sets of Bikel et al. 1999 and Phillips and
Riloff 2002 ("Exploiting strong syntactic heuristics and co-training"): a noun for a person right
before a name, beside it between commas, or joined to it by a form of "be".
"""

from collections.abc import Iterable, Iterator
from functools import cache

from readout import lexicon
from readout.tree import Phrase, Tree, Word

TITLE_KINDS = ("honorific", "office", "role")
PERSON_KINDS = (*TITLE_KINDS, "family", "person")
IN_A_TITLE = frozenset({"NN", "NNP", "NNPS", "JJ", "HYPH", "VBN"})
ARTICLES = frozenset({"a", "an", "the"})
CLAUSES = frozenset({"relcl", "acl", "appos", "advcl", "parataxis", "punct"})
LONGEST_ROLE = 30
LONGEST_TITLE = 8


def is_person_noun(token: Word, kinds: Iterable[str] = PERSON_KINDS) -> bool:
    """Whether a word is a noun for people of one of these kinds (lexicon `people`)."""
    words = _person_nouns(tuple(kinds))
    return token.lemma_.lower() in words or token.lower_.rstrip(".") in words


@cache
def _person_nouns(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(lexicon.words("people", kind) for kind in kinds))


def is_organisation_noun(token: Word) -> bool:
    """Whether a word is a common noun for organisations (lexicon `name_heads`)."""
    return _is_noun_for(token, "ORG")


def is_work_noun(token: Word) -> bool:
    """Whether a word is a common noun for books, films, songs and the like."""
    return _is_noun_for(token, "WORK_OF_ART")


def _is_noun_for(token: Word, kind: str) -> bool:
    lemma = token.lemma_.lower()
    is_head = lemma in lexicon.words("name_heads", kind)
    return is_head and bool(lexicon.table("name_heads", "noun").get(lemma))


def is_title(token: Word) -> bool:
    """Whether a word can be the last of a title before a name: "Minister", "spokesman", "Ms."."""
    if token.lower_ == "lady":
        return token.i > 0 and token.nbor(-1).lower_ == "first"
    return token.tag_ != "NNS" and is_person_noun(token, TITLE_KINDS)


def title_start(tree: Tree, name_start: int, name_end: int) -> int:
    """Where the title before a name begins; `name_start` where it has none. Word positions."""
    if not name_start or not is_title(tree[name_start - 1]):
        return name_start
    start = name_start - 1
    if tree[start].lower_ == "lady":
        start -= 1
    while start and name_start - start < LONGEST_TITLE:
        before = tree[start - 1]
        if before.is_sent_end or not _belongs_to_title(before, start, name_end):
            break
        start -= 1
    return start


def _belongs_to_title(token: Word, start: int, name_end: int) -> bool:
    if token.tag_ not in IN_A_TITLE or token.ent_type_ == "PERSON":
        return False
    return token.ent_type_ == "NORP" or start <= token.head.i < name_end


def role_noun(name: Phrase) -> Word | None:
    """The head of what the text says that a named person is."""
    return next(filter(is_person_noun, _role_nouns(name)), None)


def affiliated(name: Phrase, title: int, noun: Word | None) -> Iterator[int]:
    """The tokens among which the name of a person's organisation or country may stand: those of
    the title, which begins at token `title`, and those of the phrase that tells the role."""
    yield from range(title, name.start)
    if noun is not None:
        phrase = range(noun.left_edge.i, min(noun.right_edge.i + 1, noun.i + LONGEST_ROLE))
        yield from (i for i in phrase if not name.start <= i < name.end)


def _role_nouns(name: Phrase) -> Iterator[Word]:
    head = name.root
    yield from (child for child in head.rights if child.dep_ == "appos")
    if head.dep_ == "appos" and head.head.i < name.start:
        yield head.head
    if head.dep_ == "nsubj":
        yield from _attributes(head.head)
    for clause in head.rights:
        if clause.dep_ == "relcl" and any(t.lower_ == "who" for t in clause.lefts):
            yield from _attributes(clause)


def _attributes(verb: Word) -> Iterator[Word]:
    is_plain = verb.lemma_ == "be" and not any(t.dep_ in {"neg", "aux"} for t in verb.lefts)
    if is_plain:
        yield from (child for child in verb.rights if child.dep_ == "attr")


def role_text(noun: Word, name: Phrase) -> str:
    """A noun phrase up to its first clause, apposition or dash, and without the name itself."""
    first = noun.left_edge.i
    last = min(noun.right_edge.i, first + LONGEST_ROLE)
    stops = [child.left_edge.i for child in noun.rights if child.dep_ in CLAUSES]
    stops += [name.start] if name.start > noun.i else []
    end = min([last + 1, *(stop for stop in stops if stop > noun.i)])
    while end > noun.i + 1 and (doc_token := noun.tree[end - 1]) and not doc_token.is_alpha:
        end -= 1
    if first < noun.i and (noun.tree[first].lower_ in ARTICLES or noun.tree[first].tag_ == "PRP$"):
        first += 1
    return " ".join(noun.tree[first:end].text.split())
