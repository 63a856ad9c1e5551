"""Who and what an article speaks of: names, noun phrases and pronouns."""

from collections.abc import Mapping, Sequence
from functools import cache

from spacy.tokens import Doc

from readout import lexicon
from readout.annotations import Mention, Span
from readout.referring.names import find_names
from readout.referring.roles import (
    PERSON_KINDS,
    affiliated,
    is_organisation_noun,
    is_person_noun,
    role_noun,
    role_text,
)
from readout.referring.votes import PROPER, Name
from readout.syntax import SUBJECTS, antecedents, span_of
from readout.tree import Phrase, Tree, Word, first_conjunct, tree_of

BEFORE_HEAD = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod"}
)
MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod"})
COUNTED = MODIFIERS | {"nummod"}
INDEFINITE = frozenset({"a", "an", "some", "several", "many", "another", "one", "few", "any"})
CITING = frozenset({"quote", "cite"})
COPULAS = frozenset({"be", "seem", "appear", "become", "look", "take", "remain", "turn", "happen"})
MEASURES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"})
TIMES = ("unit", "daypart", "day", "weekday", "month", "season", "number", "ordinal", "frequency")
NOUNS = frozenset({"NN", "NNS", "NNP"})
RELATIVE = frozenset({"WP", "WDT", "WP$"})
REFERRING = NOUNS | RELATIVE
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
PLACE_NOUNS = {"country_noun": "GPE", "city_noun": "GPE", "region_noun": "LOC"}
CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "advcl"})


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions in a parsed document, in the order of the text.

    Names come from the model's entities, repaired and typed by the whole document
    (`readout.referring.names`); noun phrases have a label where their head is a noun for people,
    organisations or places (lexicons `people`, `name_heads` and `places`); phrases that measure
    time, and an "it" that stands for a clause, are left out.
    """
    tree = tree_of(doc)
    names = find_names(tree)
    in_names = {i for name in names for i in range(name.title, name.end)}
    name_at = {i: name for name in names for i in range(name.start, name.end)}
    sentence_of = [n for n, sentence in enumerate(tree.sentences) for _ in range(len(sentence))]
    found = [_named(tree, name, sentence_of[name.start], name_at) for name in names]
    pronouns = lexicon.words("pronouns")
    for word in tree:
        if word.i in in_names or not (word.tag_ in REFERRING or word.lower_ in pronouns):
            continue
        if _is_referring_pronoun(word):
            found.append(_pronoun(word, sentence_of[word.i]))
        elif _heads_nominal(word):
            found.append(_nominal(word, sentence_of[word.i]))
    return sorted(found, key=lambda mention: (mention.span.start, -mention.span.end))


def _named(tree: Tree, name: Name, sentence: int, name_at: Mapping[int, Name]) -> Mention:
    span = name.of(tree)
    is_person = name.label == "PERSON"
    noun = role_noun(span) if is_person else None
    title = _folded(tree[name.title : name.start]) if is_person else ""
    return Mention(
        span=span_of(span),
        head=span_of([span.root]),
        form="name",
        text=_folded(span),
        label=name.label,
        title=title or None,
        role=None if noun is None else role_text(noun, span),
        sentence=sentence,
        is_subject=_is_subject(span.root),
        is_plural=name.label == "NORP" and span[-1].tag_ in {"NNPS", "NNS"},
        affiliation=_affiliation(tree, name, noun, name_at) if is_person else None,
        stands_for="government" if name.label == "GPE" and _has_a_say(span.root) else None,
    )


def _affiliation(
    tree: Tree, name: Name, noun: Word | None, name_at: Mapping[int, Name]
) -> Span | None:
    """The organisation in a person's title or role, else the place."""
    near = [name_at[i] for i in affiliated(name.of(tree), name.title, noun) if i in name_at]
    for labels in (("ORG",), ("GPE", "NORP")):
        for other in near:
            if other.label in labels:
                return span_of([other.of(tree).root])
    return None


def _folded(span: Phrase) -> str:
    return " ".join(span.text.split())


def _is_subject(head: Word) -> bool:
    return first_conjunct(head).dep_ in SUBJECTS


def _pronoun(token: Word, sentence: int) -> Mention:
    span = span_of([token])
    return Mention(
        span=span,
        head=span,
        form="pronoun",
        text=token.text,
        sentence=sentence,
        is_subject=_is_subject(token),
        is_plural=lexicon.table("pronouns", "number").get(token.lower_) == "pl",
        refers=next((span_of([word]) for word in antecedents(token)), None),
    )


def _is_referring_pronoun(token: Word) -> bool:
    """Whether a pronoun stands for somebody or something: not the "it" of "it seems that ...",
    and not the country that a model's tags tell from "us"."""
    if token.tag_ in RELATIVE:
        return any(True for _ in antecedents(token))
    if token.lower_ not in lexicon.words("pronouns") or token.text == "US":
        return False
    return token.lower_ != "it" or not _stands_for_a_clause(token)


