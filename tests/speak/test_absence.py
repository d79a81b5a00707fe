"""When a device that has gone away is looked for."""

from itertools import pairwise

from voice_agent.speak.absence import RETRY_SECONDS, SLOWEST_RETRY_SECONDS, Absence


def looks(absence, start, end):
    """The times at which it is looked for, asked every tenth of a second."""
    moments = [start + step / 10 for step in range(round(10 * (end - start)))]
    return [moment for moment in moments if absence.is_time_to_look(moment)]


def test_it_is_told_once_that_the_device_is_gone_and_once_that_it_is_back():
    absence = Absence()
    assert not absence.ends()
    assert [absence.begins(now) for now in (5.0, 6.0)] == [True, False]
    assert [absence.ends(), absence.ends()] == [True, False]
    assert absence.begins(9.0)


def test_a_device_is_looked_for_soon_and_then_ever_more_rarely():
    absence = Absence()
    absence.begins(100.0)
    found = looks(absence, 100.0, 300.0)
    gaps = [after - before for before, after in pairwise(found)]
    assert RETRY_SECONDS <= found[0] - 100.0 < 2 * RETRY_SECONDS
    assert gaps[0] < gaps[1] < gaps[2]
    assert abs(gaps[-1] - SLOWEST_RETRY_SECONDS) < 0.2


def test_a_second_absence_begins_with_quick_looks_again():
    absence = Absence()
    absence.begins(0.0)
    looks(absence, 0.0, 200.0)
    absence.ends()
    absence.begins(300.0)
    assert looks(absence, 300.0, 304.0)
