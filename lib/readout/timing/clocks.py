"""What times of day mean: "9 a.m.", "11 o'clock", "in the evening"."""

import re

from readout.timing.meanings import Meaning, Setting
from readout.timing.values import at_grain
from readout.timing.words import daypart, meanings


def in_the_daypart(match: re.Match[str], setting: Setting) -> Meaning:
    """A part of the day told last: "in the evening"."""
    part = daypart(match["daypart"] or match[0])
    day = setting.told or setting.written
    return Meaning("TIME", (at_grain(day, "D") if day else "XXXX-XX-XX") + part,
                   "relative" if day else "none")  # fmt: skip


def clock(match: re.Match[str], setting: Setting) -> Meaning | None:
    """A time of day, on the day told last; "Z" only where the text says UTC or GMT."""
    moment = _clock_value(match["clock"])
    day = setting.told or setting.written
    if not moment:
        return None
    utc = "Z" if re.search(r"\b(?:UTC|GMT)\b(?! ?[+-])", match[0]) else ""
    return Meaning("TIME", (at_grain(day, "D") if day else "XXXX-XX-XX") + f"T{moment}{utc}",
                   "relative" if day else "none")  # fmt: skip


def _clock_value(words: str) -> str | None:
    if name := meanings("hour").get(words.lower()):
        return name
    digits = re.match(r"(\d\d)(\d\d)(?=\s)|(\d{1,2})(?:[:.](\d\d))?", words)
    if not digits:
        return None
    hour, minute = int(digits[1] or digits[3]), int(digits[2] or digits[4] or 0)
    half = re.search(r"(?<![a-z])([ap])\.?m\b", words, re.IGNORECASE)
    if half and hour > 12:
        half = None
    if half:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 else None
