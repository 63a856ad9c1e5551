"""What the words around a match tell: whether it is a time at all, and of past or future."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from readout import lexicon
from readout.timing.tense import is_ahead, is_looking_back, shares_time_of_head, will_be_over
from readout.tree import Phrase, Word

NAME_LABELS = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW", "GPE", "NORP"})
TIME_LABELS = frozenset({"DATE", "TIME"})
COUNT_LABELS = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "xcomp", "acl"})
ALSO_VERBS_OR_NAMES = frozenset({"may", "march"})
BEFORE_BARE_PLURAL = re.compile(
    r"\b(?:for|in|within|after|of|many|just|took|takes?|lasted|spent|over) $", re.IGNORECASE
)
AFTER_BARE_PLURAL = re.compile(r" (?:of|after|before|into)\b")
BEFORE_SEASON = re.compile(
    r"\b(?:in|by|during|since|until|till|through|of|for|before|after|over|each) $", re.IGNORECASE
)
BEFORE_CLOCK = re.compile(
    r"\b(?:at|by|until|till|from|to|around|about|since|before|after|of|between|and) $|[(,] ?$",
    re.IGNORECASE,
)
AS_LATE_AS = re.compile(r"\bas (?:early|far back|late|long ago|recently|soon) as $", re.IGNORECASE)
BEFORE_HOURS = re.compile(r"\b(?:at|by|until|since) $", re.IGNORECASE)
OF_SEVERAL = re.compile("consecutive|straight|successive|last|past|next")
IS_AGE = re.compile(r"[\s-]olds?\b| of age\b", re.IGNORECASE)
COUNTED = re.compile(r"(?:\d|%|\b(?:times|once|twice|percent|million|billion|thousand))\s$")


@dataclass(frozen=True)
class Candidate:
    """A match of the rule called `rule`, in lower case, in a text; and the words of the parse that
    it covers."""

    rule: str
    match: re.Match[str]
    text: str
    words: Phrase

    @property
    def before(self) -> str:
        """The text that leads up to it, at most 24 characters, line breaks as spaces."""
        start = self.match.start()
        return self.text[max(0, start - 24) : start].replace("\n", " ")

    @property
    def after(self) -> str:
        """The text that follows it, at most 24 characters."""
        return self.text[self.match.end() : self.match.end() + 24]


def is_time(candidate: Candidate) -> bool:
    """Whether a match is a time and not a name, a verb, a number, an age or an ordinal."""
    tests = EVIDENCE.get(candidate.rule, ())
    return not _is_part_of_name(candidate) and all(test(candidate) for test in tests)


def is_rate(candidate: Candidate) -> bool:
    """Whether "a year" says how often: after a number or a noun that is counted ("15 a year")."""
    if candidate.rule != "duration" or not re.fullmatch(r"an? ?\w+", candidate.match[0]):
        return False
    word, first = candidate.words.root, candidate.words[0]
    previous = first.nbor(-1) if first.i > 0 else None
    counted = word.dep_ == "npadvmod" and word.head.pos_ in {"NUM", "NOUN", "SYM"}
    after_noun = previous is not None and previous.pos_ in {"NOUN", "NUM"} and word.dep_ != "dobj"
    return bool(counted or after_noun or COUNTED.search(candidate.before))


def is_dateline(candidate: Candidate) -> bool:
    """Whether a date leads an agency report: "NEW YORK, Dec. 22 (UPI) —", "OSLO, May 3 —"."""
    led = re.search(r"[A-Z]{3,}[\w., ]*, $", candidate.before)
    return bool(led and re.match(r" (?:\([A-Z][\w ]+\) )?[-–—]", candidate.after))


def direction(word: Word) -> int:
    """-1 in a past clause, 1 in one about what is to come, 0 where there is no verb to tell."""
    for token in (word, *word.ancestors):
        if token.lower_ in _words("ahead") and token != word and not _does_it(token):
            return 1
        if token.lower_ in _words("behind"):
            return -1
        if token.pos_ in {"VERB", "AUX"}:
            return _tense(token)
    return 0


def _does_it(verb: Word) -> bool:
    """ "They had set out", but not "they are set to leave"."""
    return verb.lower_ == "set" and any(child.dep_ == "nsubj" for child in verb.lefts)


def _tense(verb: Word) -> int:
    """Past forms point back, modals and infinitives ahead; a present that isn't perfect points
    ahead with a date ("The talks begin Monday"). "Declined to comment on Sunday" is all past."""
    if shares_time_of_head(verb):
        return direction(verb.head)
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if is_ahead(auxiliaries) or will_be_over(verb, auxiliaries):
        return -1 if is_looking_back(auxiliaries) else 1
    forms = [verb.tag_, *(child.tag_ for child in auxiliaries)]
    if "VBD" in forms or any(child.lemma_ == "have" for child in auxiliaries):
        return -1
    if verb.tag_ == "VBG" and not auxiliaries:
        return 0 if verb.head == verb else direction(verb.head)
    if verb.tag_ == "VBN" and not auxiliaries:
        return -1
    return 1 if verb.tag_ in {"VB", "VBZ", "VBP", "VBG", "VBN"} else 0


def _is_part_of_name(candidate: Candidate) -> bool:
    """ "USA Today", "the Sunday Times", "Theresa May": inside a longer name."""
    if candidate.rule in {"duration", "ago", "clock", "numeric_date", "named_day", "holiday"}:
        return False
    words = candidate.words
    labels = {token.ent_type_ for token in words}
    if not labels & NAME_LABELS:
        return _next_to_title(candidate)
    first, last = words[0], words[-1]
    begins_inside = first.ent_iob_ == "I"
    goes_on = last.i + 1 < len(last.tree) and last.nbor().ent_iob_ == "I"
    return begins_inside or goes_on or candidate.rule in {"year", "season"}


def _next_to_title(candidate: Candidate) -> bool:
    return candidate.rule in {"weekday", "deictic_day"} and bool(
        re.match(r" (?:Times|Telegraph|Mail|Express|Mirror|Post|Herald|Show|Night Live)\b",
                 candidate.after)
    )  # fmt: skip


def _is_capitalised(candidate: Candidate) -> bool:
    groups = candidate.match.groupdict()
    names = [name for name in ("month", "month2", "plain", "weekday") if groups.get(name)]
    return all(candidate.text[candidate.match.start(name)].isupper() for name in names)


def _is_no_feast(candidate: Candidate) -> bool:
    """ "Black Monday", "Super Tuesday", "Good Friday" are no days of this week."""
    return _word_before(candidate) not in lexicon.words("times", "before_feast")


def _is_no_verb_or_name(candidate: Candidate) -> bool:
    """A bare "May" or "March" needs a word before it that stands before months."""
    plain = candidate.match["plain"]
    if not plain or len(candidate.match[0]) > len(plain):
        return True
    if plain in ALSO_VERBS_OR_NAMES and not AS_LATE_AS.search(candidate.before):
        return _word_before(candidate) in lexicon.words("times", "before_month")
    return candidate.words.root.pos_ in {"PROPN", "NOUN", "NUM"}


def _is_no_party(candidate: Candidate) -> bool:
    """Not "the Christmas party", which may be on any day of the season."""
    word = candidate.words.root
    return word.dep_ not in {"compound", "nmod"} or word.head.lower_ in _words("of_feast")


def _is_no_other_word(candidate: Candidate) -> bool:
    """ "That may be so" and "the next march" name no month."""
    word = candidate.words[-1]
    return word.lower_ not in ALSO_VERBS_OR_NAMES or (word.tag_ != "MD" and word.is_title)


def _is_year_and_no_count(candidate: Candidate) -> bool:
    """Also not "Flight 2017", "a 2029 Marlo Sedan", "at 1530"."""
    before = _word_before(candidate)
    is_hour = before == "at" and _stands_before_no_noun(candidate)
    if is_hour or before in _words("before_number") or _is_model(candidate.words[0]):
        return False
    if candidate.match["year"] is None or len(candidate.match[0]) > 4:
        return candidate.match["short"] is None or candidate.words[0].ent_type_ == "DATE"
    word, year = candidate.words[0], int(candidate.match["year"])
    if re.match(r"\s?(?:%|percent|million|billion|UTC|GMT|hours|hrs)|-[a-z]", candidate.after):
        return False
    if word.ent_type_ in COUNT_LABELS:
        return before in {"in", "since"} and word.dep_ == "pobj"
    if _counts_things(word):
        return False
    likely = 1900 <= year <= 2050 or word.ent_type_ == "DATE"
    is_led = before in lexicon.words("times", "before_year") or AS_LATE_AS.search(candidate.before)
    named = word.ent_type_ == "DATE" or _leads_a_name(candidate)
    return likely and bool(is_led or named or candidate.before.endswith("("))


def _leads_a_name(candidate: Candidate) -> bool:
    """ "The 2024 Olympics"."""
    return candidate.words[0].ent_type_ == "EVENT" and bool(re.match(r" [A-Z]", candidate.after))


def _is_model(word: Word) -> bool:
    """ "A 2029 Marlo Sedan", "his 2029 Marlo": a thing of that year, not "a 2029 report"."""
    thing = word.head
    if word.dep_ != "nummod" or thing.pos_ != "PROPN" or thing.ent_type_ == "EVENT":
        return False
    return any(
        child.dep_ == "poss" or child.lower_ in {"a", "an"}
        for child in thing.children
        if child.i < word.i
    )


def _counts_things(word: Word) -> bool:
    follower = word.nbor() if word.i + 1 < len(word.tree) else None
    return (
        word.dep_ == "nummod"
        and follower is not None
        and follower.tag_ == "NNS"
        and word.ent_type_ != "DATE"
    )


def _is_no_part_of_game(candidate: Candidate) -> bool:
    """Not "the second quarter of the match"."""
    followed = re.match(r" of (?:the|a|his|her|its|their) (\w+)", candidate.after)
    return not followed or followed[1] not in _words("game")


def _is_season_of_the_year(candidate: Candidate) -> bool:
    bare = candidate.match["season3"]
    if not bare:
        return True
    if bare in {"fall", "spring"}:
        before = candidate.before + ("the " if candidate.match[0].startswith("the") else "")
        led = BEFORE_SEASON.search(re.sub(r"the $", "", before))
        return bool(led) and not re.match(r" of\b", candidate.after)
    return candidate.words.root.pos_ in {"NOUN", "PROPN"}


def _is_no_age(candidate: Candidate) -> bool:
    return not IS_AGE.match(candidate.after)


def _is_no_ordinal_or_fraction(candidate: Candidate) -> bool:
    """ "a second meeting", "a quarter of the vote", "three quarters of it" are no durations."""
    unit, number = candidate.match["unit"], candidate.match["number"]
    if candidate.match["long"] and number in {"a", "an"}:
        return False
    if unit == "second":
        return number not in {"a", "an", "one"} and not number.endswith("half")
    if unit != "quarter":
        return True
    groups = candidate.match.groupdict()
    return bool(groups["filler"] if "filler" in groups else OF_SEVERAL.search(candidate.match[0]))


def _is_the_day(candidate: Candidate) -> bool:
    """ "the day" is one that was told, but not in "the day after", "quote of the day"."""
    which = candidate.match["which"]
    if which != "the":
        return which != "the same" or not re.match(r" (?:that|as|when|of)\b", candidate.after)
    if len(candidate.match[0]) > len("the weekend"):
        return True
    if candidate.match["unit"] not in {"day", "weekend"} or candidate.match["filler"]:
        return False
    led = re.search(r"\b(?:of|to|by|in) $", candidate.before, re.IGNORECASE)
    alone = not re.match(
        r" (?:after|before|when|that|of|to|he|she|they|we|I)\b|[-’']", candidate.after
    )
    return alone and not led


def _is_no_night_of(candidate: Candidate) -> bool:
    """Not "the dawn of an era", "the same night he won"."""
    if candidate.match["which"] not in {"the", "the same"}:
        return True
    goes_on = re.match(r" (?:of|before|after|when|that)\b", candidate.after)
    return not goes_on and all(child.dep_ != "relcl" for child in candidate.words.root.rights)


def _is_part_of_the_day(candidate: Candidate) -> bool:
    """ "Before dawn", "late night", but not "before evening prayers", "late night shows"."""
    is_bare = candidate.match["limit"] is not None or candidate.match[0] == "late night"
    return not is_bare or _stands_before_no_noun(candidate)


def _is_no_decade_of_life(candidate: Candidate) -> bool:
    """ "He is in his fifties"."""
    return _word_before(candidate) not in {"his", "her", "their", "my", "our", "your"}


def _is_no_thing(candidate: Candidate) -> bool:
    """ "A free daily" is a paper, "the Daily Ferry" a name."""
    word = candidate.words.root
    if word.is_title and re.match(r" [A-Z]", candidate.after) and not word.is_sent_start:
        return False
    return not candidate.match["frequency"] or word.dep_ not in {"dobj", "nsubj", "pobj", "appos"}


def _stands_before_no_noun(candidate: Candidate) -> bool:
    """Not "the 3rd army", "the 9th to speak"."""
    last = candidate.words[-1]
    follower = last.nbor() if last.i + 1 < len(last.tree) else None
    if follower is None:
        return True
    return follower.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} and follower.tag_ != "TO"


def _is_bare_plural_duration(candidate: Candidate) -> bool:
    """ "For years", "years of drought", "hours after"; not "the years of war"."""
    if candidate.match[0].startswith("over"):
        return True
    if BEFORE_BARE_PLURAL.search(candidate.before):
        return True
    is_bare = all(child.dep_ == "advmod" for child in candidate.words.root.lefts)
    return is_bare and bool(AFTER_BARE_PLURAL.match(candidate.after))


def _is_bare_plural(candidate: Candidate) -> bool:
    """ "Minutes later", "on weekends"; not "his weekends"."""
    groups = candidate.match.groupdict()
    if not groups.get("units") and not groups.get("weekend"):
        return True
    return not any(child.dep_ in {"det", "poss"} for child in candidate.words.root.lefts)


def _begins_no_clause(candidate: Candidate) -> bool:
    """ "The day before", but not "the day before the vote", "the day after he left"."""
    groups = candidate.match.groupdict()
    if groups["where"] not in {"before", "after"} or groups.get("beyond"):
        return True
    last = candidate.words[-1]
    return last.dep_ != "mark" and not any(last.rights)


def _is_clock(candidate: Candidate) -> bool:
    words = candidate.match[0]
    if re.fullmatch(r"\d{4}", words):  # "at 1530", but not an index "at 1530 points"
        return candidate.words[0].ent_type_ in TIME_LABELS and _stands_before_no_noun(candidate)
    if words.endswith(("hours", "hrs")):
        return bool(BEFORE_HOURS.search(candidate.before))
    bare = re.fullmatch(r"\d{1,2}:\d\d", words) or candidate.rule == "hour_of_day"
    return not bare or bool(BEFORE_CLOCK.search(candidate.before))


def _is_clock_in_words(candidate: Candidate) -> bool:
    """Not "gave a quarter to three towns", "walked ten past the line"."""
    if candidate.match["side"] == "past":
        return True
    last = candidate.words[-1]
    counts = last.dep_ == "nummod" and last.head.pos_ == "NOUN"
    return bool(BEFORE_CLOCK.search(candidate.before)) and not counts


def _is_no_modifier_of_more(candidate: Candidate) -> bool:
    """ "now-cancelled", "the past president" are no references to a time."""
    is_degree = candidate.before.endswith("as ") and candidate.after.startswith(" as ")
    if candidate.after.startswith("-") or is_degree:  # "as recently as May"
        return False
    if candidate.match[0] in lexicon.words("times", "after_at"):
        return _word_before(candidate) == "at"
    return candidate.match[0] != "the past" or _stands_before_no_noun(candidate)


def _word_before(candidate: Candidate) -> str:
    found = re.search(r"([\w'’]+)\.?[\s-]$", candidate.before)
    return found[1].lower() if found else ""


def _words(kind: str) -> frozenset[str]:
    return lexicon.words("times", kind)


EVIDENCE: Mapping[str, tuple[Callable[[Candidate], bool], ...]] = MappingProxyType(
    {
        "date": (_is_capitalised,),
        "date_range": (_is_capitalised,),
        "month": (_is_capitalised, _is_no_verb_or_name),
        "holiday": (_is_no_party,),
        "weekday": (_is_capitalised, _is_no_feast),
        "year": (_is_year_and_no_count,),
        "decade": (_is_no_decade_of_life,),
        "part_of_year": (_is_no_part_of_game,),
        "season": (_is_season_of_the_year,),
        "duration": (_is_no_age, _is_no_ordinal_or_fraction),
        "vague_duration": (_is_bare_plural_duration, _is_no_age),
        "this_or_next": (_is_the_day, _is_no_other_word),
        "deictic_day": (_is_no_night_of,),
        "in_the_daypart": (_is_part_of_the_day,),
        "set": (_is_no_thing, _is_bare_plural),
        "ago": (_is_bare_plural, _begins_no_clause),
        "day_beside": (_begins_no_clause,),
        "day_of_month": (_stands_before_no_noun,),
        "clock": (_is_clock,),
        "hour_of_day": (_is_clock,),
        "clock_in_words": (_is_clock_in_words,),
        "reference": (_is_no_modifier_of_more,),
    }
)
