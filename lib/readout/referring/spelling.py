"""How names are compared: without case, accents and other marks."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})
OF_A_PLACE = ("ian", "an", "n", "ese", "ish")  # how words for people of a place end
SHORTEST_PLACE = 4  # letters; "Adrian" is not of "Adr"


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Lower case, without accents and other marks on letters, for comparing names. What is nothing
    but marks stays."""
    plain = text.casefold().translate(NOT_DECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    return bare if bare.strip() else plain


def places_of(adjective: str) -> Iterator[str]:
    """The names that a word in small letters may be formed from: "norvia" for "norvians"."""
    word = adjective.removesuffix("s")
    for ending in OF_A_PLACE:
        place = word.removesuffix(ending)
        is_formed_so = place != word and (ending != "n" or place[-1:] in {"a", "o"})
        if is_formed_so and len(place) >= SHORTEST_PLACE:
            yield place
