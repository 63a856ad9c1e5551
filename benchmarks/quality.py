"""Score readout and write the figures to lib/readout/measured.csv.

    python benchmarks/quality.py [GOLD_FOLDER]

Without a folder it scores on data/gold alone and keeps the other figures as they are. GOLD_FOLDER
holds annotated corpora as JSON Lines and their scorers (score_quotes.py, score_spans.py).
Predictions are written into a temporary folder, in the gold's own form.
"""

import importlib.util
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import across
import coreference
import pandas as pd
import predictions
import spacy
from corpora import Row, copied, rows_of, run, write
from predictions import predicted_by
from spacy.language import Language

import readout
from readout import scores
from readout.pipeline import DEFAULT_MODELS, load

ROOT = Path(__file__).parents[1]
JUDGED_TOPIC = "corpus_apple"  # of MEANTIME; its other topics are for looking at errors
MEANTIME_EVENTS = {
    "trigger overlap": "trigger, overlap",
    "certainty=POSSIBLE": "possible, of matched",
    "certainty=PROBABLE": "probable, of matched",
    "polarity=NEG": "negated, of matched",
    "time=FUTURE": "future, of matched",
}
# Rare in one topic, and of another sort in each: counted in all three, two of which were looked at.
IN_ALL_TOPICS = {name: measure for name, measure in MEANTIME_EVENTS.items() if "=" in name}
MEANTIME_PARTICIPANTS = {
    "participant+role (overlap)": "participant and role",
    "participant, any role (overlap)": "participant",
}
ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
VALUE = "value (relaxed span)"
POLNEAR_MEASURES = {
    "content relaxed": "content, overlap",
    "e2e": "content and source",
    "quoted: e2e": "content and source, in quotation marks",
    "indirect: e2e": "content and source, not in quotation marks",
    "e2e exact": "content and source, exact",
}
# The PLOVER gold was labelled with an older set of types than the manual of 2021.
PLOVER_2021 = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}


def main(gold: Path | None) -> None:
    """Score on the samples, and on every corpus of the folder; write all figures."""
    nlp = load()
    figures = [score_samples(nlp)]
    if gold:
        with tempfile.TemporaryDirectory() as folder:
            for corpus in (polnear, meantime, *coreference.CORPORA, plover, *across.CORPORA):
                figures.append(pd.DataFrame(corpus(gold, Path(folder), nlp)))
    else:
        figures.append(scores.measured().query("corpus != 'sample'"))
    order = ["table", "measure", "corpus", "n_gold", "precision", "recall", "f1", "low", "high"]
    table = pd.concat(figures)[order].sort_values(["table", "corpus"], kind="stable")
    table.round(1).to_csv(scores.MEASURED, index=False)
    print(table.round(1).to_string(index=False))


def score_samples(nlp: Language) -> pd.DataFrame:
    """The six sample articles that were annotated by hand."""
    tables = readout.read(readout.articles(ROOT / "data" / "articles"), nlp=nlp)
    figures = scores.score(scores.load_gold(ROOT / "data" / "gold"), tables.frames)
    return figures.assign(corpus="sample")


