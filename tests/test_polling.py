"""When a feed is asked again: adapted to its pace, heeding what its host asks, never given up, and always with a reason."""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from extractors.polling import (
    LONGEST,
    SHORTEST,
    TRUST,
    Told,
    advised_by_feed,
    advised_by_headers,
    conditions,
    decide,
    jitter,
    retry_after,
    tell,
)
from extractors.records import Feed, FeedState, Poll
from tests.make import NOW

FEED = Feed("f", "o", "http://a.example/rss")
ETAG = Told(etag='"1"', last_modified="Sat, 01 Feb 2020 10:00:00 GMT")


def answered(entries: int, new: int, status: int = 200) -> Poll:
    return Poll("f", NOW, "ok", status, entries, new)


def failed(kind: str, status: int | None = None) -> Poll:
    return Poll("f", NOW, "failed", status, reason="so it is", kind=kind)


def live(per_hour: float, hours: int, window: int = 25) -> list[float]:
    """Ask a feed of a steady pace for some hours; gives the gaps between questions, in minutes."""
    state, now, told, gaps = None, NOW, 0.0, []
    end = NOW + timedelta(hours=hours)
    while now < end:
        written = (now - NOW).total_seconds() / 3600 * per_hour
        new = min(window, int(written) - int(told)) if state else window
        told = written
        state = decide(FEED, state, answered(window, new), ETAG, now)
        gaps.append((state.due_at - now).total_seconds() / 60)
        now = state.due_at
    return gaps


@pytest.mark.parametrize(("per_hour", "least", "most"), [(60, 9, 16), (6, 9, 90), (0.5, 60, 500), (0, 1300, 1550)])
def test_a_feed_is_asked_at_its_own_pace(per_hour: float, least: float, most: float) -> None:
    gaps = live(per_hour, 24 * 14)
    assert least <= sum(gaps[-10:]) / 10 <= most
    assert min(gaps) >= SHORTEST.total_seconds() / 60 * 0.95
    assert max(gaps) <= LONGEST.total_seconds() / 60 * 1.05


@pytest.mark.parametrize(("new", "hours"), [(5, 24), (6, 12), (10, 12), (15, 8), (25, 4.8)])
def test_the_later_a_poll_came_the_sooner_the_next_one_does(new: int, hours: float) -> None:
    state = replace(decide(FEED, None, answered(25, 25), ETAG, NOW), interval=LONGEST.total_seconds())
    assert decide(FEED, state, answered(25, new), ETAG, NOW).interval == pytest.approx(hours * 3600)


def test_a_feed_that_answers_is_asked_under_its_conditions() -> None:
    state = decide(FEED, None, answered(20, 20), ETAG, NOW)
    assert conditions(None, NOW) == {}
    assert conditions(state, NOW) == {"If-None-Match": '"1"', "If-Modified-Since": "Sat, 01 Feb 2020 10:00:00 GMT"}
    assert state.why.startswith("20 of its 20 entries were new; asked every 30 min")


def test_nothing_changed_is_not_believed_for_ever() -> None:
    state = decide(FEED, None, answered(20, 20), ETAG, NOW)
    whole = 0
    for _ in range(10 * TRUST):
        asked = conditions(state, NOW)
        whole += not asked
        state = decide(FEED, state, answered(0, 0, 304) if asked else answered(20, 0), ETAG, NOW)
        state = replace(state, interval=3600.0)
    assert whole == pytest.approx(10 * TRUST / (TRUST + 1), abs=1)
    assert state.etag == '"1"'
    quiet = replace(state, unchanged=5, last_new_at=NOW - timedelta(days=9), usual_gap=3600.0)
    assert conditions(quiet, NOW) == {}  # much too quiet: look for once
    assert conditions(replace(quiet, unchanged=6), NOW) != {}


@pytest.mark.parametrize("kind", ["dns", "tls", "timeout", "client", "server", "unparsable"])
def test_failures_are_waited_out_longer_and_longer_and_never_given_up(kind: str) -> None:
    state, pauses = decide(FEED, None, answered(20, 20), ETAG, NOW), []
    for _ in range(30):
        state = decide(FEED, state, failed(kind), Told(), NOW)
        pauses.append(state.due_at - NOW)
    assert timedelta(minutes=30) < pauses[0] < pauses[1] < pauses[3]
    assert all(pause <= LONGEST * 1.05 for pause in pauses)
    assert "so it is" in state.why
    again = decide(FEED, state, answered(20, 1), ETAG, NOW)
    assert (again.failures, again.due_at - NOW < timedelta(hours=1)) == (0, True)


def test_what_passes_by_itself_counts_half() -> None:
    state = decide(FEED, None, answered(20, 20), ETAG, NOW)
    assert decide(FEED, state, failed("timeout"), Told(), NOW).failures == 0.5
    assert decide(FEED, state, failed("client", 404), Told(), NOW).failures == 1


