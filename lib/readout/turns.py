"""Words that a label gives to somebody, without a cue: `Ada Bell: “…”`, `“…” —Ada Bell`, the turns
of transcripts ("BELL: The bridge is safe.") and of interviews ("Q. Is it safe? A. It is.").
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc
from spacy.tokens import Span as Name

from readout.annotations import Quote, Span
from readout.syntax import PARAGRAPH_BREAK

CONFIDENCE = 0.8
NAME = r"[^\W\d_a-z][\w.’'-]*(?:,? (?:(?:of|the|de|van|von|bin) )*\(?[^\W\d_a-z][\w.’'-]*\)?){0,5}"
LABEL = re.compile(
    rf"^[^\S\n]*(?:(?P<label>[QA](?=[.:])|{NAME}(?=:)))[.:][^\S\n]+(?=\S)", re.MULTILINE
)
SIGNED = re.compile(rf"\s*[—–-]{{1,2}} ?(?P<label>{NAME})(?:, [^\n“”\"]{{1,60}})?$", re.MULTILINE)
FEWEST_TURNS = 2  # of one label: from there on it stands for a speaker without quotation marks


def find_turns(doc: Doc, text: str, marks: Sequence[Span]) -> Iterator[Quote]:
    """The attributions that labels make in a document's text (which spaCy puts together anew each
    time it is asked); `marks` are the stretches in quotation marks."""
    labels = list(LABEL.finditer(text))
    people = [ent for ent in doc.ents if ent.label_ == "PERSON"]
    speakers = _speakers(people, labels)
    opening_at = {mark.start: mark for mark in marks}
    ends = [*(label.start() for label in labels[1:]), None]
    for label, end in zip(labels, ends, strict=False):
        marked = opening_at.get(label.end())
        if label["label"] in speakers:
            yield _turn(label, marked or _words_of(text, label.end(), end))
        elif marked and _is_person(people, label):
            yield _turn(label, marked)
    for mark in marks:
        signed = SIGNED.match(text, mark.end)
        if signed and _is_person(people, signed):
            yield _turn(signed, mark)


def _speakers(people: Sequence[Name], labels: Sequence[re.Match[str]]) -> set[str]:
    """The labels of a transcript's speakers: people, or those who ask and answer in turns."""
    counts = Counter(label["label"] for label in labels)
    named = {label["label"] for label in labels if _is_person(people, label)}
    known = {name for name in named if counts[name] >= FEWEST_TURNS}
    return known | ({"Q", "A"} if counts["Q"] and counts["A"] else set())


def _is_person(people: Sequence[Name], match: re.Match[str]) -> bool:
    """Whether the model takes what a label says for a person, or the label is a surname in
    capitals of somebody whom the article names."""
    name = Span(*match.span("label"))
    if any(name.overlaps(Span(person.start_char, person.end_char)) for person in people):
        return True
    surname = match["label"].split()[-1]
    return surname.isupper() and any(person[-1].text.upper() == surname for person in people)


def _words_of(text: str, start: int, end: int | None) -> Span:
    """What stands between a label and the next one, after the last one to its paragraph's end."""
    words = text[start:end] if end else PARAGRAPH_BREAK.split(text[start:])[0]
    return Span(start, start + len(words.rstrip()))


def _turn(label: re.Match[str], content: Span) -> Quote:
    return Quote(
        content=(content,),
        kind="direct",
        confidence=CONFIDENCE,
        source=Span(*label.span("label")),
        source_form="nominal" if label["label"] in {"Q", "A"} else "named",
        source_type="person",
    )
