"""Attributions: who says what, by which words, to whom, on whose word.

A first version by rules over the parse, in the order: cue -> source -> content -> audience ->
nesting. It follows what PolNeAR (Newell, Margolin and Ruths 2018) and PARC (Pareti 2012) annotate:
content spans hold their quotation marks and their complementizer ("that ..."), a source span is the
whole noun phrase with title and apposition. A `confidence` is the share of rows made by the same
rule that was right, source and content, on PolNeAR's training part, rounded to a twentieth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from readout import lexicon
from readout.annotations import Quote, QuoteKind, Span
from readout.quotation import Marks, marked_spans
from readout.sources import audience_of, form_of, source_of, source_span, takes_hearer
from readout.syntax import span_of, subjects_of

CONFIDENCE = {
    "direct": 0.7,
    "complement": 0.65,
    "parenthesis": 0.75,
    "rest": 0.5,
    "according": 0.8,
    "hedge": 0.25,
}
AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
BESIDE = AUXILIARIES | {"advmod", "npadvmod", "prep", "agent"}
CITING = frozenset({"quote", "cite"})
EDGES = frozenset(",;:.—–- \n\t")
FIRST_OR_SECOND = frozenset({"i", "we", "you"})


def find_quotes(doc: Doc) -> list[Quote]:
    """All attributions of a document, by the position of their contents' first characters."""
    marks = Marks(tuple(marked_spans(doc.text)))
    found = [
        replace(quote, content=_merged(quote.content))
        for token in doc
        for quote in _attributions(token, marks)
    ]
    ordered = sorted(
        _without_repeats(found), key=lambda q: (q.content[0].start, -q.content[-1].end)
    )
    return _nested(ordered)


def _attributions(token: Token, marks: Marks) -> Iterator[Quote]:
    """The attribution that a word is the cue of, and what is nested in it by a relative clause."""
    if (
        token.lower_ == "according"
        and token.doc[token.i : token.i + 2].text.lower() == "according to"
    ):
        yield from _according_to(token, marks)
    elif token.pos_ == "ADV" and token.lower_ in lexicon.words("cues", "adverb"):
        yield from _hedge(token, marks)
    elif _is_cue(token) and not (token.dep_ == "xcomp" and _is_cue(token.head)):
        yield from _verb(token, marks)


def _is_cue(token: Token) -> bool:
    """Whether a word is a verb that attributes; in "refused to say" only the first counts."""
    return token.pos_ == "VERB" and token.lemma_.lower() in lexicon.words("cues", "verb")


# Cues


def _verb(cue: Token, marks: Marks) -> Iterator[Quote]:
    source = source_of(cue)
    in_marks = marks.hold(cue)
    if in_marks and (source is None or source.lower_ in FIRST_OR_SECOND):
        return
    block = _cue_block(cue, source)
    content, rule = _content(cue, source, block, marks)
    if not content or (source is None and not _may_lack_source(cue)):
        return
    kind = _kind(content, marks)
    spans = () if source is None else (source_span(source, cue),)
    yield Quote(
        content=content,
        kind=kind,
        confidence=CONFIDENCE["direct" if kind == "direct" else rule],
        cue=(span_of(_cue_words(cue)),),
        cue_lemma=cue.lemma_.lower(),
        stance=lexicon.table("cues", "stance")[cue.lemma_.lower()],
        source=spans[0] if spans else None,
        source_form="none" if source is None else form_of(source),
        audience=audience_of(cue, content, spans),
    )


def _according_to(cue: Token, marks: Marks) -> Iterator[Quote]:
    """ "According to X, ...", and whom X quotes: both vouch for the same content."""
    source = next((t for t in cue.subtree if t.dep_ == "pobj" and t.head.lower_ == "to"), None)
    if source is None:
        return
    phrase = sorted(cue.subtree, key=lambda t: t.i)
    content = _rest_of_clause(cue, phrase, marks)
    if not content:
        return
    outer = Quote(
        content=content,
        kind=_kind(content, marks),
        confidence=CONFIDENCE["according"],
        cue=(span_of([cue, cue.nbor(1)]),),
        cue_lemma="according to",
        stance=lexicon.table("cues", "stance")["according to"],
        source=source_span(source, cue),
        source_form=form_of(source),
    )
    yield outer
    for verb in source.children:
        if verb.dep_ == "relcl" and verb.lemma_ in CITING:
            for inner in (child for child in verb.children if child.dep_ == "dobj"):
                yield replace(
                    outer,
                    cue=(span_of(_cue_words(verb)),),
                    cue_lemma=verb.lemma_,
                    source=source_span(inner, verb),
                    source_form=form_of(inner),
                )


def _hedge(cue: Token, marks: Marks) -> Iterator[Quote]:
    """ "reportedly": nobody in particular says the clause that it stands in."""
    verb = cue.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return
    clause = _clause_words(verb, cue)
    content = _pieces(clause, marks, without={cue.i})
    if content:
        yield Quote(
            content=content,
            kind=_kind(content, marks),
            confidence=CONFIDENCE["hedge"],
            cue=(span_of([cue]),),
            cue_lemma=cue.lower_,
            stance=lexicon.table("cues", "stance")[cue.lower_],
        )


