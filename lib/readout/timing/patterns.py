"""The grammar of English time expressions: patterns made from the words of `times.csv`.

What belongs to an expression follows the TimeML guidelines 1.2.1: determiners, approximations
("nearly", TIMEX3's mod) and parts ("the end of") do, prepositions and ages ("33-year-old") don't.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType

from readout import lexicon

NAMED_PIECES = {
    "month": ("month", "month_short"),
    "plain_month": ("month",),
    "weekday": ("weekday",),
    "any_weekday": ("weekday", "weekday_short"),
    "season": ("season",),
    "unit": ("unit",),
    "ordinal_word": ("ordinal",),
    "daypart": ("daypart",),
    "day": ("day",),
    "night": ("night",),
    "hour_name": ("hour",),
    "reference": ("reference",),
    "frequency": ("frequency",),
    "holiday": ("holiday",),
    "zone_name": ("zone",),
    "number_word": ("number",),
    "quantifier": ("quantifier",),
    "filler": ("filler",),
    "approximation": ("approximation",),
    "additional": ("additional",),
}

# Composed in this order: each may use the pieces above it.
PIECES = {
    "which": r"(?:last|past|this past|this|next|the next|coming|this coming|the coming|upcoming"
    r"|the following|following|the previous|previous|the preceding|that|the same)",
    "edge": r"(?:(?:early|earlier|late|later|mid)(?: in| on)?[ -]|(?:the )?(?:very )?"
    r"(?:beginning|start|middle|end|close|turn|rest|remainder) of )",
    "number": r"(?:(?:an? |three[ -])?quarters? of an?"
    r"|(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: and a half)?"
    r"|{quantifier}(?: {number_word})?"
    r"|(?:an? (?=hundred|thousand|dozen))?{number_word}(?:[ -]{number_word})?"
    r"(?:[ -]and[ -]a[ -]half)?"
    r"|a quarter(?= centur)|half an?|an?|another)",
    "ordinal": r"(?:{ordinal_word}|\d{1,2}(?:st|nd|rd|th))",
    "day_number": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?",
    "full_year": r"(?:1[0-9]|20)\d\d",
    "zone": r"(?:{zone_name}|\(?(?:gmt|utc) ?[+-]\d+\)?|\({zone_name}\))",
    "clock": r"(?:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?[ap](?:\.m\.|\.m|m)(?!\w)(?: {zone}(?!\w))?"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: {zone}(?!\w))?"
    r"|(?:[01]\d|2[0-3])[0-5]\d (?:{zone}|hours|hrs)\b"
    r"|(?<=at )(?:[01]\d|2[0-3])[0-5]\d|\d{1,2} o['’]clock|(?:(?:12|twelve) )?{hour_name})",
    "dash": r"(?: ?[-–—] ?| to | until | through )",
}

# name of a rule: its pattern; `readout.timing.rules` has the meaning of each.
PATTERNS = {
    "named_day": r"9/11|sept(?:ember|\.)? 11(?:th)?(?=,? (?:terror(?:ist)? )?attack)",
    "date": r"(?:the (?P<daypart>{daypart}) of |the (?P<around>week|weekend) (?:of|ending) "
    r"|(?:early|late)(?: on)? )?(?:{any_weekday}\.?,? )?(?:"
    r"(?P<month>{month})(?:\.? |\.)(?P<day>{day_number})(?!\d|:\d\d)"
    r"(?:,? (?P<year>{full_year})\b| (?P<which>last|this|next) year)?"
    r"|(?:the )?(?:(?P<day2>{day_number})(?: of)?|(?P<day_word>{ordinal_word}) of)"
    r" (?P<month2>{month})\b"
    r"(?:\.?,? (?P<year2>{full_year})\b| (?P<which2>last|this|next) year)?)",
    "date_range": r"(?P<month>{month})\.? (?P<first>{day_number})[-–—]"
    r"(?:(?P<last_month>{month})\.? )?(?P<last>{day_number})\b(?:,? (?P<year>{full_year})\b)?"
    r"|(?P<first2>{day_number})(?:[-–—]| to )(?P<last2>{day_number}) (?P<month2>{month})\b"
    r"(?: (?P<year2>{full_year})\b)?",
    "numeric_date": r"(?P<iso>\d{4}-\d\d-\d\d)"
    r"(?:[t ](?P<clock>[0-2]\d:[0-5]\d)(?::[0-5]\d)?(?P<utc>z)?)?"
    r"|(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
    "month": r"(?:{edge}|the month of |(?:the )?(?P<ordinal>{ordinal}|last|final) "
    r"(?:(?P<weekday>{weekday})|(?P<unit>day|week|weekend)) (?:of|in) )?(?:"
    r"(?P<month>{month})(?:\.?[-–—/](?P<last_month>{month}))?\.?,?(?: of)? (?P<year>{full_year}"
    r"|(?P<which>last|this|next) year)|(?P<plain>{plain_month}))",
    "year_range": r"(?:the {filler} year )?(?P<first>{full_year})[-–—/](?P<last>{full_year}|\d\d)",
    "year": r"{edge}?(?:(?:fiscal|financial|calendar) )?(?:year )?(?P<year>{full_year})"
    r"|(?:fy ?|the year )(?P<year2>{full_year})|['’‘](?P<short>\d\d)(?!s)"
    r"|the (?P<year3>{full_year}) (?:fiscal|financial) year|fy ?['’]?(?P<short2>\d\d)",
    "decade": r"{edge}?(?:the )?{edge}?(?:(?P<decade>{full_year})['’]?s|['’‘](?P<short>\d0)['’]?s"
    r"|(?<=early )(?P<short2>[2-9]0)s|(?P<word>twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)",
    "century": r"{edge}?(?:the )?{edge}?(?P<ordinal>{ordinal})[ -]century",
    "part_of_year": r"(?:the )?(?:(?P<ordinal>{ordinal}|final|last)[ -](?P<part>quarter|half)"
    r"|(?P<letter>[qh])(?P<digit>[1-4])|(?P<digit2>[1-4])(?P<letter2>[qh]))"
    r"(?:(?:,| of)? (?:the )?(?:fiscal |financial )?(?:year )?(?:(?P<year>{full_year})"
    r"|(?P<which>last|this|next|the) year))?",
    "season": r"(?:{edge}?(?:the )?(?P<season>{season})(?: of)? (?P<year>{full_year})"
    r"|(?P<which>{which}) (?P<season2>{season})|{edge}?(?:the )?(?P<season3>{season}))",
    "weekday": r"(?:(?:early|late)(?: on)? |mid|the (?P<daypart_of>{daypart}) of )?"
    r"(?:(?P<which>{which}) )?(?P<weekday>{weekday})"
    r"(?: (?P<daypart>{daypart}|night))?(?P<plural>s)?",
    "deictic_day": r"{edge}?(?P<day>{day})(?: (?P<daypart>{daypart}|night))?"
    r"|{edge}?(?P<night>{night})"
    r"|{edge}?(?P<which>{which}|the) (?P<daypart2>{daypart})",
    "day_beside": r"the (?P<unit>day|week|month|year|{daypart}) (?P<where>before|after)"
    r"(?P<beyond>(?<=before) last|(?<=after) next)?",
    "day_in_a_row": r"(?:(?:an?|the) )?{ordinal}(?:[ -](?:straight|consecutive|successive) "
    r"(?P<unit>{unit})| (?P<unit2>{unit}) (?:in a row|running))"
    r"|(?<=for )an? {ordinal} (?P<unit3>{unit})",
    "end_of_unit": r"(?P<unit>year|month|week|quarter)(?:['’]s |-)end",
    "this_or_next": r"(?:{edge}|this time )?"
    r"(?P<which>{which}|the(?! {month}\b)) (?P<filler>{filler} )?"
    r"(?P<unit>{unit}|{plain_month})",
    "in_the_daypart": r"(?:(?<=in )the |(?<=at )|(?<=by )|(?:the )?(?P<edge>early|late) "
    r"|(?P<limit>(?<=before )|(?<=after )|(?<=since )|(?<=until )|(?<=till )|(?<=around )))"
    r"(?P<daypart>{daypart})",
    "day_of_month": r"the (?P<day>\d{1,2}(?:st|nd|rd|th))",
    "clock": r"(?:{approximation} )?(?P<clock>{clock})",
    "hour_of_day": r"(?:{approximation} )?(?P<hour>\d{1,2}(?:[:.][0-5]\d)?|{number_word})"
    r"(?: o['’]clock(?: (?:in the|at) (?P<daypart>{daypart}))?"
    r"| (?:in the|at) (?P<daypart2>{daypart}))",
    "ago": r"(?:{approximation} )?"
    r"(?:(?P<number>{number})[ -](?P<unit>{unit})s?|(?P<units>{unit})s) "
    r"(?P<where>ago|(?:earlier|later)(?! than)|previously|before|hence|from now|afterwards?)"
    r"(?: (?P<today>today|tomorrow|yesterday))?",
    "duration": r"(?:{approximation} |{additional} |(?:the |these )?"
    r"(?P<which>last|past|previous|next|coming|first|following) )?"
    r"(?P<number>{number})[ -](?:{filler} )*(?P<unit>{unit})s?"
    r"(?P<more> and a half)?(?P<long>-long)?",
    "the_past": r"(?:the (?P<which>past|last|coming)|all) (?P<unit>{unit})",
    "as_adjective": r"(?P<unit>{unit})(?P<several>s)?-?long",
    "vague_duration": r"(?:over the )?(?P<unit>{unit})s",
    "set": r"(?:every|each)(?: (?P<other>other|second))?(?: (?P<number>{number}))? "
    r"(?:(?P<weekday>{weekday})(?: (?P<daypart_of>{daypart}))?|(?P<unit>{unit})s?"
    r"|(?P<month>{plain_month}|{season})|(?P<daypart>{daypart}))|(?P<weekend>weekend)s"
    r"|(?P<frequency>{frequency})"
    r"|(?:per|(?:once|twice|{number} times) (?:an?|per|each)) (?P<unit2>{unit})",
    "clock_in_words": r"(?:{approximation} )?"
    r"(?:(?P<minutes>half|(?:a )?quarter|{number} minutes?) (?P<side>past|to)"
    r"|(?P<bare>{number_word}) past) "
    r"(?P<hour>{number_word}|{hour_name}|\d\d?)(?: (?:in the|at) (?P<daypart>{daypart}))?",
    "holiday": r"(?:(?P<which>last|this|next) )?(?P<holiday>{holiday})"
    r"(?:,? (?P<year>{full_year}))?",
    "reference": r"(?P<reference>{reference})",
}

# Kinds of words in `times.csv` ("unit"), and single words ("century"), without one of which a
# pattern matches nothing: what spares searching most paragraphs.
DIGIT = "0"  # stands for any
NEEDED = {
    "date": (("month", "month_short"), ()),
    "date_range": (("month", "month_short"), ()),
    "numeric_date": ((), (DIGIT,)),
    "month": (("month", "month_short"), ()),
    "year_range": ((), (DIGIT,)),
    "year": ((), (DIGIT,)),
    "decade": (
        (),
        (DIGIT, "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties",
         "nineties"),
    ),
    "century": ((), ("century",)),
    "part_of_year": ((), ("quarter", "half", "q", "h")),
    "season": (("season",), ()),
    "weekday": (("weekday",), ()),
    "this_or_next": (("unit", "month"), ()),
    "day_beside": ((), ("before", "after")),
    "day_in_a_row": (("ordinal",), ("straight", "consecutive", "successive", "row", "running")),
    "end_of_unit": ((), ("end",)),
    "deictic_day": (("day", "night", "daypart"), ()),
    "in_the_daypart": (("daypart",), ("night", "dawn", "dusk")),
    "day_of_month": ((), (DIGIT,)),
    "ago": (
        (),
        ("ago", "earlier", "later", "previously", "before", "hence", "now", "afterward",
         "afterwards"),
    ),
    "duration": (("unit",), ()),
    "the_past": ((), ("past", "last", "coming", "all")),
    "as_adjective": ((), ("long", "daylong", "weeklong", "monthlong", "yearlong", "hourlong")),
    "vague_duration": (("unit",), ()),
    "set": (("frequency",), ("every", "each", "per", "once", "twice", "times", "weekends")),
    "clock": (("hour",), (DIGIT,)),
    "hour_of_day": (("daypart",), ("clock",)),
    "clock_in_words": ((), ("past", "quarter", "minute", "minutes")),
    "holiday": (("holiday",), ()),
    "named_day": ((), (DIGIT,)),
    "reference": (("reference",), ()),
}  # fmt: skip
WORD = re.compile(r"[^\W\d]+")


def in_lower_case(text: str) -> str:
    """A text in lower case, each character at its place ("İ" would become two)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def words_in(text: str) -> set[str]:
    """The words of a text that is in lower case, and `DIGIT` where it has one."""
    words = set(WORD.findall(text))
    return words | {DIGIT} if re.search(r"\d", text) else words