def _stands_for_a_clause(it: Word) -> bool:
    """Whether "it" announces a clause (Quirk et al. 1985, 18.33: extraposition) or the weather."""
    verb = it.head
    if it.dep_ != "nsubj" or verb.lemma_ not in COPULAS:
        return False
    complements = [child for child in verb.rights if child.dep_ in {"acomp", "attr", "oprd"}]
    return any(child.dep_ in CLAUSAL for part in (verb, *complements) for child in part.rights)


def _heads_nominal(token: Word) -> bool:
    """Whether a word heads a noun phrase of its own: no measure of time, and not "nobody"."""
    if token.lower_ in lexicon.words("wording", "negation"):
        return False
    if token.dep_ in MODIFIERS and token.head.i > token.i:
        return False
    if token.tag_ in {"NN", "NNS"}:
        return token.ent_type_ not in MEASURES and token.lemma_ not in _words_for_times()
    return token.tag_ == "NNP" and _is_definite(token) and is_person_noun(token, ["office"])


@cache
def _words_for_times() -> frozenset[str]:
    return frozenset().union(*(lexicon.words("times", kind) for kind in TIMES))


def _noun_label(token: Word) -> str | None:
    if is_person_noun(token, (*PERSON_KINDS, "either")):
        return "PERSON"
    if is_organisation_noun(token):
        return "ORG"
    return PLACE_NOUNS.get(lexicon.table("places", "kind").get(token.lemma_, ""))


def _is_definite(token: Word) -> bool:
    return any(child.lower_ in DEFINITE for child in token.lefts)


def _is_told_which(noun: Word) -> bool:
    """Whether a clause tells which is meant, so that it need not be known: "the driver who fled"
    (Vieira and Poesio 2000: restrictive postmodification); of a body, what it is of as well: "the
    office of the mayor"."""
    if is_organisation_noun(noun) and any(child.lower_ == "of" for child in noun.rights):
        return True
    clauses = (child for child in noun.rights if child.dep_ in {"relcl", "acl"})
    return any(
        all(token.text != "," for token in noun.tree[noun.i : clause.left_edge.i])
        for clause in clauses
    )


def _nominal(token: Word, sentence: int) -> Mention:
    label = _noun_label(token) or ("PERSON" if token.tag_ == "NNP" else None)
    before = list(token.lefts)
    phrase = token.tree[_left_edge(token, before) : token.i + 1]
    is_definite = any(child.lower_ in DEFINITE for child in before)
    return Mention(
        span=span_of(phrase),
        head=span_of([token]),
        form="nominal",
        text=_folded(phrase),
        label=label,
        sentence=sentence,
        is_subject=_is_subject(token),
        is_plural=token.tag_ == "NNS" or token.lower_ == "people",
        is_unnamed=label == "PERSON" and _is_indefinite(phrase) and _has_a_say(token),
        is_definite=is_definite and not _is_told_which(token),
        modifiers=frozenset([child.lower_ for child in before if child.dep_ in COUNTED]),
        refers=_named_beside(token),
    )


def _named_beside(noun: Word) -> Span | None:
    """The head of the phrase that a noun stands in apposition to, or of the name beside it."""
    if noun.dep_ == "appos" and noun.head.i < noun.i:
        return span_of([noun.head]) if _are_one(noun.head, noun) else None
    beside = (child for child in noun.rights if child.dep_ == "appos" and child.tag_ in PROPER)
    return next((span_of([child]) for child in beside if _are_one(noun, child)), None)


def _are_one(first: Word, second: Word) -> bool:
    """Whether two nouns in apposition can be the same: not "critics like Ada Bell", and no label
    with what follows its colon ("Photo: Ada Bell")."""
    is_one_of_many = {first.tag_, second.tag_} == {"NNS", "NNP"}
    between = first.tree[first.i + 1 : second.i]
    return not is_one_of_many and all(token.text != ":" for token in between)


def _left_edge(noun: Word, before: Sequence[Word]) -> int:
    """Where the phrase of a noun begins that has these words `before` it."""
    start = noun.i
    for child in reversed(before):
        if child.dep_ not in BEFORE_HEAD or child.right_edge.i + 1 < start:
            break
        start = child.left_edge.i
    return start


def _is_indefinite(phrase: Phrase) -> bool:
    """Whether a noun phrase introduces somebody: "a senior official", "two people", "sources"."""
    first = phrase[0]
    if first.lower_ in INDEFINITE or first.tag_ == "CD":
        return True
    is_bare = not any(child.dep_ in {"det", "poss"} for child in phrase.root.lefts)
    return is_bare and phrase.root.tag_ == "NNS"


def _has_a_say(noun: Word) -> bool:
    """Whether somebody is given as the source of what is reported."""
    reporting = lexicon.words("cues", "verb")
    noun = first_conjunct(noun)
    above = noun.head
    if noun.dep_ == "pobj":
        is_agent = above.dep_ == "agent" and above.head.lemma_ in reporting | CITING
        return is_agent or (above.lower_ == "to" and above.head.lower_ == "according")
    if noun.dep_ == "nsubj":
        return above.lemma_ in reporting
    return noun.dep_ == "dobj" and above.lemma_ in CITING
