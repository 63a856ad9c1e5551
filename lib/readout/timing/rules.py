"""What a matched time expression means: its TIMEX3 type and value, seen from the day of writing.

Each rule gets the match of its pattern in `readout.timing.patterns` and the `Setting` in which it
stands. After HeidelTime (Stroetgen and Gertz 2013) in design: an expression that names no full date
is completed from the publication date, in the direction that the tense of its clause gives.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from readout.timing.clocks import clock, in_the_daypart
from readout.timing.lengths import set_of_times, span_of_time, vague_duration
from readout.timing.meanings import (
    Meaning,
    Setting,
    explicit,
    nearest_in_years,
    relative,
    unknown_value,
)
from readout.timing.values import (
    SEASONS,
    at_grain,
    bounds,
    day_of,
    nearest,
    shift,
)
from readout.timing.words import (
    COMING,
    LAST,
    daypart,
    meanings,
    number_of,
    ordinal,
    plain,
    step,
    value_of,
)


def date(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A day of a month, with or without its year: "July 7", "the morning of 7 July 2017"."""
    month = value_of("month", match["month"] or match["month2"])
    day = int(re.sub(r"\D", "", match["day"] or match["day2"]))
    found = _month_and_day(int(month), day, match["year"] or match["year2"], setting)
    if found is None or not match["daypart"]:
        return found
    return Meaning("TIME", found.value + daypart(match["daypart"]), found.basis)


def _month_and_day(month: int, day: int, year: str | None, setting: Setting) -> Meaning | None:
    if year:
        return explicit(f"{year}-{month:02}-{day:02}") if day_of(int(year), month, day) else None
    if not day_of(2000, month, day):
        return None
    found = nearest_in_years(setting, lambda year: day_of(year, month, day))
    return relative(found, "D", f"XXXX-{month:02}-{day:02}")


def date_range(match: re.Match[str], setting: Setting) -> Meaning | None:
    """Days from one to another: "July 7-9", "from 30 to 31 May", "December 30-January 2"."""
    month = int(value_of("month", match["month"] or match["month2"]))
    last_month = int(value_of("month", match["last_month"])) if match["last_month"] else month
    year = match["year"] or match["year2"]
    first_year = str(int(year) - (month > last_month)) if year else None
    first, last = (
        _month_and_day(month, int(re.sub(r"\D", "", day)), year, setting)
        for month, day, year in (
            (month, match["first"] or match["first2"], first_year),
            (last_month, match["last"] or match["last2"], year),
        )
    )
    if not first or not last or first.value >= last.value:
        return None
    return Meaning("DATE", f"{first.value}/{last.value}", first.basis)


def numeric_date(match: re.Match[str], setting: Setting) -> Meaning | None:
    """Month before day, as American papers write, unless only day before month gives a date."""
    if match["iso"]:
        return explicit(match["iso"]) if bounds(match["iso"]) else None
    a, b, year = int(match["a"]), int(match["b"]), _full_year(match["year"], setting)
    month, day = (b, a) if match["mark"] == "." or a > 12 else (a, b)
    found = day_of(year, month, day)
    return explicit(at_grain(found, "D")) if found else None


def _full_year(digits: str, setting: Setting) -> int:
    """Two digits stand for the latest such year that isn't over ten years after publication."""
    if len(digits) == 4:
        return int(digits)
    latest = (setting.written.year if setting.written else 2019) + 10
    return latest - (latest - int(digits)) % 100


