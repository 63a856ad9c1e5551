"""Time expressions: what day, how long, how often, as TIMEX3, dated from the day of publication.

`readout.timing.patterns` has the grammar, `readout.timing.evidence` what the parse says to a match,
`readout.timing.rules` what it means, `readout.timing.words` the words, `readout.timing.values` the
calendar.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from spacy.tokens import Doc

from readout.annotations import Span, Time
from readout.timing.clocks import in_the_half
from readout.timing.evidence import Candidate, direction, is_dateline, is_rate, is_time
from readout.timing.lengths import rate
from readout.timing.meanings import Meaning, Setting, told_after
from readout.timing.patterns import in_lower_case, needed_words, patterns, words_in
from readout.timing.rules import RULES
from readout.timing.values import bounds
from readout.tree import Tree, tree_of

NAME_A_YEAR = frozenset({"date", "month"})
DATELINE_REACH = 400
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
BETWEEN_FIRST_AND_LAST = re.compile(r"\s(?:to|through|until|till|and)\s")
BETWEEN_DAY_AND_CLOCK = re.compile(r",?\s(?:(?:at|around|about|on)\s)?")
BETWEEN_CLOCKS = re.compile(r"\s?[-–(]|\s(?:to|and|until|till|through|or)\s")
BETWEEN_CLOCK_AND_DAY = re.compile(r"\)?,?\s(?:on\s)?")


def find_times(doc: Doc, published: datetime | None) -> list[Time]:
    """The time expressions of a parsed article, in the order of the text, without overlaps.

    `published` is the day (or moment) of publication; where it is None a date that stands alone
    on a line near the top of the text takes its place, and without one a relative expression
    stays open (XXXX in its value, basis "none"): no year is invented. `begins` and `ends` are
    the first and last day at midnight, both inclusive, or twice the moment of a time of day.
    The direction of "Tuesday" or "July 7" is that of its clause: in a past clause the last such
    day up to publication, in one about what is to come the first from it on (as HeidelTime does
    for news, Stroetgen and Gertz 2013). Values are TIMEX3 (TimeML guidelines 1.2.1) with two
    additions: a range written as one ("2014-16") is an ISO 8601 interval, and a moment whose
    hour is not known ends in TXX:XX.
    """
    tree = tree_of(doc)
    text = tree.text
    found = _without_overlaps(c for c in _candidates(tree) if is_time(c))
    written = _midnight(published) if published else _dateline(text, found)
    return list(_joined(text, _read(text, found, written)))


def _candidates(tree: Tree) -> Iterator[Candidate]:
    """All matches, paragraph by paragraph: no expression runs over the end of one."""
    text = tree.text
    lower = in_lower_case(text)
    breaks = [0, *(i for gap in PARAGRAPH_BREAK.finditer(text) for i in gap.span()), len(text)]
    for start, end in zip(breaks[::2], breaks[1::2], strict=True):
        words = words_in(lower[start:end])
        for rule, pattern in patterns().items():
            if not words.isdisjoint(needed_words()[rule]):
                for match in pattern.finditer(lower, start, end):
                    if found := tree.touched_by(Span(*match.span())):
                        yield Candidate(rule, match, text, found)


def _without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """From left to right the longest; of equals the one whose rule stands first."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.match.start(), -c.match.end())):
        if not kept or kept[-1].match.end() <= candidate.match.start():
            kept.append(candidate)
    return kept


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


def _dateline(text: str, found: Sequence[Candidate]) -> datetime | None:
    """The day of a full date that has a line of its own near the top."""
    for candidate in takewhile(lambda found: found.match.start() < DATELINE_REACH, found):
        start, end = candidate.match.span()
        line = text[text.rfind("\n", 0, start) + 1 : start] + text[end : text.find("\n", end)]
        if candidate.rule == "date" and not line.strip():
            meaning = RULES["date"](candidate.match, Setting(None))
            if meaning and (days := bounds(meaning.value)):
                return days[0]
    return None


