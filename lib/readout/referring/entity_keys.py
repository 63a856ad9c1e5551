"""The table `entities` of a whole corpus: one key for each in all articles."""

import pandas as pd

from readout.annotations import Entity
from readout.referring.common_keys import with_common_keys


def commonly_keyed(entities: pd.DataFrame) -> pd.DataFrame:
    """The table with the keys that only all articles together give (`common_keys`)."""
    columns = ("name", "type", "key", "names", "may_be")
    rows = zip(*(entities[column].tolist() for column in columns), strict=True)
    records = [
        Entity(
            name=name,
            label=label,
            role=None,
            mentions=(),
            key=key,
            names=_listed(names),
            may_be=_listed(may_be),
        )
        for name, label, key, names, may_be in rows
    ]
    keys = [entity.key for entity in with_common_keys(records)]
    return entities.assign(key=pd.Series(keys, index=entities.index, dtype=entities["key"].dtype))


def _listed(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split("; ")) if isinstance(joined, str) else ()
