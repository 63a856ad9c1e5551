"""Numbers -> pictures in SVG, in one style: bars, links between columns, points on a diagonal.

Functions take data frames and return the bytes of an SVG file, the same for the same data.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from readout.plain import visible

STYLE = Path(__file__).parents[1] / "readout.mplstyle"
WIDTH = 6.0  # inches
BAR_HEIGHT, MARGIN_HEIGHT = 0.34, 0.7  # inches
LONGEST_LABEL = 34
LIGHT, DARK, HATCH = "#56b4e9", "#0072b2", "///"
LONGEST_NODE = 22
HALF_NODE = 0.33  # of the way between two columns: half as wide as the longest name's box
GRID_HEIGHT = 0.5  # inches a row of a grid
FEWEST_COLUMNS = 6  # that a grid has room for, so that squares are squares
LONGEST_COLUMN = 28


def bars(data: pd.DataFrame, label: str, parts: Sequence[str]) -> bytes:
    """Horizontal bars, the first row on top, one number at the end of each."""
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, MARGIN_HEIGHT + BAR_HEIGHT * len(data)))
        axes = figure.add_subplot()
        _draw(axes, [shortened(text) for text in data[label]], data[list(parts)])
        return as_svg(figure)


def multiples(data: pd.DataFrame, forms: Sequence[str]) -> bytes:
    """One small chart per outlet, with the same bars in the same order, in percent."""
    with mpl.rc_context(fname=STYLE):
        height = (MARGIN_HEIGHT + BAR_HEIGHT * len(forms)) * len(data)
        figure = Figure(figsize=(WIDTH, height))
        grid = figure.subplots(len(data), 1, sharex=True, squeeze=False)
        for axes, (_, row) in zip(grid[:, 0], data.iterrows(), strict=True):
            percent = 100 * row[list(forms)].astype(float) / row["attributions"]
            shares = pd.DataFrame({"percent": percent.round().astype(int)})
            _draw(axes, list(forms), shares, unit="%")
            axes.set_title(f"{shortened(row['outlet'])}: {row['attributions']:,} attributions")
        return as_svg(figure)


def links(data: pd.DataFrame, columns: Sequence[str], count: str) -> bytes:
    """Columns of names, joined from left to right by lines as wide as the numbers in `count`."""
    n_rows = max(data[column].nunique() for column in columns)
    places = [_spread(data[column], n_rows) for column in columns]
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, MARGIN_HEIGHT + 1.3 * BAR_HEIGHT * n_rows))
        axes = figure.add_subplot()
        widest = data[count].max()
        for _, row in data.iterrows():
            for k in range(len(columns) - 1):
                left, right = places[k][row[columns[k]]], places[k + 1][row[columns[k + 1]]]
                # Level beside the names, so that no line passes behind another name.
                across = [k, k + HALF_NODE, k + 1 - HALF_NODE, k + 1]
                width = 0.8 + 4 * row[count] / widest
                axes.plot(
                    across, [left, left, right, right], color=LIGHT, linewidth=width, zorder=1
                )
        for k, column in enumerate(columns):
            for name, place in places[k].items():
                label = shortened(str(name), LONGEST_NODE)
                box = {"facecolor": "white", "edgecolor": DARK, "pad": 2, "linewidth": 0.5}
                axes.text(k, place, label, ha="center", va="center", bbox=box, fontsize=8)
            axes.text(k, -0.9, column, ha="center", va="center", color=DARK)
        axes.set_xlim(-0.45, len(columns) - 0.55)
        axes.set_ylim(n_rows - 0.4, -1.3)
        axes.set_axis_off()
        return as_svg(figure)


def grid(share: pd.DataFrame, marked: pd.DataFrame) -> bytes:
    """A square for each row and column, as large as its share (0 to 1), with a "1" where marked."""
    with mpl.rc_context(fname=STYLE):
        n_rows, n_columns = share.shape
        figure = Figure(figsize=(WIDTH, MARGIN_HEIGHT + 1.2 + GRID_HEIGHT * n_rows))
        axes = figure.add_subplot()
        sides = 0.8 * share.to_numpy(dtype="float64") ** 0.5
        for row in range(n_rows):
            for column in range(n_columns):
                side = sides[row, column]
                corner = (column - side / 2, row - side / 2)
                color = DARK if marked.iat[row, column] else LIGHT
                axes.add_patch(Rectangle(corner, side, side, color=color, linewidth=0))
                if marked.iat[row, column]:
                    axes.text(column, row, "1", color="white", ha="center", va="center")
        axes.set_xticks(
            range(n_columns), [shortened(str(c), LONGEST_COLUMN) for c in share.columns]
        )
        axes.tick_params(axis="x", labeltop=True, rotation=60)
        for label in axes.get_xticklabels():
            label.set(ha="left", rotation_mode="anchor")
        axes.set_yticks(range(n_rows), [_on_two_lines(what) for what in share.index], fontsize=9)
        axes.set_xlim(-0.6, max(n_columns, FEWEST_COLUMNS) - 0.4)
        axes.set_ylim(n_rows - 0.4, -0.6)
        return as_svg(figure)


def on_a_diagonal(data: pd.DataFrame) -> bytes:
    """Shares that were promised (across) and kept (up) as points with intervals, in percent;
    columns `promised`, `kept`, `low`, `high`."""
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, WIDTH * 0.75))
        axes = figure.add_subplot()
        axes.plot([0, 100], [0, 100], color=LIGHT, linewidth=1, zorder=1)
        errors = [data["kept"] - data["low"], data["high"] - data["kept"]]
        axes.errorbar(
            data["promised"], data["kept"], yerr=errors, fmt="o-", color=DARK, linewidth=1
        )
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        axes.set_xlabel("mean confidence, in percent")
        axes.set_ylabel("right, in percent")
        axes.tick_params(labelbottom=True)
        return as_svg(figure)


def intervals(data: pd.DataFrame) -> bytes:
    """For each row's `label` a point at its `f1` and a line from `low` to `high`, in percent."""
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, MARGIN_HEIGHT + BAR_HEIGHT * len(data)))
        axes = figure.add_subplot()
        places = list(range(len(data)))
        axes.hlines(places, data["low"], data["high"], color=LIGHT, linewidth=4)
        axes.plot(data["f1"], places, "o", color=DARK)
        for place, value in zip(places, data["f1"], strict=True):
            axes.annotate(
                f"{value:.0f}", (value, place), xytext=(0, 6), textcoords="offset points",
                ha="center", fontsize=8,
            )  # fmt: skip
        axes.set_yticks(places, [_on_two_lines(label) for label in data["label"]])
        axes.set_xlim(0, 103)
        axes.invert_yaxis()
        return as_svg(figure)


