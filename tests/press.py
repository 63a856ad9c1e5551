"""A made-up press: articles, quotes, events and people, each with what a test does not ask about."""

from handmade import tables

DAY = "2031-05-08"
LETTERS = "Nobody keeps the minutes of dinners in Lindholm any longer"


def article(doc_id, text, published: str | None = DAY, outlet: str | None = "Northwire", **more):
    row = {"doc_id": doc_id, "text": text, "published": published, "outlet": outlet}
    return row | {"path": doc_id, "sha256": "0"} | more


def quote(doc_id, content, n=1, **more):
    row = {"quote_id": f"{doc_id}.q{n}", "doc_id": doc_id, "content": content, "start": 0}
    row |= {"end": len(content), "kind": "direct", "source_form": "named", "confidence": 0.9}
    return row | more


def event(doc_id, trigger, n=1, **more):
    row = {"event_id": f"{doc_id}.v{n}", "doc_id": doc_id, "trigger": trigger, "lemma": trigger}
    row |= {"type": "CONSULT", "start": 0, "end": len(trigger), "time_basis": "none"}
    row |= {"certainty": "certain", "polarity": "pos", "factuality": "CT+", "confidence": 0.9}
    return row | {"future": False} | more


def person(doc_id, name, key=None):
    slug = f"person:{name.lower().replace(' ', '-')}"
    row = {"entity_id": f"{doc_id}.{name}", "doc_id": doc_id, "name": name, "type": "PERSON"}
    return row | {"n_mentions": 1, "key": key or slug}


def of_contents(*contents, **more):
    """One article for each content, with one quote of it."""
    return tables(
        articles=[article(f"a{i}", text, outlet=f"Outlet {i}") for i, text in enumerate(contents)],
        quotes=[quote(f"a{i}", text, **more) for i, text in enumerate(contents)],
    )


def met(doc_id, published, text="Ada Bell met Ona Rask in Lindholm about the quotas", **more):
    return article(doc_id, text, published), event(doc_id, "met", start=9, end=12, **more)
