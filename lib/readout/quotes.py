"""Attributions: who says what, by which words, to whom, on whose word.

Cues, sources and contents are learned (`readout.quoting.attribution`). "X, quoting Y, said ...",
hedges without a source ("reportedly"), words that a label gives to somebody
(`readout.quoting.turns`), and what somebody says within the content of another are found by rule.
As PolNeAR (Newell, Margolin and Ruths 2018) and PARC (Pareti 2012) annotate, content spans hold
their quotation marks and their complementizer ("that ..."), and a source is the whole noun phrase
with title and apposition. A `confidence` is the probability that source and content are right:
fitted on articles kept apart for what is learned, for a rule the share that was right on PolNeAR's
training part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from spacy.tokens import Doc

from readout import lexicon
from readout.annotations import Quote, QuoteKind, Span
from readout.quoting.attribution import Attribution, find_attributions, spans_of
from readout.quoting.quotation import Marks, marked_spans
from readout.quoting.sources import audience_of, form_of, source_span, takes_hearer, type_of
from readout.quoting.turns import find_turns
from readout.quoting.words import Words, words_of
from readout.syntax import is_passive, span_of, subjects_of
from readout.tree import Tree, Word, tree_of

HEDGE, NESTED = 0.25, 0.4  # the confidence of what is found by rule
SAYING = frozenset({"asserts", "admits", "claims", "confirms", "denies", "warns"})  # stances
AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
CITING = frozenset({"quote", "cite"})
CITING_FORMS = ("quoting", "citing", "quotes", "cites")
PREDICATIVE = frozenset({"acomp", "attr", "oprd"})
CLAUSES = frozenset({"advcl", "acl", "relcl"})
SPEAKERS = frozenset({"person", "institution"})
EDGES = frozenset(",;:.—–- \n\t")


def find_quotes(doc: Doc) -> list[Quote]:
    """All attributions of a document, by the position of their contents' first characters."""
    (quotes,) = find_quotes_in([doc])
    return quotes


def find_quotes_in(docs: Sequence[Doc]) -> list[list[Quote]]:
    """All attributions of each of some documents: the same as of each alone, in less time."""
    trees = [tree_of(doc) for doc in docs]
    marks = [Marks(tuple(marked_spans(tree.text))) for tree in trees]
    words = [words_of(doc, own.spans) for doc, own in zip(docs, marks, strict=True)]
    given = zip(trees, words, marks, find_attributions(words), strict=True)
    return [_quotes_of(*of_document) for of_document in given]


def _quotes_of(
    tree: Tree, words: Words, marks: Marks, attributions: Sequence[Attribution]
) -> list[Quote]:
    """All attributions of a document, given those that the networks find."""
    learned = list(_learned(tree, words, attributions, marks))
    learned += list(_told(tree, words, learned, marks))
    cited = list(_cited(tree, words, learned))
    citing = {quote.cue for quote in cited}
    learned = [*cited, *(quote for quote in learned if quote.cue not in citing)]
    known = {quote.cue for quote in learned}
    hedged = (*_hedged(tree, words, marks), *_unsaid(tree, words, marks))
    others = [quote for quote in hedged if quote.cue not in known]
    turns = list(find_turns(tree, marks.spans))
    labelled = {turn.content for turn in turns}
    found = [quote for quote in (*learned, *others) if quote.content not in labelled]
    found = [_merged(quote) for quote in (*found, *turns)]
    ordered = sorted(
        _without_repeats(found), key=lambda q: (q.content[0].start, -q.content[-1].end)
    )
    return _nested(ordered)


def _learned(
    tree: Tree, words: Words, attributions: Sequence[Attribution], marks: Marks
) -> Iterator[Quote]:
    """The attributions that the networks find."""
    for attribution in attributions:
        cue = tree[attribution.cue]
        source = attribution.source
        head = tree[source.start : source.stop].root if source else None
        sources = spans_of(words, [source], marks.spans) if source else ()
        content = spans_of(words, attribution.content, marks.spans)
        if _is_thing_told(cue, content, marks) or _is_plea_for_anonymity(cue):
            continue
        lemma = "according to" if _is_according_to(cue) else cue.lemma_.lower()
        yield Quote(
            content=content,
            kind=_kind(content, marks),
            confidence=round(attribution.confidence, 2),
            cue=(span_of([cue, cue.nbor(1)] if lemma == "according to" else _cue_words(cue)),),
            cue_lemma=lemma,
            stance=_stance(cue, lemma, has_source=source is not None),
            source=sources[0] if sources else None,
            source_form=form_of(head) if head else "none",
            source_type=type_of(head) if head else None,
            audience=audience_of(cue, content, sources),
        )


