"""A site is whole at any moment: killed, out of disk space, or built by two at once."""

import multiprocessing
import os
import random
import time
from dataclasses import replace

import pytest

from handmade import tables
from readout import site
from readout.frames import Tables
from readout.swap import alone, replaced

KILLS = 30
LONGEST = 0.8  # seconds until a process is killed
ABOUT = {"readout": "0", "spacy": "0", "model": "m", "model_version": "0"}
FORK = multiprocessing.get_context("fork")
GENERATIONS = {
    name: replace(
        tables(articles=[{"doc_id": name, "path": "p", "text": f"Text {name}.", "sha256": "0"}]),
        about=ABOUT,
    )
    for name in ("one", "two")
}


def build_again_and_again(folder):
    while True:
        for made in GENERATIONS.values():
            site.build([], made, folder)


def generation(folder):
    """Which site stands in a folder; every part of it must be of that one."""
    (doc_id,) = Tables.load(folder / "tables").articles["doc_id"]
    (from_csv,) = Tables.load(folder / "csv").articles["doc_id"]
    assert doc_id == from_csv
    assert (folder / site.MARKER).exists()
    assert f"articles/{doc_id}.html" in (folder / "index.html").read_text(encoding="utf-8")
    assert [path.stem for path in (folder / "articles").iterdir()] == [doc_id]
    return doc_id


def test_a_site_is_whole_after_a_kill_at_any_moment(tmp_path):
    folder = tmp_path / "site"
    site.build([], GENERATIONS["one"], folder)
    moments = random.Random(8)
    for _ in range(KILLS):
        process = FORK.Process(target=build_again_and_again, args=(folder,))
        process.start()
        time.sleep(moments.uniform(0, LONGEST))
        process.kill()
        process.join()
        standing = folder if folder.exists() else folder.with_name(".site.old")
        assert generation(standing) in GENERATIONS
    site.build([], GENERATIONS["two"], folder)
    assert generation(folder) == "two"
    assert {path.name for path in tmp_path.iterdir()} - {".site.lock"} == {"site"}


def test_an_exchange_that_was_broken_off_is_brought_to_its_end(tmp_path):
    folder = tmp_path / "site"
    site.build([], GENERATIONS["one"], folder)
    folder.rename(tmp_path / ".site.old")
    with pytest.raises(RuntimeError), replaced(folder, lambda _: None):
        raise RuntimeError
    assert generation(folder) == "one"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_a_site_leaves_the_old_one(tmp_path, monkeypatch, error):
    folder = tmp_path / "site"
    site.build([], GENERATIONS["one"], folder)

    def stop(*_, **__):
        raise error

    monkeypatch.setattr("readout.site._write_pages", stop)
    with pytest.raises(type(error)):
        site.build([], GENERATIONS["two"], folder)
    assert generation(folder) == "one"
    assert {path.name for path in tmp_path.iterdir()} - {".site.lock"} == {"site"}


def test_of_two_at_once_the_second_is_refused_with_a_sentence(tmp_path):
    with alone(tmp_path / "site"):
        process = FORK.Process(target=exit_code_of_a_refusal, args=(tmp_path / "site",))
        process.start()
        process.join()
    assert process.exitcode == 2
    site.build([], GENERATIONS["one"], tmp_path / "site")


def exit_code_of_a_refusal(folder):
    try:
        site.build([], GENERATIONS["two"], folder)
    except BlockingIOError as error:
        os._exit(2 if "Another run of readout is writing to" in str(error) else 3)


def test_a_lock_goes_with_its_process(tmp_path):
    def hold():
        with alone(tmp_path / "site"):
            os.kill(os.getpid(), 9)

    process = FORK.Process(target=hold)
    process.start()
    process.join()
    with alone(tmp_path / "site"):
        pass
