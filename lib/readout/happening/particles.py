"""The particles of a word that names an event: auxiliaries, negations, adverbs and adjectives.

What they make of the event stands in the lexicon `factuality`, after the modality particles of
FactBank (Saurí and Pustejovsky 2009).
"""

from collections.abc import Iterator, Mapping

from readout.happening.conditions import has_condition
from readout.happening.expressions import row_ending_at, row_of
from readout.happening.triggers import lemma_of
from readout.syntax import is_infinitive, is_perfect
from readout.tree import Word, first_conjunct

PARTICLES = {
    "aux": ("modal",),
    "neg": ("negation",),
    "det": ("negation",),
    "advmod": ("adverb", "negation"),
    "amod": ("adjective",),
    "mark": ("premise", "conditional"),
    "preconj": ("negation",),
}
AUXILIARIES = frozenset({"aux", "mark"})
NEGATIONS = frozenset({"neg", "preconj"})
FRONTED = frozenset({"cc", "prep", "npadvmod"})
NEGATED_BY = frozenset({"nsubj", "nsubjpass", "dobj"})
NEGATING = frozenset({"det", "preconj"})
NEARLY = frozenset({"almost", "nearly"})
HARDLY = frozenset({"hardly", "scarcely"})
ONE = frozenset({"a", "an", "one"})
PARTS = frozenset({"all", "any", "each", "half", "many", "most", "none", "part", "some", "third"})
BARE = frozenset({"VB", "VBP"})
FINITE = frozenset({"VBD", "VBN", "VBZ", "VBG"})
PRESENT_OR_PAST = frozenset({"VBD", "VBZ"})
LIKE_FORMS = ({"VB", "VBP"}, {"VBD", "VBN"})
OBJECT_CLAUSES = frozenset({"xcomp", "ccomp"})
MAIN = frozenset({"ROOT", "relcl", "conj"})
UNTIL = frozenset({"until", "till"})
WHEN = frozenset({"when", "before"})
ABLE = frozenset({"can", "could", "ca"})
POLITE = frozenset({"would", "'d", "’d"})
SUPPOSED = frozenset({"under", "with", "without"})  # "under the plan, schools would often close"
FOCUS = frozenset({"only", "just", "merely"})
INTERROGATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
CERTAIN = {"certainty": "", "polarity": "", "future": "", "open": ""}
OPEN = {"certainty": "", "polarity": "", "future": "", "open": "yes"}
DENIED = {"certainty": "", "polarity": "neg", "future": "", "open": ""}


def particles(word: Word, *, below: Word | None = None) -> Iterator[Mapping[str, str]]:
    """The rows of the auxiliaries, negations, adverbs and adjectives that belong to a word, and of
    a subject or an object that negates ("nobody came", "found nothing"); `below` is a child whose
    own rows are counted already.
    """
    for child in (*word.children, *_inherited(word)):
        for kind in PARTICLES.get(child.dep_, ()):
            if (row := row_of(_with_negation(child), kind)) and not _is_outweighed(child, word):
                yield _in_its_clause(row, child.head)
        is_new = child != below or child.lower_ in PARTS
        if child.dep_ in NEGATED_BY and is_new and (row := _negation_in(child)):
            yield row
    if word.dep_ == "conj" and _is_instead(word):
        yield DENIED
    if word.pos_ in {"VERB", "AUX"}:
        if negation := _fronted_negation(word):
            yield negation
        if _is_asked(word):
            yield OPEN


def _is_instead(word: Word) -> bool:
    """ "Resigned rather than face a vote", but not "would rather resign than face a vote"."""
    at = word.left_edge.i
    return at > 1 and word.tree[at - 1].lower_ == "than" and word.tree[at - 2].lower_ == "rather"


def _with_negation(particle: Word) -> str:
    """ "No longer" for "longer", "almost certainly" for "certainly"."""
    if particle.dep_ != "advmod" or not particle.i:
        return particle.lower_
    before = particle.nbor(-1)
    is_part = before.lower_ in NEARLY or (before.dep_ == "neg" and before.head == particle)
    return f"{before.lower_} {particle.lower_}" if is_part else particle.lower_