def _may_lack_source(cue: Token) -> bool:
    """Only "it is believed that" and passives without agent attribute to nobody."""
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in cue.children)


def _cue_words(cue: Token) -> list[Token]:
    """The cue verb with the auxiliaries and negation that stand beside it."""
    words = [cue, *(child for child in cue.children if child.dep_ in AUXILIARIES)]
    beside = sorted((word for word in words if abs(word.i - cue.i) <= 3), key=lambda word: word.i)
    return beside if beside[-1].i - beside[0].i == len(beside) - 1 else [cue]


# Contents


def _cue_block(cue: Token, source: Token | None) -> range:
    """The words that attribute: source, cue, and what belongs to these (hearer, time, place)."""
    words = {cue.i}
    belongs = BESIDE | ({"dobj", "dative"} if takes_hearer(cue) else set())
    for child in cue.children:
        if child.dep_ in belongs:
            words.update(t.i for t in child.subtree)
    if source is not None:
        span = source_span(source, cue)
        words.update(t.i for t in cue.sent if span.start <= t.idx < span.end)
    here = [i for i in words if _connected(i, cue.i, words, cue.doc)]
    return range(min(here), max(here) + 1)


def _connected(i: int, j: int, words: set[int], doc: Doc) -> bool:
    """Whether only words of the set, commas and adverbs stand between two words."""
    between = range(min(i, j) + 1, max(i, j))
    return all(k in words or doc[k].text == "," or doc[k].pos_ in {"ADV", "AUX"} for k in between)


def _content(
    cue: Token, source: Token | None, block: range, marks: Marks
) -> tuple[tuple[Span, ...], str]:
    """The content of a verb, and the rule that found it."""
    takes = lexicon.table("cues", "content")[cue.lemma_.lower()].split()
    after = _complement(cue, takes)
    if after is not None and after.left_edge.i >= block.start and after.i > cue.i:
        words = [t for t in after.subtree if t.i > cue.i]
        return _pieces(words, marks), "complement"
    if "clause" in takes and source is not None and not marks.hold(cue):
        if around := _around(cue, block, marks):
            return around, "parenthesis"
        if _is_plain_saying(cue):
            return _pieces([t for t in cue.sent if t.i >= block.stop], marks), "rest"
    return (), ""


def _is_plain_saying(cue: Token) -> bool:
    """Whether what follows a verb is what was said, even where the parser saw no clause in it."""
    return cue.lemma_.lower() in {"say", "tell", "add", "tweet", "write"} and cue.tag_ != "VB"


def _complement(cue: Token, takes: Sequence[str]) -> Token | None:
    wanted = {"ccomp"} if "clause" in takes else set()
    wanted |= {"xcomp"} if "infinitive" in takes else set()
    wanted |= {"dobj"} if "object" in takes else set()
    found = [c for c in cue.children if c.dep_ in wanted and c.i > cue.i]
    clauses = [c for c in found if c.dep_ != "dobj"]
    return next(iter(clauses or found), None)


def _around(cue: Token, block: range, marks: Marks) -> tuple[Span, ...]:
    """What stands before and after "..., X said, ..." in its sentence, and the quotations there."""
    sentence = cue.sent
    doc = cue.doc
    before = [t for t in sentence if t.i < block.start]
    after = [t for t in sentence if t.i >= block.stop]
    solid = [t for t in before if not t.is_space]
    if not solid and not any(t.is_alpha for t in after):
        asked = _just_before(doc, sentence.start, marks)
        return asked and asked + _going_on(doc, sentence.end, marks)
    parenthesis = bool(solid) and (solid[-1].text in {",", "—", "–"} or marks.hold(solid[-1]))
    if not parenthesis:
        quoted = [t for t in after if marks.hold(t)]
        opening = [t for t in after if not t.is_space and t.text not in {",", ":"}][:1]
        return _pieces(quoted, marks) if opening and marks.hold(opening[0]) else ()
    pieces = _pieces(before, marks)
    rest = [t for t in after if not t.is_space]
    goes_on = bool(rest) and rest[0].text == "," and len(rest) > 3
    if goes_on and (not marks.hold(solid[-1]) or marks.hold(rest[1])):
        pieces += _pieces(after, marks)
    if pieces and marks.around(pieces[-1]):
        pieces += _going_on(doc, sentence.end, marks)
    return pieces


def _just_before(doc: Doc, at: int, marks: Marks) -> tuple[Span, ...]:
    """The quotation that the sentence before ends in: “Who paid?” she asked."""
    last = doc[at - 1] if at else None
    if last is None or "\n" in last.text or not marks.hold(last):
        return ()
    mark = marks.around(span_of([last]))
    return (mark,) if mark else ()


