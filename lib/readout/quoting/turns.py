"""Words that a label gives to somebody, without a cue: `Ada Bell: “…”`, `“…” —Ada Bell`, the turns
of transcripts ("BELL: The bridge is safe.") and of interviews ("Q. Is it safe? A. It is.").
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from readout.annotations import Quote, SourceType, Span
from readout.referring.roles import ARTICLES, is_person_noun
from readout.syntax import PARAGRAPH_BREAK
from readout.tree import Tree, Word

CONFIDENCE = 0.8
NAME = r"[^\W\d_a-z][\w.’'-]*(?:,? (?:(?:of|the|de|van|von|bin) )*\(?[^\W\d_a-z][\w.’'-]*\)?){0,5}"
LABEL = re.compile(
    rf"^[^\S\n]*(?:(?P<label>[QA](?=[.:])|{NAME}(?=:)))[.:][^\S\n]+(?=\S)", re.MULTILINE
)
SIGNED = re.compile(rf"\s*[—–-]{{1,2}} ?(?P<label>{NAME})(?:, [^\n“”\"]{{1,60}})?$", re.MULTILINE)
FEWEST_TURNS = 2  # of one label: from there on it stands for a speaker without quotation marks


def find_turns(tree: Tree, marks: Sequence[Span]) -> Iterator[Quote]:
    """The attributions that labels make in a document's text; `marks` are the stretches in
    quotation marks."""
    text = tree.text
    labels = list(LABEL.finditer(text))
    people = {name[-1].text.upper() for name in tree.entities if name[0].ent_type_ == "PERSON"}
    types: list[SourceType | None] = [_type_of(tree, label, people) for label in labels]
    speakers = _speakers(labels, types)
    opening_at = {mark.start: mark for mark in marks}
    ends = [*(label.start() for label in labels[1:]), None]
    for label, type_, end in zip(labels, types, ends, strict=False):
        marked = opening_at.get(label.end())
        if label["label"] in speakers:
            content = marked or _words_of(text, label.end(), end)
            yield _turn(tree, label, content, type_ or "person")
        elif marked and type_:
            yield _turn(tree, label, marked, type_)
    for mark in marks:
        signed = SIGNED.match(text, mark.end)
        if signed and (type_ := _type_of(tree, signed, people)):
            yield _turn(tree, signed, mark, type_)


def _speakers(labels: Sequence[re.Match[str]], types: Sequence[SourceType | None]) -> set[str]:
    """The labels of a transcript's speakers: people, or those who ask and answer in turns."""
    counts = Counter(label["label"] for label in labels)
    named = {
        label["label"] for label, type_ in zip(labels, types, strict=True) if type_ == "person"
    }
    known = {name for name in named if counts[name] >= FEWEST_TURNS}
    return known | ({"Q", "A"} if counts["Q"] and counts["A"] else set())


def _type_of(tree: Tree, label: re.Match[str], people: set[str]) -> SourceType | None:
    """What a label names, if anybody: a person has a title, is taken for one by the model, or has
    in capitals the surname of one of the article's `people`."""
    words = _words(tree, label)
    kinds = {word.ent_type_ for word in words}
    surname = label["label"].split()[-1]
    if "PERSON" in kinds or any(is_person_noun(word) for word in words):
        return "person"
    if surname.isupper() and surname in people:
        return "person"
    if "ORG" in kinds:
        return "institution"
    return None


def _words(tree: Tree, label: re.Match[str]) -> list[Word]:
    return list(tree.touched_by(Span(*label.span("label"))))


def _words_of(text: str, start: int, end: int | None) -> Span:
    """What stands between a label and the next one, after the last one to its paragraph's end."""
    words = text[start:end] if end else PARAGRAPH_BREAK.split(text[start:])[0]
    return Span(start, start + len(words.rstrip()))


def _turn(tree: Tree, label: re.Match[str], content: Span, type_: SourceType) -> Quote:
    words = (word for word in _words(tree, label) if word.is_alpha and word.lower_ not in ARTICLES)
    is_role = label["label"] in {"Q", "A"} or all(is_person_noun(word) for word in words)
    return Quote(
        content=(content,),
        kind="direct",
        confidence=CONFIDENCE,
        source=Span(*label.span("label")),
        source_form="nominal" if is_role else "named",
        source_type=type_,
    )
