"""What readout finds in an article, in the form in which annotated corpora have it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from corpora import Row, rows_of, write
from spacy.language import Language
from spacy.tokens import Doc

from readout.annotations import Argument, Article, Event, Mention, Reading, Span
from readout.pipeline import annotate, parse
from readout.referring.roles import title_start
from readout.tree import tree_of

MEANTIME_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
MEANTIME_ROLES = {
    "actor": "Arg0",
    "recipient": "Arg1",  # Arg2 beside an object
    "object": "Arg1",
    "amount": "Arg2",
    "level": "Arg4",
    "place": "Argm-LOC",
}
MEANTIME_CERTAINTY = {"certain": "CERTAIN", "probable": "PROBABLE", "possible": "POSSIBLE"}
SINGULAR = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})


def predicted_by(
    truth: Path, nlp: Language, to_row: Callable[[Reading], Row], name: str = "predicted"
) -> Path:
    """What readout finds in the articles of a corpus, in the corpus' form, in a file beside it."""
    rows = list(rows_of(truth))
    articles = map(article_of, rows)
    made = (
        {"id": article.doc_id, "text": article.text, **to_row(annotate(article, doc))}
        for article, doc in parse(nlp, articles)
    )
    return write(truth.with_suffix(f".{name}.jsonl"), made)


def article_of(row: Row) -> Article:
    """An article of a corpus as readout reads it."""
    published = datetime.fromisoformat(row["dct"]) if row.get("dct") else None
    return Article(doc_id=row["id"], text=row["text"], published=published)


