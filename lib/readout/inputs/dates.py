"""A date of publication as people write it -> a moment on the outlet's clock."""

import re
from datetime import date, datetime
from typing import Any

import pandas as pd
from dateutil import parser

NUMERIC = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
LONGEST = 100  # characters
# Two defaults tell a date from a fragment such as "May", which takes parts from them.
DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))

Published = tuple[datetime | None, tuple[str, ...]]


def published(value: Any, *, day_first: bool = False) -> Published:
    """A moment, and a remark where the value could not be read or could mean another day.

    An offset from UTC is dropped. `day_first` takes 03/04/2017 for the third of April, as which
    03.04.2017 counts always: where dots are written, the day comes first.
    """
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        return moment.replace(tzinfo=None), ()
    text = "" if value is None or value is pd.NaT else str(value).strip()
    if not text:
        return None, ()
    readings = {_read(text, default, day_first) for default in DEFAULTS}
    moment = readings.pop()
    if readings or moment is None:
        return None, (
            f"the date '{text[:LONGEST]}' could not be read and was left out; write 2031-05-13 or "
            "2031-05-13T09:30",
        )
    return moment, _ambiguity(text, day_first)


def _read(text: str, default: datetime, day_first: bool) -> datetime | None:
    if len(text) > LONGEST:
        return None
    numeric = NUMERIC.match(text)  # never 2031-05-13
    swapped = numeric is not None and (day_first or numeric[2] == ".")
    try:
        moment = parser.parse(text, default=default, dayfirst=swapped)
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None
    return moment.replace(tzinfo=None)


def _ambiguity(text: str, day_first: bool) -> tuple[str, ...]:
    numeric = NUMERIC.match(text)
    if not numeric or max(int(numeric[1]), int(numeric[3])) > 12 or numeric[1] == numeric[3]:
        return ()
    taken, other = "month/day/year", "if the day comes first, say --day-first"
    if numeric[2] == ".":
        taken, other = "day/month/year", "as it is where dots are written"
    elif day_first:
        taken, other = "day/month/year", "as --day-first says"
    return (f"the date '{text}' is ambiguous and was taken as {taken}; {other}",)
