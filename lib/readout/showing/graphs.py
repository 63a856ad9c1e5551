"""Links between names -> a picture in SVG: the same on every run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.text import Text

from readout.plain import visible
from readout.showing.arcs import Bow, End, ends, order
from readout.showing.drawing import DARK, STYLE, as_svg

# Inches, but for a label's width in characters.
WIDTH, SIDE, TOP, BOTTOM = 5.0, 1.2, 0.5, 0.08
LABEL_WIDTH, LABEL_LINES, LINE_HEIGHT = 20, 2, 0.19
PAD, BETWEEN_BOXES, BETWEEN_ENDS = 0.08, 0.15, 0.08
FLATTEST, ROUNDEST = 0.25, 0.8  # how far a bow reaches: at least, and more for each inch it spans
TO_HANDLE = 4 / 3  # a Bézier curve reaches three quarters of the way to its handles
ORANGE, GREEN = "#d55e00", "#009e73"
LEFT, RIGHT = -1, 1
CUBIC = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
# Arrow, colour and dashes of each kind of link, and the side of the names where its lines run.
LOOKS: tuple[tuple[str, str, tuple[float, Sequence[float]], int], ...] = (
    ("-", DARK, (0, ()), LEFT),
    ("-|>", ORANGE, (0, (4, 2)), LEFT),
    ("-|>", GREEN, (0, (1, 1.2)), RIGHT),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure with its parts: the label and the box of each name, and a line for each link."""

    figure: Figure
    labels: Mapping[str, Text]
    boxes: Mapping[str, FancyBboxPatch]
    lines: Sequence[FancyArrowPatch]


def graph(data: pd.DataFrame, kinds: Sequence[str]) -> bytes:
    """Names joined by lines; columns `who`, `link` (one of three `kinds`), `whom` and `times`.

    Names stand in one column. Lines of the first kind, which has no direction, and of the second
    run on its left, those of the third on its right; wider ones are more frequent.
    """
    return as_svg(drawing(data, kinds).figure)


def drawing(data: pd.DataFrame, kinds: Sequence[str]) -> Drawing:
    """The same, to be measured."""
    looks = [LOOKS[kinds.index(link)] for link in data["link"]]
    pairs = zip(data["who"], data["whom"], looks, strict=True)
    bows = [Bow(who, whom, side) for who, whom, (*_, side) in pairs]
    names = order(bows)
    with mpl.rc_context(fname=STYLE):
        figure = Figure()
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        labels = {name: _label(axes, name) for name in names}
        half = _widest(figure, labels) / 2 + PAD
        spots = _spots(labels, bows)
        boxes = {name: _box(axes, labels[name], half, spot) for name, spot in spots.items()}
        _size(figure, half, max(bottom for _, bottom in spots.values()))
        lines = _lines(axes, data["times"], looks, half, _heights(bows, spots))
        _legend(axes, kinds)
    return Drawing(figure, labels, boxes, lines)


def _label(axes: Axes, name: str) -> Text:
    plain = " ".join(visible(name).split())
    text = fill(plain, LABEL_WIDTH, max_lines=LABEL_LINES, placeholder="…")
    return axes.text(0, 0, text, ha="center", va="center", fontsize=11, linespacing=1.1, zorder=3)


def _widest(figure: Figure, labels: Mapping[str, Text]) -> float:
    figure.draw_without_rendering()
    return max(label.get_window_extent().width for label in labels.values()) / figure.dpi


def _spots(labels: Mapping[str, Text], bows: Sequence[Bow]) -> dict[str, tuple[float, float]]:
    """Top and bottom of the box of each name: high enough for its label and the lines' ends."""
    n_ends = Counter((name, bow.side) for bow in bows for name in (bow.who, bow.whom))
    found, top = {}, TOP
    for name, label in labels.items():
        most = max(n_ends[name, LEFT], n_ends[name, RIGHT])
        text_height = LINE_HEIGHT * (label.get_text().count("\n") + 1)
        found[name] = top, top + max(text_height, BETWEEN_ENDS * (most - 1)) + 2 * PAD
        top = found[name][1] + BETWEEN_BOXES
    return found


def _box(axes: Axes, label: Text, half: float, spot: tuple[float, float]) -> FancyBboxPatch:
    top, bottom = spot
    label.set_y((top + bottom) / 2)
    box = FancyBboxPatch(
        (-half, top), 2 * half, bottom - top,
        boxstyle="round,pad=0,rounding_size=0.06", facecolor="white", edgecolor="#4a4a4a",
        linewidth=0.6, zorder=2.5, clip_on=False,
    )  # fmt: skip
    axes.add_patch(box)
    return box


def _size(figure: Figure, half: float, lowest: float) -> None:
    """Make the figure as large as needed; what stands in it is placed in inches."""
    width, height = max(WIDTH, 2 * (half + SIDE)), lowest + BOTTOM
    figure.set_size_inches(width, height)
    figure.axes[0].set(xlim=(-width / 2, width / 2), ylim=(height, 0))


def _heights(
    bows: Sequence[Bow], spots: Mapping[str, tuple[float, float]]
) -> list[tuple[float, float]]:
    """At what height each line begins and ends."""

    def height(name: str, end: End) -> float:
        return sum(spots[name]) / 2 + BETWEEN_ENDS * (end.place - (end.of - 1) / 2)

    attached = zip(bows, ends(bows, list(spots)), strict=True)
    return [(height(bow.who, start), height(bow.whom, end)) for bow, (start, end) in attached]


def _lines(
    axes: Axes,
    times: pd.Series,
    looks: Sequence[tuple],
    half: float,
    heights: Sequence[tuple[float, float]],
) -> list[FancyArrowPatch]:
    """Bows beside the names, which reach the farther out the more rows they span."""
    longest = max(abs(start - end) for start, end in heights)
    rounding = min((axes.get_xlim()[1] - half - FLATTEST - PAD) / longest, ROUNDEST)
    lines = []
    for number, (arrow, color, dashes, side), (start, end) in zip(
        times, looks, heights, strict=True
    ):
        handle = half + TO_HANDLE * (FLATTEST + rounding * abs(start - end))
        points = [(half, start), (handle, start), (handle, end), (half, end)]
        line = FancyArrowPatch(
            path=Path([(side * x, y) for x, y in points], CUBIC),
            arrowstyle=arrow, color=color, linestyle=dashes, mutation_scale=10,
            linewidth=0.9 + 2.6 * number / times.max(), shrinkA=0, shrinkB=0, zorder=2,
            clip_on=False,
        )  # fmt: skip
        axes.add_patch(line)
        lines.append(line)
    return lines


def _legend(axes: Axes, kinds: Sequence[str]) -> None:
    lines = [
        Line2D([], [], color=color, linestyle=dashes, linewidth=2) for _, color, dashes, _ in LOOKS
    ]
    axes.legend(lines, kinds, loc="upper center", ncols=3, frameon=False, handlelength=3)
