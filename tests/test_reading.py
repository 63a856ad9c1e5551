"""Reading into a folder: only what is new is read, and whatever breaks it off, nothing is lost."""

import random
import time
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree, ignore_patterns

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

import readout
from readout import store
from readout.frames import Tables
from readout.running import folder, installed, means, parts
from readout.schema import TABLES

WORDS = "Orla Venn, the minister of Calder, said on {} that the talks would end. “Never,” she said."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def corpus(n):
    rows = [
        {"doc_id": f"a{i}", "path": f"a{i}.txt", "text": WORDS.format(DAYS[i % 7]), "sha256": "0"}
        for i in range(n)
    ]
    frame = pd.DataFrame(rows, columns=TABLES["articles"].names)
    return frame.astype(TABLES["articles"].dtypes)


def assert_same(one, two):
    for name, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, two.frames[name])


@pytest.fixture(scope="module")
def undisturbed(nlp):
    return readout.read(corpus(12), nlp=nlp)


def read(n, out, **options):
    return readout.read(corpus(n), out=out, quiet=True, **options)


def test_a_folder_holds_the_same_tables_as_memory(tmp_path, nlp, undisturbed):
    written = read(12, tmp_path, nlp=nlp)
    assert_same(Tables.load(tmp_path), undisturbed)
    assert written.rows == {name: len(frame) for name, frame in undisturbed.frames.items()}
    assert Tables.load(tmp_path).about == undisturbed.about


def test_nothing_new_needs_no_model_and_changes_no_file(tmp_path, nlp, monkeypatch):
    read(3, tmp_path, nlp=nlp)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}

    def never(*_):
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("readout.pipeline.load", never)
    written = read(3, tmp_path)
    assert (written.n_read, written.n_kept) == (0, 3)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before


def test_only_new_and_changed_articles_are_read_and_gone_ones_go(tmp_path, nlp, undisturbed):
    read(10, tmp_path, nlp=nlp)
    articles = corpus(12).iloc[2:]
    articles.loc[5, "text"] = "The talks have ended, Orla Venn said."
    written = readout.read(articles, out=tmp_path, nlp=nlp, quiet=True)
    assert (written.n_read, written.n_kept) == (3, 7)
    tables = Tables.load(tmp_path)
    assert tables.articles["doc_id"].tolist() == [f"a{i}" for i in range(2, 12)]
    assert not tables.quotes["doc_id"].isin(["a0", "a1"]).any()
    old = undisturbed.quotes.query("doc_id == 'a7'").reset_index(drop=True)
    pd.testing.assert_frame_equal(tables.quotes.query("doc_id == 'a7'").reset_index(drop=True), old)
    readout.read(corpus(12), out=tmp_path, nlp=nlp, quiet=True)
    assert_same(Tables.load(tmp_path), undisturbed)


def test_a_new_date_reads_an_article_again(tmp_path, nlp):
    read(2, tmp_path, nlp=nlp)
    dated = corpus(2)
    dated.loc[0, "published"] = pd.Timestamp("2031-05-14")
    assert readout.read(dated, out=tmp_path, nlp=nlp, quiet=True).n_read == 1
    assert Tables.load(tmp_path).times["begins"].notna().any()


def test_another_order_is_another_order_of_rows(tmp_path, nlp):
    read(12, tmp_path, nlp=nlp)
    turned = corpus(12).iloc[::-1].reset_index(drop=True)
    readout.read(turned, out=tmp_path, nlp=nlp, quiet=True)
    assert_same(Tables.load(tmp_path), readout.read(turned, nlp=nlp))


def test_a_new_release_reads_all_again_and_says_so(tmp_path, nlp, monkeypatch, capsys):
    read(3, tmp_path, nlp=nlp)
    monkeypatch.setattr(installed, "source_digest", lambda: "another")
    assert readout.read(corpus(3), out=tmp_path, nlp=nlp).n_read == 3
    assert "3 articles are read again: readout" in capsys.readouterr().err


