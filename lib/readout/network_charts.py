"""The chart of who meets, speaks to and speaks about whom."""

from typing import TYPE_CHECKING

import pandas as pd

from readout import networks
from readout.charts import Chart
from readout.showing.graphs import graph

if TYPE_CHECKING:
    from readout.frames import Tables


def network(tables: "Tables", *, n: int = 12) -> Chart:
    """Who meets, speaks to and speaks about whom, as names in a column joined by lines.

    `n` is how many names, those with the most links first, and how many links of each kind between
    them, the most frequent first. The chart's data has one row per line, with the columns of
    `readout.networks.links`.
    """
    links = networks.links(tables)
    if links.empty:
        sentence = "Nobody meets, speaks to or speaks about anybody by name in these articles."
        return Chart(None, sentence, sentence, links)
    data = _most_linked(links, n)
    caption = (
        f"Names: {_names(data)} of {_names(links):,}, those with the most links. Links: "
        f"{len(data)} of {len(links):,}, the most frequent of each kind; wider means more often. "
        "On the left, plain lines join those who meet, and dashed arrows lead to whom somebody "
        "speaks to; on the right, dotted arrows lead to whom somebody speaks about. Where in the "
        "column a name stands means nothing."
    )
    most = data.drop_duplicates("link")
    said = [
        f"{who} {link} {whom} ({times:,})"
        for who, link, whom, times in most[["who", "link", "whom", "times"]].itertuples(index=False)
    ]
    alt = f"Network of {_names(data)} names; the most frequent links: {', '.join(said)}."
    return Chart(graph(data, networks.LINKS), alt, caption, data)


def _most_linked(links: pd.DataFrame, n: int) -> pd.DataFrame:
    """The `n` most frequent links of each kind between the `n` names that have most."""
    ends = pd.concat([links.set_index("who")["times"], links.set_index("whom")["times"]])
    most = ends.groupby(level=0).sum().sort_values(ascending=False, kind="stable").index[:n]
    between = links[links["who"].isin(most) & links["whom"].isin(most)]
    return between.groupby("link").head(n).reset_index(drop=True)


def _names(links: pd.DataFrame) -> int:
    return len({*links["who"], *links["whom"]})
