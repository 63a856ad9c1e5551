"""What durations and sets mean: "an hour", "the past nine days", "every Tuesday"."""

import re

from readout.timing.meanings import Meaning, Setting
from readout.timing.values import at_grain, bounds, duration, shift
from readout.timing.words import LAST, daypart, meanings, number_of, value_of

VAGUE_PLURALS = frozenset({"D", "W", "M", "Y", "10Y", "100Y", "TH", "TM", "TS"})


def span_of_time(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "roughly an hour", "27-year", "the past nine days": these last are dated as well."""
    groups = match.groupdict()
    grain = meanings("unit")[match["unit"]]
    count = number_of(groups["number"]) if groups.get("number") else 1
    count = count + 0.5 if count and groups.get("more") else count
    if grain in {"WE", "TNI"} and (count is None or count < 2):
        return None
    value = duration(count, grain)
    which = groups.get("which") or ""
    if not which or which in {"first", "following"} or not setting.written or count is None:
        return Meaning("DURATION", value)
    back = bool(LAST.fullmatch(which))
    other = shift(setting.written, -count if back else count, grain)
    if not other:
        return Meaning("DURATION", value)
    days = sorted((at_grain(other, "D"), at_grain(setting.written, "D")))
    return Meaning("DURATION", value, "relative", bounds("/".join(days)))


def vague_duration(match: re.Match[str], setting: Setting) -> Meaning | None:
    """An unknown number of units: "for years"."""
    grain = meanings("unit")[match["unit"]]
    return Meaning("DURATION", duration(None, grain)) if grain in VAGUE_PLURALS else None


def as_adjective(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "Week-long", "daylong", "decades-long"."""
    grain = meanings("unit")[match["unit"]]
    count = None if match["several"] else 1
    return Meaning("DURATION", duration(count, grain)) if grain in VAGUE_PLURALS else None


def set_of_times(match: re.Match[str], setting: Setting) -> Meaning | None:
    """What recurs: "every day", "twice a week", "weekly"."""
    if match["frequency"]:
        return Meaning("SET", meanings("frequency")[match["frequency"]])
    return Meaning("SET", _named(match) or _counted(match))


def _named(match: re.Match[str]) -> str | None:
    """ "Every Tuesday", "every morning", "every April"."""
    if match["weekday"]:
        day = value_of("weekday", match["weekday"])
        return f"XXXX-WXX-{day}{daypart(match['daypart_of'])}"
    if match["daypart"]:
        return f"XXXX-XX-XX{daypart(match['daypart'])}"
    if name := match["month"]:
        return f"XXXX-{meanings('month').get(name) or meanings('season')[name]}"
    return None


def _counted(match: re.Match[str]) -> str:
    """ "Every two weeks", "every other day", "on weekends"."""
    grain = meanings("unit")[match["unit"] or match["unit2"] or match["weekend"]]
    if grain == "WE":
        return "XXXX-WXX-WE"
    count = number_of(match["number"]) if match["number"] else 2 if match["other"] else 1
    return duration(count, "D" if grain == "TNI" else grain)


def rate(match: re.Match[str], setting: Setting) -> Meaning:
    """ "15 a year": the duration pattern where it counts something per unit."""
    return Meaning("SET", duration(1, meanings("unit")[match["unit"]]))
