"""Days that are asked for, how far they are, and amounts in another unit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import plan
from voice_agent.think.offline.answers import arithmetic, dates, feasts, measures, zones

SUNDAY = dt.datetime(2026, 11, 22, 17, 5)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what day is it", "Today is Sunday, 22 November 2026."),
        ("what's the date tomorrow", "Tomorrow will be Monday, 23 November 2026."),
        ("How many days till Christmas?", "33 days."),
        ("how long until Easter", "126 days, which is 18 weeks."),
        ("How many weeks are left in the year?", "5 weeks and 4 days."),
        ("how many days since Christmas", "332 days."),
        ("how many days until the twenty first of March", "119 days."),
        ("how long is it to the weekend", "6 days."),
        ("What was the date a week ago last Friday?", "That was Friday, 13 November 2026."),
        ("what's the date a week from Saturday", "That will be Saturday, 5 December 2026."),
        ("what date is it in three weeks", "That will be Sunday, 13 December 2026."),
        ("what day was it ten days ago", "That was Thursday, 12 November 2026."),
        ("what weekday was the fifth of May 2020", "That was Tuesday, 5 May 2020."),
        ("what day of the week is June 3rd", "That will be Thursday, 3 June 2027."),
        ("when is Thanksgiving", "That will be Thursday, 26 November 2026."),
        ("Is it Tuesday or Wednesday?", "Today is Sunday, 22 November 2026."),
        ("Is 2028 a leap year?", "Yes, 2028 is a leap year."),
        ("is this a leap year", "No, 2026 is no leap year. The next one is 2028."),
        ("Which month comes after September?", "October."),
        ("what day comes before Monday", "Sunday."),
        ("what year is it", "It is 2026."),
        ("what month are we in", "It is November."),
        ("what day is it on the fourteenth", "That will be Monday, 14 December 2026."),
        (
            "Does the fourteenth fall on a Saturday this month?",
            "That was Saturday, 14 November 2026.",
        ),
        ("What date is Saturday week?", "That will be Saturday, 5 December 2026."),
        ("How many days till Hogmanay?", "39 days."),
        ("what day is it today, I must write before Sunday", "Today is Sunday, 22 November 2026."),
        (
            "How many days until my birthday?",
            "I don't know when that is. Today is Sunday, 22 November 2026.",
        ),
        ("what date is the 31st of April", "Today is Sunday, 22 November 2026."),
    ],
)
def test_the_day_that_is_asked_for_is_told(question: str, answer: str) -> None:
    assert dates.told(question, SUNDAY) == answer


def test_a_question_without_an_end_is_answered() -> None:
    assert dates.told("what is the date a week from " * 5000 + "friday", SUNDAY)
    assert zones.told("how long is it until " * 5000, SUNDAY)


def test_less_than_a_minute_is_a_minute() -> None:
    late = SUNDAY.replace(hour=23, minute=59, second=50)
    assert zones.told("how long until midnight", late) == "1 minute."


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    day = feasts.easter(year)
    assert day.weekday() == 6
    assert dt.date(year, 3, 22) <= day <= dt.date(year, 4, 25)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(2, 400))
def test_days_on_and_back_again_are_the_same_day(day: dt.date, count: int) -> None:
    now = dt.datetime.combine(day, dt.time(12))
    then = dt.datetime.combine(day + dt.timedelta(days=count), dt.time(12))
    back = dates.told(f"what was the date {count} days ago", then)
    on = dates.told(f"what is the date in {count} days", now)
    assert f"{day.day} {day:%B %Y}" in back and f"{then.day} {then:%B %Y}" in on


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long have I got until noon?", "18 hours and 55 minutes."),
        ("how many minutes until half past six", "1 hour and 25 minutes."),
        ("how many hours before 9 am", "15 hours and 55 minutes."),
        ("how long until the rain stops", "It is 17:05."),
        ("My shift ends at seven, so how many hours is that from now?", "1 hour and 55 minutes."),
        ("I have 400 miles left at sixty-five, so how many hours is that?", "It is 17:05."),
        ("what time is it in Tokyo", "It is 02:05 in Tokyo, tomorrow."),
    ],
)
def test_how_long_it_is_until_an_hour(question: str, answer: str) -> None:
    assert zones.told(question, SUNDAY.replace(tzinfo=dt.UTC)) == answer


def test_whether_it_is_later_than_an_hour_is_no_place_in_space() -> None:
    assert plan("Sorry to trouble you, but is it gone four o'clock?").reply == "It is 12:30."
    assert zones.asked("is it past the bridge", SUNDAY) == ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many seconds are there in four and a half minutes?", "270 seconds."),
        ("how many hours in a day", "24 hours."),
        ("So how many minutes are in half an hour?", "30 minutes."),
        ("How many weeks are there in seven days?", "1 week."),
        ("how many seconds in an hour and a half", "5,400 seconds."),
        ("How many inches in a metre, roughly?", "About 39.37 inches."),
        ("My nan works in stone, so what's eleven stone in kilos?", "About 69.85 kilograms."),
        ("Five foot eleven, what's that in centimetres?", "About 180.3 centimetres."),
        ("6-foot-1 in centimeters, please.", "About 185.4 centimetres."),
        ("Convert ten miles into kilometers for me.", "About 16.09 kilometres."),
        ("How many ounces in a pound? Again.", "16 ounces."),
        ("How many millilitres in an imperial pint?", "About 568.3 millilitres."),
        ("how many litres in a US gallon", "About 3.785 litres."),
        ("What is twenty-five Celsius in Fahrenheit?", "77 degrees Fahrenheit."),
        ("What's 100 degrees Fahrenheit in Celsius?", "37.8 degrees Celsius."),
        ("how many samples are in half a second at 48 kilohertz", "24,000 samples."),
        ("At a hundred and twenty beats a minute, how long is one beat?", "500 milliseconds."),
        ("how long is a bar at 60 bpm", "4 seconds."),
        ("How many seconds in four minutes thirty-three?", "273 seconds."),
        ("What's eleven stone four in kilos?", "About 71.67 kilograms."),
        ("What's two minutes fifty plus one minute twenty-five?", "4 minutes 15 seconds."),
        ("what is an hour minus five minutes ten", "54 minutes 50 seconds."),
        (
            "How many ounces are in a litre?",
            "About 35.2 fluid ounces in Britain, about 33.81 fluid ounces in America.",
        ),
        (
            "Four teaspoons, so how many millilitres do I put?",
            "20 millilitres in Britain, about 19.72 millilitres in America.",
        ),
        ("How many milliseconds is one beat at a hundred and twenty?", "500 milliseconds."),
        ("how many seconds are in the file", ""),
        ("how many dogs are there in ten minutes", ""),
        ("what is said from second ten to second twenty", ""),
        ("make ten minutes of rain", ""),
        ("If it lasts an hour and I play it at double speed, how many minutes is that?", ""),
    ],
)
def test_an_amount_is_told_in_another_unit(question: str, answer: str) -> None:
    assert measures.converted(question) == answer


LENGTHS = ("millimetres", "inches", "feet", "yards", "metres", "kilometres", "miles")


@given(st.integers(2, 900), st.sampled_from(LENGTHS), st.sampled_from(LENGTHS))
def test_there_and_back_is_the_same_length(count: int, one: str, other: str) -> None:
    there = measures.converted(f"what is {count} {one} in {other}").removeprefix("About ")
    if one == other:
        assert there.startswith(f"{count} ")
        return
    value = there.split()[0].replace(",", "")
    if "e" in value or float(value) < 0.01:
        return  # too few digits are told
    back = measures.converted(f"what is {value} {other} in {one}").removeprefix("About ")
    assert float(back.split()[0].replace(",", "")) == pytest.approx(count, rel=0.03)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Quick one, what's fifteen percent of eighty?", 12.0),
        ("Two and two is four, isn't it?", 4.0),
        ("split 90 by three", 30.0),
    ],
)
def test_sums_as_people_put_them(question: str, answer: float) -> None:
    assert arithmetic.calculate(question) == pytest.approx(answer)


def test_a_bill_is_split_and_no_recording() -> None:
    found = plan("I need to split a bill of sixty-three dollars four ways.")
    assert (found.kind, found.reply) == ("chat", "That is 15.75 each.")
    assert arithmetic.shared("If four of us split 96 euros, what does each one pay?") == 24
    assert arithmetic.shared("split the recording by speakers") is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many feet is one metre eighty-three?", "About 6.004 feet."),
        ("how many grams is two pounds four", "About 1,021 grams."),
        ("Two miles in kilometres, quick, I'm off in a sec.", "About 3.219 kilometres."),
    ],
)
def test_smaller_units_and_other_amounts_stand_beside(question: str, answer: str) -> None:
    assert measures.converted(question) == answer


def test_weeks_between_now_and_a_day() -> None:
    question = "How many weeks between now and the first of September?"
    assert dates.asked(question, SUNDAY) == "40 weeks and 3 days."


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Twelve dozen minus, no, twelve dozen plus seven.", 151),
        ("what's two dozen times three", 72),
    ],
)
def test_dozens_are_counted(said: str, value: float) -> None:
    assert arithmetic.calculate(said) == value