def attributions(reading: Reading) -> Row:
    """As PolNeAR has them: source, cue and content as lists of [start, end]."""
    return {
        "quotes": [
            {
                "source": [_pair(quote.source)] if quote.source else None,
                "cue": [_pair(span) for span in quote.cue] or None,
                "content": [_pair(span) for span in quote.content],
                "confidence": quote.confidence,
            }
            for quote in reading.quotes
        ]
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def everything(reading: Reading) -> Row:
    """As MEANTIME has it: entities, times and events as spans, participants as relations."""
    spans: list[Row] = [*names(reading), *_time_spans(reading)]
    rels: list[Row] = []
    events = [words for event in reading.events for words in _with_light_verb(event)]
    for i, event in enumerate(events):
        sources = [_pair(span) for span in _sources_of(event, reading)]
        spans.append(_event_span(event, f"v{i}") | {"sources": sources})
        for j, argument in enumerate(event.arguments):
            if argument.role in MEANTIME_ROLES and (argument.pronoun or not argument.understood):
                role = _propbank_role(argument, event)
                words = argument.pronoun or argument.span
                spans.append(_span("argument", words, id=f"v{i}a{j}"))
                rel = {"type": "HAS_PARTICIPANT", "from": f"v{i}", "to": f"v{i}a{j}", "role": role}
                rels.append(rel)
    return {"spans": spans, "rels": rels}


def _with_light_verb(event: Event) -> Iterator[Event]:
    """In "held a meeting" MEANTIME has two events, readout one with both words."""
    yield event
    if event.light_verb:
        yield replace(event, span=event.light_verb)


def _propbank_role(argument: Argument, event: Event) -> str:
    has_object = any(other.role == "object" for other in event.arguments)
    if argument.role == "recipient" and has_object:
        return "Arg2"
    return MEANTIME_ROLES[argument.role]


def _sources_of(event: Event, reading: Reading) -> Iterator[Span]:
    """Who tells an event, and through whom, from the nearest to the outermost."""
    position = event.quote
    while position is not None:
        quote = reading.quotes[position]
        if quote.source:
            yield quote.source
        position = quote.parent


def names(reading: Reading) -> Iterator[Row]:
    """Names of people, organisations and places with MEANTIME's types."""
    for entity in reading.entities:
        for mention in (reading.mentions[m] for m in entity.mentions):
            if mention.form == "name" and entity.label in MEANTIME_TYPES:
                yield _span("entity", mention.span, type=MEANTIME_TYPES[entity.label])


def _time_spans(reading: Reading) -> Iterator[Row]:
    for time in reading.times:
        yield _span("timex", time.span, type=time.type, value=time.value)


def _event_span(event: Event, id_: str) -> Row:
    return _span(
        "event",
        event.span,
        id=id_,
        certainty=MEANTIME_CERTAINTY[event.certainty],
        polarity=event.polarity.upper(),
        time="FUTURE" if event.future else "NON_FUTURE",
    )


def chains(
    reading: Reading, labels: frozenset[str] | None = None, forms: frozenset[str] | None = None
) -> Row:
    """The mentions that are in entities, of these labels and forms (by default of all); as GUM has
    them: names with their titles, and no relative pronouns."""
    return {
        "spans": [
            _span("entity", _with_title(m, reading.article.text), chain=str(e))
            | {"head_start": m.head.start}
            for e, entity in enumerate(reading.entities)
            for m in (reading.mentions[i] for i in entity.mentions)
            if (labels is None or entity.label in labels) and (forms is None or m.form in forms)
            if not (m.form == "pronoun" and m.refers)
        ]
    }


def event_chains(reading: Reading) -> Row:
    """Events, those that are linked by `same_as` in one chain."""
    firsts = [n if e.same_as is None else e.same_as for n, e in enumerate(reading.events)]
    return _in_chains(reading, firsts)


def event_chains_by_lemma(reading: Reading) -> Row:
    """Events, those with the same lemma in one chain."""
    return _in_chains(reading, [event.lemma for event in reading.events])


def _in_chains(reading: Reading, chains: Iterable[object]) -> Row:
    pairs = zip(reading.events, chains, strict=True)
    return {"spans": [_span("event", event.span, chain=str(chain)) for event, chain in pairs]}


def _with_title(mention: Mention, text: str) -> Span:
    if not mention.title:
        return mention.span
    before = text[: mention.span.start]
    title = r"\s+".join(map(re.escape, mention.title.split()))
    found = re.search(rf"{title}\W*$", before)
    return Span(found.start() if found else mention.span.start, mention.span.end)


def typed_chains(reading: Reading) -> Row:
    """Mentions of people, organisations and places."""
    return chains(reading, frozenset(MEANTIME_TYPES))


def named_chains(reading: Reading) -> Row:
    """Names and pronouns among these mentions."""
    return chains(reading, frozenset(MEANTIME_TYPES), frozenset({"name", "pronoun"}))


def nearest_chains(doc: Doc) -> Row:
    """Names that are spelled the same, and "he" and "she" for the nearest name of a person."""
    spans, person = [], None
    tree = tree_of(doc)
    names = {e.root.i: e for e in doc.ents if e.label_ in MEANTIME_TYPES}
    for token in doc:
        span = Span(token.idx, token.idx + len(token))
        chain = person if token.lower_ in SINGULAR else None
        if token.i in names:
            name = names[token.i]
            title = tree[title_start(tree, name.start, name.end)]
            span, chain = Span(title.idx, name.end_char), name.text
            person = chain if name.label_ == "PERSON" else person
        if chain:
            spans.append(_span("entity", span, chain=chain) | {"head_start": token.idx})
    return {"spans": spans}


def names_of_spacy(doc: Doc) -> list[Row]:
    """The model's own names with MEANTIME's types."""
    return [
        _span("entity", Span(e.start_char, e.end_char), type=MEANTIME_TYPES[e.label_])
        for e in doc.ents
        if e.label_ in MEANTIME_TYPES
    ]


def _main_event(reading: Reading) -> Event | None:
    """The first event that PLOVER has a type for."""
    typed = (event for event in reading.events if event.type not in {"STATEMENT", "OTHER"})
    return next(typed, None)


def main_type(reading: Reading) -> str | None:
    """The PLOVER type of the first event that has one."""
    event = _main_event(reading)
    return event and event.type


def main_roles(reading: Reading) -> Row:
    """Actors and recipients of that event. PLOVER's coders name who a pronoun stands for, and so
    does readout by the entity: its first other mention."""
    event = _main_event(reading)
    arguments = event.arguments if event else ()
    return {
        "spans": [
            _span(argument.role, _named_span(argument, reading))
            for argument in arguments
            if argument.role in {"actor", "recipient"}
        ]
    }


def _named_span(argument: Argument, reading: Reading) -> Span:
    if argument.entity is None:
        return argument.span
    mentions = [reading.mentions[m] for m in reading.entities[argument.entity].mentions]
    is_pronoun = any(m.form == "pronoun" and m.span == argument.span for m in mentions)
    full = (mention.span for mention in mentions if mention.form != "pronoun")
    return next(full, argument.span) if is_pronoun else argument.span


def _span(layer: str, span: Span, **values: str) -> Row:
    return {"id": None, "layer": layer, "start": span.start, "end": span.end, **values}