def _stance(cue: Word, lemma: str, *, has_source: bool) -> str | None:
    """What a cue does to its content; "is said to", on nobody's word, is a hedge."""
    stance = lexicon.table("cues", "stance").get(lemma)
    unsaid = not has_source and is_passive(cue) and not takes_hearer(cue)
    return "hedges" if unsaid and stance in {"asserts", "claims"} else stance


def _is_thing_told(cue: Word, content: Sequence[Span], marks: Marks) -> bool:
    """Whether a content is a mere object, as in "told a story", which doesn't say what is told."""
    if not takes_hearer(cue) or _kind(content, marks) != "indirect":
        return False
    objects = (child for child in cue.children if child.dep_ == "dobj")
    return any(tuple(content) == (span_of(child.subtree),) for child in objects)


def _is_plea_for_anonymity(cue: Word) -> bool:
    """Whether only the terms are told on which somebody spoke: "asked not to be named", but not
    "asked to be named director"."""
    for wish in (child for child in cue.children if child.dep_ == "xcomp"):
        is_office = any(child.dep_ in {"oprd", "attr", "dobj"} for child in wish.children)
        words = {wish.lower_, *(child.lower_ for child in wish.children)}
        if not is_office and words & lexicon.words("sources", "nameless"):
            return True
    return False


def _is_according_to(token: Word) -> bool:
    after = token.tree[token.i + 1 : token.i + 2]
    return token.lower_ == "according" and after.text.lower() == "to"


def _cited(tree: Tree, words: Words, learned: Sequence[Quote]) -> Iterator[Quote]:
    """ "The paper, citing an official, said ...": the official says it too, through the paper."""
    citing = words.among(words.lower, *CITING_FORMS).nonzero()[0].tolist()
    named_at: dict[int, Quote] = {}  # the words in cues and sources
    for quote in learned if citing else ():
        for span in filter(None, (*quote.cue, quote.source)):
            for i in words.at[words.within(span)].tolist():
                named_at.setdefault(i, quote)
    for verb in (tree[i] for i in citing):
        source = next((child for child in verb.children if child.dep_ == "dobj"), None)
        outer = named_at.get(verb.head.i)
        if outer and source is not None and verb.dep_ in CLAUSES and type_of(source) in SPEAKERS:
            yield replace(
                outer,
                cue=(span_of(_cue_words(verb)),),
                cue_lemma=verb.lemma_.lower(),
                stance=lexicon.table("cues", "stance").get(verb.lemma_.lower()),
                source=source_span(source, verb),
                source_form=form_of(source),
                source_type=type_of(source),
                audience=(),
            )


def _told(tree: Tree, words: Words, learned: Sequence[Quote], marks: Marks) -> Iterator[Quote]:
    """ "X said that Y had told Z that ...": what Y said, within what X said, in no quotation marks.
    The networks pass over it, because nobody who annotated their articles went into a content."""
    inside = np.zeros(words.n, dtype=bool)
    for span in (span for quote in learned for span in quote.content):
        inside[words.within(span)] = True
    telling = inside & words.among(words.lemma, *_verbs_of_saying()) & (words.mark == 0)
    known = {quote.cue[0].start for quote in learned}
    for verb in (tree[i] for i in telling.nonzero()[0].tolist()):
        clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
        subject = next(iter(subjects_of(verb)), None)
        if clause is None or subject is None or type_of(subject) is None or verb.idx in known:
            continue
        content, source = _pieces(list(clause.subtree), marks), source_span(subject, verb)
        if _kind(content, marks) != "indirect":
            continue
        yield Quote(
            content=content,
            kind="indirect",
            confidence=NESTED,
            cue=(span_of(_cue_words(verb)),),
            cue_lemma=verb.lemma_.lower(),
            stance=_stance(verb, verb.lemma_.lower(), has_source=True),
            source=source,
            source_form=form_of(subject),
            source_type=type_of(subject),
            audience=audience_of(verb, content, (source,)),
        )


@cache
def _verbs_of_saying() -> frozenset[str]:
    rows = lexicon.rows("cues")
    return frozenset(r["lemma"] for r in rows if r["kind"] == "verb" and r["stance"] in SAYING)


def _hedged(tree: Tree, words: Words, marks: Marks) -> Iterator[Quote]:
    """ "reportedly": nobody in particular says the clause that it stands in. Within quotation marks
    it is the speaker who hedges."""
    adverbs = words.among(words.lower, *lexicon.words("cues", "adverb")) & (words.mark == 0)
    for cue in (tree[i] for i in adverbs.nonzero()[0].tolist()):
        verb = cue.head.head if cue.head.dep_ in PREDICATIVE else cue.head
        if cue.pos_ != "ADV" or verb.pos_ not in {"VERB", "AUX"}:
            continue
        if content := _pieces(_clause_words(verb, cue), marks, without={cue.i}):
            yield Quote(
                content=content,
                kind=_kind(content, marks),
                confidence=HEDGE,
                cue=(span_of([cue]),),
                cue_lemma=cue.lower_,
                stance=lexicon.table("cues", "stance")[cue.lower_],
            )


