"""Parses as files and back, exactly: spaCy's own format, and beside it what that leaves out."""

from collections.abc import Iterable, Mapping
from io import BytesIO

import numpy as np
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from readout.annotations import Article

TOKENS, VECTORS = "parses.spacy", "vectors.npy"
FILES = (TOKENS, VECTORS)
KEPT = [
    "ORTH", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE",
]  # fmt: skip


def pack(parsed: Iterable[tuple[Article, Doc]]) -> dict[str, bytes]:
    """The parses of articles as files by name: their tokens, and the parser's vectors of these."""
    packed = DocBin(attrs=KEPT, store_user_data=True)
    vectors = []
    for article, doc in parsed:
        doc.user_data["doc_id"] = article.doc_id
        packed.add(doc)
        vectors.append(doc.tensor)
    file = BytesIO()
    np.save(file, np.concatenate(vectors) if vectors else np.zeros(0), allow_pickle=False)
    return {TOKENS: packed.to_bytes(), VECTORS: file.getvalue()}


def unpack(files: Mapping[str, bytes], vocab: Vocab) -> dict[str, Doc]:
    """What `pack` packed, by doc_id."""
    docs = list(DocBin().from_bytes(files[TOKENS]).get_docs(vocab))
    vectors = np.load(BytesIO(files[VECTORS]), allow_pickle=False)
    begin = 0
    for doc in docs:
        doc.tensor = vectors[begin : begin + len(doc)]
        begin += len(doc)
    return {doc.user_data["doc_id"]: doc for doc in docs}
