"""What is written is said as a person would say it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.speak import numbers
from voice_agent.speak.clauses import LONGEST, clauses
from voice_agent.speak.phonemes import IDS, Phonemizer, decode, encode
from voice_agent.speak.readings import spell
from voice_agent.speak.text import spoken

READ = {
    "audio/3f0c9d12.wav": "audio slash three F zero C, nine D one two, dot wav",
    "my_recording-2.mp3": "my recording two dot M P three",
    "3.5 s at 16 kHz": "three point five seconds at sixteen kilohertz",
    "-20 dB": "minus twenty decibels",
    "+3 dB": "plus three decibels",
    "1 s or 2 s": "one second or two seconds",
    "a 16-bit file": "a sixteen bit file",
    "14:30": "fourteen thirty",
    "9:05 am": "nine oh five A M",
    "at 8:00": "at eight o'clock",
    "0:03.5": "three point five seconds",
    "00:01:23": "one minute, twenty-three seconds",
    "2026-11-21": "November twenty-first, twenty twenty-six",
    "11/21/2026": "November twenty-first, twenty twenty-six",
    "Nov 21, 2026": "November twenty-first, twenty twenty-six",
    "the 3rd of March": "the third of March",
    "in 2005": "in two thousand five",
    "the 1990s": "the nineteen nineties",
    "$3.50": "three dollars and fifty cents",
    "£1.01": "one pound and one penny",
    "$2.5 million": "two point five million dollars",
    "50%": "fifty percent",
    "1,234,567": "one million two hundred thirty-four thousand five hundred sixty-seven",
    "0.05": "zero point zero five",
    "007": "zero zero seven",
    "21st": "twenty-first",
    "3/4 of it": "three quarters of it",
    "10–20 dB": "ten to twenty decibels",
    "0.5-2 s": "zero point five to two seconds",
    "version 1.2.3": "version one point two point three",
    "F#3 and Bb5": "F sharp three and B flat five",
    "120 BPM": "one hundred twenty beats per minute",
    "20°C": "twenty degrees Celsius",
    "555-123-4567": "five five five, one two three, four five six seven",
    "e.g. a dog": "for example, a dog",
    "https://example.com/a": "example dot com slash a",
    "**bold** `code`": "bold code",
    "- an item": "an item",
    "snake_case": "snake case",
    "this (I think) works": "this, I think, works",
    "5 ms → 6 ms": "five milliseconds to six milliseconds",
    "naïve café 😀": "naive cafe",
    "a.wav and b_final.mp3": "A dot wav and B final dot M P three",
    "two PDFs and WAVs": "two P D Fs and wavs",
    "three MP3s": "three M P threes",
    "1h 20m": "one hour twenty minutes",
    "3m05s": "three minutes five seconds",
    "20 m": "twenty meters",
    "10 Hz–8 kHz": "ten hertz to eight kilohertz",
    "1,250 EUR": "one thousand two hundred fifty euros",
    "E.g. a dog": "For example, a dog",
    "12 Main St., nr. 5": "twelve Main Street, number five",
    "St. John": "Saint John",
    "in 1999, we met": "in nineteen ninety-nine, we met",
    "3.14159": "three point one four one five nine",
    "10000 lines": "ten thousand lines",
    "23.11.2026": "November twenty-third, twenty twenty-six",
    "it lasts 90:00": "it lasts ninety minutes",
    "from 10:00-11:30": "from ten o'clock to eleven thirty",
    "9am-5pm": "nine A M to five P M",
    "'90s and the 80s": "nineties and the eighties",
    "2½ hours": "two and a half hours",
    "10 ÷ 2": "ten divided by two",
    "5 µs": "five microseconds",
    "1920x1080": "one thousand nine hundred twenty by one thousand eighty",
    "C# or B♭ minor": "C sharp or B flat minor",
    "$2bn, $10k, 50¢": "two billion dollars, ten thousand dollars, fifty cents",
    "a -> b, x >= 3": "a to b, x at least three",
    "take_2": "take two",
}


@pytest.mark.parametrize(("written", "said"), READ.items())
def test_a_person_would_read_it_so(written, said):
    assert spoken(written) == said


def test_a_sentence_keeps_its_punctuation():
    assert spoken("Done! It is 3 dB louder, isn't it?") == (
        "Done! It is three decibels louder, isn't it?"
    )


@given(st.text(max_size=80))
def test_any_text_becomes_words_without_digits(text):
    said = spoken(text)
    assert not re.search(r"[0-9]", said)
    assert said == said.strip()


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_number_in_words_is_that_number(number):
    assert _value(numbers.cardinal(number)) == number


def _value(words):
    small = {numbers.cardinal(n): n for n in range(100)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
              "quadrillion": 10**15}  # fmt: skip
    total = group = 0
    for word in words.split():
        if word == "hundred":
            group *= 100
        elif word in scales:
            total += group * scales[word]
            group = 0
        else:
            group += small[word]
    return total + group


def test_ordinals_and_years():
    assert [numbers.ordinal(n) for n in (1, 2, 12, 20, 42, 100)] == [
        "first", "second", "twelfth", "twentieth", "forty-second", "one hundredth",
    ]  # fmt: skip
    assert [numbers.year(n) for n in (1066, 1900, 1905, 2000, 2026)] == [
        "ten sixty-six", "nineteen hundred", "nineteen oh five", "two thousand",
        "twenty twenty-six",
    ]  # fmt: skip


def test_spelling_groups_by_four():
    assert spell("ab12cd34") == "A B one two, C D three four"


def test_single_letters_are_letters_and_words_stay_words():
    phonemize = Phonemizer()
    assert phonemize("A I") == "ˈA ˈI"
    assert phonemize("nine A M").endswith("ˈA ˈɛm")
    assert phonemize("A five second clip").startswith("ɐ ")
    assert phonemize("I can").startswith("ˌI ")


def test_every_phoneme_of_our_replies_is_in_the_alphabet():
    phonemize = Phonemizer()
    for written in READ:
        assert set(phonemize(spoken(written))) <= set(IDS)


@given(st.text(alphabet=sorted(set(IDS) - {"_"}), max_size=40))
def test_encoding_can_be_undone(phonemes):
    assert decode(encode(phonemes)) == f"_{phonemes}_"


def test_sentences_stay_whole_and_abbreviations_do_not_end_them():
    text = "Ask Dr. Smith, e.g. today. He knows J. Doe. Really? Yes."
    assert [c.text for c in clauses(text)] == [
        "Ask Dr. Smith, e.g. today.", "He knows J. Doe.", "Really?", "Yes.",
    ]  # fmt: skip


def test_a_long_first_sentence_is_cut_at_its_first_comma_so_that_sound_starts_sooner():
    long = "I have cleaned the recording, and it sounds a good deal better now than it did before."
    assert [c.text for c in clauses(f"{long} I kept the old one, which you may need.")] == [
        "I have cleaned the recording,",
        "and it sounds a good deal better now than it did before.",
        "I kept the old one, which you may need.",
    ]
    assert len(list(clauses("I have cleaned it, and it sounds better."))) == 1


def test_items_of_a_list_are_said_one_by_one():
    pieces = list(clauses("Two files:\n- a.wav\n- b.wav"))
    assert [p.text for p in pieces] == ["Two files:", "- a.wav", "- b.wav"]
    assert all(p.pause > 0.3 for p in pieces)


@given(st.text(alphabet="ab .,!?;:-\n1'\"", max_size=400))
def test_cutting_loses_no_letters_and_no_piece_is_too_long(text):
    pieces = [c.text for c in clauses(text)]
    joined = re.sub(r"\W", "", "".join(pieces))
    assert joined == re.sub(r"\W", "", text)
    assert all(len(piece) <= LONGEST for piece in pieces)