def polnear(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Attributions in US political news (Newell et al. 2018), dev."""
    truth = copied(gold / "polnear_dev.jsonl", folder)
    predicted = predicted_by(truth, nlp, predictions.attributions)
    reliability(gold, truth, predicted).round(1).to_csv(scores.RELIABILITY, index=False)
    figures = folder / "quotes.csv"
    run(gold / "score_quotes.py", truth, predicted, "--csv", figures)
    value = pd.read_csv(figures, index_col=0).to_dict("index")
    for name, measure in POLNEAR_MEASURES.items():
        precision, recall, f1 = (value[f"{name} {figure}"] for figure in ("P", "R", "F1"))
        yield {
            "table": "quotes",
            "measure": measure,
            "corpus": "PolNeAR dev",
            "n_gold": int(value["n all gold"]["value"]),
            "precision": precision["value"],
            "recall": recall["value"],
            "f1": f1["value"],
            "low": f1["lo"],
            "high": f1["hi"],
        }


def reliability(gold: Path, truth: Path, predicted: Path) -> pd.DataFrame:
    """For each tenth of confidence, the share of attributions that are right end to end."""
    scorer = module(gold / "score_quotes.py")
    found = []
    for wanted, given in zip(rows_of(truth), rows_of(predicted), strict=True):
        _, gold_sides, sides, pairs = scorer.counts(wanted, given, 0.5)
        right = {j for i, j in pairs.items() if scorer.source_ok(gold_sides[i], sides[j])}
        found += [(q["confidence"], j in right) for j, q in enumerate(given["quotes"])]
    rows = pd.DataFrame(found, columns=["promised", "kept"]) * 1.0
    rows["tenth"] = (rows["promised"] * 10).round(6).astype(int).clip(upper=9)
    by_tenth = rows.groupby("tenth").agg(
        rows=("kept", "size"), promised=("promised", "mean"), kept=("kept", "mean")
    )
    n, p, z = by_tenth["rows"], by_tenth["kept"], 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    shares = by_tenth[["promised", "kept"]].assign(low=middle - half, high=middle + half)
    return pd.concat([by_tenth["rows"], shares * 100], axis=1)


def module(path: Path) -> ModuleType:
    """A Python file that is no part of a package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} is not a Python file; GOLD_FOLDER holds the scorers.")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def meantime(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Names, times, events, participants in Wikinews (Minard et al. 2016), topic apple."""
    truth = copied(gold / "meantime.jsonl", folder, lambda row: row["topic"] == JUDGED_TOPIC)
    predicted = predicted_by(truth, nlp, predictions.everything)
    scorer = gold / "score_spans.py"
    corpus = "MEANTIME apple"
    yield from names(truth, scorer, folder, nlp)
    said = run(scorer, "timex", truth, predicted)
    yield from _figures(said, "times", corpus, {"strict": "exact span", VALUE: "value"})
    said = run(scorer, "events", truth, predicted, "--attrs", "certainty,polarity,time")
    yield from _figures(said, "events", corpus, MEANTIME_EVENTS)
    said = run(scorer, "roles", truth, predicted)
    yield from _figures(said, "events", corpus, MEANTIME_PARTICIPANTS)
    yield {"table": "events", "measure": "on whose word", "corpus": corpus} | on_whose_word(
        truth, predicted
    )
    truth = copied(gold / "meantime.jsonl", folder, name="all.jsonl")
    predicted = predicted_by(truth, nlp, predictions.everything)
    said = run(scorer, "events", truth, predicted, "--attrs", "certainty,polarity,time")
    yield from _figures(said, "events", "MEANTIME all", IN_ALL_TOPICS)


