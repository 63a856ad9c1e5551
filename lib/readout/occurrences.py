"""Events, each once in its article, however often the article mentions it."""

import pandas as pd


def ids(events: pd.DataFrame) -> pd.Series:
    """For each mention the event that it is of: the id of the event's first mention."""
    return events["same_as"].fillna(events["event_id"])


def once(events: pd.DataFrame) -> pd.DataFrame:
    """Of each event one of the mentions given: the first with a date, else the first."""
    dated_first = events.assign(is_undated=events["begins"].isna()).sort_values(
        "is_undated", kind="stable"
    )
    chosen = ~ids(dated_first).duplicated()
    return events.loc[events.index.isin(dated_first.index[chosen])]
