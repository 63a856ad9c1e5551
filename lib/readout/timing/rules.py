"""What a matched time expression means: its TIMEX3 type and value, seen from the day of writing.

Each rule gets the match of its pattern in `readout.timing.patterns` and the `Setting` in which it
stands. After HeidelTime (Stroetgen and Gertz 2013) in design: an expression that names no full date
is completed from the publication date, in the direction that the tense of its clause gives.
"""

import re
from collections.abc import Callable, Mapping

from readout.timing.clocks import clock, clock_in_words, hour_of_day, in_the_daypart
from readout.timing.dates import (
    century,
    date,
    date_range,
    decade,
    month,
    numeric_date,
    part_of_year,
    season,
    year,
    year_range,
)
from readout.timing.feasts import holiday, named_day
from readout.timing.lengths import as_adjective, set_of_times, span_of_time, vague_duration
from readout.timing.meanings import Meaning, Setting
from readout.timing.relatives import (
    ago,
    day_beside,
    day_in_a_row,
    day_of_month,
    deictic_day,
    end_of_unit,
    reference,
    this_or_next,
    weekday,
)

RULES: Mapping[str, Callable[[re.Match[str], Setting], Meaning | None]] = {
    "date": date, "date_range": date_range, "numeric_date": numeric_date, "month": month,
    "year_range": year_range,
    "year": year, "decade": decade, "century": century, "part_of_year": part_of_year,
    "season": season, "weekday": weekday, "this_or_next": this_or_next,
    "deictic_day": deictic_day, "day_beside": day_beside, "day_in_a_row": day_in_a_row,
    "end_of_unit": end_of_unit, "in_the_daypart": in_the_daypart, "day_of_month": day_of_month,
    "ago": ago, "duration": span_of_time, "the_past": span_of_time, "as_adjective": as_adjective,
    "vague_duration": vague_duration, "set": set_of_times, "clock": clock,
    "hour_of_day": hour_of_day, "clock_in_words": clock_in_words, "holiday": holiday,
    "named_day": named_day, "reference": reference,
}  # fmt: skip