def test_a_new_release_that_reads_alike_reads_nothing_again(tmp_path, nlp, monkeypatch, capsys):
    read(3, tmp_path, nlp=nlp)
    before = Tables.load(tmp_path)
    newer = {**installed.about(nlp.meta), "readout": "99"}
    monkeypatch.setattr(installed, "about", lambda _: newer)
    assert readout.read(corpus(3), out=tmp_path, nlp=nlp).n_read == 0
    assert "read again" not in capsys.readouterr().err
    assert Tables.load(tmp_path).about["readout"] == "99"
    assert_same(Tables.load(tmp_path), before)


@pytest.mark.parametrize(
    ("file", "decides"),
    [
        ("timing/rules.py", True),
        ("lexicons/en/times.csv", True),
        ("models/attribution.npz", True),
        ("a_new_module.py", True),
        ("charts.py", False),
        ("comparing/stories.py", False),
        ("measured.csv", False),
        ("templates/site.css", False),
    ],
)
def test_what_reading_depends_on_decides_what_is_read_again(tmp_path, file, decides):
    home = tmp_path / "readout"
    copytree(Path(readout.__file__).parent, home, ignore=ignore_patterns("__pycache__"))
    before = installed.digest_of(home)
    with (home / file).open("a") as changed:
        changed.write("\n")
    assert (installed.digest_of(home) != before) == decides


def test_kept_parses_spare_the_parser_and_give_the_same(tmp_path, nlp, monkeypatch, undisturbed):
    read(12, tmp_path, nlp=nlp, keep_parses=True)
    monkeypatch.setattr(installed, "source_digest", lambda: "another")

    def never(*_):
        raise AssertionError("something was parsed or packed")

    monkeypatch.setattr("readout.running.batches.parse", never)
    monkeypatch.setattr("readout.running.parses.pack", never)
    assert read(12, tmp_path, nlp=nlp, keep_parses=True).n_read == 12
    assert_same(Tables.load(tmp_path), undisturbed)


def test_kept_parses_of_articles_that_are_left_are_kept_again(tmp_path, nlp, monkeypatch):
    read(12, tmp_path, nlp=nlp, keep_parses=True)
    size = bytes_of_parses(tmp_path)
    monkeypatch.setattr(installed, "source_digest", lambda: "another")
    read(5, tmp_path, nlp=nlp, keep_parses=True)
    assert bytes_of_parses(tmp_path) < size
    monkeypatch.setattr(installed, "source_digest", lambda: "a third")
    monkeypatch.setattr("readout.running.batches.parse", None)
    written = read(5, tmp_path, nlp=nlp, keep_parses=True)
    assert (written.n_read, written.left_out) == (5, [])


def bytes_of_parses(folder):
    return sum(path.stat().st_size for path in folder.glob("parts/*/vectors.npy"))


def test_tables_come_in_one_by_one(tmp_path, nlp, undisturbed):
    pieces = (corpus(12).iloc[i : i + 5] for i in (0, 5, 10))
    readout.read(pieces, out=tmp_path, nlp=nlp, quiet=True)
    assert_same(Tables.load(tmp_path), undisturbed)


def test_an_id_that_comes_in_twice_is_refused(tmp_path, nlp):
    with pytest.raises(ValueError, match="'a0' is given twice"):
        readout.read((corpus(1) for _ in range(2)), out=tmp_path, nlp=nlp, quiet=True)


def test_a_folder_can_be_queried_as_it_is(tmp_path, nlp, undisturbed):
    read(12, tmp_path, nlp=nlp)
    query = "SELECT count(*) FROM '{}'"
    for place in ("quotes.parquet", "parts/*/quotes.parquet"):
        found = duckdb.connect().execute(query.format(tmp_path / place)).fetchall()
        assert found == [(len(undisturbed.quotes),)]


# Broken off


