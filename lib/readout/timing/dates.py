"""What dates mean that name a part of the calendar: days, months, quarters, seasons, years."""

import re
from datetime import datetime

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
    last_day,
    nth_weekday,
    shift,
)
from readout.timing.words import daypart, meanings, ordinal, step, value_of

LAST_ONES = re.compile("last|final")


def date(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A day of a month, with or without its year: "July 7", "the morning of 7 July 2017"; and the
    week that it lies in: "the week of July 7"."""
    month = value_of("month", match["month"] or match["month2"])
    day = ordinal(match["day"] or match["day2"] or match["day_word"])
    which = match["which"] or match["which2"]
    if which and (named := _year_named(which, setting)):
        found = relative(day_of(named.year, int(month), day), "D", f"XXXX-{int(month):02}-{day:02}")
    else:
        found = _month_and_day(int(month), day, match["year"] or match["year2"], setting)
    if found and match["around"]:
        return _around(found, meanings("unit")[match["around"]])
    if found is None or not match["daypart"]:
        return found
    return Meaning("TIME", found.value + daypart(match["daypart"]), found.basis)


def _around(day: Meaning, grain: str) -> Meaning:
    days = bounds(day.value)
    return Meaning("DATE", at_grain(days[0], grain) if days else unknown_value(grain), day.basis)


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
        value = match["iso"] + (f"T{match['clock']}{match['utc'] or ''}" if match["clock"] else "")
        kind = "TIME" if match["clock"] else "DATE"
        return explicit(value, kind) if bounds(value) else None
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
    """A month: "May 2031", "last May", "in May"; a range of months; a day of a month."""
    number = int(value_of("month", match["month"] or match["plain"]))
    if match["last_month"]:
        return _month_range(match)
    if match["ordinal"]:
        return _day_in_month(match, number, setting)
    if match["which"]:
        year = _year_named(match["which"], setting)
        return relative(year and day_of(year.year, number, 1), "M", f"XXXX-{number:02}")
    if match["year"]:
        return explicit(f"{match['year']}-{number:02}")
    return month_of_year(number, setting)


def _month_range(match: re.Match[str]) -> Meaning | None:
    """Months from one to another: "May-July 2029", "November-February 2030"."""
    first, last = (int(value_of("month", match[name])) for name in ("month", "last_month"))
    if first == last or match["which"]:
        return None
    year = int(match["year"])
    return explicit(f"{year - (first > last)}-{first:02}/{year}-{last:02}")


def _day_in_month(match: re.Match[str], number: int, setting: Setting) -> Meaning:
    """ "The first Monday in May", "the last day of April 2029"; of a week of a month only the month
    is known."""

    def in_year(year: int) -> datetime | None:
        is_last = LAST_ONES.fullmatch(match["ordinal"])
        nth = -1 if is_last else ordinal(match["ordinal"])
        if match["weekday"]:
            return nth_weekday(year, number, nth, int(value_of("weekday", match["weekday"])))
        return last_day(year, number) if is_last else day_of(year, number, nth)

    if match["which"]:
        named = _year_named(match["which"], setting)
        day = in_year(named.year) if named else None
    else:
        day = in_year(int(match["year"])) if match["year"] else nearest_in_years(setting, in_year)
    grain = "D" if match["weekday"] or match["unit"] == "day" else "M"
    found = relative(day, grain, f"XXXX-{number:02}")
    return explicit(found.value) if match["year"] and not match["which"] else found


def month_of_year(number: int, setting: Setting, *, other_than_now: bool = False) -> Meaning:
    """The month of this number nearest to publication, in the direction of its clause."""

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
    digits = match["year"] or match["year2"] or match["year3"]
    return explicit(digits or str(_full_year(match["short"] or match["short2"], setting)))


def year_range(match: re.Match[str], setting: Setting) -> Meaning | None:
    """Years written as one: "2014-16"."""
    first, last = match["first"], match["last"]
    last = first[:2] + last if len(last) == 2 else last
    return explicit(f"{first}/{last}") if first < last else None


def decade(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A decade: "the 1990s", "the nineties"."""
    if match["decade"]:
        is_century = match["decade"][2] == "0" and match["decade"] < "2000"
        return explicit(match["decade"][: 2 if is_century else 3])
    tens = ["_ten", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]
    digits = match["short"] or match["short2"] or f"{tens.index(match['word']) + 1}0"
    return explicit(str(_full_year(digits, setting))[:3])


def century(match: re.Match[str], setting: Setting) -> Meaning:
    """A century: "the 19th century"."""
    return explicit(f"{ordinal(match['ordinal']) - 1:02}")


def part_of_year(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A quarter or a half of a year: "the third quarter", "Q3 2017"."""
    letter = (match["letter"] or match["letter2"] or match["part"][0]).upper()
    digit = match["digit"] or match["digit2"]
    parts = 4 if letter == "Q" else 2
    number = int(digit) if digit else _ordinal_of_part(match["ordinal"], parts)
    if not 1 <= number <= parts or (letter == "H" and not (match["year"] or match["which"])):
        return None
    value = f"{letter}{number}"
    if match[0].startswith("last ") and not (match["year"] or match["which"]):
        return _last_part(letter, 12 // parts, setting)
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
    return parts if LAST_ONES.fullmatch(word) else ordinal(word)


def season(match: re.Match[str], setting: Setting) -> Meaning:
    """A season: "last summer", "spring 2031"."""
    code = value_of("season", match["season"] or match["season2"] or match["season3"])
    if match["year"]:
        return explicit(f"{match['year']}-{code}")
    which = match["which"] or ""
    directed = as_told(setting, which)
    day = nearest_in_years(directed, lambda year: day_of(year, SEASONS[code], 1))
    return (
        Meaning("DATE", f"{day.year}-{code}", "relative")
        if day
        else Meaning("DATE", f"XXXX-{code}")
    )


def as_told(setting: Setting, which: str) -> Setting:
    """The setting with the direction that "last" or "next" give; "this" is the nearest."""
    direction = step(which, 0 if which == "this" else setting.direction)
    return Setting(setting.written, direction=direction, is_told=bool(step(which, 0)))
