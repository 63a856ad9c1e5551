"""In what order events happened, where the text says so: "after the talks failed", "and then left".

Only words that name an order count (lexicon `order`). Nothing is concluded from the order of the
sentences, from tenses, or from one relation to another: where the text is silent, so is this.
"""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from readout import lexicon
from readout.annotations import Event, Order, Time
from readout.happening.expressions import row_ending_at
from readout.happening.particles import is_denied
from readout.happening.triggers import objects_of, says_it_happens
from readout.syntax import WITHIN_NOUNS, is_past, is_perfect, span_of
from readout.tree import Tree, Word, tree_of

LINKS = frozenset({"of", "to", "for"})
LINKED_CLAUSES = frozenset({"advcl", "acl", "relcl"})
CORRELATES = frozenset({"when", "than", "before"})
POINTS_BACK = frozenset({"that", "then", "this"})
Events = Mapping[int, int]
SIGNS = {
    "mark": "conjunction",
    "advmod": "conjunction",
    "prep": "preposition",
    "aux": "auxiliary",  # "having left"
}


def find_order(doc: Doc, events: Sequence[Event], times: Sequence[Time]) -> list[Order]:
    """What the text says of the order of its events, by position, in the order of the text.

    An event stands `before`, `after` or `during` another or a time, or goes on `until`, `since` or
    `by` it. `events` and `times` are those of the same article.
    """
    tree = tree_of(doc)
    by_word = {
        tree.touched_by(event.span).root.i: position for position, event in enumerate(events)
    }
    spans = [time.span for time in times]
    found = [
        order
        for token in _signs(tree)
        if not any(span.start <= token.idx < span.end for span in spans)  # "later this year"
        for order in _said_by(token, by_word)
    ]
    found += _limits(tree, events, times)
    return sorted(found, key=lambda order: order.span.start)


def _signs(tree: Tree) -> Iterator[Word]:
    """The words of the lexicon; of expressions the last."""
    words = {expression.split()[-1] for expression in lexicon.words("order")}
    return (word for word in tree if word.lower_ in words or word.lemma_ in words)


def _said_by(sign: Word, events: Events) -> Iterator[Order]:
    """The order that one word tells."""
    if sign.dep_ == "prt":
        return
    if relation := _relation_to_clause(sign):
        pairs = _around(sign)
    elif relation := _relation_of_phrase(sign):
        pairs = _after_phrase(sign)
    elif relation := _relation(sign, "distance"):
        pairs = _at_a_distance(sign)
    elif relation := _relation(sign, "verb"):
        pairs = _subject_and_object(sign)
    elif relation := _relation(sign, "adverb") or _relation_to_what_was_told(sign):
        pairs = _this_and_the_last(sign, events)
    elif row := row_ending_at(sign, "correlative", of="order"):
        relation, pairs = row["relation"], _correlates(sign)
    else:
        return
    for word, other in pairs:
        event, against = _event_of(word, events), _event_of(other, events)
        if event is not None and against is not None and event != against:
            yield Order(event=event, relation=relation, other=against, span=span_of([sign]))


def _relation_to_clause(sign: Word) -> str:
    """ "While visiting the port" tells when; "while he visited it" may be a contrast, and "since he
    visited it" a reason, but not in "ever since" or beside a perfect. What was not so until
    something happened came after that."""
    clause = sign.head
    if relation := _relation(sign, SIGNS.get(sign.dep_, "")):
        main = clause if sign.dep_ == "prep" else clause.head
        return "after" if relation == "until" and is_denied(main) else relation
    if sign.dep_ == "prep":
        is_fronted = sign.i < clause.i and any(c.dep_ == "pcomp" for c in sign.rights)
        return _relation(sign, "opening") if is_fronted else ""
    if sign.dep_ in {"mark", "advmod"} and clause.tag_ == "VBG":
        return _relation(sign, "participle")
    if sign.dep_ == "mark" and is_past(clause):
        is_time = is_perfect(clause.head) or any(c.lower_ == "ever" for c in clause.lefts)
        return _relation(sign, "perfect") if is_time else ""
    return ""


def _relation_of_phrase(sign: Word) -> str:
    """ "Had left by the time he came" was before that; "left by the time he came" not after it."""
    row = row_ending_at(sign, "phrase", of="order")
    if row and is_perfect(_above_phrase(sign)):
        row = row_ending_at(sign, "perfect", of="order") or row
    return row["relation"] if row else ""


def _relation_to_what_was_told(adverb: Word) -> str:
    """ "He had met the king earlier": before what was told; "he met him earlier" perhaps not."""
    is_before_past = is_perfect(adverb.head) and is_past(adverb.head)
    return _relation(adverb, "reference") if is_before_past else ""


