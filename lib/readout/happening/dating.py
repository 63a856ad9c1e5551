"""When an event happened: which times the parse gives it, and what days these make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise, takewhile

from readout import lexicon
from readout.annotations import Argument, Event, Span, Time
from readout.happening.triggers import Trigger, is_kind, objects_of, says_it_happens
from readout.syntax import WITHIN_NOUNS
from readout.tree import Phrase, Tree, Word

OPENS_RANGE = frozenset({"from", "between"})
COMPARING = frozenset({"compared", "than", "versus"})
LEVELS = frozenset({"down", "unchanged", "up"})
EARLIER = frozenset({"ago", "before", "earlier"})
MEASURES = frozenset({"npadvmod", "dobj", "nummod"})
OWN_CLAUSES = frozenset({"advcl", "ccomp", "relcl"})
CLOSE = frozenset({"immediately", "just", "shortly", "soon"})
GOES_ON = frozenset({"to", "and", "until", "through", "till"})


def times_by_trigger(
    tree: Tree, triggers: Sequence[Trigger], times: Sequence[Time]
) -> dict[int, list[int]]:
    """Position of a trigger -> positions of the times that the parse attaches to it."""
    owners: dict[int, list[int]] = {}
    for position, trigger in enumerate(triggers):
        owners.setdefault(trigger.head.i, []).append(position)
        if trigger.carrier is not None and _shares_its_time(trigger):
            owners.setdefault(trigger.carrier.i, []).append(position)
    found: dict[int, list[int]] = {}
    phrases = [tree.touched_by(time.span) for time in times]
    for number, phrase in enumerate(phrases):
        for position in _owners_of(phrase.root, owners):
            found.setdefault(position, []).append(number)
    for number, phrase in enumerate(phrases):
        for position in _sharers_of(phrase.root, owners, found):
            found.setdefault(position, []).append(number)
        if verb := _told_of_it(phrase):
            for position in owners.get(verb.i, ()):
                found.setdefault(position, []).append(number)
    return _through_named_events(triggers, found)


def _told_of_it(phrase: Phrase) -> Word | None:
    """The verb of what a time is said to be the time of: "May 3, when troops crossed the river"."""
    after = phrase.tree[phrase.end : phrase.end + 2]
    sign = next((word for word in after if word.text != ","), None)
    return sign.head if sign and sign.lower_ == "when" and sign.dep_ == "advmod" else None


def _shares_its_time(trigger: Trigger) -> bool:
    """ "held talks on Monday", "launched an attack on Monday"; not "announced a meeting"."""
    return trigger.is_light or (
        trigger.carrier is not None and not is_kind(trigger.carrier, "verb")
    )


def _owners_of(token: Word, owners: dict[int, list[int]]) -> list[int]:
    """The triggers that a time belongs to: the nearest above it in the parse. Where the verb is
    no event ("the meeting lasted an hour"), its subject may be; where it fixes the time of
    something ("the vote scheduled for May"), that is dated."""
    for above in (token, *token.ancestors):
        if above.dep_ == "prep" and _compares(above):
            return []
        if is_kind(above, "scheduling") and token.head.lower_ in {"for", "until", "to"}:
            fixed = next((owners[thing.i] for thing in objects_of(above) if thing.i in owners), [])
            return fixed or owners.get(above.i, [])
        if above.i in owners:
            return [*owners[above.i], *_what_happens(above, owners)]
        if above.pos_ in {"VERB", "AUX"}:
            subjects = [child.i for child in above.children if child.dep_ == "nsubj"]
            if subjects and subjects[0] in owners:
                return owners[subjects[0]]
            if subjects and above.dep_ in OWN_CLAUSES:
                return owners.get(above.head.i, []) if above.dep_ == "relcl" else []
    return []


def _compares(preposition: Word) -> bool:
    """ "Compared with 2 percent in May", "from 2 percent in May", "rose from last month", "than in
    May": what is compared is of that time, not the event."""
    if preposition.lower_ in COMPARING:
        return True
    above = preposition.head
    if preposition.lower_ != "from":
        return False
    if above.lower_ in LEVELS:
        return True
    if not is_kind(above, "change") or above.tag_ == "VB":  # "will rise by 3 percent from May"
        return False
    beside = (child for child in above.rights if child.dep_ in MEASURES)
    return any(_is_amount(word) for word in (*preposition.rights, *beside)) or any(
        child.lower_ in EARLIER for child in preposition.rights
    )


def _is_amount(word: Word) -> bool:
    """ "2 percent", "3 million"."""
    if word.ent_type_ in {"DATE", "TIME"}:
        return False
    return word.pos_ == "NUM" or any(child.dep_ == "nummod" for child in word.lefts)


def _what_happens(verb: Word, owners: dict[int, list[int]]) -> Iterator[int]:
    """ "The second attack followed on Tuesday": the attack was on Tuesday as well."""
    if says_it_happens(verb, ("occurrence",)):
        for child in verb.children:
            if child.dep_ == "nsubj":
                yield from owners.get(child.i, ())


