"""What times of day mean: "9 a.m.", "11 o'clock", "in the evening"."""

import re
from datetime import datetime

from readout.timing.meanings import Meaning, Setting
from readout.timing.values import at_grain
from readout.timing.words import daypart, meanings, number_of


def in_the_daypart(match: re.Match[str], setting: Setting) -> Meaning:
    """A part of the day told last: "in the evening"."""
    part = daypart(match["daypart"])
    return on_the_day(part, setting.day)


def clock(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A time of day, on the day told last; "Z" only where the text says UTC or GMT."""
    moment = _clock_value(match["clock"])
    if not moment:
        return None
    utc = "Z" if re.search(r"\b(?:utc|gmt)\b(?! ?[+-])", match[0]) else ""
    return on_the_day(f"T{moment}{utc}", setting.day)


def hour_of_day(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "Six in the evening", "three o'clock", "9:30 at night"."""
    spelled = meanings("number").get(match["hour"])
    moment = _clock_value(spelled or match["hour"])
    part = daypart(match["daypart"] or match["daypart2"])
    return on_the_day(f"T{in_the_half(moment, part)}", setting.day) if moment else None


def clock_in_words(match: re.Match[str], setting: Setting) -> Meaning | None:
    """ "Half past three", "a quarter to six", "ten minutes to noon": in the first half of the day
    where nothing says which, as TIMEX3 has it."""
    named = meanings("hour").get(match["hour"])
    hour = int(named[:2]) if named else int(number_of(match["hour"]) or 0)
    part = match["minutes"] or match["bare"]
    minutes = 30 if part == "half" else 15 if part.endswith("quarter") else number_of(part)
    if not minutes or minutes > 30 or not (named or 1 <= hour <= 12):
        return None
    past = -minutes if match["side"] == "to" else minutes
    moment = divmod(int(hour * 60 + past) % (24 * 60), 60)
    value = in_the_half(f"{moment[0]:02}:{moment[1]:02}", daypart(match["daypart"]))
    return on_the_day(f"T{value}", setting.day)


def on_the_day(clock: str, day: datetime | None) -> Meaning:
    """A time of day, or a part of it, on a day or on an unknown one."""
    return Meaning("TIME", (at_grain(day, "D") if day else "XXXX-XX-XX") + clock,
                   "relative" if day else "none")  # fmt: skip


def in_the_half(moment: str, part: str) -> str:
    """ "03:30" in the afternoon is 15:30, "02:00" at night stays what it is."""
    if not moment[0].isdigit():
        return moment
    hour = int(moment[:2])
    first = {"TAF": 1, "TEV": 1, "TNI": 6}.get(part, 12)
    return f"{hour + 12}{moment[2:]}" if first <= hour < 12 else moment


def _clock_value(words: str) -> str | None:
    if name := meanings("hour").get(words.rsplit(maxsplit=1)[-1]):
        return name
    digits = re.match(r"(\d\d)(\d\d)(?=\s|$)|(\d{1,2})(?!\d)(?:[:.](\d\d))?", words)
    if not digits:
        return None
    hour, minute = int(digits[1] or digits[3]), int(digits[2] or digits[4] or 0)
    half = re.search(r"(?<![a-z])([ap])\.?m\b", words)
    if half and hour > 12:
        half = None
    if half:
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 else None