def month(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A month: "May 2031", "last May", "in May"."""
    number = int(value_of("month", match["month"] or match["plain"]))
    if match["which"]:
        year = _year_named(match["which"], setting)
        return relative(year and day_of(year.year, number, 1), "M", f"XXXX-{number:02}")
    if match["year"]:
        return explicit(f"{match['year']}-{number:02}")
    return _month_of_year(number, setting)


def _month_of_year(number: int, setting: Setting, *, other_than_now: bool = False) -> Meaning:
    def in_year(year: int) -> datetime | None:
        first = day_of(year, number, 1)
        same = setting.written and (year, number) == (setting.written.year, setting.written.month)
        return (None if other_than_now else setting.written) if same else first

    return relative(nearest_in_years(setting, in_year), "M", f"XXXX-{number:02}")


def _year_named(which: str, setting: Setting) -> datetime | None:
    if setting.written is None:
        return None
    return shift(setting.written, step(which, 0), "Y")


def year(match: re.Match[str], setting: Setting) -> Meaning:
    """A year: "2017", "the year 2017", "'17"."""
    digits = match["year"] or match["year2"] or str(_full_year(match["short"], setting))
    return explicit(digits)


def year_range(match: re.Match[str], setting: Setting) -> Meaning | None:
    """Years written as one: "2014-16"."""
    first, last = match["first"], match["last"]
    last = first[:2] + last if len(last) == 2 else last
    return explicit(f"{first}/{last}") if first < last else None


def decade(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A decade: "the 1990s", "the nineties"."""
    if match["decade"]:
        return explicit(match["decade"][: 3 if match["decade"][2] != "0" else 2])
    tens = ["_ten", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]
    digits = match["short"] or f"{tens.index(match['word'].lower()) + 1}0"
    return explicit(str(_full_year(digits, setting))[:3])


def century(match: re.Match[str], setting: Setting) -> Meaning:
    """A century: "the 19th century"."""
    return explicit(f"{ordinal(match['ordinal']) - 1:02}")


def part_of_year(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A quarter or a half of a year: "the third quarter", "Q3 2017"."""
    letter = match["letter"] or {"quarter": "Q", "half": "H"}[match["part"].lower()]
    parts = 4 if letter.upper() == "Q" else 2
    number = int(match["digit"] or 0) or _ordinal_of_part(match["ordinal"], parts)
    if not 1 <= number <= parts or (
        letter.upper() == "H" and not (match["year"] or match["which"])
    ):
        return None
    value = f"{letter.upper()}{number}"
    if match[0].lower().startswith("last ") and not (match["year"] or match["which"]):
        return _last_part(letter.upper(), 12 // parts, setting)
    if match["year"]:
        return explicit(f"{match['year']}-{value}")
    if match["which"]:
        found = _year_named(match["which"], setting)
        return (
            Meaning("DATE", f"{found.year}-{value}", "relative")
            if found
            else Meaning("DATE", f"XXXX-{value}")
        )
    first = 1 + (number - 1) * 12 // parts
    day = nearest_in_years(setting, lambda year: day_of(year, first, 1))
    return relative(day, "Q", f"XXXX-{value}")


def _last_part(letter: str, months: int, setting: Setting) -> Meaning:
    """ "Last quarter": the one before that of publication."""
    day = setting.written and shift(setting.written, -months, "M")
    if not day:
        return Meaning("DATE", f"XXXX-{letter}X")
    return Meaning("DATE", f"{day.year}-{letter}{(day.month - 1) // months + 1}", "relative")


def _ordinal_of_part(word: str, parts: int) -> int:
    return parts if word.lower() in {"final", "last"} else ordinal(word)


def season(match: re.Match[str], setting: Setting) -> Meaning:
    """A season: "last summer", "spring 2031"."""
    code = value_of("season", match["season"] or match["season2"] or match["season3"])
    if match["year"]:
        return explicit(f"{match['year']}-{code}")
    which = match["which"] or ""
    directed = _told(setting, which)
    day = nearest_in_years(directed, lambda year: day_of(year, SEASONS[code], 1))
    return (
        Meaning("DATE", f"{day.year}-{code}", "relative")
        if day
        else Meaning("DATE", f"XXXX-{code}")
    )


def _told(setting: Setting, which: str) -> Setting:
    """The setting with the direction that "last" or "next" give; "this" is the nearest."""
    direction = step(which, 0 if which.lower() == "this" else setting.direction)
    return Setting(setting.written, direction=direction, is_told=bool(step(which, 0)))


def weekday(match: re.Match[str], setting: Setting) -> Meaning:
    """A day of the week, with or without a part of the day: "Tuesday", "next Friday morning"."""
    number = int(value_of("weekday", match["weekday"]))
    part = daypart(match["daypart"])
    if match["plural"]:
        return Meaning("SET", f"XXXX-WXX-{number}{part}")
    if setting.written is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number}{part}")
    value = at_grain(_weekday(number, (match["which"] or "").lower(), setting), "D") + part
    return Meaning("TIME" if part else "DATE", value, "relative")


def _weekday(number: int, which: str, setting: Setting) -> datetime:
    """Without more words the last such day up to publication, or the first from it on; "last" and
    "next" exclude the day of publication itself."""
    assert setting.written
    back = (setting.written.isoweekday() - number) % 7
    direction = step(which, setting.direction)
    if direction > 0:
        ahead = (7 - back) % 7
        return setting.written + timedelta(days=ahead or (7 if COMING.fullmatch(which) else 0))
    return setting.written - timedelta(days=back or (7 if LAST.fullmatch(which) else 0))


def this_or_next(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "last week", "next month", "this year", "the same day", "that evening"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit in meanings("month"):
        return _month_named(which, int(meanings("month")[unit]), setting)
    grain = meanings("unit")[unit]
    if grain.startswith("T") or grain == "2W":
        return None
    if grain == "10Y" and which in {"last", "the next"}:
        return span_of_time(match, setting)
    if which == "the" and grain in {"W", "WE", "M", "Y", "Q"}:
        which = "this"
    if which in {
        "the",
        "that",
        "the same",
        "the following",
        "the previous",
        "the preceding",
        "following",
        "previous",
        "the next",
    } and not (which == "the" and grain != "D"):
        return _from_day_told(which, grain, setting)
    start = setting.written
    if grain == "WE":
        return relative(start and _weekend(which, setting), grain, "XXXX-WXX-WE")
    return relative(start and shift(start, step(which, 0), grain), grain, unknown_value(grain))


def _month_named(which: str, number: int, setting: Setting) -> Meaning | None:
    if which == "the":
        return None
    directed = _told(setting, which)
    away = LAST.fullmatch(which) or COMING.fullmatch(which)
    return _month_of_year(number, directed, other_than_now=bool(away))


def _from_day_told(which: str, grain: str, setting: Setting) -> Meaning:
    day = _told_or_written(setting, ahead=step(which, 0) > 0)
    moved = day and shift(day, step(which, 0), grain)
    return relative(moved, grain, unknown_value(grain))


def _told_or_written(setting: Setting, *, ahead: bool) -> datetime | None:
    """What "a week later" or "the next day" counts from: the day told last, or publication; but in
    a past clause nothing lies after publication, so that such a day stays unknown."""
    return setting.told or (None if ahead and setting.direction < 0 else setting.written)


def _weekend(which: str, setting: Setting) -> datetime:
    """The Saturday of the weekend meant; on its own, the last one before or first one after."""
    assert setting.written
    direction = step(which, setting.direction)
    saturday = setting.written + timedelta(days=6 - setting.written.isoweekday())
    if direction > 0:
        return saturday + timedelta(days=7 if which == "next" else 0)
    begun = saturday <= setting.written
    return saturday if begun and not LAST.fullmatch(which) else saturday - timedelta(days=7)


def deictic_day(match: re.Match[str], setting: Setting) -> Meaning:
    """ "today", "yesterday evening", "tonight", "this morning"."""
    if match["night"]:
        offset, part = meanings("night")[plain(match["night"])].split(" ")
    elif match["day"]:
        offset, part = meanings("day")[plain(match["day"])], daypart(match["daypart"])
    else:
        offset, part = "0", daypart(match["daypart2"])
    part = part if not part or part.startswith("T") else f"T{part}"
    told = match["which"] and match["which"].lower() != "this"
    start = (setting.told if told else None) or setting.written
    if start is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-XX-XX{part}")
    day = start + timedelta(days=int(offset))
    return Meaning("TIME" if part else "DATE", at_grain(day, "D") + part, "relative")


def day_of_month(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A day of the month nearest to publication: "the 15th"."""
    number = int(match["day"][:-2])
    if not 1 <= number <= 31:
        return None
    if setting.written is None:
        return Meaning("DATE", f"XXXX-XX-{number:02}")
    months = [setting.written + timedelta(days=30 * k) for k in (-1, 0, 1)]
    days = [day for m in months if (day := day_of(m.year, m.month, number))]
    return relative(nearest(days, setting.written, setting.direction), "D", f"XXXX-XX-{number:02}")


def ago(match: re.Match[str], setting: Setting) -> Meaning:
    """ "three days ago", from publication; "a year earlier", from the day told last."""
    count, grain = number_of(match["number"]), meanings("unit").get(match["unit"].lower(), "D")
    where = match["where"].lower()
    if count is None or grain in {"WE", "TNI"}:
        ahead = where in {"later", "hence", "from now", "afterwards", "afterward"}
        return Meaning("DATE", "FUTURE_REF" if ahead and setting.direction > 0 else "PAST_REF")
    back = where in {"ago", "earlier", "previously"}
    from_writing = where in {"ago", "hence", "from now"}
    if grain in {"TH", "TM", "TS"}:
        return _hours_away(-count if back else count, grain, from_writing, setting)
    start = setting.written if from_writing else _told_or_written(setting, ahead=not back)
    return relative(start and shift(start, -count if back else count, grain), grain,
                    unknown_value(grain))  # fmt: skip


def _hours_away(count: float, grain: str, from_writing: bool, setting: Setting) -> Meaning:
    if from_writing and setting.written:
        return Meaning("TIME", f"{at_grain(setting.written, 'D')}TXX:XX", "relative")
    moved = setting.moment and not from_writing and shift(setting.moment, count, grain)
    if not moved:
        return Meaning("TIME", "XXXX-XX-XXTXX:XX")
    return Meaning("TIME", at_grain(moved, grain), "relative")


def holiday(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A holiday with a fixed day: "last Christmas"."""
    name = plain(match["holiday"]).replace("’", "'")
    month, day = meanings("holiday")[name].split("-")
    which = (match["which"] or "").lower()
    directed = _told(setting, which)
    return _month_and_day(int(month), int(day), match["year"], directed)


def named_day(match: re.Match[str], setting: Setting) -> Meaning:
    """The attacks of September 11 are dated by their name."""
    return explicit("2001-09-11")


def reference(match: re.Match[str], setting: Setting) -> Meaning:
    """The present, the past or the future at large: "now", "recently"."""
    words = plain(match["reference"])
    return Meaning("DATE", meanings("reference")[words])


RULES: Mapping[str, Callable[[re.Match[str], Setting], Meaning | None]] = {
    "date": date, "date_range": date_range, "numeric_date": numeric_date, "month": month,
    "year_range": year_range, "year": year, "decade": decade, "century": century,
    "part_of_year": part_of_year, "season": season, "weekday": weekday,
    "this_or_next": this_or_next, "deictic_day": deictic_day, "in_the_daypart": in_the_daypart,
    "day_of_month": day_of_month, "ago": ago, "duration": span_of_time, "the_past": span_of_time,
    "vague_duration": vague_duration, "set": set_of_times, "clock": clock, "holiday": holiday,
    "named_day": named_day, "reference": reference,
}  # fmt: skip
