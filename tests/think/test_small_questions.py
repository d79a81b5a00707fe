"""Questions about the session and the clock, and what serves where no tool does."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import NOON, after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.styles import STYLES
from voice_agent.singing.book import songs as known_songs
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.answers import facts, howto, offers, zones
from voice_agent.think.offline.answers.instead import instead
from voice_agent.think.offline.phrases import letters
from voice_agent.think.replies import deed_of
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Query, Resource

RAIN = Resource("audio/8e4fcb32.wav", "audio", "sound: rain", "generate_audio", seconds=6.0)
MEMO = Resource("audio/3f0c9d12.wav", "audio", "memo.m4a", seconds=754.2)
BOTH = Context((MEMO, RAIN))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how long is it", "6.0 seconds"),
        ("what is the length of memo.m4a", "12 minutes 34 seconds"),
        ("How long is the rain sound?", "6.0 seconds"),
    ],
)
def test_the_length_of_a_file_is_told(question: str, answer: str) -> None:
    assert answer in facts.answer(question, BOTH, 3)


def test_a_length_is_answered_in_the_dialogue() -> None:
    found = plan("how long is it", BOTH)
    assert (found.kind, found.steps) == ("chat", ())
    assert "6.0 seconds" in found.reply


@pytest.mark.parametrize("question", ["how long did that take", "how are you", ""])
def test_other_words_are_no_question_about_the_session(question: str) -> None:
    assert facts.answer(question, BOTH, 3) == ""


def test_nothing_is_told_of_a_file_that_is_not_there() -> None:
    assert facts.answer("how long is it", Context(), 1) == ""


def test_what_was_done_last_is_told() -> None:
    context = after(Context(), "make six seconds of rain", (RAIN.path, RAIN.description))
    assert "rain" in facts.answer("what did you just do", context, 2)
    assert "anything" in facts.answer("what did you just do", Context(), 1)


def test_all_abilities_are_shown_and_a_few_are_said() -> None:
    tools = {name: tool.signature for name, tool in registry.discover().items()}
    planner, query = OfflinePlanner(tools), Query(1, "what can you do?")
    found = planner.plan(query, Context(), Cancel())
    reply = planner.reply(query, Context(), found, (), lambda sentence: None)
    deeds = {deed_of(signature.description) for signature in tools.values()}
    assert all(deed in reply.text for deed in deeds)
    said = [deed for deed in deeds if deed in reply.aloud]
    assert len(said) == 4 and f"{len(deeds) - 4} more" in reply.aloud
    assert "screen" in reply.aloud


TUNE = {"key": "G major", "tempo": 113.0, "instruments": ["guitar", "piano", "guitar"]}


def composed() -> Context:
    """A dialogue in which a tune was composed, with all that the tool tells of it."""
    path = "audio/1d2c3b4a.wav"
    context = after(Context(), "compose a cheerful tune", (path, "music: happy pop, G major"))
    last = context.exchanges[-1]
    made = Artifact(path, "audio", "music", seconds=30.0, sample_rate=44_100, channels=2)
    results = tuple(replace(r, data=TUNE, artifacts=(made,)) for r in last.results)
    return replace(context, exchanges=(replace(last, results=results),))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what key is it in?", "It is in G major."),
        ("how fast is it", "113 beats a minute."),
        ("which instruments are playing?", "It is for guitar and piano."),
        ("is it stereo?", "It is stereo, 44.1 kilohertz."),
    ],
)
def test_what_is_known_of_a_piece_is_told(question: str, answer: str) -> None:
    assert facts.answer(question, composed(), 2) == answer


def test_what_was_asked_is_remembered() -> None:
    context = after(BOTH, "play the rain")
    context = after(context, "how long is it")
    assert plan("what did I ask first?", context).reply == 'You first said: "play the rain"'
    assert plan("what was my last question", context).reply == 'You said: "how long is it"'
    assert plan("what did I ask you", Context()).reply == "You haven't asked anything yet."


def test_whether_it_is_done_is_told() -> None:
    assert plan("Is it finished?", after(BOTH, "play the rain")).reply == "Yes, all is done."
    assert plan("are you done yet", Context()).reply.startswith("Nothing is running")


def test_what_this_is_needs_no_question_back() -> None:
    found = plan("what's this?", Context((MEMO,)))
    assert [step.tool for step in found.steps] == ["caption_audio"]


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ("convert it to mp3", "/save"),
        ("mix the two together", "scene"),
        ("delete the last file", "never delete"),
        ("what's the weather like", "no internet"),
        ("save that to my phone", "/save"),
        ("make it mono", "channels"),
        ("translate hello world into French", "recordings"),
        ("normalise it to minus sixteen LUFS", "how loud it is"),
        ("how many people are talking?", "apart"),
    ],
)
def test_a_wish_beyond_the_tools_is_told_what_serves_instead(wish: str, word: str) -> None:
    found = plan(wish, BOTH)
    assert (found.kind, found.steps) == ("unsupported", ())
    assert word in found.reply


@given(st.text(max_size=200))
def test_any_words_have_an_answer_or_none(words: str) -> None:
    assert isinstance(instead(words), str)
    assert isinstance(facts.answer(words, BOTH, 3), str)
    assert zones.told(words, NOON).endswith(".")


def test_the_time_elsewhere() -> None:
    noon = dt.datetime(2026, 3, 2, 12, 30, tzinfo=dt.timezone.utc)
    assert zones.told("what time is it in Tokyo?", noon) == "It is 21:30 in Tokyo."
    assert zones.told("and in new york right now", noon) == "It is 07:30 in New York."
    assert zones.told("what time is it in auckland", noon.replace(hour=22)).endswith("tomorrow.")
    assert "don't know" in zones.told("what time is it in gotham", noon)
    assert zones.told("what time is it", noon) == "It is 12:30."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how do I attach a file?", "/attach"),
        ("How can I load my own recording into it", "/attach"),
        ("how can I interrupt you", "Just speak"),
        ("how do i make you stop talking", "Just speak"),
        ("So how do I quit?", "/quit"),
        ("how do I use push to talk", "/mode push-to-talk"),
        ("how do i choose another microphone", "/device"),
        ("how do I connect a language model?", "--profile"),
        ("where are my files saved", "/save"),
        ("Does anything I say leave this laptop?", "stays on this machine"),
        ("are you recording me", "stays on this machine"),
        ("do you send my voice to the cloud?", "stays on this machine"),
    ],
)
def test_who_asks_how_the_program_is_used_is_told(question: str, answer: str) -> None:
    found = plan(question, BOTH)
    assert (found.kind, found.steps) == ("chat", ())
    assert answer in found.reply


@pytest.mark.parametrize(
    "question",
    [
        "how do I clean this recording",
        "how do i stop the dog barking in it",
        "how does it sound",
        "where does the dog bark",
        "how do you say thank you in French",
        "what do i use this for",
        "record me for ten seconds",
        "is this safe to clean",
        "save what I said",
        "",
    ],
)
def test_other_questions_are_not_about_the_program(question: str) -> None:
    assert howto.asked(question) == ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ('Spell the word "rhythm".', "rhythm: R, H, Y, T, H, M."),
        ("how do you spell Zoë", "Zoë: Z, O, Ë."),
        ("how is bureau spelled?", "bureau: B, U, R, E, A, U."),
        ("can you spell it", ""),
        ("say the spell is broken", ""),
    ],
)
def test_a_word_is_spelled_out(question: str, answer: str) -> None:
    assert letters.spelled(question) == answer


def test_spelling_is_an_answer_and_no_work() -> None:
    found = plan("spell out the word rhythm", BOTH)
    assert (found.kind, found.steps, found.reply) == ("chat", (), "rhythm: R, H, Y, T, H, M.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what sounds can you make?", "Rain"),
        ("Which instruments can you play", "Piano"),
        ("what kinds of music can you compose?", "waltz"),
        ("what songs do you know", "Twinkle"),
        ("which languages can you translate into", "English"),
        ("what voices do you have", "/voice"),
    ],
)
def test_what_there_is_to_choose_from_is_told(question: str, answer: str) -> None:
    found = plan(question, BOTH)
    assert (found.kind, found.steps) == ("chat", ())
    assert answer in found.reply


@pytest.mark.parametrize(
    "question",
    ["what sounds can you hear in it", "which sounds are in memo.m4a", "what language is it in"],
)
def test_what_is_in_a_recording_is_no_question_about_a_choice(question: str) -> None:
    assert offers.asked(question) == ""


def test_every_instrument_style_and_song_that_is_offered_is_there() -> None:
    songs = {song.title.replace(",", "") for song in known_songs().values()}
    told = offers.asked("what songs do you know").split(". For")[0]
    assert set(re.split(r", | and ", told)) <= songs
    played = re.split(r", ", offers.asked("what instruments can you play").lower().rstrip("."))
    assert set(played) <= {*INSTRUMENTS, "drums"}
    styles = offers.asked("what styles can you make").lower().split(". tell")[0]
    assert set(re.split(r", | and ", styles.replace("bossa nova", "bossa"))) <= set(STYLES)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Could you make rain sounds if I asked you to?", "Yes, I can make a described sound"),
        ("would you be able to compose jazz", "Yes, I can compose"),
        ("Is it possible for you to sing in Italian?", "I sing in English"),
    ],
)
def test_who_asks_whether_something_could_be_made_gets_an_answer_and_no_work(
    question: str, answer: str
) -> None:
    found = plan(question)
    assert (found.kind, found.steps) == ("chat", ())
    assert found.reply.startswith(answer)


@pytest.mark.parametrize(
    ("request_", "tool"),
    [
        ("can you sing", "sing"),
        ("are you able to sing happy birthday to Tom", "sing"),
        ("is it possible to make the sound of rain", "generate_audio"),
    ],
)
def test_who_asks_for_something_politely_gets_it(request_: str, tool: str) -> None:
    assert [step.tool for step in plan(request_).steps] == [tool]


def test_a_wish_for_somebody_is_said_to_them() -> None:
    found = plan("Wish my sister Hannah a happy birthday.")
    assert calls(found) == [("synthesize_speech", "happy birthday, Hannah")]


def test_slower_means_the_assistant_itself_where_nothing_was_made() -> None:
    assert plan("Slower, please.").reply == "I'll speak more slowly."
    assert plan("A touch quieter, please, the baby's asleep.").reply == "I'll speak more quietly."


def test_who_asks_for_jokes_hears_another_each_time() -> None:
    context, heard = Context(), []
    for ask in ("Tell me a joke.", "Can you tell us another one of your jokes?", "Make me laugh!"):
        found = plan(ask, context)
        assert (found.kind, found.steps) == ("chat", ())
        heard.append(found.reply)
        context = context.with_exchange(Exchange(1, ask, found.reply, found, ()))
    assert len(set(heard)) == 3
    assert "laugh" not in heard[2] and "no good at" not in " ".join(heard)


def test_a_long_text_is_no_small_question() -> None:
    assert "stays on this machine" not in plan("do you keep " + "my files " * 12_000).reply


def test_what_was_done_is_told_and_not_what_could_be() -> None:
    for question in ("what did you do", "so what have you done so far?", "What did you just do?"):
        assert plan(question).reply == "I haven't done anything yet."
        done = plan(question, after(Context(), "make the sound of rain", said="Here is rain."))
        assert "make the sound of rain" in done.reply and "Here is rain." in done.reply
