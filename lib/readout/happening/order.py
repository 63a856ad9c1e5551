"""In what order events happened, where the text says so: "after the talks failed", "and then left".

Only words that name an order count (lexicon `order`). Nothing is concluded from the order of the
sentences, from tenses, or from one relation to another: where the text is silent, so is this.
"""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from readout import lexicon
from readout.annotations import Event, Order, Time
from readout.happening.triggers import says_it_happens
from readout.syntax import span_of

LINKS = frozenset({"of", "to"})
Events = Mapping[int, int]
SIGNS = {"mark": "conjunction", "advmod": "conjunction", "prep": "preposition"}


def find_order(doc: Doc, events: Sequence[Event], times: Sequence[Time]) -> list[Order]:
    """What the text says of the order of its events, by position, in the order of the text.

    An event stands `before`, `after` or `during` another or a time, or goes on `until`, `since` or
    `by` it. `events` and `times` are those of the same article.
    """
    by_word = {
        words.root.i: position
        for position, event in enumerate(events)
        if (words := doc.char_span(event.span.start, event.span.end, alignment_mode="expand"))
    }
    spans = [time.span for time in times]
    found = [
        order
        for token in _signs(doc)
        if not any(span.start <= token.idx < span.end for span in spans)  # "later this year"
        for order in _said_by(token, by_word)
    ]
    found += _limits(doc, events, times)
    return sorted(found, key=lambda order: order.span.start)


def _signs(doc: Doc) -> Iterator[Token]:
    """The words of the lexicon, without an object for each of the others on the way."""
    wanted = {doc.vocab.strings[word] for word in lexicon.words("order")}
    forms = enumerate(doc.to_array(["LOWER", "LEMMA"]).tolist())
    yield from (doc[i] for i, (lower, lemma) in forms if lower in wanted or lemma in wanted)


def _said_by(sign: Token, events: Events) -> Iterator[Order]:
    """The order that one word tells."""
    if relation := _relation_to_clause(sign):
        pairs = _around(sign)
    elif relation := _relation(sign, "phrase"):
        pairs = _after_phrase(sign)
    elif relation := _relation(sign, "verb"):
        pairs = _subject_and_object(sign)
    elif relation := _relation(sign, "adverb"):
        pairs = _this_and_the_last(sign, events)
    else:
        return
    for word, other in pairs:
        event, against = _event_of(word, events), _event_of(other, events)
        if event is not None and against is not None and event != against:
            yield Order(event=event, relation=relation, other=against, span=span_of([sign]))


def _relation_to_clause(sign: Token) -> str:
    """ "While visiting the port" tells when; "while he visited it" may be a contrast."""
    relation = _relation(sign, SIGNS.get(sign.dep_, ""))
    if not relation and sign.dep_ in {"mark", "advmod"} and sign.head.tag_ == "VBG":
        return _relation(sign, "participle")
    return relation


def _relation(sign: Token, kind: str) -> str:
    lemma = sign.lemma_.lower() if kind == "verb" else sign.lower_
    row = lexicon.entries("order").get((lemma, kind))
    return row["relation"] if row else ""


def _subject_and_object(verb: Token) -> Iterator[tuple[Token, Token]]:
    """ "The second meeting followed an initial conversation", "was followed by a meeting"."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    yield from ((subject, thing) for subject in subjects for thing in objects)
    passive = [child for child in verb.children if child.dep_ == "nsubjpass"]
    agents = [c for by in verb.children if by.dep_ == "agent" for c in by.children]
    yield from ((agent, subject) for agent in agents for subject in passive)


def _around(sign: Token) -> Iterator[tuple[Token, Token]]:
    """ "Left after the talks failed", "left after the talks", "left after meeting the king"."""
    clause = sign.head
    if sign.dep_ == "prep":
        yield from ((clause, c) for c in sign.children if c.dep_ in {"pobj", "pcomp", "dobj"})
    elif clause.dep_ == "advcl":
        yield clause.head, clause


def _after_phrase(sign: Token) -> Iterator[tuple[Token, Token]]:
    """ "Prior to the vote", "in the wake of the vote", "as soon as the votes were counted"."""
    above = sign.head.head if sign.dep_ == "pobj" else sign.head
    for link in sign.rights:
        if link.dep_ == "advcl":
            yield above, link
        elif link.lower_ in LINKS:
            yield from ((above, c) for c in link.children if c.dep_ in {"pobj", "pcomp"})


def _this_and_the_last(sign: Token, events: Events) -> Iterator[tuple[Token, Token]]:
    """ "Met the king and then left": the verb before it in the coordination or, at the head of a
    sentence, the main verb of the one before."""
    verb = sign.head
    if sign.dep_ != "advmod" or verb.i not in events or _has_condition(verb):
        return
    if verb.dep_ in {"conj", "dep"}:
        yield verb, verb.head
    elif verb.dep_ == "ROOT" and verb.sent.start > 0:
        yield verb, verb.doc[verb.sent.start - 1].sent.root


def _has_condition(verb: Token) -> bool:
    clauses = (child for child in verb.children if child.dep_ == "advcl")
    return any(child.lower_ == "if" for clause in clauses for child in clause.children)


def _event_of(word: Token, events: Events) -> int | None:
    """The event that a word names, that a light verb carries ("held talks"), or that a verb only
    says to happen ("the arrest came after the raid")."""
    if says_it_happens(word):
        subjects = (child.i for child in word.children if child.dep_ == "nsubj")
        happening = next((events[i] for i in subjects if i in events), None)
        if happening is not None:
            return happening
    if word.i in events:
        return events[word.i]
    carried = (child.i for child in word.children if child.dep_ in {"dobj", "nsubjpass"})
    return next((events[i] for i in carried if i in events), None)


def _limits(doc: Doc, events: Sequence[Event], times: Sequence[Time]) -> Iterator[Order]:
    """Events that a word puts on one side of their time: "before May 3", "since Monday"."""
    for position, event in enumerate(events):
        if event.time is None or event.begins is not None:
            continue
        span = times[event.time].span
        words = doc.char_span(span.start, span.end, alignment_mode="expand")
        if words is None:
            continue
        sign = words.root.head
        if relation := _relation(sign, "limit") or _relation(sign, "preposition"):
            yield Order(event=position, relation=relation, time=event.time, span=span_of([sign]))
