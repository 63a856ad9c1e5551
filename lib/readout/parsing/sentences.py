"""Where sentences may begin and how long they may get: two pipes around spaCy's parser."""

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from readout.syntax import DATELINE, PARAGRAPH_BREAK
from readout.tree import text_of

ENDS_SENTENCE = frozenset(".!?…:;'\"’”»)]—–")
LONGEST_SENTENCE = 300  # tokens


@Language.component("sentence_limits")
def sentence_limits(doc: Doc) -> Doc:
    """Tell the parser where a sentence must begin (a paragraph) and where it can't.

    Left alone, the small pipelines run a headline into the first paragraph and start a sentence
    after a title ("President | Trump"). A sentence may begin after a line break or after
    punctuation that can end one; the parser decides which of these it does. After a dateline
    ("OSLO, May 3 (Agency) —") one must, and where none could for `LONGEST_SENTENCE` tokens.
    """
    may_start, must_start = True, True
    starts = np.zeros(len(doc), dtype="int64")  # 1 begins a sentence, -1 can't, 0 may
    starts[:1] = 1
    after_datelines = {match.end() for match in DATELINE.finditer(text_of(doc))}
    could = 0  # the last token that could begin a sentence
    for token in doc:
        must_start = must_start or token.idx in after_datelines
        must_start = must_start or token.i - could >= LONGEST_SENTENCE
        if token.is_space:
            must_start = must_start or bool(PARAGRAPH_BREAK.search(token.text))
            may_start = may_start or "\n" in token.text
            continue
        if token.i and (must_start or not may_start):
            starts[token.i] = 1 if must_start else -1
        if must_start or may_start:
            could = token.i
        must_start = False
        may_start = token.text[-1] in ENDS_SENTENCE or (may_start and token.is_punct)
    # All at once: for each token alone spaCy would look through the whole document.
    return doc.from_array(["SENT_START"], starts.astype("uint64"))  # pyright: ignore[reportArgumentType]


@Language.component("sentence_cuts")
def sentence_cuts(doc: Doc) -> Doc:
    """Cut what the parser made longer sentences of than `LONGEST_SENTENCE` tokens: that is no prose
    (a list, a row of marks), and work on a sentence grows with the square of its length.

    A word whose head is cut off is a sentence's root, so that more sentences may come of it.
    """
    starts, dependents, heads = doc.to_array(["SENT_START", "DEP", "HEAD"]).T
    at = np.arange(len(doc))
    within = at - np.maximum.accumulate(np.where(starts == 1, at, 0))
    if within.max(initial=0) < LONGEST_SENTENCE:
        return doc
    piece = np.cumsum(within % LONGEST_SENTENCE == 0)
    loose = piece[at + heads.astype("int64")] != piece
    heads[loose], dependents[loose] = 0, doc.vocab.strings["ROOT"]
    return doc.from_array(["DEP", "HEAD"], np.stack([dependents, heads], axis=1))  # pyright: ignore[reportArgumentType]