@cache
def needed_words() -> Mapping[str, frozenset[str]]:
    """name of a rule -> the words of which a text must hold one for the rule to match: of several
    that belong together the longest that is no name of a day, also with the ending of a plural."""
    found, days = {}, {"day", *lexicon.words("times", "weekday")}
    for rule, (kinds, others) in NEEDED.items():
        listed = [words for kind in kinds for words in lexicon.words("times", kind)]
        longest = {_telling(WORD.findall(words), days) for words in listed}
        found[rule] = longest | {f"{word}s" for word in longest} | set(others)
    return MappingProxyType({rule: frozenset(words) for rule, words in found.items()})


def _telling(words: list[str], days: Collection[str]) -> str:
    return max(words, key=lambda word: (word not in days, len(word)))


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """name of a rule -> its pattern for text in lower case, whole words only; a space in it is any
    single white space, so that an expression may run over a line break but not a paragraph break.
    (To ignore case would take twice the time.)"""
    pieces = {name: _any_of(kinds) for name, kinds in NAMED_PIECES.items()}
    for name, piece in PIECES.items():
        pieces[name] = _filled(piece, pieces)
    return MappingProxyType(
        {
            name: re.compile(
                rf"(?<![\w$£€#./-])(?:{_filled(pattern, pieces)})(?!\w|[-.,]\d)".replace(" ", r"\s")
            )
            for name, pattern in PATTERNS.items()
        }
    )


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]\w*)\}", lambda found: pieces[found[1]], pattern)


def _any_of(kinds: tuple[str, ...]) -> str:
    words = {word for kind in kinds for word in lexicon.words("times", kind)}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)).replace(r"\ ", " ") + ")"