def test_gone_is_retired_until_it_answers() -> None:
    gone = decide(FEED, None, failed("client", 410), Told(), NOW)
    assert gone.retired_at == NOW
    assert "gone for good" in gone.why
    assert decide(FEED, gone, answered(3, 3), ETAG, NOW).retired_at is None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Sat, 01 Feb 2020 13:00:00 GMT", 3600),
        ("Sat, 01 Feb 2020 11:00:00 GMT", 0),
        ("9" * 30, 604_800),
        ("soon", 0),
        ("²", 0),
        ("Sat, 01 Feb 2020 13:00:00 +99999999999999999999", 0),
        ("", 0),
    ],
)
def test_reads_how_long_a_host_wants_to_be_left_alone(said: str, seconds: float) -> None:
    assert retry_after({"retry-after": said}, NOW) == seconds
    state = decide(FEED, None, failed("server", 503), Told(wait=seconds), NOW)
    assert state.due_at >= NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("headers", "text", "seconds"),
    [
        ({"cache-control": "public, max-age=3600"}, "", 3600),
        ({"expires": "Sat, 01 Feb 2020 14:00:00 GMT", "date": "Sat, 01 Feb 2020 12:00:00 GMT"}, "", 7200),
        ({"expires": "0"}, "", 0),
        ({}, "<rss><channel><ttl>90</ttl>", 5400),
        ({}, "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ({}, "<sy:updatePeriod>yearly</sy:updatePeriod>", 6 * 3600),
        ({"cache-control": "max-age=99999999999"}, "<ttl>x</ttl>", 6 * 3600),
    ],
)
def test_heeds_what_an_answer_asks_for_within_bounds(headers: dict[str, str], text: str, seconds: float) -> None:
    told = tell(headers, text, None, NOW)
    assert max(told.fresh, told.advice or 0) == seconds
    assert max(advised_by_feed(text), advised_by_headers(headers, NOW)) >= seconds
    state = decide(FEED, FeedState("f", NOW, 600, ""), answered(20, 19), told, NOW)
    assert state.due_at >= NOW + timedelta(seconds=seconds)
    assert ("asks to wait" in state.why) == (seconds > 600)


def test_a_move_for_good_is_followed_and_forgotten_should_it_lead_nowhere() -> None:
    state = decide(FEED, None, answered(20, 20), replace(ETAG, moved_to="http://b.example/rss"), NOW)
    assert state.moved_to == "http://b.example/rss"
    assert decide(FEED, state, answered(20, 1), ETAG, NOW).moved_to == "http://b.example/rss"
    for _ in range(3):
        state = decide(FEED, state, failed("client", 404), Told(), NOW)
    assert state.moved_to is None


def test_a_wait_is_heeded_with_whatever_answer_it_comes() -> None:
    told = tell({"retry-after": "86400", "etag": '"2"'}, "<rss>", None, NOW)
    for poll in (answered(20, 3), answered(0, 0, 304), failed("unparsable", 200)):
        assert decide(FEED, None, poll, told, NOW).due_at >= NOW + timedelta(days=1)


def test_what_a_feed_advises_holds_while_it_says_that_nothing_changed() -> None:
    state = decide(FEED, None, answered(20, 20), tell({}, "<rss><channel><ttl>300</ttl>", None, NOW), NOW)
    state = decide(FEED, state, answered(0, 0, 304), tell({}, "", None, NOW), NOW)
    assert state.due_at >= NOW + timedelta(hours=5)


@pytest.mark.parametrize("etag", ["é", '"a\r\nX: 1"', "\x00", ""])
def test_what_cannot_be_sent_back_is_no_validator(etag: str) -> None:
    assert conditions(decide(FEED, None, answered(20, 20), tell({"etag": etag}, "<rss>", None, NOW), NOW), NOW) == {}


def test_a_feed_that_moved_and_is_gone_there_is_asked_where_it_was() -> None:
    moved = decide(FEED, None, answered(20, 20), replace(ETAG, moved_to="http://b.example/rss"), NOW)
    state = decide(FEED, moved, failed("client", 410), Told(), NOW)
    assert (state.moved_to, state.retired_at) == (None, None)


def test_a_host_that_lies_about_changes_is_caught_and_not_believed_for_long() -> None:
    state, now, seen, whole = None, NOW, set[int](), 0
    for _ in range(5000):
        if now > NOW + timedelta(days=90):
            break
        written = int((now - NOW).total_seconds() / 3600)
        listed = set(range(max(0, written - 20), written))
        asked = conditions(state, now)
        poll = answered(0, 0, 304) if asked else answered(20, len(listed - seen))
        whole += not asked
        seen |= set() if asked else listed
        state = decide(FEED, state, poll, ETAG, now)
        now = state.due_at
    assert len(seen) > 0.9 * 90 * 24
    assert whole > 200


def test_an_honest_feed_that_sleeps_at_night_is_never_doubted() -> None:
    chance, hours = Random(1), [0.0]
    while hours[-1] < 24 * 60:
        hours.append(hours[-1] + chance.expovariate(3))
    awake = [hour for hour in hours if hour % 24 < 16]
    state, now, conditional, polls, before = None, NOW, 0, 0, 0
    while now < NOW + timedelta(days=60):
        written, asked = bisect(awake, (now - NOW).total_seconds() / 3600), conditions(state, now)
        same = asked.get("If-None-Match") == f'"{written}"'
        poll = answered(0, 0, 304) if same else answered(20, min(20, written - before))
        state = decide(FEED, state, poll, Told() if same else Told(etag=f'"{written}"'), now)
        conditional, polls, before, now = conditional + bool(asked), polls + 1, written, state.due_at
    assert conditional >= 0.95 * polls


def test_jitter_spreads_feeds_and_is_the_same_for_the_same_instant() -> None:
    drawn = [jitter(f"feed-{number}", NOW) for number in range(200)]
    assert drawn == [jitter(f"feed-{number}", NOW) for number in range(200)]
    assert 0.95 <= min(drawn) < 0.97
    assert 1.03 < max(drawn) <= 1.05
