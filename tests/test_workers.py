"""Several processes, here and on a cluster, find what one finds; those that die cost little."""

import os
import signal
from pathlib import Path
from threading import Thread
from time import sleep

import dask.config
import distributed
import pandas as pd
import psutil
import pytest

import readout
from readout.frames import Tables
from test_reading import assert_same, corpus

FATAL = "Nobody reads this."
# Python runs a module of this name when it starts: every process that does dies of one article.
DEADLY = f"""
import os, signal
from readout import pipeline

annotate = pipeline.annotate

def deadly(article, doc, *more):
    if article.text == {FATAL!r}:
        os.kill(os.getpid(), signal.SIGKILL)
    return annotate(article, doc, *more)

pipeline.annotate = deadly
"""


@pytest.fixture(scope="module")
def undisturbed(nlp):
    return readout.read(corpus(30), nlp=nlp)


@pytest.fixture
def deadly(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(DEADLY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def with_a_fatal_one(n):
    articles = corpus(n)
    articles.loc[2, "text"] = FATAL
    return articles


def test_two_processes_find_what_one_finds(nlp, undisturbed):
    assert_same(readout.read(corpus(30), workers=2, quiet=True), undisturbed)


def test_a_model_of_ones_own_reaches_the_processes(nlp):
    from spacy.util import load_model_from_config

    own = load_model_from_config(nlp.config.copy(), auto_fill=True).from_bytes(nlp.to_bytes())
    own.remove_pipe("ner")
    alone = readout.read(corpus(4), nlp=own)
    assert_same(readout.read(corpus(4), nlp=own, workers=2, quiet=True), alone)


def test_a_process_that_dies_of_an_article_costs_that_article(tmp_path, undisturbed, deadly):
    articles = with_a_fatal_one(6)
    tables = readout.read(articles, workers=2, quiet=True)
    assert tables.articles["doc_id"].tolist() == ["a0", "a1", "a3", "a4", "a5"]
    lost = tables.intake.query("status == 'skipped'")
    assert lost["doc_id"].tolist() == ["a2"]
    assert lost["note"].str.contains("died").all()
    kept = undisturbed.quotes.query("doc_id in ['a0', 'a1', 'a3', 'a4', 'a5']")
    pd.testing.assert_frame_equal(tables.quotes, kept.reset_index(drop=True))


def test_a_process_that_is_killed_costs_nothing(tmp_path, undisturbed):
    killer = Thread(target=kill_a_child_that_reads, args=[tmp_path])
    killer.start()
    written = readout.read(corpus(30), out=tmp_path, workers=2, quiet=True)
    killer.join()
    assert written.left_out == []
    assert_same(Tables.load(tmp_path), undisturbed)


def kill_a_child_that_reads(folder: Path):
    while not list(folder.glob("parts/*")):
        sleep(0.01)
    spawned = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
    os.kill(spawned[0].pid, signal.SIGKILL)


@pytest.fixture
def cluster():
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, protocol="tcp://",
            host="127.0.0.1", dashboard_address="127.0.0.1:0",
        ) as local,
        distributed.Client(local) as client,
    ):  # fmt: skip
        yield client


def test_a_cluster_finds_the_same_though_a_worker_is_killed(tmp_path, cluster, undisturbed):
    assert cluster.scheduler.address.startswith("tcp://")
    one_of_two = next(iter(cluster.run(os.getpid).values()))
    killer = Thread(target=kill_when_reading, args=[tmp_path, one_of_two])
    killer.start()
    written = readout.read(corpus(30), out=tmp_path, client=cluster, quiet=True)
    killer.join()
    assert written.left_out == []
    assert (written.n_read, written.n_kept) == (30, 0)
    assert_same(Tables.load(tmp_path), undisturbed)
    again = readout.read(corpus(29), out=tmp_path, client=cluster, quiet=True)
    assert (again.n_read, again.n_kept) == (0, 29)
    assert Tables.load(tmp_path).articles["doc_id"].tolist() == [f"a{i}" for i in range(29)]


def kill_when_reading(folder: Path, pid: int):
    while not list(folder.glob("parts/*")):
        sleep(0.01)
    os.kill(pid, signal.SIGKILL)


def test_an_article_that_workers_of_a_cluster_die_of_is_lost_alone(tmp_path, deadly, cluster):
    written = readout.read(with_a_fatal_one(6), out=tmp_path, client=cluster, quiet=True)
    assert [row["doc_id"] for row in written.left_out] == ["a2"]
    assert written.rows["articles"] == 5


def test_a_cluster_needs_a_folder(cluster):
    with pytest.raises(ValueError, match="give it with out="):
        readout.read(corpus(1), client=cluster)  # pyright: ignore[reportCallIssue]
