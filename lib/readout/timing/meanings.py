"""What a time expression can mean, and the setting in which it is understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from readout.annotations import TimeBasis, TimeType
from readout.timing.values import Bounds, at_grain, bounds, nearest

GRAINS = ("TS", "TM", "TH", "TNI", "D", "W", "2W", "WE", "M", "Q", "Y", "10Y", "100Y")
NEAR, FAR = timedelta(days=60), timedelta(days=270)


@dataclass(frozen=True)
class Setting:
    """Where an expression stands: `written` is the day of publication, `told` for each grain the
    first day of what the text spoke of last that lies in one day, month, year, ..., `moment` the
    last time of day; `direction` is -1 in a past clause, 1 in one about what is to come, 0 where
    the clause doesn't tell; `is_told` if "last" or "next" do."""

    written: datetime | None
    told: Mapping[str, datetime] = field(default_factory=dict)
    moment: datetime | None = None
    direction: int = 0
    is_told: bool = False

    @property
    def day(self) -> datetime | None:
        """The day told last, or that of publication; in a past clause none after that."""
        told = self.told.get("D")
        is_ahead = told and self.written and told > self.written and self.direction < 0
        return self.written if is_ahead else told or self.written


def told_after(
    told: Mapping[str, datetime], first: datetime, last: datetime
) -> dict[str, datetime]:
    """What the text spoke of last, by grain, once it spoke of the days from one to another."""
    is_day = first == last
    lying = (g for g in GRAINS if is_day or at_grain(first, g) == at_grain(last, g))
    return {**told, **dict.fromkeys(lying, first)}


@dataclass(frozen=True)
class Meaning:
    """A TIMEX3 type and value, and what gives its date; `bounds` where not those of the value."""

    type: TimeType
    value: str
    basis: TimeBasis = "none"
    bounds: Bounds | None = None


def explicit(value: str, kind: TimeType = "DATE") -> Meaning:
    """What the text alone dates; "none" where the value is no date of the calendar."""
    return Meaning(kind, value, "explicit" if bounds(value) else "none")


def relative(day: datetime | None, grain: str, unknown: str) -> Meaning:
    """The day, week, month, ... of a day found from the publication date, else `unknown`."""
    return Meaning("DATE", at_grain(day, grain), "relative") if day else Meaning("DATE", unknown)


def nearest_in_years(
    setting: Setting, in_year: Callable[[int], datetime | None]
) -> datetime | None:
    """The day that a function gives for one of the years around publication, in the direction of
    the clause; but not one far off where another is near, unless the text says "last" or "next"."""
    if setting.written is None:
        return None
    years = range(setting.written.year - 1, setting.written.year + 2)
    candidates = [day for day in map(in_year, years) if day]
    directed = nearest(candidates, setting.written, setting.direction)
    closest = nearest(candidates, setting.written, 0)
    is_sure = setting.is_told or setting.direction < 0
    if not is_sure and directed and closest and abs(directed - setting.written) > FAR:
        return closest if abs(closest - setting.written) < NEAR else directed
    return directed


def unknown_value(grain: str) -> str:
    """The value of a day, week, month, ... that nothing dates."""
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(grain, "XXXX")
