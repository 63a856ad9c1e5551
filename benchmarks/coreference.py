"""Who is who in one article, and which events are one: chains of mentions in GUM, pronouns that are
sources in PolNeAR, chains of events in MEANTIME."""

import re
from collections.abc import Iterator
from pathlib import Path

import predictions
from corpora import Row, copied, rows_of, run, write
from predictions import article_of, predicted_by
from spacy.language import Language

from readout.annotations import Reading, Span
from readout.pipeline import annotate, parse

ROOT = Path(__file__).parents[1]
PRONOUNS = ROOT / "tests" / "gold" / "pronouns.jsonl"


def gum(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Coreference in Wikinews (Zeldes 2017), by heads: everything; people, organisations and
    places (by the gold's type, and by readout's); of these only names and pronouns, beside names
    that are spelled the same and pronouns for the nearest name of a person."""
    truth = copied(gold / "gum_news.jsonl", folder)
    typed = ("--goldfilter", "type=person|organization|place")
    named = (*typed, "--goldfilter", "head_upos=PROPN|PRON")
    nearest = [
        {"id": row["id"], "text": row["text"], **predictions.nearest_chains(nlp(row["text"]))}
        for row in rows_of(truth)
    ]
    chains = "chains of {}, CoNLL"
    for measure, corpus, predicted, filters in (
        ("chains, CoNLL", "GUM news", predicted_by(truth, nlp, predictions.chains), ()),
        (
            chains.format("people, organisations, places"),
            "GUM news",
            predicted_by(truth, nlp, predictions.typed_chains, "typed"),
            typed,
        ),
        (
            chains.format("names and pronouns"),
            "GUM news",
            predicted_by(truth, nlp, predictions.named_chains, "named"),
            named,
        ),
        (
            chains.format("names and pronouns"),
            "GUM news, nearest name",
            write(folder / "nearest.jsonl", nearest),
            named,
        ),
    ):
        options = ("--layer", "entity", "--heads", *filters)
        said = run(gold / "score_spans.py", "coref", truth, predicted, *options)
        figures = [
            [float(value) for value in re.findall(r"\d+\.\d", line)]
            for line in said.splitlines()
            if line.startswith(("MUC", "B3", "CEAFe"))
        ]
        precision, recall, f1 = (sum(column) / 3 for column in zip(*figures, strict=True))
        row = {"table": "entities", "measure": measure, "corpus": corpus}
        yield row | {"precision": precision, "recall": recall, "f1": f1}


def pronouns(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Pronouns that are sources in PolNeAR dev, and whom they mean (tests/gold/pronouns.jsonl),
    beside the nearest person named before."""
    meant: dict[str, list[Row]] = {}
    for row in rows_of(PRONOUNS):
        if row["speaker"]:
            meant.setdefault(row["id"], []).append(row)
    truth = copied(gold / "polnear_dev.jsonl", folder, lambda row: row["id"] in meant)
    readings = {
        article.doc_id: annotate(article, doc)
        for article, doc in parse(nlp, map(article_of, rows_of(truth)))
    }
    for corpus, speaker in (
        ("PolNeAR dev, 40 articles", _linked_speaker),
        ("PolNeAR dev, nearest person", _nearest_person),
    ):
        right = [
            speaker(readings[i], Span(*row["source"]), Span(*row["speaker"]))
            for i, rows in meant.items()
            for row in rows
        ]
        row = {"table": "entities", "measure": "speaker that a pronoun means", "corpus": corpus}
        yield row | {"n_gold": len(right), "f1": 100 * sum(right) / len(right)}


def _linked_speaker(reading: Reading, source: Span, speaker: Span) -> bool:
    """Whether the pronoun is in an entity of which the speaker's name is a mention."""
    for entity in reading.entities:
        spans = [(reading.mentions[m].span, reading.mentions[m].form) for m in entity.mentions]
        if (source, "pronoun") in spans:
            return any(form == "name" and span.overlaps(speaker) for span, form in spans)
    return False


def _nearest_person(reading: Reading, source: Span, speaker: Span) -> bool:
    people = (entity for entity in reading.entities if entity.label == "PERSON" and entity.names)
    named = (
        (reading.mentions[m].span, entity)
        for entity in people
        for m in entity.mentions
        if reading.mentions[m].form == "name" and reading.mentions[m].span.end <= source.start
    )
    _, nearest = max(named, key=lambda pair: pair[0].end, default=(None, None))
    spans = [reading.mentions[m].span for m in nearest.mentions] if nearest else []
    return any(span.overlaps(speaker) for span in spans)


def events(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Events in one article of MEANTIME (Minard et al. 2016), topic apple, of which there is more
    than one mention, beside those with the same lemma. Exact spans: what is not found counts."""
    truth = copied(gold / "meantime.jsonl", folder, lambda row: row["topic"] == "corpus_apple")
    for measure, to_row in (
        ("same event, B3", predictions.event_chains),
        ("same event, by lemma alone, B3", predictions.event_chains_by_lemma),
    ):
        predicted = predicted_by(truth, nlp, to_row, "chains")
        said = run(gold / "score_spans.py", "coref", truth, predicted, "--layer", "event")
        line = next(line for line in said.splitlines() if line.startswith("B3"))
        precision, recall, f1 = map(float, re.findall(r"\d+\.\d", line))
        row = {"table": "events", "measure": measure, "corpus": "MEANTIME apple"}
        yield row | {"precision": precision, "recall": recall, "f1": f1}


CORPORA = (gum, pronouns, events)
