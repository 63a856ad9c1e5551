"""What durations and sets mean: "an hour", "the past nine days", "every Tuesday"."""

import re

from readout.timing.meanings import Meaning, Setting
from readout.timing.values import at_grain, bounds, duration, shift
from readout.timing.words import LAST, meanings, number_of, value_of

VAGUE_PLURALS = frozenset({"D", "W", "M", "Y", "10Y", "100Y", "TH", "TM", "TS"})


def span_of_time(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "roughly an hour", "27-year", "the past nine days": these last are dated as well."""
    grain = meanings("unit")[match["unit"].lower()]
    groups = match.groupdict()
    count = number_of(groups["number"]) if groups.get("number") else 1
    count = count + 0.5 if count and groups.get("more") else count
    if grain in {"WE", "TNI"}:
        return None
    value = duration(count, grain)
    which = (groups.get("which") or "").lower()
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
    grain = meanings("unit")[match["unit"].lower()]
    return Meaning("DURATION", duration(None, grain)) if grain in VAGUE_PLURALS else None


def set_of_times(match: re.Match[str], setting: Setting) -> Meaning | None:
    """What recurs: "every day", "twice a week", "weekly"."""
    if match["frequency"]:
        return Meaning("SET", meanings("frequency")[match["frequency"].lower()])
    if match["weekday"]:
        return Meaning("SET", f"XXXX-WXX-{value_of('weekday', match['weekday'])}")
    if match["month"]:
        name = match["month"].lower()
        return Meaning("SET", f"XXXX-{meanings('month').get(name) or meanings('season')[name]}")
    grain = meanings("unit")[(match["unit"] or match["unit2"]).lower()]
    count = number_of(match["number"]) if match["number"] else 2 if match["other"] else 1
    if grain == "WE":
        return Meaning("SET", "XXXX-WXX-WE")
    return Meaning("SET", duration(count, "D" if grain == "TNI" else grain))


def rate(match: re.Match[str], setting: Setting) -> Meaning:
    """ "15 a year": the duration pattern where it counts something per unit."""
    return Meaning("SET", duration(1, meanings("unit")[match["unit"].lower()]))