def _going_on(doc: Doc, at: int, marks: Marks) -> tuple[Span, ...]:
    """The quotation that begins the next sentence of the paragraph, where no cue follows it."""
    if at >= len(doc) or "\n" in doc[at - 1].text_with_ws or not marks.hold(doc[at]):
        return ()
    mark = marks.around(Span(doc[at].idx, doc[at].idx + 1))
    if mark is None:
        return ()
    later = next((t for t in doc[at:] if t.idx >= mark.end), None)
    ends_paragraph = later is None or "\n" in later.text
    new_sentence = later is not None and later.is_sent_start
    return (mark,) if ends_paragraph or new_sentence else ()


def _rest_of_clause(cue: Token, phrase: Sequence[Token], marks: Marks) -> tuple[Span, ...]:
    """The clause that an "according to" belongs to, without it."""
    inside = {t.i for t in phrase}
    verb = cue.head
    words = [t for t in cue.sent if t.i not in inside]
    if verb.dep_ in {"conj", "advcl", "relcl", "ccomp"} and verb.pos_ in {"VERB", "AUX"}:
        words = [t for t in verb.subtree if t.i not in inside]
    first, last = phrase[0].i, phrase[-1].i
    before = [t for t in words if t.i < first]
    after = [t for t in words if t.i > last]
    return _pieces(before, marks) + _pieces(after, marks)


def _clause_words(verb: Token, cue: Token) -> list[Token]:
    """A clause's own words: no coordinated clause, no relative pronoun before it."""
    other = {
        t.i
        for child in verb.children
        if child.dep_ in {"conj", "cc"}
        and child.i > cue.i
        and subjects_of(child)[:1] != subjects_of(verb)[:1]
        for t in child.subtree
    }
    words = [t for t in verb.subtree if t.i not in other]
    return words[1:] if words and words[0].tag_ in {"WDT", "WP"} else words


def _pieces(
    words: Sequence[Token], marks: Marks, *, without: frozenset[int] | set[int] = frozenset()
) -> tuple[Span, ...]:
    """Words as spans: one, or several where some words between are left out; edges trimmed, and
    quotations taken whole."""
    runs: list[list[Token]] = []
    for word in words:
        if word.i in without:
            runs.append([])
        elif not runs:
            runs.append([word])
        else:
            runs[-1].append(word)
    spans = [_whole(_trimmed(run), marks) for run in runs if any(t.is_alpha for t in run)]
    return tuple(spans)


def _trimmed(run: Sequence[Token]) -> Span:
    solid = list(run)
    while solid and (solid[0].text[0] in EDGES or solid[0].is_space):
        solid.pop(0)
    while solid and (solid[-1].text in EDGES or solid[-1].is_space):
        solid.pop()
    return span_of(solid or run)


def _whole(span: Span, marks: Marks) -> Span:
    """Extend a span over the quotations that it begins or ends in."""
    for mark in marks.spans:
        if mark.overlaps(span):
            inside = mark.contains(Span(span.start, span.start + 1))
            span = Span(
                min(span.start, mark.start) if inside else span.start, max(span.end, mark.end)
            )
    return span


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one: odd quotation marks may stretch two pieces of
    a content over each other."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def _kind(content: Sequence[Span], marks: Marks) -> QuoteKind:
    n_all = sum(span.end - span.start for span in content)
    n_marked = sum(
        min(span.end, mark.end) - max(span.start, mark.start)
        for span in content
        for mark in marks.spans
        if mark.overlaps(span)
    )
    if n_marked == 0:
        return "indirect"
    return "direct" if n_marked >= 0.95 * n_all else "mixed"


# The attributions together


def _without_repeats(quotes: Sequence[Quote]) -> list[Quote]:
    """One attribution per source and content; the more confident of two that claim the same."""
    best: dict[tuple[tuple[Span, ...], Span | None], Quote] = {}
    for quote in quotes:
        key = (quote.content, quote.source)
        if key not in best or best[key].confidence < quote.confidence:
            best[key] = quote
    return list(best.values())


def _nested(quotes: list[Quote]) -> list[Quote]:
    """Give each attribution its parent: the smallest whose content holds its cue, or, where one
    source is quoted by another, that other. Of two that hold each other's cue the first is outer.
    """
    parents: dict[int, int | None] = {}
    for i in range(len(quotes)):
        parent = _parent(i, quotes)
        parents[i] = None if parent is not None and i in _above(parent, parents) else parent
    return [replace(quote, parent=parents[i]) for i, quote in enumerate(quotes)]


def _above(i: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """An attribution, and those that it is nested in."""
    while i is not None:
        yield i
        i = parents.get(i)


def _parent(i: int, quotes: list[Quote]) -> int | None:
    quote = quotes[i]
    cue = quote.cue[0]
    holding = [
        (sum(s.end - s.start for s in other.content), j)
        for j, other in enumerate(quotes)
        if j != i and any(span.contains(cue) for span in other.content)
    ]
    if holding:
        return min(holding)[1]
    through = (
        j
        for j, other in enumerate(quotes)
        if quote.cue_lemma in CITING and other.content == quote.content and j != i
    )
    return next(through, None)
