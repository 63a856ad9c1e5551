"""How names are compared: without case, accents and other marks."""

import unicodedata
from functools import lru_cache

NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Lower case, without accents and other marks on letters, for comparing names. What is nothing
    but marks stays."""
    plain = text.casefold().translate(NOT_DECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    return bare if bare.strip() else plain
