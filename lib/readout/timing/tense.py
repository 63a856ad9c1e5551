"""Which verbs look ahead, and which have their time from the verb above them."""

from collections.abc import Iterable

from readout import lexicon
from readout.tree import Word

WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
PERFECT = frozenset({"has", "have"})


def shares_time_of_head(verb: Word) -> bool:
    """ "Declined to comment on Monday", "flew to Oslo to meet him on Monday"."""
    if verb.dep_ == "advcl" and verb.tag_ == "VB":
        return verb.head.tag_ == "VBD" and any(child.tag_ == "TO" for child in verb.lefts)
    return verb.dep_ == "xcomp" and verb.head.lemma_ in lexicon.words("times", "simultaneous")


def will_be_over(verb: Word, auxiliaries: Iterable[Word]) -> bool:
    """ "Will leave as soon as it has ended"."""
    if verb.dep_ != "advcl" or not any(child.lower_ in PERFECT for child in auxiliaries):
        return False
    main = verb.head.head if verb.head.pos_ == "ADV" else verb.head
    return is_ahead(main.lefts)


def is_ahead(auxiliaries: Iterable[Word]) -> bool:
    """ "Will", "may"."""
    return any(child.lower_ in lexicon.words("times", "ahead_auxiliary") for child in auxiliaries)


def is_looking_back(auxiliaries: Iterable[Word]) -> bool:
    """ "May have left", "would have left", but not "will have left"."""
    words = {child.lower_ for child in auxiliaries}
    return "have" in words and words.isdisjoint(WILL)
