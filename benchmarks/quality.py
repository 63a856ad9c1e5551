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
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import across
import pandas as pd
from corpora import Row, rows_of, run, write
from spacy.language import Language

import readout
from readout import scores
from readout.annotations import Argument, Article, Event, Reading, Span
from readout.pipeline import annotate, load, parse

ROOT = Path(__file__).parents[1]
JUDGED_TOPIC = "corpus_apple"  # of MEANTIME; its other topics are for looking at errors
MEANTIME_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
MEANTIME_ROLES = {
    "actor": "Arg0",
    "recipient": "Arg1",  # Arg2 beside an object
    "object": "Arg1",
    "amount": "Arg2",
    "place": "Argm-LOC",
}
MEANTIME_CERTAINTY = {"certain": "CERTAIN", "probable": "PROBABLE", "possible": "POSSIBLE"}
MEANTIME_EVENTS = {
    "trigger overlap": "trigger, overlap",
    "certainty=POSSIBLE": "possible, of matched",
    "certainty=PROBABLE": "probable, of matched",
    "polarity=NEG": "negated, of matched",
    "time=FUTURE": "future, of matched",
}
# Too rare in one topic to judge: counted in all three, two of which were looked at.
RARE_IN_MEANTIME = {
    "certainty=POSSIBLE": "possible, of matched",
    "certainty=PROBABLE": "probable, of matched",
    "polarity=NEG": "negated, of matched",
}
MEANTIME_PARTICIPANTS = {
    "participant+role (overlap)": "participant and role",
    "participant, any role (overlap)": "participant",
}
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
            for corpus in (polnear, meantime, gum, plover, *across.CORPORA):
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
    truth = _copy(gold / "polnear_dev.jsonl", folder)
    predicted = _predict(truth, nlp, _quotes)
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
    truth = _copy(gold / "meantime.jsonl", folder, lambda row: row["topic"] == JUDGED_TOPIC)
    predicted = _predict(truth, nlp, _meantime_spans)
    scorer = gold / "score_spans.py"
    names = _copy(truth, folder, name="names.jsonl", edit=_only_names)
    corpus = "MEANTIME apple"
    said = run(scorer, "spans", names, predicted, "--layer", "entity", "--types", "PER,ORG,LOC")
    yield from _figures(said, "entities", corpus, {"exact, typed": "names, exact span and type"})
    said = run(scorer, "timex", truth, predicted)
    yield from _figures(said, "times", corpus, {"strict": "exact span", VALUE: "value"})
    said = run(scorer, "events", truth, predicted, "--attrs", "certainty,polarity,time")
    yield from _figures(said, "events", corpus, MEANTIME_EVENTS)
    said = run(scorer, "roles", truth, predicted)
    yield from _figures(said, "events", corpus, MEANTIME_PARTICIPANTS)
    yield {"table": "events", "measure": "on whose word", "corpus": corpus} | on_whose_word(
        truth, predicted
    )
    truth = _copy(gold / "meantime.jsonl", folder, name="all.jsonl")
    predicted = _predict(truth, nlp, _meantime_spans)
    said = run(scorer, "events", truth, predicted, "--attrs", "certainty,polarity")
    yield from _figures(said, "events", "MEANTIME all", RARE_IN_MEANTIME)


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


