"""Events: the case table, and what needs times, quotes or more than one sentence."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest

from conftest import CASES, cases
from readout import lexicon
from readout.annotations import Event, Mention, Quote, Span, Time
from readout.events import find_events, innermost_quotes
from readout.schema import PLOVER_TYPES

KINDS = {
    "verb", "noun", "light", "support", "multiword", "compound", "change", "none", "people",
    "place", "phrase", "ordinal", "readiness", "motion", "measure", "state", "supply",
    "scheduling", "occurrence", "onset", "forces", "misfortune", "undergone", "weapon",
    "topical", "adverbial", "intransitive",
}  # fmt: skip
ROLES = {"actor", "recipient", "object", "amount", "level", "place", "instrument"}
JULY_18 = datetime(2017, 7, 18)
JULY_7 = datetime(2017, 7, 7)
FIRST_PARAGRAPHS = (
    "White House confirms Trump had a second, undisclosed meeting with Putin at the G20\n\n"
    "President Trump and Russian President Vladimir Putin had a second, undisclosed meeting that "
    "lasted roughly an hour at the G-20 summit in Hamburg, the White House confirmed Tuesday.\n\n"
    "The second meeting followed an initial conversation at the July 7 summit that reportedly ran "
    "so long that first lady Melania Trump had to intervene.\n\n"
)


def span(text: str, words: str, nth: int = 0) -> Span:
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return Span(start, start + len(words))


def day(text: str, words: str, when: datetime) -> Time:
    value = f"{when:%Y-%m-%d}"
    return Time(
        span=span(text, words), type="DATE", value=value, basis="relative", begins=when, ends=when
    )


def lasting(text: str, words: str, value: str) -> Time:
    return Time(span=span(text, words), type="DURATION", value=value, basis="none")


def read(nlp, text, *, mentions=(), times=(), quotes=(), published=None) -> list[Event]:
    return find_events(
        nlp(text), mentions, times, quotes, published=published, entity_of=lambda _: None
    )


def named(events: list[Event], text: str, words: str, nth: int = 0) -> Event:
    return [event for event in events if event.span.of(text) == words][nth]


def role(event: Event, text: str, name: str) -> list[str]:
    return [a.span.of(text) for a in event.arguments if a.role == name]


@pytest.mark.parametrize("row", cases("events"))
def test_case(nlp, row):
    text = row["text"]
    events = read(nlp, text)
    triggers = {event.span.of(text) for event in events}
    assert triggers.isdisjoint(row.get("absent", ()))
    if "trigger" in row:
        event = named(events, text, row["trigger"])
        expected = {key: row[key] for key in ("type", "mode", "lemma") if key in row}
        assert {key: getattr(event, key) for key in expected} == expected
        roles = [key for key in row if key in ROLES]
        assert {key: role(event, text, key) for key in roles} == {key: row[key] for key in roles}


def test_the_table_of_cases_has_negatives():
    lines = (CASES / "events.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = Counter(json.loads(line)["kind"] for line in lines)
    assert kinds["negative"] >= 20
    assert kinds.total() >= 80


@pytest.fixture(scope="module")
def seed_events(nlp) -> list[Event]:
    text = FIRST_PARAGRAPHS
    times = [
        lasting(text, "roughly an hour", "PT1H"),
        day(text, "Tuesday", JULY_18),
        day(text, "July 7", JULY_7),
    ]
    return read(nlp, text, times=times, published=JULY_18)


def test_events_are_in_the_order_of_the_text(seed_events):
    starts = [event.span.start for event in seed_events]
    assert starts == sorted(starts)
    assert len(starts) == len(set(starts))


def test_duration_comes_through_a_relative_clause(seed_events):
    meeting = named(seed_events, FIRST_PARAGRAPHS, "meeting", 1)
    assert meeting.duration == "PT1H"
    assert role(meeting, FIRST_PARAGRAPHS, "duration") == ["roughly an hour"]
    assert (meeting.time, meeting.begins, meeting.time_basis) == (None, None, "none")


def test_a_time_dates_the_verb_that_it_stands_with(seed_events):
    confirmed = named(seed_events, FIRST_PARAGRAPHS, "confirmed")
    assert (confirmed.time, confirmed.begins, confirmed.ends) == (1, JULY_18, JULY_18)
    assert confirmed.time_basis == "relative"


def test_an_event_is_dated_through_the_named_event_it_took_place_at(seed_events):
    conversation = named(seed_events, FIRST_PARAGRAPHS, "conversation")
    assert (conversation.type, conversation.begins) == ("CONSULT", JULY_7)


def test_the_same_meeting_is_linked_to_its_first_mention(seed_events):
    headline, first, second = (
        next(
            i for i, e in enumerate(seed_events) if e is named(seed_events, FIRST_PARAGRAPHS, w, n)
        )
        for w, n in (("meeting", 0), ("meeting", 1), ("meeting", 2))
    )
    assert seed_events[headline].same_as is None
    assert seed_events[first].same_as == headline
    assert seed_events[second].same_as == headline


@pytest.mark.parametrize(
    ("first", "same_as"),
    [("A strike halted trains in Norburg", 0), ("A strike halted trains in Norburg.", None)],
)
def test_what_a_headline_names_is_told_again_but_not_what_a_first_paragraph_names(
    nlp, first, same_as
):
    text = f"{first}\n\nMiners began a strike, too."
    strikes = [e for e in read(nlp, text) if e.lemma == "strike"]
    assert [event.same_as for event in strikes] == [None, same_as]


def test_only_a_headline_in_the_historic_present_is_dated_by_publication(seed_events):
    by_publication = [e for e in seed_events if e.time_basis == "publication"]
    assert [e.span.of(FIRST_PARAGRAPHS) for e in by_publication] == ["confirms"]
    assert by_publication[0].begins == JULY_18


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Anna Berg met Carlos Mendez in May. Anna Berg met Carlos Mendez to talk.", True),
        ("Anna Berg met Carlos Mendez in May. Anna Berg met John Miller to talk.", False),
        ("There was a first attack. The second attack was worse.", False),
        ("There was an attack in Oslo. The attack was short.", True),
        ("There was an attack in Oslo. An attack was short.", False),
        ("There were attacks in Oslo. The attack was short.", False),
        ("The talks in Oslo failed. The talks in Rome went on.", False),
        ("Grain prices fell 3 percent. Oil prices fell 9 percent.", False),
        ("Shares fell sharply. Exports fell too.", False),
        ("Norland bought a rival. It bought the rival for its ships.", True),
        ("A ship sank near Oslo. Nine drowned when the ferry sank.", True),
        ("Ana Ruiz was arrested on a train. Police said Ruiz was arrested at dawn.", True),
        ("The editor was arrested. The mayor was arrested too.", False),
        ("Nine miners were rescued. Four sailors were rescued.", False),
        ("Kane said he was ill. Kane said it was late.", False),
        ("Norland unveiled a car. Norland unveiled the car in Oslo.", True),
    ],
)
def test_same_as(nlp, text, linked):
    lemmas = Counter(event.lemma for event in read(nlp, text))
    repeated = [event for event in read(nlp, text) if lemmas[event.lemma] > 1]
    found = [e.same_as for e in repeated if e.same_as is not None]
    assert bool(found) == linked


@pytest.mark.parametrize(
    ("text", "later", "first"),
    [
        ("Moreno and Lindqvist met in Oslo. Later Moreno met Weiss in Vienna.", "met", None),
        ("Moreno and Weiss met in Vienna. The talks lasted an hour.", "talks", "met"),
        ("Peru's envoy met the rebels. Officials praised the meeting.", "meeting", "met"),
        ("Moreno met Lindqvist in Oslo. Police met Kane. A meeting is planned.", "meeting", None),
        ("Moreno met Lindqvist on Monday. A second meeting is planned.", "meeting", None),
        ("Moreno met the king in Rome. The talks with the rebels failed.", "talks", None),
        ("The premier visited Kabul. The meeting was brief.", "meeting", None),
        ("Moreno met Lindqvist in Oslo. Other talks were short.", "talks", None),
        ("They do not discuss private dinners.", "dinners", None),
        ("Nurses went on strike in Glasgow.", "strike", "went"),
        ("The United States imposed sanctions on Kenland.", "sanctions", "imposed"),
        ("A court opened an investigation into the bank.", "investigation", "opened"),
        ("Police arrested the editor. The arrest drew criticism.", "arrest", "arrested"),
        ("Police arrested Ida Lund. Days later came the arrest of Omar Kane.", "arrest", None),
        ("Police arrested the editor. On Friday police arrested the mayor.", "arrested", None),
        ("Rebels attacked a convoy. The attack was short.", "attack", "attacked"),
        ("Rebels attacked a convoy. Nine soldiers were killed in the attack.", "killed", None),
        ("Rebels bombed a market. The attack was condemned.", "attack", "bombed"),
        ("Rebels attacked a base. The war began in 2019.", "war", None),
        ("Kenland invaded Mordavia. The invasion shocked Peru.", "invasion", "invaded"),
        ("Kenland suspended trade. The suspension is short.", "suspension", "suspended"),
        ("Moreno resigned. The resignation of the minister followed.", "resignation", "resigned"),
        ("The army killed nine rebels. The army killed four farmers.", "killed", None),
        ("He went to the shop. He went to the bank.", "went", None),
        ("Airline buys jets\n\nThe airline Aer Norland has bought jets.", "bought", "buys"),
        ("Shares plunge\n\nShares of most banks fell on Monday.", "fell", "plunge"),
        ("Norland says it lost\n\nNorland said on Monday that it lost.", "said", "says"),
        ("Norland bought Aerlin. The acquisition cost a million.", "acquisition", "bought"),
        ("Norland bought Aerlin. An acquisition is a risk.", "acquisition", None),
        ("A truck hit the ferry. Others died when cars struck a pier.", "struck", None),
        ("Peru and Canada agreed on a border. The agreement is short.", "agreement", "agreed"),
        ("Peru agreed on a border. An agreement with Canada failed.", "agreement", None),
    ],
)
def test_the_same_event_in_another_form(nlp, text, later, first):
    events = read(nlp, text)
    event = [event for event in events if event.span.of(text) == later][-1]
    told_before = None if event.same_as is None else events[event.same_as].span.of(text)
    assert told_before == first


def test_contradicting_dates_are_different_events(nlp):
    text = "The meeting on May 3 was short. The meeting on May 9 was long."
    times = [
        day(text, "May 3", datetime(2024, 5, 3)),
        day(text, "May 9", datetime(2024, 5, 9)),
    ]
    events = read(nlp, text, times=times)
    assert [e.begins for e in events if e.lemma == "meeting"] == [t.begins for t in times]
    assert all(event.same_as is None for event in events)


def test_a_time_goes_with_a_light_verb_to_its_noun(nlp):
    text = "France and Germany held talks on Monday."
    event = named(read(nlp, text, times=[day(text, "Monday", JULY_18)]), text, "talks")
    assert event.begins == JULY_18
    assert role(event, text, "time") == ["Monday"]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The vote scheduled for Monday worries Spain.", "vote"),
        ("The vote is scheduled for Monday.", "vote"),
        ("A second attack followed on Monday.", "attack"),
        ("The talks took place on Monday.", "talk"),
    ],
)
def test_a_verb_that_fixes_or_tells_when_something_happens_dates_that(nlp, text, lemma):
    events = read(nlp, text, times=[day(text, "Monday", JULY_18)])
    assert next(event.begins for event in events if event.lemma == lemma) == JULY_18


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("On Monday he resigned and fled.", ["resigned", "fled"]),
        ("On Monday the firm bought a mine and sold a port.", ["bought", "sold"]),
        ("On Monday he resigned, fled and vanished.", ["resigned", "fled", "vanished"]),
        ("The court on Monday fined the firm and jailed its founder.", ["fined", "jailed"]),
        ("On Friday Dunn will meet Orlov and sign a pact.", ["meet", "sign"]),
        ("He was arrested and charged on Monday.", ["arrested", "charged"]),
        ("She won the race and left Calder on Monday.", ["left"]),
        ("He resigned on Monday and fled.", ["resigned"]),
        ("On Monday Dunn fled, and Orlov resigned.", ["fled"]),
        ("On Monday Dunn won a prize and leads the guild.", ["won"]),
        ("The man who fled on Monday was caught and jailed.", ["fled"]),
        ("Police said on Monday that he fled and hid.", ["said"]),
        ("When the police came on Monday, he fled.", ["came"]),
    ],
)
def test_verbs_with_one_subject_and_tense_share_a_time_before_or_after_them(nlp, text, dated):
    when = "Friday" if "Friday" in text else "Monday"
    events = read(nlp, text, times=[day(text, when, JULY_18)])
    assert [event.span.of(text) for event in events if event.begins] == dated


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("On Monday, when the council meets, Dunn will resign.", ["meets", "resign"]),
        ("The war began on Monday, when troops crossed the river.", ["began", "crossed"]),
        ("The firm has lost money since Monday, when a drought hit the region.", ["hit"]),
        ("The firm was sold on Monday, but fled when the war began.", ["sold"]),
        ("Dunn resigned before Monday's deadline.", []),
        ("Dunn resigned before Monday's vote.", ["vote"]),
        ("The plant, which was in use until Monday, was sold.", []),
        ("The vote that was due on Monday was cancelled.", ["vote"]),
        ("Prices fell 3 percent from Monday.", []),
        ("Prices fell on Monday.", ["fell"]),
        ("Prices will fall by 3 percent from Monday.", ["fall"]),
        ("The firm sold 2 million cars, compared with 3 million on Monday.", []),
        ("The road was closed from Monday.", ["closed"]),
    ],
)
def test_a_time_in_a_clause_or_comparison_of_its_own_dates_nothing_beyond_it(nlp, text, dated):
    events = read(nlp, text, times=[day(text, "Monday", JULY_18)])
    assert [event.span.of(text) for event in events if event.begins] == dated


@pytest.mark.parametrize(
    ("text", "is_dated"),
    [
        ("Dunn arrived shortly after 8 a.m. and left.", True),
        ("Dunn arrived after 8 a.m. and left.", False),
        ("Dunn arrived by 8 a.m. and left.", False),
    ],
)
def test_shortly_after_a_time_of_day_is_on_that_day(nlp, text, is_dated):
    time = replace(day(text, "8 a.m.", JULY_18), type="TIME")
    event = named(read(nlp, text, times=[time]), text, "arrived")
    assert (event.begins == JULY_18) is is_dated


def test_a_verb_with_a_time_of_its_own_shares_none(nlp):
    text = "On Monday he resigned, fled on Tuesday and died."
    times = [day(text, "Monday", JULY_7), day(text, "Tuesday", JULY_18)]
    events = read(nlp, text, times=times)
    assert [event.begins for event in events] == [JULY_7, JULY_18, None]


def test_a_season_is_no_event(nlp):
    text = "The king will visit Norway in the fall."
    events = read(nlp, text, times=[day(text, "the fall", JULY_18)])
    assert [event.lemma for event in events] == ["visit"]


def test_how_long_after_something_an_event_happened_is_not_how_long_it_took(nlp):
    text = "The king resigned a day after the vote."
    event = named(read(nlp, text, times=[lasting(text, "a day", "P1D")]), text, "resigned")
    assert event.duration is None


def test_an_announced_event_does_not_take_the_date_of_the_announcement(nlp):
    text = "France announced a meeting on Monday."
    announced = read(nlp, "France announced on Monday a meeting with Spain.", times=[
        day("France announced on Monday a meeting with Spain.", "Monday", JULY_18)
    ])  # fmt: skip
    assert [e.begins for e in announced if e.lemma == "meeting"] == [None]
    assert named(read(nlp, text), text, "meeting").begins is None


def quote(text: str, content: str, cue: str) -> Quote:
    return Quote(content=(span(text, content),), cue=(span(text, cue),), kind="indirect",
                 confidence=1.0)  # fmt: skip


def test_an_event_belongs_to_the_innermost_quote_and_a_cue_to_the_one_around_it(nlp):
    text = "Anna Berg said that the army claimed that rebels attacked the town."
    outer = quote(text, "that the army claimed that rebels attacked the town", "said")
    inner = quote(text, "that rebels attacked the town", "claimed")
    events = read(nlp, text, quotes=[outer, inner])
    assert named(events, text, "attacked").quote == 1
    assert named(events, text, "claimed").quote == 0
    assert named(events, text, "said").quote is None


def test_mentions_correct_what_the_model_takes_a_name_for(nlp):
    text = "Police arrested Qwxyz on Monday."
    head = span(text, "Qwxyz")
    mention = Mention(span=head, head=head, form="name", text="Qwxyz", label="PERSON")
    arrested = named(read(nlp, text, mentions=[mention]), text, "arrested")
    assert role(arrested, text, "recipient") == ["Qwxyz"]


def test_the_innermost_of_many_attributions_is_the_shortest_that_holds_the_event():
    sentences = [
        Quote(content=(Span(100 * i, 100 * i + 90),), kind="direct", confidence=0.9)
        for i in range(50)
    ]
    split = Quote(content=(Span(0, 10), Span(1000, 5000)), kind="direct", confidence=0.9)
    crossing = Quote(content=(Span(2010, 2095),), kind="direct", confidence=0.9)
    spans = [Span(5, 8), Span(92, 95), Span(2002, 2005), Span(2092, 2095), Span(4995, 4998)]
    assert list(innermost_quotes(spans, [split, *sentences, crossing])) == [1, None, 21, 51, 0]


def test_a_text_without_words_has_no_events(nlp):
    assert read(nlp, "") == []
    assert read(nlp, " \n\n ") == []


def test_confidence_tells_sure_finds_from_guesses(nlp):
    text = "The ministry said that a zorbification was near."
    events = read(nlp, text)
    assert named(events, text, "said").confidence > named(events, text, "zorbification").confidence


def test_every_row_of_the_lexicon_is_of_a_known_kind_and_type():
    rows = lexicon.rows("events")
    keys = [(row["lemma"], row["kind"]) for row in rows]
    assert keys == sorted(set(keys))
    assert {row["kind"] for row in rows} == KINDS
    assert {row["type"] for row in rows} == {*PLOVER_TYPES, "STATEMENT", "OTHER", ""}
    assert all(row["source"] for row in rows)
    assert sum(row["type"] in PLOVER_TYPES for row in rows) >= 500