def _sharers_of(
    token: Word, owners: dict[int, list[int]], dated: Mapping[int, Sequence[int]]
) -> Iterator[int]:
    """The triggers that share a time with the verb that it belongs to: "On Monday he resigned and
    fled", "arrested and charged on Monday". A verb with a time or a subject of its own does not,
    nor do those beyond it."""
    for below, verb in pairwise((token, *token.ancestors)):
        if verb.i in owners or verb.pos_ in {"VERB", "AUX"}:
            for other in _coordinated(verb, leads=below.i < verb.i):
                positions = owners.get(other.i, ())
                if any(position in dated for position in positions):
                    return
                yield from positions
            return


def _coordinated(verb: Word, *, leads: bool) -> Iterator[Word]:
    """The verbs after one that have its subject and tense, or the one right before it."""
    if leads:
        after = (other for other in verb.conjuncts if other.i > verb.i)
        yield from takewhile(lambda other: _goes_on(verb, other), after)
    elif verb.dep_ == "conj" and _goes_on(verb.head, verb) and _is_bare(verb.head):
        yield verb.head


def _goes_on(verb: Word, other: Word) -> bool:
    has_subject = any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in other.children)
    is_past = {verb.tag_, other.tag_} <= {"VBD", "VBN"}
    return not has_subject and (verb.tag_ == other.tag_ or is_past)


def _is_bare(verb: Word) -> bool:
    """Whether nothing but a conjunction follows a verb: "arrested and ..."."""
    return verb.nbor().dep_ == "cc"


def _through_named_events(
    triggers: Sequence[Trigger], found: dict[int, list[int]]
) -> dict[int, list[int]]:
    """ "a conversation at the July 7 summit" took place when the summit did."""
    by_head = {trigger.head.i: position for position, trigger in enumerate(triggers)}
    inherited = {}
    for position, trigger in enumerate(triggers):
        for preposition in trigger.head.children if position not in found else ():
            if preposition.dep_ == "prep" and preposition.lower_ in {"at", "during"}:
                for held in preposition.children:
                    if by_head.get(held.i) in found:
                        inherited[position] = found[by_head[held.i]]
    return found | inherited


def with_times(tree: Tree, event: Event, numbers: Sequence[int], times: Sequence[Time]) -> Event:
    """The event dated by the best of its times: a day before a time of day before a set. A day that
    it only comes before or after ("by Friday", "since May") gives it none."""
    order = ("DATE", "TIME", "SET")
    dates = sorted(
        (n for n in numbers if times[n].type in order),
        key=lambda n: (times[n].begins is None, order.index(times[n].type)),
    )
    if dates:
        time = times[dates[0]]
        event = replace(
            event,
            time=dates[0],
            time_basis=time.basis,
            arguments=(*event.arguments, Argument(role="time", span=time.span)),
        )
        words = tree.touched_by(time.span)
        if not _is_limit(words, time, event):
            event = replace(event, begins=time.begins, ends=_last_day(words, time, times))
    durations = (times[n] for n in numbers if times[n].type == "DURATION")
    lasting = next(
        (time for time in durations if not _is_distance(tree.touched_by(time.span))), None
    )
    if lasting is None:
        return event
    arguments = (*event.arguments, Argument(role="duration", span=lasting.span))
    return replace(event, duration=lasting.value, arguments=arguments)


def _is_distance(words: Phrase) -> bool:
    """ "A day after the vote", "two weeks before"."""
    return words.root.dep_ == "npadvmod" and words.root.head.lower_ in {"after", "before"}


def _is_limit(words: Phrase, time: Time, event: Event) -> bool:
    """Whether an event lies on one side of a time: "since May", "by Friday's deadline"; not
    so "shortly after noon", and in "since 2028, when he left" he left in that year."""
    sign = _preposition(words, beside=event.span)
    if sign is None or (time.type == "TIME" and any(child.lower_ in CLOSE for child in sign.lefts)):
        return False
    entries = lexicon.entries("order")
    row = entries.get((sign.lower_, "limit")) or entries.get((sign.lower_, "preposition"))
    if row is None or row["relation"] == "during":
        return False
    verb = _told_of_it(words)
    return verb is None or not verb.left_edge.idx <= event.span.start <= verb.right_edge.idx


def _last_day(words: Phrase, time: Time, times: Sequence[Time]) -> datetime | None:
    """The last day of the range that a time begins ("from Monday to Thursday"), or its own."""
    opening, after = _preposition(words), words.tree[words.end : words.end + 2]
    if len(after) < 2 or not opening or opening.lower_ not in OPENS_RANGE:
        return time.ends
    link, last = after
    if link.lower_ not in GOES_ON:
        return time.ends
    return next((later.ends for later in times if later.span.start == last.idx), time.ends)


def _preposition(words: Phrase, *, beside: Span | None = None) -> Word | None:
    """What a time stands after, or the noun that it is a part of, unless that is the event."""
    noun = words.root
    if beside and noun.dep_ in WITHIN_NOUNS and not beside.start <= noun.head.idx < beside.end:
        noun = noun.head
    return noun.head if noun.dep_ == "pobj" else None


def tells_news_of_the_day(verb: Word) -> bool:
    """Whether a verb is the main verb, in the present tense, of a headline that stands apart."""
    if verb.dep_ != "ROOT" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    sentence = verb.sent
    if sentence.text.strip().endswith((".", "?", "!")):
        return False
    first = next((token for token in verb.tree if not token.is_space), verb)
    return sentence.start <= first.i < sentence.end and "\n" in sentence.text