def gum(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Coreference in Wikinews (Zeldes 2017), by heads."""
    truth = _copy(gold / "gum_news.jsonl", folder)
    predicted = _predict(truth, nlp, _chains)
    options = ("--layer", "entity", "--heads")
    types = "type=person|organization|place"
    for measure, more in (
        ("chains, CoNLL", ()),
        ("chains of people, organisations, places, CoNLL", ("--goldfilter", types)),
    ):
        said = run(gold / "score_spans.py", "coref", truth, predicted, *options, *more)
        f1 = float(said.rsplit("CoNLL average F1", 1)[1])
        yield {"table": "entities", "measure": measure, "corpus": "GUM news", "f1": f1}


def plover(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Types of events in single sentences (PLOVER), odd rows, types of 2021."""
    truth = _copy(gold / "plover_gsr.jsonl", folder, edit=_with_type_of_2021, every_other=True)
    predicted = _predict(truth, nlp, lambda reading: {"event": _main_type(reading)})
    said = run(gold / "score_spans.py", "class", truth, predicted, "--key", "event")
    yield from _figures(said, "events", "PLOVER odd", {"micro": "type"})
    truth = _copy(truth, folder, name="roles.jsonl", edit=_with_roles_as_layers)
    predicted = _predict(truth, nlp, _main_roles)
    for role in ("actor", "recipient"):
        said = run(gold / "score_spans.py", "spans", truth, predicted, "--layer", role)
        yield from _figures(said, "events", "PLOVER odd", {"overlap, untyped": role})


def _copy(
    path: Path,
    folder: Path,
    keep: Callable[[Row], bool] = lambda _row: True,
    *,
    name: str | None = None,
    edit: Callable[[Row], Row] = lambda row: row,
    every_other: bool = False,
) -> Path:
    rows = [edit(row) for row in rows_of(path) if keep(row)]
    return write(folder / (name or path.name), rows[1::2] if every_other else rows)


def _only_names(row: Row) -> Row:
    named = {"NAM", "PRE.NAM"}
    kept = [s for s in row["spans"] if s["layer"] != "entity" or s.get("syntactic_type") in named]
    return row | {"spans": kept}


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


def _predict(truth: Path, nlp: Language, to_row: Callable[[Reading], Row]) -> Path:
    rows = list(rows_of(truth))
    articles = (
        Article(doc_id=row["id"], text=row["text"], published=_date(row.get("dct"))) for row in rows
    )
    made = (
        {"id": article.doc_id, "text": article.text, **to_row(annotate(article, doc))}
        for article, doc in parse(nlp, articles)
    )
    return write(truth.with_suffix(".predicted.jsonl"), made)


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _quotes(reading: Reading) -> Row:
    return {
        "quotes": [
            {
                "source": [_pair(quote.source)] if quote.source else None,
                "cue": [_pair(span) for span in quote.cue] or None,
                "content": [_pair(span) for span in quote.content],
                "confidence": quote.confidence,
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
        sources = [_pair(span) for span in _sources_of(event, reading)]
        spans.append(_event_span(event, f"v{i}") | {"sources": sources})
        for j, argument in enumerate(event.arguments):
            if argument.role in MEANTIME_ROLES and not argument.understood:
                role = _propbank_role(argument, event)
                spans.append(_span("argument", argument.span, id=f"v{i}a{j}"))
                rel = {"type": "HAS_PARTICIPANT", "from": f"v{i}", "to": f"v{i}a{j}", "role": role}
                rels.append(rel)
    return {"spans": spans, "rels": rels}


def _propbank_role(argument: Argument, event: Event) -> str:
    has_object = any(other.role == "object" for other in event.arguments)
    if argument.role == "recipient" and has_object:
        return "Arg2"
    return MEANTIME_ROLES[argument.role]


def _sources_of(event: Event, reading: Reading) -> Iterator[Span]:
    """Who tells an event, and through whom, from the nearest to the outermost."""
    position = event.quote
    while position is not None:
        quote = reading.quotes[position]
        if quote.source:
            yield quote.source
        position = quote.parent


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


def _main_event(reading: Reading) -> Event | None:
    """The first event that PLOVER has a type for."""
    typed = (event for event in reading.events if event.type not in {"STATEMENT", "OTHER"})
    return next(typed, None)


def _main_type(reading: Reading) -> str | None:
    event = _main_event(reading)
    return event and event.type


def _main_roles(reading: Reading) -> Row:
    event = _main_event(reading)
    arguments = event.arguments if event else ()
    return {
        "spans": [
            _span(argument.role, argument.span)
            for argument in arguments
            if argument.role in {"actor", "recipient"}
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
