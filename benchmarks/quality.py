"""Score readout on annotated corpora: python benchmarks/quality.py GOLD_FOLDER

GOLD_FOLDER holds the corpora as JSON Lines and their scorers (score_quotes.py, score_spans.py).
Predictions are written beside one another into a temporary folder, in the gold's own form.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from spacy.language import Language

from readout.annotations import Article, Event, Reading, Span
from readout.pipeline import annotate, load, parse

Row = dict[str, Any]

JUDGED_TOPIC = "corpus_apple"  # of MEANTIME; its other topics are for looking at errors
MEANTIME_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
MEANTIME_ROLES = {"actor": "Arg0", "recipient": "Arg1", "place": "Argm-LOC"}
MEANTIME_CERTAINTY = {"certain": "CERTAIN", "probable": "PROBABLE", "possible": "POSSIBLE"}
# The PLOVER gold was labelled with an older set of types than the manual of 2021.
PLOVER_2021 = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}


def main(gold: Path) -> None:
    """Predict and score every corpus that the folder has."""
    nlp = load()
    with tempfile.TemporaryDirectory() as folder:
        for corpus in (polnear, meantime, gum, plover):
            print(f"\n== {corpus.__name__}: {corpus.__doc__}", flush=True)
            corpus(gold, Path(folder), nlp)


def polnear(gold: Path, folder: Path, nlp: Language) -> None:
    """Attributions in US political news (Newell et al. 2018), dev."""
    truth = _copy(gold / "polnear_dev.jsonl", folder)
    predicted = _predict(truth, nlp, _quotes)
    _run(gold / "score_quotes.py", truth, predicted)


def meantime(gold: Path, folder: Path, nlp: Language) -> None:
    """Names, times, events, participants in Wikinews (Minard et al. 2016), topic apple."""
    truth = _copy(gold / "meantime.jsonl", folder, lambda row: row["topic"] == JUDGED_TOPIC)
    predicted = _predict(truth, nlp, _meantime_spans)
    scorer = gold / "score_spans.py"
    names = _copy(truth, folder, name="names.jsonl", edit=_only_names)
    _run(scorer, "spans", names, predicted, "--layer", "entity", "--types", "PER,ORG,LOC")
    _run(scorer, "timex", truth, predicted)
    _run(scorer, "events", truth, predicted, "--attrs", "certainty,polarity,time")
    _run(scorer, "roles", truth, predicted)


def gum(gold: Path, folder: Path, nlp: Language) -> None:
    """Coreference in Wikinews (Zeldes 2017), by heads."""
    truth = _copy(gold / "gum_news.jsonl", folder)
    predicted = _predict(truth, nlp, _chains)
    options = ("--layer", "entity", "--heads")
    _run(gold / "score_spans.py", "coref", truth, predicted, *options)
    types = "type=person|organization|place"
    _run(gold / "score_spans.py", "coref", truth, predicted, *options, "--goldfilter", types)


def plover(gold: Path, folder: Path, nlp: Language) -> None:
    """Types of events in single sentences (PLOVER), odd rows, types of 2021."""
    truth = _copy(gold / "plover_gsr.jsonl", folder, edit=_with_type_of_2021, every_other=True)
    predicted = _predict(truth, nlp, lambda reading: {"event": _main_type(reading)})
    _run(gold / "score_spans.py", "class", truth, predicted, "--key", "event")


def _copy(
    path: Path,
    folder: Path,
    keep: Callable[[Row], bool] = lambda _row: True,
    *,
    name: str | None = None,
    edit: Callable[[Row], Row] = lambda row: row,
    every_other: bool = False,
) -> Path:
    rows = [edit(row) for row in _rows(path) if keep(row)]
    return _write(folder / (name or path.name), rows[1::2] if every_other else rows)


def _only_names(row: Row) -> Row:
    named = {"NAM", "PRE.NAM"}
    kept = [s for s in row["spans"] if s["layer"] != "entity" or s.get("syntactic_type") in named]
    return row | {"spans": kept}


def _with_type_of_2021(row: Row) -> Row:
    return row | {"event": PLOVER_2021.get(row["event"], row["event"])}


def _predict(truth: Path, nlp: Language, to_row: Callable[[Reading], Row]) -> Path:
    rows = list(_rows(truth))
    articles = (
        Article(doc_id=row["id"], text=row["text"], published=_date(row.get("dct"))) for row in rows
    )
    made = (
        {"id": article.doc_id, "text": article.text, **to_row(annotate(article, doc))}
        for article, doc in parse(nlp, articles)
    )
    return _write(truth.with_suffix(".predicted.jsonl"), made)


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _quotes(reading: Reading) -> Row:
    return {
        "quotes": [
            {
                "source": [_pair(quote.source)] if quote.source else None,
                "cue": [_pair(span) for span in quote.cue] or None,
                "content": [_pair(span) for span in quote.content],
            }
            for quote in reading.quotes
        ]
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _meantime_spans(reading: Reading) -> Row:
    spans: list[Row] = [*_name_spans(reading), *_time_spans(reading)]
    rels: list[Row] = []
    for i, event in enumerate(reading.events):
        spans.append(_event_span(event, f"v{i}"))
        for j, argument in enumerate(event.arguments):
            if argument.role in MEANTIME_ROLES:
                role = MEANTIME_ROLES[argument.role]
                spans.append(_span("argument", argument.span, id=f"v{i}a{j}"))
                rel = {"type": "HAS_PARTICIPANT", "from": f"v{i}", "to": f"v{i}a{j}", "role": role}
                rels.append(rel)
    return {"spans": spans, "rels": rels}


def _name_spans(reading: Reading) -> Iterator[Row]:
    for entity in reading.entities:
        for mention in (reading.mentions[m] for m in entity.mentions):
            if mention.form == "name" and entity.label in MEANTIME_TYPES:
                yield _span("entity", mention.span, type=MEANTIME_TYPES[entity.label])


def _time_spans(reading: Reading) -> Iterator[Row]:
    for time in reading.times:
        yield _span("timex", time.span, type=time.type, value=time.value)


def _event_span(event: Event, id_: str) -> Row:
    return _span(
        "event",
        event.span,
        id=id_,
        certainty=MEANTIME_CERTAINTY[event.certainty],
        polarity=event.polarity.upper(),
        time="FUTURE" if event.future else "NON_FUTURE",
    )


def _span(layer: str, span: Span, **values: str) -> Row:
    return {"id": None, "layer": layer, "start": span.start, "end": span.end, **values}


def _chains(reading: Reading) -> Row:
    return {
        "spans": [
            _span("entity", m.span, chain=str(e)) | {"head_start": m.head.start}
            for e, entity in enumerate(reading.entities)
            for m in (reading.mentions[i] for i in entity.mentions)
        ]
    }


def _main_type(reading: Reading) -> str | None:
    """The type of the first event that PLOVER has a type for, saying only where nothing else is."""
    typed = [event.type for event in reading.events if event.type not in {"STATEMENT", "OTHER"}]
    return typed[0] if typed else None


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write(path: Path, rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _run(scorer: Path, *arguments: str | Path) -> None:
    print("\n$", scorer.name, *(a for a in arguments if isinstance(a, str)), flush=True)
    subprocess.run([sys.executable, scorer, *arguments], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Give the folder with the annotated corpora: make measure GOLD=folder")
    main(Path(sys.argv[1]))
