"""Who did what to whom, in sentences of three languages: voices, frames, lists, what refers back, tellings of one act."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from extractors.article import split_sentences
from extractors.facts import event_of
from extractors.registry import load_registry
from flows.coded import code_lines
from tests.coding import code, finder, told
from tests.make import article

ASSAULT = ("ASSAULT", ["turkey"], ["pkk"], "actual")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Turkey attacked the PKK on Monday."),
        ("en", "The PKK was attacked by Turkey on Monday."),
        ("en", "Turkey's attack on the PKK began at dawn."),
        ("en", "Turkey carried out an attack on the PKK."),
        ("fa", "ترکیه به پ‌ک‌ک حمله کرد."),
        ("fa", "مواضع پ‌ک‌ک هدف حمله ترکیه قرار گرفت."),
        ("fa", "پ‌ک‌ک توسط ترکیه بمباران شد."),
        ("ar", "هاجمت تركيا حزب العمال الكردستاني فجر الاثنين."),
        ("ar", "تعرض حزب العمال الكردستاني لهجوم من قبل تركيا."),
        ("ar", "شنت تركيا هجوما على حزب العمال الكردستاني."),
    ],
)
def test_active_passive_and_noun_have_the_same_parties(language: str, text: str) -> None:
    assert ASSAULT in told(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran, Iraq and Turkey held talks in Baghdad."),
        ("fa", "ایران، عراق و ترکیه در بغداد مذاکره کردند."),
        ("ar", "أجرت إيران والعراق وتركيا مباحثات في بغداد."),
    ],
)
def test_all_who_meet_are_actors_of_one_event(language: str, text: str) -> None:
    found = [act for act in told(text, language) if act[0] == "CONSULT"]
    assert [(set(actors), recipients) for _, actors, recipients, _ in found] == [({"iran", "iraq", "turkey"}, [])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Esmail Qaani visited Iraq on Sunday."),
        ("fa", "اسماعیل قاآنی به عراق سفر کرد."),
        ("ar", "زار إسماعيل قاآني العراق الأحد."),
    ],
)
def test_a_guest_acts_and_a_host_receives(language: str, text: str) -> None:
    assert ("CONSULT", ["esmail-qaani"], ["iraq"], "actual") in told(text, language)


def test_planned_cooperation_is_an_agreement_and_a_planned_retreat_a_concession() -> None:
    assert ("AGREE", ["esmail-qaani"], ["iraq"], "future") in told("Esmail Qaani will visit Iraq next week.")
    types = {(act[0], act[3]) for act in told("The US military will withdraw its forces from Iraq.")}
    assert ("CONCEDE", "future") in types and not {kind for kind, mood in types if mood == "actual"}


def test_a_summoned_ambassador_is_told_off_and_not_met() -> None:
    assert {act[0] for act in told("Iraq summoned the ambassador of Turkey over the shelling.")} >= {"ACCUSE"}
    assert "CONSULT" not in {act[0] for act in told("Iraq summoned the ambassador of Turkey.")}


def test_one_act_told_in_several_sentences_is_one_event_with_tellings() -> None:
    found = code("Turkey attacked the PKK in Sinjar on Monday. The attack killed three. Turkey attacked the PKK at dawn.").acts
    assault = [act for act in found if act.type == "ASSAULT"]
    assert [(act.actors, act.recipients, len(act.tellings)) for act in assault] == [(("turkey",), ("pkk",), 2)]


def test_acts_of_different_days_are_different_events() -> None:
    found = code("Turkey attacked the PKK on 3 May in Sinjar. Turkey attacked the PKK on 9 May in Dohuk.").acts
    assert [act.when and act.when.begin for act in found if act.type == "ASSAULT"] == [date(2026, 5, 3), date(2026, 5, 9)]


def test_he_is_the_person_before_and_they_are_the_group_before() -> None:
    assert ("REQUEST", ["muqtada-al-sadr"], ["usa"], "actual") in told(
        "Muqtada al-Sadr spoke in Najaf. He called on the United States to leave Iraq."
    )
    acts = told("Iraqi protesters gathered at the Iranian Consulate in Najaf. They attacked the consulate.")
    assert ("PROTEST", ["text:iraq:protesters"], ["iran-consulate-najaf"], "actual") in acts


def test_who_owns_a_killing_was_killed_and_a_state_that_owns_it_killed() -> None:
    assert ("ASSAULT", [], ["qasem-soleimani"], "actual") in told("Qassem Soleimani's assassination shook Iraq.")
    assert ("ASSAULT", ["usa"], ["qasem-soleimani"], "actual") in told("The US assassination of Qassem Soleimani shook Iraq.")


def test_an_unknown_speaker_is_somebody_and_nobody_else() -> None:
    acts = told("Muqtada al-Sadr is in Qom. Ali Shariati praised Turkey in Erbil.")
    assert ("SUPPORT", ["text:Ali Shariati"], ["turkey"], "actual") in acts


def test_outlets_that_report_take_no_part() -> None:
    assert ("ASSAULT", ["turkey"], ["pkk"], "actual") in told("Turkey attacked the PKK, Mehr reported.")


def test_where_an_act_was_is_the_place_that_its_sentence_names() -> None:
    acts = code("Turkey attacked the PKK in Sinjar on Monday. Iran condemned the attack.").acts
    assert [act.place for act in acts if act.type == "ASSAULT"] == ["sinjar"]


def test_a_text_without_sentences_or_language_has_no_acts() -> None:
    assert told("", "en") == []
    assert told("Türkiye PKK'ya saldırdı.", "tr") == []


def test_sentences_of_marks_alone_tell_nothing() -> None:
    assert told("Turkey attacked the PKK.\n***\n“…”\nIran praised Iraq.") != []
    assert told("***\n…") == []


def test_offsets_point_into_the_original_text() -> None:
    text = "  ترکیه   به پ‌ک‌ک حمله کرد.  "
    act = code(text, "fa").acts[0]
    assert text[act.start : act.end] == "حمله"


@pytest.mark.parametrize(
    "text", ["Protesters held anti-U.S. demonstrations in Baghdad.", "Anti-US protests took place in Baghdad."]
)
def test_whom_a_protest_is_against_may_stand_before_it(text: str) -> None:
    assert {("PROTEST", "usa")} == {(kind, who) for kind, _, recipients, _ in told(text) for who in recipients}


def test_leaders_met_are_those_whom_another_telling_names() -> None:
    text = (
        "Muqtada al-Sadr held a meeting with the leaders of Iraq's armed groups in Qom. "
        "The meeting of Muqtada al-Sadr with leaders of the Popular Mobilization Forces in Qom lasted for hours."
    )
    assert [(kind, set(actors)) for kind, actors, _, _ in told(text)] == [("CONSULT", {"muqtada-al-sadr", "pmf"})]


def test_what_somebody_is_unable_to_do_is_not_done() -> None:
    assert [modality for _, _, _, modality in told("Turkey was unable to attack the PKK.")] == ["negated"]


def test_a_participle_after_a_reason_tells_of_whom_the_sentence_before_told() -> None:
    text = (
        "Iran has a new plan. The reason for setting aside its allies and extending more support for Muqtada al-Sadr was unclear."
    )
    assert ("SUPPORT", ["iran"], ["muqtada-al-sadr"], "actual") in told(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The meeting of Iran with Iraq lasted for hours.", ("CONSULT", ["iran", "iraq"], [], "actual")),
        ("The bombing of Iran went on.", ("ASSAULT", [], ["iran"], "actual")),
        ("The bombing of the PKK by Turkey went on.", ASSAULT),
        ("Turkey is bombing the PKK.", ASSAULT),
    ],
)
def test_a_participle_after_an_article_is_a_noun(text: str, act: tuple[str, list[str], list[str], str]) -> None:
    assert told(text) == [act]


def test_an_event_is_the_same_in_whatever_order_its_parties_are_named() -> None:
    ids = set()
    for text in ("Iran and Saudi Arabia held talks.", "Saudi Arabia and Iran held talks."):
        one = article(1, title="", text=text)
        ids |= {event.event_id for event in finder().find(one, split_sentences(one.article_id, text, "en")).events}
    assert len(ids) == 1


def test_a_group_is_of_no_state_of_the_sentence_before() -> None:
    found = told("He spoke of the American presence. Protesters marched in Baghdad. Later Iraqi protesters marched in Basra.")
    assert {who for kind, actors, _, _ in found for who in actors if kind == "PROTEST"} == {
        "text:protesters",
        "text:iraq:protesters",
    }


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Ali Shamkhani met Barham Salih in Baghdad.", "baghdad"),
        ("fa", "علی شمخانی با برهم صالح در بغداد دیدار کرد.", "baghdad"),
        ("ar", "التقى علي شمخاني برهم صالح في بغداد.", "baghdad"),
        ("en", "Protesters torched the Iranian Consulate in Najaf.", "najaf"),
        ("en", "Esmail Qaani met Hadi al-Amiri.", None),
    ],
)
def test_an_act_is_where_its_sentence_says_or_where_a_mission_has_its_seat(language: str, text: str, place: str | None) -> None:
    assert [act.place for act in code(text, language).acts] == [place]


@pytest.mark.parametrize(
    ("language", "known", "claimed"),
    [
        (
            "en",
            "Mohammad Javad Zarif said that the deal that Iran signed with Iraq is good.",
            "Mohammad Javad Zarif said that Iran signed a deal with Iraq.",
        ),
        ("ar", "قال ظريف إن الاتفاق الذي وقعته إيران مع العراق جيد.", "قال ظريف إن إيران وقعت اتفاقا مع العراق."),
    ],
)
def test_what_a_claim_takes_for_known_has_no_speaker(language: str, known: str, claimed: str) -> None:
    assert [(act.type, act.said_by) for act in code(known, language).acts] == [("AGREE", ())]
    ((kind, said_by),) = [(act.type, act.said_by) for act in code(claimed, language).acts]
    assert (kind, bool(said_by)) == ("AGREE", True)


def test_an_act_moves_its_parties_as_the_ontology_says() -> None:
    """By the exceptions of alignments.yml too: a strike of workers scores -5 or so and moves nobody."""
    ontology = finder().ontology
    for act in code("Turkey attacked the PKK. Iran praised Iraq.").acts:
        assert event_of(act, ontology).pull == ontology.pull(act.type, act.mode) != 0
    strike = code("Turkey attacked the PKK.").acts[0]._replace(type="PROTEST", mode="strike")
    assert (event_of(strike, ontology).pull, event_of(strike, ontology).score < -1) == (0, True)


def test_force_that_is_yet_to_come_is_printed_with_what_did_not_happen_only() -> None:
    """Planned talks are an AGREE, which is done; a planned attack is at most a threat."""
    lines = [
        json.dumps({"text": text, "lang": "en"}).encode()
        for text in ("The PKK will be bombed by Turkey.", "Iran will meet Iraq.")
    ]

    def kinds(everything: bool) -> list[list[str]]:
        out = io.StringIO()
        assert code_lines(lines, "x", load_registry(), everything, out) == []
        return [[event["type"] for event in json.loads(line)["events"]] for line in out.getvalue().splitlines()]

    assert (kinds(False), kinds(True)) == ([[], ["AGREE"]], [["ASSAULT"], ["AGREE"]])
