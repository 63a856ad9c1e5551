"""Who and what an article speaks of: names, noun phrases and pronouns."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from readout import lexicon
from readout.annotations import Mention
from readout.name_votes import Name
from readout.names import find_names
from readout.roles import PERSON_KINDS, is_organisation_noun, is_person_noun, role_of
from readout.syntax import SUBJECTS, span_of

BEFORE_HEAD = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod"}
)
MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod"})
INDEFINITE = frozenset({"a", "an", "some", "several", "many", "another", "one", "few", "any"})
CITING = frozenset({"quote", "cite"})
COPULAS = frozenset({"be", "seem", "appear", "become", "look", "take", "remain", "turn", "happen"})
CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "advcl"})


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions in a parsed document, in the order of the text.

    Names come from the model's entities, repaired and typed by the whole document
    (`readout.names`); noun phrases are those headed by nouns for people and organisations
    (lexicons `people` and `name_heads`); an "it" that stands for a clause is left out.
    """
    names = find_names(doc)
    in_names = {i for name in names for i in range(name.title, name.end)}
    number = {sentence.start: n for n, sentence in enumerate(doc.sents)}
    found = []
    for name in names:
        found.append(_named(doc, name, number[doc[name.start].sent.start]))
    for token in doc:
        if token.i in in_names:
            continue
        if token.lower_ in lexicon.words("pronouns") and _refers(token):
            found.append(_pronoun(token, number[token.sent.start]))
        elif _heads_nominal(token):
            found.append(_nominal(token, number[token.sent.start]))
    return sorted(found, key=lambda mention: (mention.span.start, -mention.span.end))


def _named(doc: Doc, name: Name, sentence: int) -> Mention:
    span = name.of(doc)
    is_person = name.label == "PERSON"
    title = _folded(doc[name.title : name.start]) if is_person else ""
    return Mention(
        span=span_of(span),
        head=span_of([span.root]),
        form="name",
        text=_folded(span),
        label=name.label,
        title=title or None,
        role=role_of(span) if is_person else None,
        sentence=sentence,
        is_subject=_is_subject(span.root),
        is_plural=name.label == "NORP" and span[-1].tag_ in {"NNPS", "NNS"},
    )


def _folded(span: Tokens) -> str:
    return " ".join(span.text.split())


def _is_subject(head: Token) -> bool:
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    return head.dep_ in SUBJECTS


def _pronoun(token: Token, sentence: int) -> Mention:
    span = span_of([token])
    return Mention(
        span=span,
        head=span,
        form="pronoun",
        text=token.text,
        sentence=sentence,
        is_subject=_is_subject(token),
        is_plural=lexicon.table("pronouns", "number").get(token.lower_) == "pl",
    )


def _refers(token: Token) -> bool:
    """Whether a pronoun stands for somebody or something: not the "it" of "it seems that ...",
    and not the country that a model's tags tell from "us"."""
    if token.text == "US":
        return False
    return token.lower_ != "it" or not _stands_for_a_clause(token)


def _stands_for_a_clause(it: Token) -> bool:
    """Whether "it" announces a clause (Quirk et al. 1985, 18.33: extraposition) or the weather."""
    verb = it.head
    if it.dep_ != "nsubj" or verb.lemma_ not in COPULAS:
        return False
    complements = [child for child in verb.rights if child.dep_ in {"acomp", "attr", "oprd"}]
    return any(child.dep_ in CLAUSAL for part in (verb, *complements) for child in part.rights)


def _heads_nominal(token: Token) -> bool:
    """Whether a word heads a noun phrase for people or an organisation, and modifies nothing."""
    if token.dep_ in MODIFIERS and token.head.i > token.i:
        return False
    if token.tag_ in {"NN", "NNS"}:
        return _noun_label(token) is not None
    return token.tag_ == "NNP" and _is_definite(token) and is_person_noun(token, ["office"])


def _noun_label(token: Token) -> str | None:
    if is_person_noun(token, (*PERSON_KINDS, "either")):
        return "PERSON"
    return "ORG" if is_organisation_noun(token) else None


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in {"the", "this", "that"} for child in token.lefts)


def _nominal(token: Token, sentence: int) -> Mention:
    label = _noun_label(token) or "PERSON"
    phrase = token.doc[_left_edge(token) : token.i + 1]
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
    )


def _left_edge(noun: Token) -> int:
    start = noun.i
    for child in reversed(list(noun.lefts)):
        if child.dep_ not in BEFORE_HEAD or child.right_edge.i + 1 < start:
            break
        start = child.left_edge.i
    return start


def _is_indefinite(phrase: Tokens) -> bool:
    """Whether a noun phrase introduces somebody: "a senior official", "two people", "sources"."""
    first = phrase[0]
    if first.lower_ in INDEFINITE or first.tag_ == "CD":
        return True
    is_bare = not any(child.dep_ in {"det", "poss"} for child in phrase.root.lefts)
    return is_bare and phrase.root.tag_ == "NNS"


def _has_a_say(noun: Token) -> bool:
    """Whether somebody is given as the source of what is reported."""
    reporting = lexicon.words("cues", "verb")
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    above = noun.head
    if noun.dep_ == "pobj":
        is_agent = above.dep_ == "agent" and above.head.lemma_ in reporting | CITING
        return is_agent or (above.lower_ == "to" and above.head.lower_ == "according")
    if noun.dep_ == "nsubj":
        return above.lemma_ in reporting
    return noun.dep_ == "dobj" and above.lemma_ in CITING
