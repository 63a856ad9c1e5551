"""Links between names -> a picture in SVG: the same names in the same places on every run."""

from collections.abc import Sequence

import matplotlib as mpl
import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from readout.showing.drawing import DARK, LONGEST_NODE, STYLE, as_svg, shortened

WIDTH, ROW_HEIGHT = 5.0, 0.46  # inches
ROUNDS = 200  # of the forces between names
WHOLE_WIDTH = 7  # names that take the whole width
ORANGE, GREEN = "#d55e00", "#009e73"
# Arrow, colour, dashes and bend of each kind of link. Bends differ, so that no line lies on another
# between the same two names, there or back.
LOOKS: tuple[tuple[str, str, tuple[float, Sequence[float]], float], ...] = (
    ("-", DARK, (0, ()), 0.0),
    ("-|>", ORANGE, (0, (4, 2)), 0.32),
    ("-|>", GREEN, (0, (1, 1.2)), 0.15),
)


def graph(data: pd.DataFrame, kinds: Sequence[str]) -> bytes:
    """Names joined by lines; columns `who`, `link` (one of three `kinds`), `whom` and `times`.

    Forces between linked names find a place for each, and each name then gets a row of its own, so
    that no two can overlap. The first kind has no direction.
    """
    where = places(data)
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, 0.8 + ROW_HEIGHT * len(where)))
        axes = figure.add_subplot()
        axes.set_xlim(-0.36, 1.36)
        axes.set_ylim(len(where) - 0.5, -0.5)
        axes.set_axis_off()
        labels = {name: _label(axes, name, place) for name, place in where.items()}
        _legend(axes, kinds)
        figure.draw_without_rendering()  # lines end at the labels' frames, which this measures
        widest = data["times"].max()
        for who, link, whom, times in data[["who", "link", "whom", "times"]].itertuples(
            index=False
        ):
            width = 0.9 + 2.6 * times / widest
            _line(axes, labels[who], labels[whom], kinds.index(link), width)
        return as_svg(figure)


def places(data: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Across, 0 to 1, and the row of each name; names that no line joins stand in blocks apart."""
    network = nx.Graph()
    network.add_nodes_from(sorted({*data["who"], *data["whom"]}))
    network.add_edges_from(data[["who", "whom"]].itertuples(index=False))
    blocks = sorted(nx.connected_components(network), key=lambda names: (-len(names), min(names)))
    found = {}
    for names in blocks:
        block = nx.Graph()
        block.add_nodes_from(sorted(names))
        block.add_edges_from(network.subgraph(names).edges)
        for name, across in _across(block):
            found[name] = (across, len(found))
    return found


def _across(block: nx.Graph) -> list[tuple[str, float]]:
    """Names from top to bottom, and where across each stands."""
    found = nx.spring_layout(block, pos=nx.circular_layout(block), iterations=ROUNDS, seed=0)
    left, right = min(x for x, _ in found.values()), max(x for x, _ in found.values())
    stretch = min(1.0, len(block) / WHOLE_WIDTH) / (right - left or 1)
    rows = sorted((round(float(y), 3), name) for name, (_, y) in found.items())
    middle = (left + right) / 2
    return [(name, round(0.5 + stretch * float(found[name][0] - middle), 2)) for _, name in rows]


def _label(axes: Axes, name: str, place: tuple[float, int]) -> Text:
    box = {
        "facecolor": "white",
        "edgecolor": "#4a4a4a",
        "boxstyle": "round,pad=0.3",
        "linewidth": 0.6,
    }
    text = shortened(name, LONGEST_NODE)
    return axes.text(*place, text, ha="center", va="center", bbox=box, fontsize=11.5, zorder=3)


def _line(axes: Axes, start: Text, end: Text, kind: int, width: float) -> None:
    arrow, color, dashes, bend = LOOKS[kind]
    axes.annotate(
        "",
        xy=end.get_position(),
        xytext=start.get_position(),
        arrowprops={
            "arrowstyle": arrow,
            "color": color,
            "linestyle": dashes,
            "linewidth": width,
            "connectionstyle": f"arc3,rad={bend}",
            "patchA": start.get_bbox_patch(),
            "patchB": end.get_bbox_patch(),
            "shrinkA": 0,
            "shrinkB": 1,
            "mutation_scale": 11,
        },
        zorder=2,
    )


def _legend(axes: Axes, kinds: Sequence[str]) -> None:
    lines = [
        Line2D([], [], color=color, linestyle=dashes, linewidth=2) for _, color, dashes, _ in LOOKS
    ]
    axes.legend(
        lines,
        kinds,
        loc="lower center",
        bbox_to_anchor=(0.5, 1),
        ncols=3,
        frameon=False,
        handlelength=3,
    )
