"""What expressions mean that count from the day of publication, or from the day told last."""

import re
from datetime import datetime, timedelta

from readout.timing.clocks import on_the_day
from readout.timing.dates import as_told, month_of_year
from readout.timing.lengths import span_of_time
from readout.timing.meanings import Meaning, Setting, relative, unknown_value
from readout.timing.values import at_grain, day_of, nearest, shift
from readout.timing.words import (
    COMING,
    FROM_TOLD,
    LAST,
    daypart,
    meanings,
    number_of,
    plain,
    step,
    value_of,
)


def weekday(match: re.Match[str], setting: Setting) -> Meaning:
    """A day of the week, with or without a part of the day: "Tuesday", "next Friday morning", "the
    early hours of Sunday"."""
    number = int(value_of("weekday", match["weekday"]))
    part = daypart(match["daypart"] or match["daypart_of"])
    if match["plural"]:
        return Meaning("SET", f"XXXX-WXX-{number}{part}")
    if setting.written is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number}{part}")
    which = match["which"] or ""
    told = setting.told.get("D") if FROM_TOLD.fullmatch(which) and step(which, 0) else None
    value = at_grain(_weekday(number, which, told or setting.written, setting), "D") + part
    return Meaning("TIME" if part else "DATE", value, "relative")


def _weekday(number: int, which: str, start: datetime, setting: Setting) -> datetime:
    """Without more words the last such day up to publication, or the first from it on; "last" and
    "next" exclude the day that they start from."""
    back = (start.isoweekday() - number) % 7
    direction = step(which, setting.direction)
    if direction > 0:
        ahead = (7 - back) % 7
        return start + timedelta(days=ahead or (7 if COMING.fullmatch(which) else 0))
    return start - timedelta(days=back or (7 if LAST.fullmatch(which) else 0))


def this_or_next(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "last week", "next month", "this year", "the same day", "that evening"."""
    which, unit = match["which"], match["unit"]
    if unit in meanings("month"):
        return _month_named(which, int(meanings("month")[unit]), setting)
    grain = meanings("unit")[unit]
    if grain.startswith("T") or grain == "2W":
        return None
    if grain == "10Y" and which in {"last", "the next"}:
        return span_of_time(match, setting)
    if which == "the" and grain in {"W", "WE", "M", "Y", "Q"}:
        which = "this"
    if FROM_TOLD.fullmatch(which) or (which == "the" and grain == "D"):
        return _from_day_told(which, grain, setting)
    start = setting.written
    if grain == "WE":
        return relative(start and _weekend(which, setting), grain, "XXXX-WXX-WE")
    return relative(start and shift(start, step(which, 0), grain), grain, unknown_value(grain))


def _month_named(which: str, number: int, setting: Setting) -> Meaning | None:
    if which == "the":
        return None
    directed = as_told(setting, which)
    away = LAST.fullmatch(which) or COMING.fullmatch(which)
    return month_of_year(number, directed, other_than_now=bool(away))


def _from_day_told(which: str, grain: str, setting: Setting) -> Meaning:
    day = _told_or_written(grain, setting, ahead=step(which, 0) > 0)
    moved = day and shift(day, step(which, 0), grain)
    return relative(moved, grain, unknown_value(grain))


def _told_or_written(grain: str, setting: Setting, *, ahead: bool) -> datetime | None:
    """What "a week later" or "the next day" counts from: the week or day told last, or publication;
    but in a past clause nothing lies after publication, so that such a day stays unknown."""
    after_publication = ahead and setting.direction < 0
    return setting.told.get(grain) or (None if after_publication else setting.written)


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
    which = match["which"] or "this"
    is_near = which == "this"
    start = setting.written if is_near else _told_or_written("D", setting, ahead=step(which, 0) > 0)
    if start is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-XX-XX{part}")
    day = start + timedelta(days=int(offset) + step(which, 0))
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
    """ "three days ago", from publication; "a year earlier", from the day or year told last."""
    count = number_of(match["number"]) if match["number"] else None
    grain = meanings("unit")[(match["unit"] or match["units"])]
    where = match["where"]
    if count is None or grain in {"WE", "TNI"}:
        ahead = where in {"later", "hence", "from now", "afterwards", "afterward"}
        return Meaning("DATE", "FUTURE_REF" if ahead and setting.direction > 0 else "PAST_REF")
    back = where in {"ago", "earlier", "previously", "before"}
    from_writing = where in {"ago", "hence", "from now"}
    if grain in {"TH", "TM", "TS"}:
        return _hours_away(-count if back else count, grain, from_writing, setting)
    start = setting.written if from_writing else _told_or_written(grain, setting, ahead=not back)
    return relative(start and shift(start, -count if back else count, grain), grain,
                    unknown_value(grain))  # fmt: skip


def _hours_away(count: float, grain: str, from_writing: bool, setting: Setting) -> Meaning:
    if from_writing and setting.written:
        return Meaning("TIME", f"{at_grain(setting.written, 'D')}TXX:XX", "relative")
    moved = setting.moment and not from_writing and shift(setting.moment, count, grain)
    if not moved:
        return Meaning("TIME", "XXXX-XX-XXTXX:XX")
    return Meaning("TIME", at_grain(moved, grain), "relative")


def day_beside(match: re.Match[str], setting: Setting) -> Meaning:
    """ "The day before", "the year after", "the night before": beside what was told; but "the week
    after next" counts from publication."""
    unit, ahead = match["unit"], match["where"] == "after"
    part = daypart(unit) if unit in meanings("daypart") else ""
    grain = "D" if part else meanings("unit")[unit]
    if match["beyond"] and not part:
        day = setting.written and shift(setting.written, 2 if ahead else -2, grain)
        return relative(day, grain, unknown_value(grain))
    start = _told_or_written(grain, setting, ahead=ahead)
    day = start and shift(start, 1 if ahead else -1, grain)
    if not part:
        return relative(day, grain, unknown_value(grain))
    return on_the_day(part, day)


def day_in_a_row(match: re.Match[str], setting: Setting) -> Meaning:
    """ "For the sixth straight day": the one told, or for a day that of publication."""
    grain = meanings("unit")[match["unit"] or match["unit2"] or match["unit3"]]
    if grain == "TNI":
        return on_the_day("TNI", setting.day)
    day = setting.day if grain == "D" else setting.told.get(grain)
    return relative(day, grain, unknown_value(grain))


def end_of_unit(match: re.Match[str], setting: Setting) -> Meaning:
    """ "Year-end", "by month's end": TIMEX3 has the year or month as its value."""
    grain = meanings("unit")[match["unit"]]
    return relative(setting.written, grain, unknown_value(grain))


def reference(match: re.Match[str], setting: Setting) -> Meaning:
    """The present, the past or the future at large: "now", "recently"."""
    return Meaning("DATE", meanings("reference")[plain(match["reference"])])
