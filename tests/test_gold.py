"""The annotations in tests/gold: ids and offsets, never text."""

import json
from pathlib import Path

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "gold" / "pronouns.jsonl").read_text("utf-8").splitlines()
]


def test_pronouns_are_ids_and_offsets_alone():
    assert all(row.keys() == {"id", "source", "speaker"} for row in ROWS)
    spans = [span for row in ROWS for span in (row["source"], row["speaker"]) if span]
    assert all(0 <= start < end for start, end in spans)
    assert all(row["source"] != row["speaker"] for row in ROWS)


def test_no_pronoun_is_annotated_twice():
    sources = [(row["id"], *row["source"]) for row in ROWS]
    assert len(sources) == len(set(sources)) == 242
    assert sum(row["speaker"] is not None for row in ROWS) == 195