def _unsaid(tree: Tree, words: Words, marks: Marks) -> Iterator[Quote]:
    """ "She is alleged to have left": what is said of her on nobody's word."""
    passive = words.among(words.dep, "auxpass") & (words.mark == 0)
    for verb in (tree[i].head for i in passive.nonzero()[0].tolist()):
        below = {child.dep_ for child in verb.children}
        stance = _stance(verb, verb.lemma_.lower(), has_source=False)
        if stance != "hedges" or "xcomp" not in below or "agent" in below:
            continue
        cue = _cue_words(verb)
        content = _pieces(_clause_words(verb, verb), marks, without={word.i for word in cue})
        if content:
            yield Quote(
                content=content,
                kind=_kind(content, marks),
                confidence=HEDGE,
                cue=(span_of(cue),),
                cue_lemma=verb.lemma_.lower(),
                stance=stance,
            )


def _cue_words(cue: Word) -> list[Word]:
    """The cue verb with the auxiliaries and negation that stand beside it."""
    words = [cue, *(child for child in cue.children if child.dep_ in AUXILIARIES)]
    beside = sorted((word for word in words if abs(word.i - cue.i) <= 3), key=lambda word: word.i)
    return beside if beside[-1].i - beside[0].i == len(beside) - 1 else [cue]


# Contents


def _clause_words(verb: Word, cue: Word) -> list[Word]:
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
    words: Sequence[Word], marks: Marks, *, without: frozenset[int] | set[int] = frozenset()
) -> tuple[Span, ...]:
    """Words as spans: one, or several where some words between are left out; edges trimmed, and
    quotations taken whole."""
    runs: list[list[Word]] = []
    for word in words:
        if word.i in without:
            runs.append([])
        elif not runs:
            runs.append([word])
        else:
            runs[-1].append(word)
    spans = [marks.stretched(_trimmed(run)) for run in runs if any(t.is_alpha for t in run)]
    return tuple(spans)


def _trimmed(run: Sequence[Word]) -> Span:
    solid = list(run)
    while solid and (solid[0].text[0] in EDGES or solid[0].is_space):
        solid.pop(0)
    while solid and (solid[-1].text in EDGES or solid[-1].is_space):
        solid.pop()
    return span_of(solid or run)


def _merged(quote: Quote) -> Quote:
    """An attribution with the pieces of its content in order, those that overlap as one: odd
    quotation marks may stretch two of them over each other."""
    if len(quote.content) == 1:
        return quote
    merged: list[Span] = []
    for span in sorted(quote.content, key=lambda span: span.start):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return replace(quote, content=tuple(merged))


def _kind(content: Sequence[Span], marks: Marks) -> QuoteKind:
    n_all = sum(span.end - span.start for span in content)
    n_marked = sum(
        min(span.end, mark.end) - max(span.start, mark.start)
        for span in content
        for mark in marks.over(span)
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
    holding = _holding(quotes)
    with_content: dict[tuple[Span, ...], list[int]] = {}
    for i, quote in enumerate(quotes):
        with_content.setdefault(quote.content, []).append(i)
    parents: dict[int, int | None] = {}
    for i, quote in enumerate(quotes):
        parent = holding.get(i)
        if parent is None and quote.cue_lemma in CITING:
            parent = next((j for j in with_content[quote.content] if j != i), None)
        parents[i] = None if parent is not None and i in _above(parent, parents) else parent
    return [
        quote if parents[i] is None else replace(quote, parent=parents[i])
        for i, quote in enumerate(quotes)
    ]


def _holding(quotes: Sequence[Quote]) -> dict[int, int]:
    """For each attribution whose cue stands in the content of others, the smallest of these: along
    the text, contents are looked at only from where they begin to where they end."""
    sizes = [sum(span.end - span.start for span in quote.content) for quote in quotes]
    pieces = sorted((span.start, span.end, j) for j, q in enumerate(quotes) for span in q.content)
    cues = sorted((q.cue[0].start, q.cue[0].end, i) for i, q in enumerate(quotes) if q.cue)
    begun: list[tuple[int, int, int]] = []
    found = {}
    n_begun = 0
    for start, end, i in cues:
        while n_begun < len(pieces) and pieces[n_begun][0] <= start:
            begun.append(pieces[n_begun])
            n_begun += 1
        begun = [piece for piece in begun if piece[1] > start]
        others = [(sizes[j], j) for _, stop, j in begun if stop >= end and j != i]
        if others:
            found[i] = min(others)[1]
    return found


def _above(i: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """An attribution, and those that it is nested in."""
    while i is not None:
        yield i
        i = parents.get(i)
