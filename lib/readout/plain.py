"""Others' text as it may be shown: nothing unseen in it that deceives eyes or steers terminals."""

import re
from typing import Any

# Controls, marks and overrides of direction, line separators, annotations, invisible tags.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
RETURN = re.compile(r"\r(?!\n)")  # begins a terminal's line again, over what stands there


def visible(value: Any) -> Any:
    """A text with characters that would deceive the eye spelt out: "⟨U+202E⟩"; any other value
    as it is."""
    if not isinstance(value, str):
        return value
    return type(value)(UNSEEN.sub(_spelt_out, value))


def for_terminal(text: str) -> str:
    """A text that may be printed, of as many lines as it says."""
    return RETURN.sub(_spelt_out, visible(text))


def one_line(text: str) -> str:
    """A text that may be printed as part of a line, such as the name of a file."""
    return re.sub(r"[\r\n]", _spelt_out, visible(text))


def _spelt_out(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