def _fronted_negation(verb: Word) -> Mapping[str, str] | None:
    """ "Nor did she leave", "at no time did she leave": negation before an auxiliary."""
    before = [child for child in verb.lefts if child.dep_ != "punct"][:2]
    if len(before) < 2 or before[0].dep_ not in FRONTED or before[1].dep_ != "aux":
        return None
    first = before[0]
    words = (first, *(word for word in first.subtree if word.dep_ in {"det", "neg"}))
    return next(filter(None, (row_of(word.lower_, "negation") for word in words)), None)


def _is_outweighed(particle: Word, word: Word) -> bool:
    """ "Not only fought": it was fought; "was not freed until May": in May it was; "had hardly left
    when": she had; "would like": somebody does; "will almost certainly leave": she may well."""
    if particle.dep_ == "aux":
        return is_polite(word)
    if particle.lower_ in HARDLY:
        return is_perfect(word) and _has_later(word, WHEN)
    if particle.lower_ in NEARLY and _is_before(particle, "advmod"):
        return True
    if particle.dep_ in NEGATIONS and _is_before_focus(particle):
        return True
    if particle.dep_ != "neg":
        return False
    return _has_later(word, UNTIL)


def _is_before(word: Word, dep: str) -> bool:
    return word.i + 1 < len(word.tree) and word.nbor().dep_ == dep


def _has_later(word: Word, signs: frozenset[str]) -> bool:
    later = (child for child in word.rights if child.dep_ in {"prep", "advcl"})
    return any(t.lower_ in signs for child in later for t in (child, *child.lefts))


def is_polite(verb: Word) -> bool:
    """ "Would like": that much is so."""
    auxiliaries = (child for child in verb.lefts if child.dep_ == "aux")
    return bool(row_of(lemma_of(verb), "polite")) and any(
        child.lower_ in POLITE for child in auxiliaries
    )


def _in_its_clause(row: Mapping[str, str], verb: Word) -> Mapping[str, str]:
    """What somebody cannot do is certain not to happen. What somebody must do is open. What may
    have happened does not lie ahead."""
    if row["open"] == "main":
        return _would(row, verb)
    if row["lemma"] in ABLE and is_denied(verb):
        return CERTAIN
    is_past = is_perfect(verb)
    if row["certainty"] == "possible" and is_past:
        return {**row, "future": ""}
    if not is_past and (duty := row_of(row["lemma"], "obligation")):
        return duty
    return row


def _would(row: Mapping[str, str], verb: Word) -> Mapping[str, str]:
    """ "Would" asserts what lies ahead of a report ("said that he would go") and what was a habit
    ("would often walk"), and "would not" is a refusal; elsewhere it leaves open, and what would
    have happened does not lie ahead."""
    if is_perfect(verb):
        return OPEN
    if verb.dep_ != "ccomp" and _is_habit(verb):
        return CERTAIN
    is_asserted = verb.dep_ == "ccomp" or is_denied(verb)
    return {**row, "open": "" if is_asserted else "yes"}


def tells_what_followed(verb: Word) -> bool:
    """Whether "would", with a date in the past, tells what was so ("in 1998 she would win"): not in
    a report, nor with a condition."""
    has_would = any(child.lower_ == "would" for child in verb.lefts)
    if not has_would or verb.dep_ not in MAIN or is_perfect(verb) or is_denied(verb):
        return False
    return not _rests_on_something(verb)


def _is_habit(verb: Word) -> bool:
    """Whether what somebody "would" do is told as what was so: "would often walk", "as a child she
    would sing", "would later resign", "would go on to win"."""
    return any(map(_is_of_habit, verb.children)) and not _rests_on_something(verb)


def _rests_on_something(verb: Word) -> bool:
    """ "Would win if it rained", "under the plan schools would close"."""
    return has_condition(verb) or any(child.lower_ in SUPPOSED for child in verb.children)


def _is_of_habit(part: Word) -> bool:
    if part.dep_ == "advmod":
        return row_of(part.lower_, "habit") is not None
    if part.dep_ == "prt":
        return row_of(f"{part.head.lemma_} {part.lower_}", "habit") is not None
    if part.dep_ == "prep":
        return any(row_ending_at(noun, "habit") for noun in part.rights)
    if part.dep_ in {"npadvmod", "advcl"}:  # "every Sunday", "whenever it rained"
        return any(row_of(word.lower_, "habit") for word in part.lefts)
    return False


