"""Acts and the times that sentences name in, the same acts out with the day on which each was done, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from extractors.acts import Act, When
from extractors.dates.expressions import Dated
from extractors.scene import Scene
from extractors.wording import Wording

# A date beyond so many clauses is another act's: at a museum of the war that began in 1980.
FAR_DATE = 2.0
# A date that opens a sentence stands after so many words at most.
OPENING = 2
# What a report tells as news happened so many days before it at most.
NEWS = timedelta(days=7)


def dated(words: Wording, scenes: list[Scene], acts: Iterable[Act], known: dict[int, list[Dated]]) -> Iterator[Act]:
    """Date acts by what their own sentences say."""
    for act in acts:
        scene, place = scenes[act.sentence], words.at(act.start)
        near = min(known[act.sentence], key=lambda d: preference(words, scene, act, d), default=None)
        # One that opens the sentence is of all of it: In 2014, when they advanced, Iran sent help.
        told = near is not None and (near.first - scene.first <= OPENING or distance(scene, near, place) <= FAR_DATE)
        yield act._replace(when=When(near.begin, near.end, near.precision, "text")) if near and told else act


def running(known: dict[int, list[Dated]], published: date) -> dict[int, When]:
    """Say on which day the story of each sentence goes on: the last one named so far that is no older than news is.

    Right after a sentence that tells only of times before it goes on there: In 2014 they advanced. Iran sent help.
    """
    days: dict[int, When] = {}
    day: When | None = None
    for number, times in known.items():
        for time in times:
            if time.precision == "day" and timedelta() <= published - time.begin <= NEWS:
                day = When(time.begin, time.end, time.precision, "neighbour")
        past = known.get(number - 1, ())
        if not times and past and all(published - time.end > NEWS for time in past):
            days[number] = When(past[-1].begin, past[-1].end, past[-1].precision, "neighbour")
        elif day:
            days[number] = day
    return days


def preference(words: Wording, scene: Scene, act: Act, dated: Dated) -> float:
    """Reckon what speaks against a date being an act's: how far it stands, that it is no day, or is when somebody said so."""
    outside = act.said is not None and not act.said.start <= words.starts[dated.first] < act.said.end
    return distance(scene, dated, words.at(act.start)) + (dated.precision != "day") + outside


def distance(scene: Scene, dated: Dated, place: int) -> float:
    """Reckon how far a date stands from a trigger: what lies between them."""
    return scene.between(dated.last, place) if dated.last <= place else scene.between(place, dated.first)


def publish(act: Act, published: date | None, days: dict[int, When]) -> Act:
    """Date an act by a telling that says when, by the day on which its story goes on, else by the day of publication.

    One of over a year ago is historical.
    """
    when = act.when or next((telling.when for telling in act.tellings if telling.when), None)
    day = days.get(act.sentence)
    # Who speaks of something does so now, whatever time he spoke of before.
    if when is None and day and published and act.modality == "actual" and not (act.said and published - day.end > NEWS):
        when = day
    if when is None and published:
        when = When(published, published, "day", "publication")
    elif when and act.when is None:
        when = when._replace(basis="neighbour")
    old = when and published and when.end < published - timedelta(days=366)
    return act._replace(when=when, modality="historical" if old and act.modality == "actual" else act.modality)