def _relation(sign: Word, kind: str) -> str:
    lemma = sign.lemma_.lower() if kind == "verb" else sign.lower_
    row = lexicon.entries("order").get((lemma, kind))
    return row["relation"] if row else ""


def _subject_and_object(verb: Word) -> Iterator[tuple[Word, Word]]:
    """ "The second meeting followed an initial conversation", "was followed by a meeting"."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    yield from ((subject, thing) for subject in subjects for thing in objects)
    passive = [thing for thing in objects_of(verb) if thing.dep_ != "dobj" or verb.dep_ == "acl"]
    agents = [c for by in verb.children if by.dep_ == "agent" for c in by.children]
    yield from ((agent, subject) for agent in agents for subject in passive)


def _around(sign: Word) -> Iterator[tuple[Word, Word]]:
    """ "Left after the talks failed", "left after the talks", "left after meeting the king"; after
    that which the sentence before tells. "Asked him to go after the war began": asked, too."""
    clause = sign.head
    if sign.is_sent_start and any(child.lower_ in POINTS_BACK for child in sign.rights):
        yield from _with_the_last(clause)
    elif sign.dep_ == "prep":
        yield from ((clause, c) for c in sign.children if c.dep_ in {"pobj", "pcomp", "dobj"})
    elif clause.dep_ == "advcl":
        yield clause.head, clause
        if clause.head.dep_ == "xcomp" and sign.lower_ == "after" and is_past(clause):
            yield clause.head.head, clause


def _after_phrase(sign: Word) -> Iterator[tuple[Word, Word]]:
    """ "Prior to the vote", "in the wake of the vote", "as soon as the votes were counted"."""
    above = _above_phrase(sign)
    for link in sign.rights:
        if link.dep_ in LINKED_CLAUSES:
            yield above, link
        elif link.lower_ in LINKS:
            yield from ((above, c) for c in link.children if c.dep_ in {"pobj", "pcomp"})


def _above_phrase(sign: Word) -> Word:
    return sign.head.head if sign.dep_ == "pobj" else sign.head


def _at_a_distance(sign: Word) -> Iterator[tuple[Word, Word]]:
    """ "Within hours of the vote"."""
    for time in sign.rights:
        if time.ent_type_ in {"DATE", "TIME"}:
            links = (link for link in time.rights if link.lower_ in LINKS)
            yield from ((sign.head, c) for link in links for c in link.rights)


def _correlates(adverb: Word) -> Iterator[tuple[Word, Word]]:
    """ "Had hardly left when the talks failed", "no sooner had he left than the talks failed"."""
    above = adverb.head
    verb = next((child for child in above.rights if child.dep_ == "ccomp"), above)
    if is_perfect(verb) or above.lemma_ == "have":
        for clause in verb.rights:
            if clause.dep_ == "advcl" and any(c.lower_ in CORRELATES for c in clause.lefts):
                yield clause, verb


def _this_and_the_last(sign: Word, events: Events) -> Iterator[tuple[Word, Word]]:
    """ "Met the king and then left": the verb before it in the coordination or, at the head of a
    sentence, the main verb of the one before."""
    verb = sign.head
    if sign.dep_ != "advmod" or verb.i not in events or _has_condition(verb):
        return
    before = [c for c in verb.lefts if c.dep_ == "ccomp" or c.text == ";"]
    if verb.dep_ in {"conj", "dep"}:
        yield verb, verb.head
    elif len(before) > 1 and before[-1].text == ";":  # "he resigned; he would later return"
        yield verb, before[-2]
    elif verb.dep_ == "ROOT":
        yield from _with_the_last(verb)


def _with_the_last(verb: Word) -> Iterator[tuple[Word, Word]]:
    """A verb with the main verb of the sentence before."""
    if verb.sent.start > 0:
        yield verb, verb.tree[verb.sent.start - 1].sent.root


def _has_condition(verb: Word) -> bool:
    clauses = (child for child in verb.children if child.dep_ == "advcl")
    return any(child.lower_ == "if" for clause in clauses for child in clause.children)


def _event_of(word: Word, events: Events) -> int | None:
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


def _limits(tree: Tree, events: Sequence[Event], times: Sequence[Time]) -> Iterator[Order]:
    """Events that a word puts on one side of their time: "before May 3", "since Monday"."""
    for position, event in enumerate(events):
        if event.time is None or event.begins is not None:
            continue
        noun = tree.touched_by(times[event.time].span).root
        is_part = noun.dep_ in WITHIN_NOUNS  # "before Friday's deadline"
        sign = noun.head.head if is_part else noun.head
        if relation := _relation(sign, "limit") or _relation(sign, "preposition"):
            yield Order(event=position, relation=relation, time=event.time, span=span_of([sign]))
