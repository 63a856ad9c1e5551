"""Calendar arithmetic on TIMEX3 values: write one at a given grain, shift it, read its first and
last day. Values follow ISO 8601 as TimeML does (Sauri et al. 2006, guidelines 1.2.1)."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

# The grains of the calendar as TIMEX3 durations have them; TH, TM, TS are parts of a day.
SHIFTS = {
    "TS": "seconds", "TM": "minutes", "TH": "hours",
    "D": "days", "W": "weeks", "M": "months", "Y": "years",
}  # fmt: skip
PARTS = {"TH": (60, "TM"), "D": (24, "TH"), "Y": (12, "M")}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
Bounds = tuple[datetime, datetime]

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
DAYPART = re.compile(r"(\d{4}-\d\d-\d\d)T([A-Z]{2})")
CLOCK = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?Z?")
SPAN = re.compile(r"(\d{4})-([QH])(\d)")
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")


def bounds(value: str) -> Bounds | None:
    """The first and the last day of a TIMEX3 date at midnight, both inclusive, or twice the moment
    of a time of day. None where the value leaves the day open (XXXX), is no date, or is no day of
    the calendar. Seasons are the meteorological ones of the north."""
    if "/" in value:
        return _of_interval(*value.split("/", maxsplit=1))
    try:
        return _of_day(value) or _of_week(value) or _of_part_of_year(value) or _of_years(value)
    except ValueError:
        return None


def _of_interval(first: str, last: str) -> Bounds | None:
    begins, ends = bounds(first), bounds(last)
    return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None


def _of_day(value: str) -> Bounds | None:
    if found := CLOCK.fullmatch(value):
        moment = datetime.fromisoformat(found[1])
        return moment, moment
    if found := DAYPART.fullmatch(value):
        day = datetime.fromisoformat(found[1])
        return day, day
    if DATE.match(value) and (DATE.fullmatch(value) or value[10:] == "TXX:XX"):
        day = datetime.fromisoformat(value[:10])
        return day, day
    return None


def _of_week(value: str) -> Bounds | None:
    if not (found := WEEK.fullmatch(value)):
        return None
    monday = datetime.fromisocalendar(int(found[1]), int(found[2]), 1)
    return monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=6)


def _of_part_of_year(value: str) -> Bounds | None:
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := SPAN.fullmatch(value):
        length = 3 if found[2] == "Q" else 6
        return _months(int(found[1]), 1 + length * (int(found[3]) - 1), length)
    if found := SEASON.fullmatch(value):
        return _months(int(found[1]), SEASONS[found[2]], 3)
    return None


def _of_years(value: str) -> Bounds | None:
    if not re.fullmatch(r"\d{2,4}", value):
        return None
    length = 10 ** (4 - len(value))
    return _months(int(value) * length or 1, 1, 12 * length)


def _months(year: int, month: int, length: int) -> Bounds:
    first = datetime(year, month, 1)
    return first, first + relativedelta(months=length, days=-1)


def at_grain(moment: datetime, grain: str) -> str:
    """The value of the day, week, month, ... that a moment lies in; `grain` is D, W, WE, M, Q, Y,
    10Y, 100Y or a part of a day (TH, TM, TS)."""
    if grain in {"W", "WE", "2W"}:
        year, week, _ = moment.isocalendar()
        return f"{year}-W{week:02}" + ("-WE" if grain == "WE" else "")
    if grain == "Q":
        return f"{moment.year}-Q{(moment.month + 2) // 3}"
    if grain.startswith("T"):
        return f"{moment:%Y-%m-%dT%H:%M}"
    formats = {"D": "%Y-%m-%d", "M": "%Y-%m", "Y": "%Y"}
    if grain in formats:
        return f"{moment:{formats[grain]}}"
    return f"{moment.year:04}"[: {"10Y": 3, "100Y": 2}[grain]]


def shift(moment: datetime, count: float, grain: str) -> datetime | None:
    """`moment` moved by `count` grains, forth or (below zero) back; None outside years 1-9999."""
    factor, grain = split_grain(grain)
    if grain == "Q":
        factor, grain = factor * 3, "M"
    count *= factor
    if grain in {"Y", "M"} and count != int(count):
        count, grain = (count * 12, "M") if grain == "Y" else (count * 30, "D")
    amount = round(count) if grain in {"Y", "M"} else count
    try:
        return moment + relativedelta(**{SHIFTS["W" if grain == "WE" else grain]: amount})  # pyright: ignore[reportArgumentType]
    except (OverflowError, ValueError):
        return None


def split_grain(grain: str) -> tuple[int, str]:
    """ "10Y" -> (10, "Y"): how many of which smallest grain."""
    digits = grain.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits or 1), grain[len(digits) :]


def duration(count: float | None, grain: str) -> str:
    """The TIMEX3 duration of so many grains; None for an unknown number ("P3D", "PT1H", "PXY",
    "PT30M" for half an hour)."""
    factor, grain = split_grain(grain)
    if count and count < 1 and factor == 1 and grain in PARTS:
        parts, grain = PARTS[grain]
        count *= parts
    time, unit = ("T", grain[1]) if grain in {"TH", "TM", "TS"} else ("", grain)
    number = "X" if count is None else f"{count * factor:g}"
    return f"P{time}{number}{unit}"


def nearest(days: Iterable[datetime], reference: datetime, direction: int) -> datetime | None:
    """Of some days the last one up to `reference` (direction -1), the first one from it on (1), or
    the nearest (0); the nearest of all where the direction has none."""
    days = list(days)
    wanted = [day for day in days if (day - reference).days * direction >= 0] or days
    return min(wanted, key=lambda day: abs(day - reference), default=None)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> datetime | None:
    """The nth Monday (1), ... of a month, the last for -1; None where there is none."""
    first, last = datetime(year, month, 1), last_day(year, month)
    days = [first + timedelta(days=n) for n in range(last.day)]
    found = [day for day in days if day.isoweekday() == weekday]
    return found[nth - 1 if nth > 0 else nth] if nth <= len(found) else None


def last_day(year: int, month: int) -> datetime:
    """The last day of a month."""
    return _months(year, month, 1)[1]


def day_of(year: int, month: int, day: int) -> datetime | None:
    """A day, or None where the calendar has no such day."""
    try:
        return datetime(year, month, day)
    except ValueError:
        return None
