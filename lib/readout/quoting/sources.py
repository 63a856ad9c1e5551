"""Who an attribution is to, how and as what they are given, and whom they spoke to or through."""

from collections.abc import Mapping, Sequence

from readout import lexicon
from readout.annotations import SourceForm, SourceType, Span
from readout.referring.roles import is_organisation_noun, is_person_noun
from readout.syntax import span_of
from readout.tree import Word

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
CLAUSES = frozenset({"relcl", "acl", "advcl"})
THROUGH = frozenset({"on", "to", "with", "in", "at", "for"})
MEDIA_NOUNS = frozenset({"interview", "statement", "speech", "letter", "email", "briefing"})
HEARERS = frozenset({"PERSON", "ORG"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "LOC"})
TYPES: Mapping[str, SourceType] = {
    "PERSON": "person",
    "ORG": "institution",
    "GPE": "institution",
    "FAC": "institution",
    "LOC": "institution",
    "PRODUCT": "institution",
    "WORK_OF_ART": "document",
    "LAW": "document",
}
PEOPLE = frozenset(
    {"he", "she", "i", "we", "you", "who", "they", "those", "some", "many", "both", "others"}
)
DETERMINERS = frozenset({"a", "an", "one", "some", "several", "two", "three", "other", "another"})


def source_span(source: Word, cue: Word) -> Span:
    """The whole noun phrase of a source, without relative clauses, and without the cue's own."""
    words = []
    for token in source.subtree:
        path = [token, *token.ancestors]
        branch = path[: path.index(source)] if source in path else []
        clause = any(t.dep_ in CLAUSES and t.pos_ in {"VERB", "AUX"} for t in branch)
        if not (clause or cue in branch or any(_is_list_break(t) for t in branch)):
            words.append(token)
    run = _contiguous(words, source)
    while len(run) > 1 and (run[-1].is_punct or run[-1].is_space):
        run.pop()
    while len(run) > 1 and (run[0].is_punct or run[0].is_space):
        run.pop(0)
    return span_of(run)


def form_of(source: Word) -> SourceForm:
    """How a source is given: by name, pronoun, as somebody unnamed, or by another noun."""
    if source.pos_ == "PRON" and source.lower_ not in {
        "some",
        "many",
        "both",
        "others",
        "one",
        "those",
    }:
        return "pronoun"
    if source.pos_ == "PROPN" or source.ent_type_ in NAMED:
        return "named"
    if any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in source.children):
        return "named"
    lemma = source.lemma_.lower()
    if lemma == "source" or (lemma in lexicon.words("sources", "anonymous") and _is_vague(source)):
        return "anonymous"
    return "nominal"


def type_of(source: Word) -> SourceType | None:
    """What a source is: people, an institution or a document; None where its word doesn't tell."""
    if source.pos_ in {"PRON", "NUM"}:
        return "person" if source.lower_ in PEOPLE or source.pos_ == "NUM" else None
    if source.lemma_.lower() in lexicon.words("sources", "document"):
        return "document"
    if source.ent_type_ in TYPES:
        return TYPES[source.ent_type_]
    if is_organisation_noun(source):
        return "institution"
    anonymous = source.lemma_.lower() in lexicon.words("sources", "anonymous")
    is_people = anonymous or source.ent_type_ == "NORP" or is_person_noun(source)
    return "person" if is_people else None


def audience_of(cue: Word, content: Sequence[Span], sources: Sequence[Span]) -> tuple[Span, ...]:
    """Whom it was said to, and through which medium: "told Charlie Rose on Bloomberg"."""
    found = []
    tells = takes_hearer(cue)
    for child in cue.children:
        if tells and child.dep_ in {"dobj", "dative"} and child.pos_ in NOUNS:
            found.append(child)
        elif child.dep_ in {"prep", "dative"} and child.lower_ in THROUGH:
            found += _hearers(child)
    found.sort(key=lambda token: token.i)
    spans = [
        _without_next(source_span(token, cue), token, found[k : k + 1])
        for k, token in enumerate(found, 1)
    ]
    taken = (*content, *sources)
    return tuple(span for span in spans if not any(span.overlaps(other) for other in taken))


def _without_next(span: Span, hearer: Word, following: Sequence[Word]) -> Span:
    """A hearer's phrase up to the one that tells the next: "Cora Rose" of "Cora Rose on CNN"."""
    if following and following[0].idx < span.end:
        return span_of(list(hearer.tree[hearer.left_edge.i : following[0].head.i]))
    return span


def takes_hearer(cue: Word) -> bool:
    """Whether the object of a cue verb is the one who hears it: "told reporters"."""
    return cue.lemma_.lower() in lexicon.table("cues", "audience")


def _is_list_break(token: Word) -> bool:
    """Whether a conjunct is a name that no conjunction joins to what stands before it."""
    if token.dep_ != "conj" or token.ent_type_ != "PERSON" or token.head.ent_type_ == "PERSON":
        return False
    return not any(t.dep_ == "cc" for t in (*token.head.children, *token.children))


def _is_vague(source: Word) -> bool:
    """Indefinite, or plural without an article: "an official", "officials", "people familiar"."""
    determiners = {child.lower_ for child in source.children if child.dep_ in {"det", "nummod"}}
    if determiners & DETERMINERS:
        return True
    return not determiners and "Number=Plur" in source.morph


def _hearers(preposition: Word) -> list[Word]:
    """ "to reporters", "on Bloomberg", "in an interview with Charlie Rose": who is reached."""
    found = []
    for noun in (child for child in preposition.children if child.dep_ == "pobj"):
        if noun.lemma_.lower() in MEDIA_NOUNS:
            inner = (
                t for t in noun.children if t.dep_ == "prep" and t.lower_ in {"with", "to", "on"}
            )
            found += [t for prep in inner for t in _hearers(prep)]
        elif noun.lemma_.lower() in {"reporter", "journalist"} or _may_hear(noun, preposition):
            found.append(noun)
            found += [t for p in noun.children if p.lower_ == "on" for t in _hearers(p)]
    return found


def _may_hear(noun: Word, preposition: Word) -> bool:
    if preposition.lower_ == "on":
        return noun.pos_ == "PROPN" and noun.ent_type_ in {*HEARERS, "GPE", "WORK_OF_ART"}
    return preposition.lower_ in {"to", "with"} and noun.ent_type_ in HEARERS


def _contiguous(words: Sequence[Word], head: Word) -> list[Word]:
    """The words around the head that stand beside one another."""
    have = {word.i: word for word in words}
    first = last = head.i
    while first - 1 in have:
        first -= 1
    while last + 1 in have:
        last += 1
    return [have.get(i, head) for i in range(first, last + 1)]
