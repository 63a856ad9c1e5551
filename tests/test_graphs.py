"""The drawing of a network can be read: no line passes behind a name, and nothing overlaps."""

from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.legend import Legend
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from readout import network_charts, networks
from readout.showing import arcs
from readout.showing.arcs import Bow, ends, order
from readout.showing.graphs import drawing

NEAR = 8  # pixels: an arrow stops short of a box, and boxes are twice as far apart
LINES = ["who", "link", "whom", "times"]
NAMES = ["Ada Bell", "Wu", "W" * 30, "The Standing Committee on the Waters of the Northern Rim"]
NAMES += [f"Person {letter}" for letter in "ABCDEFGH"]
lines = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(networks.LINKS), st.sampled_from(NAMES),
    st.integers(1, 40),
)  # fmt: skip


def network(rows):
    """The data of a drawing: each line once, and none from a name to itself."""
    data = pd.DataFrame(rows, columns=LINES).drop_duplicates(LINES[:3])
    return data[data["who"] != data["whom"]].reset_index(drop=True)


def extents(parts):
    return {name: part.get_window_extent() for name, part in parts.items()}


def curves(drawn):
    """Each line as it is drawn, arrow head and all: strokes of straight pieces, in pixels."""
    return [
        [Path(points) for points in line.get_path().to_polygons(line.get_transform(), 0, 0, False)]
        for line in drawn.lines
    ]


def touches(strokes, box):
    return any(stroke.intersects_bbox(box, filled=False) for stroke in strokes)


def behind(drawn, data):
    """The lines that pass behind a name at which they do not end."""
    boxes = extents(drawn.boxes)
    rows = zip(drawn.lines, curves(drawn), data["who"], data["whom"], strict=True)
    return [
        (who, whom, name)
        for line, strokes, who, whom in rows
        for name, box in boxes.items()
        if name not in {who, whom} and touches(strokes, box.padded(line.get_linewidth() / 2))
    ]


def is_inside(outer, inner):
    return outer.contains(inner.x0, inner.y0) and outer.contains(inner.x1, inner.y1)


def check(data):
    drawn = drawing(data, networks.LINKS)
    drawn.figure.draw_without_rendering()
    boxes, labels = extents(drawn.boxes), extents(drawn.labels)
    (legend,) = (part.get_window_extent() for part in drawn.figure.findobj(Legend))
    assert set(boxes) == {*data["who"], *data["whom"]}
    assert behind(drawn, data) == []
    for one, other in combinations([*boxes.values(), legend], 2):
        assert not one.overlaps(other)
    for name, label in labels.items():
        assert is_inside(boxes[name], label)
    sheet = drawn.figure.bbox
    for strokes, who, whom in zip(curves(drawn), data["who"], data["whom"], strict=True):
        assert all(touches(strokes, boxes[name].padded(NEAR)) for name in (who, whom))
        assert all(is_inside(sheet, stroke.get_extents()) for stroke in strokes)
    assert is_inside(sheet, legend)


@given(st.lists(lines, min_size=1, max_size=36).map(network).filter(len))
@settings(max_examples=40)
def test_no_line_passes_behind_a_name(data):
    check(data)


@pytest.mark.parametrize("n", range(3, 13))
def test_no_line_passes_behind_a_name_where_all_are_joined_to_all(n):
    pairs = combinations(NAMES[:n], 2)
    check(network([(who, link, whom, 1) for who, whom in pairs for link in networks.LINKS]))


@pytest.mark.parametrize("n", [3, 6, 12, 36])
def test_no_line_passes_behind_a_name_of_the_sample_articles(sample_tables, n):
    check(network_charts.network(sample_tables, n=n).data)


def test_a_line_that_passes_behind_a_name_would_be_found():
    data = network([("a", "meets", "b", 1), ("b", "meets", "c", 1)])
    drawn = drawing(data, networks.LINKS)
    top, _, bottom = (drawn.labels[name].get_position() for name in order(bows(data)))
    straight = FancyArrowPatch(top, bottom, arrowstyle="-")
    drawn.figure.axes[0].add_patch(straight)
    bad = type(drawn)(drawn.figure, drawn.labels, drawn.boxes, [straight, drawn.lines[1]])
    assert behind(bad, network([("a", "meets", "c", 1), ("b", "meets", "c", 1)])) == [
        ("a", "c", "b")
    ]


def bows(data):
    return [Bow(who, whom, -1) for who, whom in zip(data["who"], data["whom"], strict=True)]


def rows_spanned(found, names):
    return sum(abs(names.index(bow.who) - names.index(bow.whom)) for bow in found)


@given(st.lists(lines, min_size=1, max_size=36).map(network).filter(len).map(bows))
def test_no_name_can_be_moved_so_that_lines_span_fewer_rows(found):
    names = order(found)
    for name in names:
        rest = [other for other in names if other != name]
        moved = [[*rest[:place], name, *rest[place:]] for place in range(len(names))]
        assert min(rows_spanned(found, each) for each in moved) >= rows_spanned(found, names)


def test_of_many_names_only_so_many_orders_are_looked_at(monkeypatch):
    looked_at = []
    length = arcs._length
    monkeypatch.setattr(arcs, "_length", lambda *of: looked_at.append(1) or length(*of))
    found = [Bow(str(i), str(i * j % 61), 1) for i in range(1, 61) for j in (7, 11, 23)]
    assert sorted(order(found)) == sorted(map(str, range(1, 61)))
    assert len(looked_at) <= arcs.TRIES + 61


def test_names_that_lines_join_stand_together():
    chain = ["m", "c", "x", "a", "q"]
    found = order([Bow(one, other, 1) for one, other in [*pairwise(chain), ("b", "d")]])
    assert found in ([*chain, "b", "d"], [*chain[::-1], "b", "d"])


def test_lines_between_the_same_names_lie_in_one_another():
    (a, b), (c, d) = ends([Bow("a", "b", 1), Bow("b", "a", 1)], ["a", "b"])
    assert [(end.place, end.of) for end in (a, d)] == [(0, 2), (1, 2)]
    assert [(end.place, end.of) for end in (c, b)] == [(0, 2), (1, 2)]