def _spread(names: pd.Series, n_rows: int) -> dict[str, float]:
    """A height for each name, in order of appearance, evenly over the rows."""
    unique = list(dict.fromkeys(names))
    gap = n_rows / len(unique)
    return {name: gap * (i + 0.5) - 0.5 for i, name in enumerate(unique)}


def _draw(axes: Axes, labels: Sequence[str], parts: pd.DataFrame, unit: str = "") -> None:
    places = range(len(labels))
    left = pd.Series(0, index=parts.index)
    for number, part in enumerate(parts):
        axes.barh(
            places,
            parts[part],
            left=left,
            height=0.72,
            linewidth=0,
            color=LIGHT if number else DARK,
            hatch=HATCH if number else None,
            edgecolor=DARK,
        )
        left = left + parts[part]
    for place, total in zip(places, left, strict=True):
        axes.annotate(
            f"{total:,}{unit}", (total, place), xytext=(4, 0), textcoords="offset points",
            va="center",
        )  # fmt: skip
    axes.set_yticks(places, labels)
    axes.invert_yaxis()


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """A label on one line, of at most so many characters."""
    plain = " ".join(visible(text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def _on_two_lines(label: object) -> str:
    return fill(visible(str(label)), LONGEST_LABEL, max_lines=2, placeholder="…")


def as_svg(figure: Figure) -> bytes:
    """The same bytes for the same data: without a date, with fixed ids."""
    file = BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": "readout"})
    return file.getvalue()