def _read(text: str, found: Sequence[Candidate], written: datetime | None) -> Iterator[Time]:
    """The times of the candidates; the last day told dates what refers back to it, within a
    paragraph, and the days of a range each other ("from Monday to Thursday")."""
    told: dict[str, datetime] = {}
    moment = last = None
    day_after = _days_after_clocks(text, found)
    end = 0
    for position, candidate in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        start = candidate.match.start()
        if PARAGRAPH_BREAK.search(text, end, start):
            told, moment, last = {}, None, None
        ahead = -1 if is_dateline(candidate) else direction(candidate.words.root)
        setting = Setting(written, told, moment, ahead)
        if last and last.begins and BETWEEN_FIRST_AND_LAST.fullmatch(text, end, start):
            setting = replace(setting, written=_midnight(last.begins), direction=1)
        end = candidate.match.end()
        closing = following and _day_that_closes(text, candidate, following)
        if closing:
            setting = Setting(closing, direction=-1, is_told=True)
        if position in day_after:
            day = _meaning(found[day_after[position]], setting)
            if day and (days := bounds(day.value)):
                setting = replace(setting, told=told_after(told, *days))
        meaning = _meaning(candidate, setting)
        if meaning and closing:
            meaning = replace(meaning, basis="explicit")
        if meaning is None:
            continue
        time = _time(Span(start, end), meaning)
        yield time
        whole = (last and _together(text, last, time)) or time
        if whole.begins and whole.ends and whole.type != "DURATION":
            told = told_after(told, _midnight(whole.begins), _midnight(whole.ends))
            is_same_elsewhere = text[start - 1 : start] == "("  # "3 a.m. local time (0000 GMT)"
            is_moment = re.search(r"T\d", whole.value) and not is_same_elsewhere
            moment = whole.begins if is_moment else moment
        last = time


def _day_that_closes(text: str, first: Candidate, last: Candidate) -> datetime | None:
    """The last day of a range whose year stands only there: "from May to July 2017"."""
    gap = text[first.match.end() : last.match.start()]
    if not {first.rule, last.rule} <= NAME_A_YEAR or not BETWEEN_FIRST_AND_LAST.fullmatch(gap):
        return None
    if re.search(r"\d{4}", first.match[0]) or not re.search(r"\d{4}", last.match[0]):
        return None
    meaning = RULES[last.rule](last.match, Setting(None))
    days = meaning and bounds(meaning.value)
    return days[0] if days else None


def _days_after_clocks(text: str, found: Sequence[Candidate]) -> dict[int, int]:
    """The places, among the candidates, of times of day and of what stands after them, or after
    others beside them, and may be their day: "from 9 a.m. to 5 p.m. on Monday", "8 a.m. local time
    (0300 GMT) on Sunday", "for a third day on Sunday"."""
    day_after: dict[int, int] = {}
    for at in reversed(range(len(found) - 1)):
        clock, following = found[at], found[at + 1]
        if clock.rule not in {"clock", "day_in_a_row"}:
            continue
        gap = text[clock.match.end() : following.match.start()]
        if following.rule != "clock" and BETWEEN_CLOCK_AND_DAY.fullmatch(gap):
            day_after[at] = at + 1
        elif at + 1 in day_after and BETWEEN_CLOCKS.fullmatch(gap):
            day_after[at] = day_after[at + 1]
    return day_after


def _meaning(candidate: Candidate, setting: Setting) -> Meaning | None:
    rule = rate if is_rate(candidate) else RULES[candidate.rule]
    return rule(candidate.match, setting)


def _time(span: Span, meaning: Meaning) -> Time:
    days = meaning.bounds or bounds(meaning.value) or (None, None)
    return Time(
        span=span,
        type=meaning.type,
        value=meaning.value,
        basis=meaning.basis,
        begins=days[0],
        ends=days[1],
    )


def _joined(text: str, times: Iterable[Time]) -> Iterator[Time]:
    """A day and a clock time that stand side by side are one time ("9 a.m. on Tuesday"), and so are
    a part of the day and its day ("dawn on Tuesday")."""
    last: Time | None = None
    for time in times:
        if last and (together := _together(text, last, time)):
            last = together
            continue
        if last:
            yield last
        last = time
    if last:
        yield last


def _together(text: str, first: Time, second: Time) -> Time | None:
    clock, day = (first, second) if first.type == "TIME" else (second, first)
    gap = text[first.span.end : second.span.start]
    if not BETWEEN_DAY_AND_CLOCK.fullmatch(gap) or clock.type != "TIME":
        return None
    if not re.search(r"T\d", clock.value) and (gap.strip() != "on" or clock is second):
        return None
    named = re.fullmatch(r"([\dX]{4}-[\dXW]{2,3}-[\dX]{1,2})(T[A-Z]{2})?", day.value)
    if not named:
        return None
    moment = clock.value[clock.value.index("T") + 1 :]
    value = f"{named[1]}T{in_the_half(moment, named[2] or '')}"
    meaning = Meaning("TIME", value, day.basis)
    return _time(Span(first.span.start, second.span.end), meaning)
