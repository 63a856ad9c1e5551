"""Zip archives: read where they lie, and refused with a sentence where they would do harm."""

import io
import stat
import zipfile

import pytest

import readout
from readout.inputs.files import Limits

STORY = "Talks fail\n\nThe talks failed. Nobody won.\n"


def packed(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **options)
    return path


def became(path, **options):
    """What became of each file: path -> (status, note)."""
    frame = readout.articles([path], **options)
    return {row["path"]: (row["status"], row["note"]) for row in frame.attrs["intake"]}


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = packed(tmp_path / "press.zip", {
        "b/story.txt": STORY, "a/story.txt": STORY, "one.md": "---\ntitle: One\n---\nText.",
        "c/two.txt": STORY, "c/two.yml": "outlet: The Ledger\n", "t.csv": "id,text\n7,Seven.\n",
        "README.md": "x", "__MACOSX/one.md": "x", ".hidden.txt": "x", "p.html": "<p>",
    })  # fmt: skip
    frame = readout.articles(path)
    assert frame["doc_id"].tolist() == ["press.zip/a/story", "press.zip/b/story", "two", "one", "7"]
    assert frame["outlet"].dropna().tolist() == ["The Ledger"]
    assert frame["path"][0] == f"{path.as_posix()}/a/story.txt"
    assert [p.name for p in tmp_path.iterdir()] == ["press.zip"]


def test_an_archive_in_a_folder_is_read(tmp_path):
    packed(tmp_path / "press.zip", {"a.txt": STORY})
    (tmp_path / "b.txt").write_text(STORY)
    assert readout.articles(tmp_path)["doc_id"].tolist() == ["b", "a"]


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "\\\\host\\a.txt"],
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    path = packed(tmp_path / "p.zip", {"good.txt": STORY, name: STORY})
    skipped = [note for status, note in became(path).values() if status == "skipped"]
    assert len(skipped) == 1
    assert "leads out of the archive" in skipped[0]


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", STORY)
    assert "symbolic link" in became(tmp_path / "p.zip")[f"{tmp_path.as_posix()}/p.zip/link.txt"][1]


def test_an_archive_in_an_archive_is_refused(tmp_path):
    inner = io.BytesIO()
    packed(inner, {"a.txt": STORY})
    path = packed(tmp_path / "p.zip", {"inner.zip": inner.getvalue(), "good.txt": STORY})
    assert "within an archive" in became(path)[f"{path.as_posix()}/inner.zip"][1]


def test_a_decoy_is_refused_before_it_is_unpacked(tmp_path):
    path = packed(tmp_path / "p.zip", {"bomb.txt": b"a" * 30_000_000, "good.txt": STORY})
    assert path.stat().st_size < 100_000
    note = became(path)[f"{path.as_posix()}/bomb.txt"][1]
    assert "more than the 200 times allowed" in note
    assert "raise the limit ratio" in note
    allowed = became(path, limits=Limits(ratio=2000, file_mb=40))
    assert allowed[f"{path.as_posix()}/bomb.txt"][0] == "read"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(members=2), "holds 3 files, more than the 2 allowed"),
        (Limits(unpacked_mb=2.5), "holds 3.1 MB, more than the 2.5 MB allowed"),
        (Limits(file_mb=0.001), "the file holds"),
    ],
)
def test_an_archive_that_holds_too_much_is_refused_whole(tmp_path, limits, words):
    noise = bytes(range(256)) * 4000
    path = packed(tmp_path / "p.zip", {f"{i}.txt": noise[i:] for i in range(3)})
    with pytest.raises(ValueError, match=words):
        readout.articles(path, limits=limits)


def test_a_large_member_is_refused_alone(tmp_path):
    path = packed(tmp_path / "p.zip", {"good.txt": STORY, "big.txt": STORY * 1000})
    note = became(path, limits=Limits(file_mb=0.02))[f"{path.as_posix()}/big.txt"][1]
    assert "raise the limit file_mb" in note


def test_empty_and_damaged_members_cost_only_themselves(tmp_path):
    path = packed(tmp_path / "p.zip", {"empty.txt": b"", "good.txt": STORY, "bad.txt": "x" * 5000})
    data = path.read_bytes()
    at = data.index(b"bad.txt") + len("bad.txt") + 4
    path.write_bytes(data[:at] + bytes(4) + data[at + 4 :])
    said = became(path)
    assert "empty" in said[f"{path.as_posix()}/empty.txt"][1]
    assert "damaged" in said[f"{path.as_posix()}/bad.txt"][1]
    assert said[f"{path.as_posix()}/good.txt"][0] == "read"


def test_a_member_with_a_password_is_refused(tmp_path):
    path = packed(tmp_path / "p.zip", {"a.txt": STORY, "good.txt": STORY})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "password" in became(path)[f"{path.as_posix()}/a.txt"][1]


@pytest.mark.parametrize("name", ["p.zip", "p.xlsx", "p.docx"])
def test_what_is_no_archive_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "good.txt").write_text(STORY)
    assert "no sound zip archive" in became(tmp_path)[f"{tmp_path.as_posix()}/{name}"][1]


@pytest.mark.parametrize("name", ["p.xlsx", "p.docx"])
def test_a_decoy_of_a_workbook_or_document_is_refused(tmp_path, name):
    packed(tmp_path / name, {"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    (tmp_path / "good.txt").write_text(STORY)
    assert "200 times allowed" in became(tmp_path)[f"{tmp_path.as_posix()}/{name}"][1]


def test_a_small_parquet_file_that_holds_too_much_is_refused(tmp_path):
    import pandas as pd

    pd.DataFrame({"text": ["a" * 1000] * 200_000}).to_parquet(tmp_path / "p.parquet")
    assert (tmp_path / "p.parquet").stat().st_size < 1_000_000
    with pytest.raises(ValueError, match="raise the limit unpacked_mb"):
        readout.articles(tmp_path / "p.parquet", limits=Limits(unpacked_mb=50))


def test_links_in_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(STORY)
    press = tmp_path / "press"
    press.mkdir()
    (press / "good.txt").write_text(STORY)
    (press / "link.txt").symlink_to(outside / "secret.txt")
    (press / "folder").symlink_to(outside)
    (press / "good.yml").symlink_to(outside / "secret.txt")
    (press / "circle").symlink_to(press)
    said = became(press)
    assert {status for status, _ in said.values()} == {"read", "skipped"}
    assert sum("symbolic link" in (note or "") for _, note in said.values()) == 4
    assert not any("secret" in path for path in said)
    assert readout.articles(press / "link.txt")["doc_id"].tolist() == ["link"]


def test_a_pipe_is_no_file(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "good.txt").write_text(STORY)
    assert "neither a file nor" in became(tmp_path)[f"{tmp_path.as_posix()}/pipe.txt"][1]