def is_denied(verb: Word) -> bool:
    """Whether a verb stands with a negation: "not", "never", "no longer"."""
    return any(
        child.dep_ in NEGATIONS or row_of(_with_negation(child), "negation")
        for child in verb.children
        if child.dep_ in {"advmod", *NEGATIONS}
    )


def _negation_in(noun: Word) -> Mapping[str, str] | None:
    before = (child for child in noun.lefts if child.dep_ in NEGATING or _is_not_one(child))
    words = (noun, *before)
    found = ((word, row_of(word.lower_, "negation")) for word in words)
    return next((row for word, row in found if row and not _is_before_focus(word)), None)


def _is_not_one(word: Word) -> bool:
    """ "Not a single shot", "hardly anybody", but not "not all", "almost anybody"."""
    return word.lower_ in HARDLY or (word.lower_ == "not" and word.nbor().lower_ in ONE)


def _is_before_focus(word: Word) -> bool:
    """ "Not only"."""
    return word.i + 1 < len(word.tree) and word.nbor().lower_ in FOCUS


def _inherited(word: Word) -> Iterator[Word]:
    """The auxiliaries and negation of a first conjunct: "may meet and talk", "did not meet or
    talk", but not "did not meet and left"."""
    if word.dep_ != "conj":
        return
    first = leader_of(word)
    has_own = any(child.dep_ in {"aux", "nsubj", "nsubjpass"} for child in word.children)
    is_alike = first.tag_ == word.tag_ or {first.tag_, word.tag_} in LIKE_FORMS
    if not has_own and is_alike:
        links = {child.lower_ for child in word.head.rights if child.dep_ == "cc"}
        shared = AUXILIARIES | NEGATIONS if links & {"or", "nor"} else AUXILIARIES
        yield from (child for child in first.children if child.dep_ in shared)


def leader_of(word: Word) -> Word:
    """The first of some coordinated words, as their forms tell, which the parser may not heed: in
    "promised to cut taxes and raise wages" it is "cut", in "wants to leave and said so" "wants"."""
    if word.dep_ != "conj":
        return word
    first = first_conjunct(word)
    if first.tag_ == word.tag_ or word.pos_ != "VERB":
        return first
    if word.tag_ == "VB" and first.pos_ == "NOUN":  # "to mend the road and supply clean water"
        above = next((verb for verb in first.ancestors if verb.pos_ == "VERB"), first)
        return leader_of(above) if above.tag_ in BARE else first
    is_past = word.tag_ == "VBD" and first.tag_ == "VBN" and _is_more(word)
    if is_past or (word.tag_ in BARE and first.tag_ in FINITE):
        clauses = (c for c in first.rights if c.dep_ in OBJECT_CLAUSES and is_infinitive(c))
        infinitives = [c for c in clauses if c.i < word.i and is_perfect(c) == is_past]
        has_own = any(child.dep_ in {"aux", "nsubj", "nsubjpass"} for child in word.lefts)
        return infinitives[-1] if infinitives and not has_own else first
    if word.tag_ in PRESENT_OR_PAST and first.dep_ in OBJECT_CLAUSES and is_infinitive(first):
        is_alike = is_perfect(first) or word.lower_ == lemma_of(word)  # "hit" may be either
        return first if is_alike else leader_of(first.head)
    return first


def _is_more(word: Word) -> bool:
    """ "Is said to have left and slept", but not "is said to have left but refused to comment"."""
    return all(child.lower_ != "but" for child in word.head.rights if child.dep_ == "cc")


def _is_asked(verb: Word) -> bool:
    """Whether a verb is the main verb of a question, but not of "who ordered the attack?", which
    takes for granted that somebody did."""
    if verb.dep_ != "ROOT":
        return False
    last = verb.right_edge
    while last.i > verb.i and (last.is_quote or last.is_space):
        last = last.nbor(-1)
    if not last.text.endswith("?"):
        return False
    before = (child for child in verb.lefts if child.dep_ != "advcl")
    return not any(child.left_edge.tag_ in INTERROGATIVE for child in before)
