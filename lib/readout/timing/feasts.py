"""What the names of holidays mean, and of days that are known by their date."""

import re
from datetime import datetime, timedelta

from dateutil.easter import easter

from readout.timing.dates import as_told
from readout.timing.meanings import Meaning, Setting, explicit, nearest_in_years, relative
from readout.timing.values import day_of, nth_weekday
from readout.timing.words import meanings, plain


def holiday(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A holiday: "last Christmas", "Easter Monday 2029"."""
    value = meanings("holiday")[plain(match["holiday"]).replace("’", "'")]
    if match["year"]:
        day = _in_year(value, int(match["year"]))
        return explicit(f"{day:%Y-%m-%d}") if day else None
    directed = as_told(setting, (match["which"] or ""))
    day = nearest_in_years(directed, lambda year: _in_year(value, year))
    fixed = re.fullmatch(r"\d\d-\d\d", value)
    return relative(day, "D", f"XXXX-{value}" if fixed else "XXXX-XX-XX")


def _in_year(value: str, year: int) -> datetime | None:
    """The day of a feast, which the lexicon gives as month and day ("12-25"), as days from the
    Easter of the western churches ("easter-2"), or as month, which one and weekday ("11-4-4")."""
    if value.startswith("easter"):
        sunday = datetime.combine(easter(year), datetime.min.time())
        return sunday + timedelta(days=int(value.removeprefix("easter")))
    month, *others = (int(digits) for digits in re.findall(r"(?<=-)-\d|\d+", value))
    return nth_weekday(year, month, *others) if len(others) == 2 else day_of(year, month, *others)


def named_day(match: re.Match[str], setting: Setting) -> Meaning:
    """The attacks of September 11 are dated by their name."""
    return explicit("2001-09-11")
