"""How well readout tells the same thing in several articles: for `benchmarks/quality.py`.

Each topic of a corpus is one corpus of readout's and is scored as one document, so that chains
across articles count. Mentions are the annotators'; those that only one chain has count too.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
from corpora import Row, rows_of, run, write
from quote_pairs import Pair, pairs
from spacy.language import Language
from spacy.tokens import Doc

import readout
from readout.annotations import Article
from readout.comparing.utterances import same_utterances
from readout.frames import Tables, to_frames
from readout.pipeline import annotate, parse
from readout.schema import TABLES, complete
from readout.showing.notes import rows_of as records_of

JUDGED_TOPICS = [str(topic) for topic in range(30, 36)]  # of ECB+; the others were looked at
JUDGED_MEANTIME = "corpus_apple"
NAMED = {"NAM", "PRE.NAM"}
SEEDS = range(5)  # of 200 pairs each
UNKNOWN_EVENT = {
    "type": "OTHER", "time_basis": "none", "certainty": "certain", "polarity": "pos",
    "future": False, "factuality": "CT+", "confidence": 0.0,
}  # fmt: skip


def happenings(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Events across articles in ECB+ (Cybulska and Vossen 2014), topics 30 to 35, beside the
    baseline that takes mentions with the same head lemma for one event."""
    topics = _topics(gold / "ecbplus.jsonl", JUDGED_TOPICS)
    truth, grouped, by_lemma = [], [], []
    for articles in topics:
        tables, docs = _read(articles, nlp)
        mentions = [
            (row, span) for row in articles for span in row["spans"]
            if span["layer"] == "event" and _is_checked(row, span)
        ]  # fmt: skip
        events, arguments = _as_events(mentions, tables, docs)
        made = readout.across(
            replace(tables, events=events, arguments=arguments, quotes=TABLES["quotes"].empty())
        )
        truth.append([span.get("instance_id") for _, span in mentions])
        grouped.append(list(made.events["group"]))
        by_lemma.append(list(events["lemma"]))
    for name, chains in (("events", grouped), ("events, by head lemma alone", by_lemma)):
        yield from _scored(name, "ECB+ 30-35", "event", truth, chains, gold, folder)


def entities(gold: Path, folder: Path, nlp: Language) -> Iterator[Row]:
    """Named mentions across the articles of MEANTIME (Minard et al. 2016), topic apple, beside the
    baseline that takes mentions with the same string for one entity."""
    (articles,) = _topics(gold / "meantime.jsonl", [JUDGED_MEANTIME])
    tables, _ = _read(articles, nlp)
    made = readout.across(tables)
    found = made.mentions.dropna(subset="entity_id").merge(made.entities, on="entity_id")
    by_article = _by(found, "doc_id_x")
    names = [
        (row, span) for row in articles for span in row["spans"]
        if span["layer"] == "entity" and span.get("syntactic_type") in NAMED
    ]  # fmt: skip
    written = [row["text"][span["start"] : span["end"]] for row, span in names]
    known = {_name_of(key): key for key in made.entities["key"]}
    chains = [
        _key_of(span, by_article.get(row["id"], [])) or known.get(_slug(text), _slug(text))
        for (row, span), text in zip(names, written, strict=True)
    ]
    truth = [span.get("instance_id") for _, span in names]
    for name, predicted in (("names", chains), ("names, by the same string alone", written)):
        yield from _scored(name, "MEANTIME apple", "entity", [truth], [predicted], gold, folder)


def utterances(gold: Path, _folder: Path, _nlp: Language) -> Iterator[Row]:
    """Pairs of contents made from PolNeAR dev (`quote_pairs`): which are the same utterance,
    beside the baseline that asks for the same string."""
    contents = [
        " … ".join(row["text"][start:end] for start, end in quote["content"])
        for row in rows_of(gold / "polnear_dev.jsonl")
        for quote in row["quotes"]
        if quote["content"]
    ]
    made = [pair for seed in SEEDS for pair in pairs(contents, seed=seed)]
    for name, judge in (("quotes", same), ("quotes, by the same string alone", _same_string)):
        figures = pair_figures(made, judge(made))
        yield {"table": "across", "measure": name, "corpus": "pairs from PolNeAR dev"} | figures


def same(made: Sequence[Pair]) -> list[bool]:
    """For each pair whether readout puts both contents in one group, in a corpus of them all.

    Nobody is known to speak, and each content stands in an article of its own.
    """
    said = [text for pair in made for text in (pair.first, pair.second)]
    ids = [f"{i // 2}{'ab'[i % 2]}" for i in range(len(said))]
    quotes = pd.DataFrame(
        {"quote_id": ids, "doc_id": ids, "start": 0, "end": 1, "content": said, "kind": "indirect"}
    )
    groups, _ = same_utterances(quotes, pd.Series(None, index=quotes.index, dtype="str"))
    of = {quote_id: number for number, group in enumerate(groups) for quote_id in group}
    return [of[f"{i}a"] == of[f"{i}b"] for i in range(len(made))]


def pair_figures(made: Sequence[Pair], judged: Sequence[bool]) -> Row:
    """Precision, recall and F1 of pairs judged the same, in percent."""
    right = sum(pair.is_same and yes for pair, yes in zip(made, judged, strict=True))
    n_gold, n_judged = sum(pair.is_same for pair in made), sum(judged)
    return {
        "n_gold": n_gold,
        "precision": 100 * right / n_judged if n_judged else 0.0,
        "recall": 100 * right / n_gold,
        "f1": 200 * right / (n_gold + n_judged),
    }


