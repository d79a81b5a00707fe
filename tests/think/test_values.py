import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.think.offline.answers import arithmetic
from voice_agent.think.offline.phrases import languages, values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("ten seconds", 10),
        ("half a minute", 30),
        ("a minute and a half", 90),
        ("one and a half minutes", 90),
        ("a quarter of a minute", 15),
        ("2 min 10 sec", 130),
        ("one minute thirty", 90),
        ("a hundred and twenty seconds", 120),
        ("a couple of seconds", 2),
        ("1:30", 90),
        ("0:07.5", 7.5),
        ("second three", 3),
        ("three point five seconds", 3.5),
        ("12,5 s", 12.5),
        ("90s", 90),
        ("500 ms", 0.5),
        (".5 seconds", 0.5),
        ("point five seconds", 0.5),
        ("twenty five", 25),
        ("about twenty-two seconds", 22),
        ("a few", None),
        ("hello", None),
        ("", None),
    ],
)
def test_durations_in_words(text: str, seconds: float | None) -> None:
    assert values.seconds(text) == pytest.approx(seconds) if seconds else True
    if seconds is None:
        assert values.seconds(text) is None


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("from the left", -90),
        ("thirty degrees to the right", 30),
        ("45 degrees left", -45),
        ("behind me", 180),
        ("front left", -45),
        ("at two o'clock", 60),
        ("at nine o'clock", -90),
        ("minus 30 degrees", -30),
        ("270 degrees", -90),
        ("upside", None),
    ],
)
def test_directions_count_from_ahead_and_to_the_right(text: str, degrees: float | None) -> None:
    assert values.azimuth(text) == degrees


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("twice as fast", 2),
        ("at half speed", 0.5),
        ("1.5 times faster", 1.5),
        ("ten percent slower", 0.9),
        ("at 80 % speed", 0.8),
        ("at 0.8 times the normal speed", 0.8),
        ("with speed point eight", 0.8),
        ("loud", None),
    ],
)
def test_speaking_rates(text: str, factor: float | None) -> None:
    assert values.speed(text) == (pytest.approx(factor) if factor else None)


def test_slower_is_below_one_and_faster_above() -> None:
    assert (values.speed("slower") or 9) < 1 < (values.speed("a bit faster") or 0)
    assert (values.pitch("in a deeper voice") or 9) < 0 < (values.pitch("higher") or 0)
    assert (values.energy("softly") or 9) < 0 < (values.energy("louder") or 0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("French", "French"),
        ("to mandarin please", "Chinese"),
        ("portugese", "Portuguese"),
        ("farsi", "Persian"),
        ("klingon", None),
        ("", None),
    ],
)
def test_languages_by_name(text: str, name: str | None) -> None:
    assert languages.find_language(text) == name


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what is 12 times 12", 144),
        ("how much is fifteen percent of two hundred", 30),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("the square root of 81", 9),
        ("three squared", 9),
        ("half of ninety", 45),
        ("7 divided by 2", 3.5),
        ("1,000 minus one", 999),
        ("five minus eight", -3),
        ("forty-eight plus two", 50),
        ("divide a thousand by eight", 125),
        ("take five away from twelve", 7),
        ("multiply 6 by 7", 42),
        ("add up forty-eight, sixteen and nine", 73),
        ("what's the sum of 3, 4 and 5", 12),
        ("the average of 3 and 5", 4),
        ("the product of 3, 4 and 5", 60),
        ("add some rain", None),
        ("divide by zero: 1 / 0", None),
        ("9 to the power of 999", None),
        ("hello", None),
        ("", None),
    ],
)
def test_sums_in_words(text: str, result: float | None) -> None:
    found = arithmetic.calculate(text)
    assert found == (pytest.approx(result) if result is not None else None)


def test_results_are_said_without_needless_digits() -> None:
    assert arithmetic.spoken(144.0) == "144"
    assert arithmetic.spoken(1234567.0) == "1,234,567"
    assert arithmetic.spoken(1 / 3) == "0.333333"


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for read in (values.number, values.seconds, values.azimuth, values.elevation, values.speed):
        found = read(text)
        assert found is None or isinstance(found, (int, float))
    languages.find_language(text)
    arithmetic.calculate(text)


@given(st.integers(0, 100_000), st.sampled_from(["+", "-", "*"]), st.integers(0, 1000))
def test_sums_agree_with_python(a: int, sign: str, b: int) -> None:
    expected = {"+": a + b, "-": a - b, "*": a * b}[sign]
    assert arithmetic.calculate(f"what is {a} {sign} {b}?") == expected