def test_a_second_run_on_a_folder_is_refused(tmp_path, nlp):
    from readout.running import folder

    with (
        folder.locked(str(tmp_path)),
        pytest.raises(BlockingIOError, match="Another run of readout is writing"),
    ):
        read(1, tmp_path, nlp=nlp)


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of three articles."""
    monkeypatch.setattr(means, "PART", 3)


def test_parts_that_are_not_whole_count_for_nothing(tmp_path, nlp, undisturbed, small_parts):
    read(12, tmp_path, nlp=nlp)
    whole = sorted((tmp_path / "parts").iterdir())
    (whole[0] / parts.MARKER).unlink()
    marker = whole[1] / parts.MARKER
    marker.write_bytes(marker.read_bytes()[:-20])
    assert len(parts.all_in(str(tmp_path))) == len(whole) - 2
    assert read(12, tmp_path, nlp=nlp).n_read == 6
    assert_same(Tables.load(tmp_path), undisturbed)
    assert not any(path in whole[:2] for path in (tmp_path / "parts").iterdir())


@pytest.mark.parametrize(("at_once", "n_groups"), [(100_000, 1), (4, 2), (1, 4)])
def test_rows_of_many_parts_are_written_together(
    tmp_path, nlp, monkeypatch, undisturbed, small_parts, at_once, n_groups
):
    monkeypatch.setattr(folder, "ROWS", at_once)
    read(12, tmp_path, nlp=nlp)
    assert pq.ParquetFile(tmp_path / "articles.parquet").num_row_groups == n_groups
    assert_same(Tables.load(tmp_path), undisturbed)


def test_a_full_disk_leaves_what_was_there(tmp_path, nlp, monkeypatch):
    read(3, tmp_path, nlp=nlp)
    before = Tables.load(tmp_path)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    for where in (
        "readout.running.parts.pq.write_table",
        "readout.running.folder.pq.ParquetWriter",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where, full)
            with pytest.raises(OSError, match="No space left"):
                read(5, tmp_path, nlp=nlp)
        assert_same(Tables.load(tmp_path), before)
    assert read(5, tmp_path, nlp=nlp).rows["articles"] == 5


@pytest.mark.parametrize("n_moved", range(11))
def test_new_tables_replace_old_ones_all_or_none(tmp_path, nlp, monkeypatch, undisturbed, n_moved):
    read(3, tmp_path, nlp=nlp)
    moved = iter(range(n_moved))
    move = store.Path.replace

    def move_some(path, target):
        if next(moved, None) is None:
            raise KeyboardInterrupt
        return move(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(store.Path, "replace", move_some)
        with pytest.raises(KeyboardInterrupt):
            read(12, tmp_path, nlp=nlp)
    assert_same(Tables.load(tmp_path), undisturbed)


def test_killed_thirty_times_it_ends_with_the_same_tables(tmp_path, nlp, undisturbed, small_parts):
    """Each run reads other articles than the one before and is killed at a random moment; what is
    in the folder then are the tables of a run that ended, or of the one that was killed."""
    begin = time.perf_counter()
    read(12, tmp_path / "timed", nlp=nlp)
    whole_run = time.perf_counter() - begin
    folder, chance = tmp_path / "killed", random.Random(9)
    asked: set[int] = set()
    n_done = 0
    for _ in range(30):
        asked.add(n := chance.randrange(1, 13))
        run = get_context("fork").Process(target=read, args=(n, folder), kwargs={"nlp": nlp})
        run.start()
        time.sleep(chance.uniform(0, whole_run))
        run.kill()
        run.join()
        if store.said_of(folder):
            n_done += 1
            found = Tables.load(folder).articles["doc_id"].tolist()
            assert found in [[f"a{i}" for i in range(n)] for n in asked]
        else:
            whole_run *= 1.2  # on a busy machine a run takes longer than the one that was timed
    assert n_done
    read(12, folder, nlp=nlp)
    assert_same(Tables.load(folder), undisturbed)