def _same_string(made: Sequence[Pair]) -> list[bool]:
    return [pair.first == pair.second for pair in made]


def _topics(path: Path, names: Sequence[str]) -> list[list[Row]]:
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(path):
        by_topic[row["topic"]].append(row)
    return [by_topic[name] for name in names]


def _is_checked(row: Row, span: Row) -> bool:
    """Whether a span is in one of the sentences that ECB+'s authors have checked."""
    limits = (row["sents"][i] for i in row["eval_sents"] or [] if i < len(row["sents"]))
    return any(start <= span["start"] and span["end"] <= end for start, end in limits)


def _read(articles: Sequence[Row], nlp: Language) -> tuple[Tables, dict[str, Doc]]:
    """Readout's tables of a topic, and the parses."""
    records = [
        Article(doc_id=row["id"], text=row["text"], published=_date(row.get("dct")))
        for row in articles
    ]
    parsed = list(parse(nlp, records))
    columns = {column.name: column.dtype for column in TABLES["articles"].columns}
    frame = pd.DataFrame(
        [(a.doc_id, a.text, a.published, a.doc_id, "0") for a in records],
        columns=["doc_id", "text", "published", "path", "sha256"],
    )
    frame = frame.reindex(columns=list(columns)).astype(columns)
    frames = complete(to_frames(frame, [annotate(a, doc) for a, doc in parsed]))
    tables = Tables(**frames, about={})
    return tables, {article.doc_id: doc for article, doc in parsed}


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _as_events(
    mentions: Sequence[tuple[Row, Row]], tables: Tables, docs: dict[str, Doc]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The annotators' mentions as rows of `events`: what readout found there, or the word alone."""
    found, parts = _by(tables.events, "doc_id"), _by(tables.arguments, "event_id")
    events, arguments = [], []
    for number, (row, span) in enumerate(mentions):
        here = [event for event in found.get(row["id"], []) if _overlap(event, span)]
        event = here[0] if here else UNKNOWN_EVENT
        own = {"event_id": f"v{number}", "doc_id": row["id"], "same_as": None, "quote_id": None}
        place = {"start": span["start"], "end": span["end"]}
        lemma = _head_lemma(docs[row["id"]], span["start"], span["end"])
        events.append(event | own | place | {"lemma": lemma})
        arguments += [
            part | {"event_id": f"v{number}"} for part in parts.get(event.get("event_id", ""), [])
        ]
    return _framed(events, "events"), _framed(arguments, "arguments")


def _by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    return {str(value): records_of(own) for value, own in frame.groupby(column)}


def _framed(made: list[Row], name: str) -> pd.DataFrame:
    dtypes = {column.name: column.dtype for column in TABLES[name].columns}
    return pd.DataFrame(made).reindex(columns=list(dtypes)).astype(dtypes)


def _overlap(a: Row, b: Row) -> bool:
    return a["start"] < b["end"] and b["start"] < a["end"]


def _head_lemma(doc: Doc, start: int, end: int) -> str:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root.lemma_.lower() if span else doc.text[start:end].lower()


def _key_of(name: Row, found: Sequence[Row]) -> str | None:
    """The key of the entity that readout has in a named mention: of the last one that is no
    nationality, since the name ends an English noun phrase ("the Danish shipyard Corvane")."""
    inside = [mention for mention in found if _overlap(mention, name)]
    names = [mention for mention in inside if mention["type"] != "NORP"] or inside
    return max(names, key=lambda m: m["start"])["key"] if names else None


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", re.sub(r"^the ", "", text.lower())).strip("-")


def _name_of(key: str) -> str:
    return key.partition(":")[2]


def _scored(
    name: str, corpus: str, layer: str, truth: list, chains: list, gold: Path, folder: Path
) -> Iterator[Row]:
    """B3 and CoNLL F1 of chains, one list for each topic."""
    paths = [
        write(
            folder / f"across-{kind}.jsonl",
            (_as_document(i, own, layer) for i, own in enumerate(values)),
        )
        for kind, values in (("gold", truth), ("predicted", chains))
    ]
    said = run(gold / "score_spans.py", "coref", *paths, "--layer", layer, "--singletons")
    b3 = re.search(r"^B3 +P +([\d.]+) +R +([\d.]+) +F1 +([\d.]+)", said, re.MULTILINE)
    if b3 is None:
        raise ValueError(f"score_spans.py printed no line 'B3 P ... R ... F1 ...':\n{said}")
    precision, recall, f1 = map(float, b3.groups())
    same = {"table": "across", "corpus": corpus, "n_gold": sum(map(len, truth))}
    yield same | {"measure": f"{name}, B3", "precision": precision, "recall": recall, "f1": f1}
    conll = float(said.rsplit("CoNLL average F1", 1)[1])
    yield same | {"measure": f"{name}, CoNLL", "f1": conll}


def _as_document(number: int, chains: Sequence[str | None], layer: str) -> Row:
    """Mentions of a topic one behind the other, as the scorer wants them."""
    spans = [
        {"layer": layer, "start": i, "end": i + 1, "chain": chain} for i, chain in enumerate(chains)
    ]
    return {"id": str(number), "text": "", "spans": spans}


CORPORA: tuple[Callable[[Path, Path, Language], Iterator[Row]], ...] = (
    happenings,
    entities,
    utterances,
)