def names(truth: Path, scorer: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Names of people, organisations and places beside those of plain spaCy, in the same types. A
    leading article counts on neither side: MEANTIME has it in the name, readout and spaCy mostly
    not."""
    wanted = copied(truth, folder, name="names.jsonl", edit=_only_names)
    plain = spacy.load(next(name for name in DEFAULT_MODELS if find_spec(name)))
    texts = [(row["id"], row["text"]) for row in rows_of(truth)]
    ours = predicted_by(wanted, nlp, lambda reading: {"spans": list(predictions.names(reading))})
    given = {
        "MEANTIME apple": [_without_articles(row) for row in rows_of(ours)],
        "MEANTIME apple, spaCy alone": [
            _without_articles(
                {"id": i, "text": text, "spans": predictions.names_of_spacy(plain(text))}
            )
            for i, text in texts
        ],
    }
    for corpus, rows in given.items():
        predicted = write(folder / "names.predicted.jsonl", rows)
        said = run(
            scorer, "spans", wanted, predicted, "--layer", "entity", "--types", "PER,ORG,LOC"
        )
        measures = {"exact, typed": "names, exact span and type"}
        yield from _figures(said, "entities", corpus, measures)
        yield {"table": "entities", "corpus": corpus} | called_persons(wanted, predicted)


def called_persons(truth: Path, predicted: Path) -> Row:
    """Of the persons whose names are found at all, the share that is found as persons."""
    found = []
    for wanted, given in zip(rows_of(truth), rows_of(predicted), strict=True):
        for person in wanted["spans"]:
            if person.get("type") == "PER" and person["end"] <= (wanted["eval_end"] or 1 << 30):
                types = {span["type"] for span in given["spans"] if _overlap(span, person)}
                found += ["PER" in types] if types else []
    share = 100 * sum(found) / len(found)
    return {"measure": "persons called persons", "n_gold": len(found), "f1": share}


def on_whose_word(truth: Path, predicted: Path) -> Row:
    """Of the events that the gold has in the scope of a cue with a source (SLINK to the event,
    Arg0 of the cue), the share that is told on the word of this source here."""
    n_right = n_gold = 0
    for wanted, given in zip(rows_of(truth), rows_of(predicted), strict=True):
        spans = {span["id"]: span for span in wanted["spans"]}
        holders: dict[str, list[Row]] = {}
        for rel in wanted["rels"]:
            if rel.get("role") == "Arg0" and rel["to"] in spans:
                holders.setdefault(rel["from"], []).append(spans[rel["to"]])
        events = [span for span in given["spans"] if span["layer"] == "event"]
        for rel in wanted["rels"]:
            if rel["type"] == "SLINK" and rel["from"] in holders:
                found = [e["sources"] for e in events if _overlap(e, spans[rel["to"]])]
                n_gold += 1
                n_right += any(
                    _overlap({"start": start, "end": end}, holder)
                    for sources in found
                    for start, end in sources
                    for holder in holders[rel["from"]]
                )
    return {"n_gold": n_gold, "f1": 100 * n_right / n_gold}


def _overlap(a: Row, b: Row) -> bool:
    return a["start"] < b["end"] and b["start"] < a["end"]


def plover(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Types of events in single sentences (PLOVER), odd rows, types of 2021."""
    truth = copied(gold / "plover_gsr.jsonl", folder, edit=_with_type_of_2021, every_other=True)
    predicted = predicted_by(truth, nlp, lambda reading: {"event": predictions.main_type(reading)})
    said = run(gold / "score_spans.py", "class", truth, predicted, "--key", "event")
    yield from _figures(said, "events", "PLOVER odd", {"micro": "type"})
    truth = copied(truth, folder, name="roles.jsonl", edit=_with_roles_as_layers)
    predicted = predicted_by(truth, nlp, predictions.main_roles)
    for role in ("actor", "recipient"):
        said = run(gold / "score_spans.py", "spans", truth, predicted, "--layer", role)
        yield from _figures(said, "events", "PLOVER odd", {"overlap, untyped": role})


def _only_names(row: Row) -> Row:
    named = {"NAM", "PRE.NAM"}
    kept = [s for s in row["spans"] if s["layer"] == "entity" and s.get("syntactic_type") in named]
    return _without_articles(row | {"spans": kept})


def _without_articles(row: Row) -> Row:
    def start(span: Row) -> int:
        article = ARTICLE.match(row["text"], span["start"], span["end"])
        return article.end() if article else span["start"]

    return row | {"spans": [span | {"start": start(span)} for span in row["spans"]]}


def _with_type_of_2021(row: Row) -> Row:
    return row | {"event": PLOVER_2021.get(row["event"], row["event"])}


def _with_roles_as_layers(row: Row) -> Row:
    """PLOVER's sources and reciprocal participants are actors, its targets recipients."""
    layers = {"source": "actor", "reciprocal": "actor", "target": "recipient"}
    return row | {
        "spans": [
            span | {"layer": layers[span["layer"]]}
            for span in row["spans"]
            if span["layer"] in layers
        ]
    }


def _figures(said: str, table: str, corpus: str, measures: dict[str, str]) -> Iterator[Row]:
    """The lines of a scorer's output that begin with these names, as rows."""
    for name, measure in measures.items():
        pattern = (
            rf"^\s*{re.escape(name)}\s+P\s+([\d.]+)\s+R\s+([\d.]+)\s+F1\s+([\d.]+).*gold (\d+)"
        )
        if line := re.search(pattern, said, re.MULTILINE):
            precision, recall, f1, n_gold = map(float, line.groups())
            figures = {"precision": precision, "recall": recall, "f1": f1, "n_gold": int(n_gold)}
            yield {"table": table, "measure": measure, "corpus": corpus, **figures}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
