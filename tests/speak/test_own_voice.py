"""The shipped voice: what it says, how fast, how high, how loud, and nothing between clauses."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from voice_agent.errors import AgentError
from voice_agent.measure.scores.pitch import median_pitch
from voice_agent.settings import ROOT
from voice_agent.sound.loudness import loudness
from voice_agent.speak.durations import whole_steps
from voice_agent.speak.own_voice import FastSpeech2Voice
from voice_agent.speak.phonemes import is_vowel
from voice_agent.speak.speech import STEP
from voice_agent.speak.text import spoken
from voice_agent.units import Audio

WEIGHTS = ROOT / "models" / "fastspeech2"
VOCODER = ROOT / "models" / "vocoder" / "vocoder.onnx"
SENTENCE = "The melody was louder than anyone remembered."


@pytest.fixture(scope="module")
def voice():
    return FastSpeech2Voice(WEIGHTS, VOCODER)


def say(voice, text, **setting):
    return np.concatenate([chunk.audio.mono() for chunk in voice.speak(text, **setting)])


def rms_blocks(samples, size=240):
    whole = samples[: len(samples) // size * size].reshape(-1, size)
    return np.sqrt((whole**2).mean(axis=1))


def test_a_recogniser_understands_it(voice):
    import soxr
    from faster_whisper import WhisperModel

    from voice_agent.catalogue import load_path

    whisper = WhisperModel(str(load_path("whisper-tiny-en")), compute_type="int8", cpu_threads=1)
    text = "I have saved the new recording for you. It is seven seconds long."
    samples = soxr.resample(say(voice, text), voice.rate, 16_000)
    heard = "".join(segment.text for segment in whisper.transcribe(samples)[0])
    assert "recording for you" in heard
    assert "second" in heard


def test_speech_comes_clause_by_clause_with_the_text_as_written(voice):
    text = (
        "I have cleaned the recording for you, and the result of it is in audio/3f0c9d12.wav. "
        "Shall I play it?"
    )
    chunks = list(voice.speak(text))
    assert [chunk.text for chunk in chunks] == [
        "I have cleaned the recording for you,",
        "and the result of it is in audio/3f0c9d12.wav.",
        "Shall I play it?",
    ]
    assert all(chunk.audio.rate == voice.rate == 24_000 for chunk in chunks)


def test_phoneme_times_cover_the_sound_in_order(voice):
    for chunk in voice.speak("One file is ready. The other one is not."):
        starts = [p.start for p in chunk.phonemes]
        assert starts == sorted(starts)
        assert all(p.start < p.end <= chunk.audio.seconds + 1e-6 for p in chunk.phonemes)
        assert sum(is_vowel(p.phoneme) for p in chunk.phonemes) >= 4


def test_every_answer_has_the_same_loudness(voice):
    for text in ("Yes, of course.", SENTENCE, "I saved audio/77aa01fe.wav. It is 4 s long."):
        assert loudness(say(voice, text), voice.rate) == pytest.approx(-20.0, abs=1.0)


def test_energy_changes_the_level_by_that_many_decibels(voice):
    levels = [loudness(say(voice, SENTENCE, energy=db), voice.rate) for db in (-6.0, 0.0, 4.0)]
    assert np.diff(levels) == pytest.approx([6.0, 4.0], abs=0.7)


def test_there_is_no_dead_air_at_either_end(voice):
    blocks = rms_blocks(say(voice, SENTENCE))
    heard = np.flatnonzero(blocks > 10 ** (-50 / 20))
    assert heard[0] <= 8  # 80 ms
    assert len(blocks) - heard[-1] <= 15


def test_chunks_join_without_a_click(voice):
    for chunk in voice.speak("First this, then that one. And the last."):
        samples = chunk.audio.mono()
        assert abs(samples[0]) < 2e-3
        assert abs(samples[-1]) < 2e-3


def test_a_sentence_that_starts_early_has_the_rhythm_of_the_whole_and_no_seam(voice):
    text = (
        "I have cleaned the recording for you, and the result of it is ready to be heard whenever "
        "you want to hear it."
    )
    first, second = voice.speak(text)
    whole = voice.synthesize(voice.phonemize(spoken(text)))
    joined = np.concatenate([first.audio.mono(), second.audio.mono()])
    kept = [p for p in whole.timings if p.phoneme.isalpha()]
    sounds = [p for chunk in (first, second) for p in chunk.phonemes if p.phoneme.isalpha()]
    assert [p.phoneme for p in sounds] == [p.phoneme for p in kept]
    said = kept[-1].start - kept[0].start
    ours = first.audio.seconds + sounds[-1].start - sounds[0].start
    assert ours == pytest.approx(said, abs=2 * STEP)
    seam = len(first.audio.mono())
    steps = np.abs(np.diff(joined))
    assert steps[seam - 120 : seam + 120].max() <= np.quantile(steps, 0.99)


@pytest.mark.parametrize("semitones", [-4.0, 4.0])
def test_pitch_is_shifted_by_that_many_semitones(voice, semitones):
    plain = median_pitch(say(voice, SENTENCE), voice.rate)
    shifted = median_pitch(say(voice, SENTENCE, pitch=semitones), voice.rate)
    assert 1200 * np.log2(shifted / plain) == pytest.approx(100 * semitones, abs=45)


@pytest.mark.parametrize("speed", [0.5, 0.7, 1.3, 2.0])
def test_speed_is_realised_over_a_sentence(voice, speed):
    phonemes = voice.phonemize(SENTENCE)
    plain, changed = (
        voice.model.synthesize(phonemes, speed=s).durations[1:-1].sum() for s in (1.0, speed)
    )
    assert plain / changed == pytest.approx(speed, rel=0.03)


def test_given_durations_and_notes_are_sung_exactly(voice):
    phonemes = "lˈɑ lˈɑ lˈɑ."
    durations = [0.1, 0.0, 0.5, 0.05, 0.1, 0.0, 0.5, 0.05, 0.1, 0.0, 0.5, 0.1]
    times = np.linspace(0, 1, 200)
    f0 = np.where(times < 0.36, 220.0, 293.66).astype(np.float32)
    sung = voice.model.synthesize(phonemes, durations=durations, f0=f0)
    vowels = [p for p in sung.timings if p.phoneme == "ɑ"]
    assert [p.end - p.start for p in vowels] == pytest.approx([0.5] * 3, abs=2 * STEP)
    for vowel, note in zip(vowels[:2], (220.0, 293.66), strict=True):
        start, end = (int((t + s) * 24_000) for t, s in ((vowel.start, 0.12), (vowel.end, -0.1)))
        heard = median_pitch(sung.samples[start:end], 24_000)
        assert abs(1200 * np.log2(heard / note)) < 15


def test_whole_steps_keep_the_total():
    wanted = np.full(100, 1.7)
    steps = whole_steps(wanted)
    assert steps.min() >= 1
    assert steps.sum() == pytest.approx(wanted.sum(), abs=1)


def test_the_same_words_sound_the_same_from_any_thread(voice):
    expected = say(voice, SENTENCE)
    got = [None] * 4

    def work(place):
        got[place] = say(voice, SENTENCE)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(expected, samples) for samples in got)


def test_a_long_text_is_spoken_piece_by_piece(voice):
    text = "word " * 200 + "and another sentence follows here, with a comma. " * 3
    longest = 0.0
    count = 0
    for chunk in voice.speak(text):
        longest = max(longest, chunk.audio.seconds)
        count += 1
    assert count >= 4
    assert longest < 25


def test_nothing_to_say_is_no_sound(voice):
    assert list(voice.speak("")) == []
    assert list(voice.speak("... — !")) == []


def test_ssml_breaks_spells_and_emphasises(voice):
    chunks = list(
        voice.speak(
            '<speak>Plain.<break time="600ms"/>'
            '<say-as interpret-as="characters">ab</say-as>'
            '<prosody pitch="+4st">Plain.</prosody></speak>'
        )
    )
    silence = next(chunk for chunk in chunks if not chunk.text)
    assert silence.audio.seconds == pytest.approx(0.6, abs=0.01)
    assert "A B" in [chunk.text for chunk in chunks]
    first, last = (median_pitch(c.audio.mono(), 24_000) for c in (chunks[0], chunks[-1]))
    assert last > 1.15 * first


def test_a_word_with_another_spelling_stays_in_its_sentence(voice):
    (chunk,) = voice.speak('<speak>You reached <sub alias="halum">Hallam</sub> Dental.</speak>')
    assert chunk.text == "You reached halum Dental."


def test_ssml_that_is_not_well_formed_is_explained(voice):
    with pytest.raises(AgentError, match="well formed"):
        list(voice.speak("<speak>oops"))


def test_missing_weights_are_named():
    with pytest.raises(AgentError, match=r"encoder\.onnx"):
        FastSpeech2Voice(Path("nowhere"), VOCODER)
    with pytest.raises(AgentError, match="nowhere"):
        FastSpeech2Voice(WEIGHTS, Path("nowhere"))


def test_serving_needs_no_torch():
    code = (
        "import sys; from pathlib import Path;"
        "from voice_agent.speak.own_voice import FastSpeech2Voice;"
        f"weights, vocoder = Path({str(WEIGHTS)!r}), Path({str(VOCODER)!r});"
        "list(FastSpeech2Voice(weights, vocoder).speak('Hello.'));"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_file_names_numbers_and_times_reach_the_phonemes(voice):
    phonemes = voice.phonemize(spoken("a.wav at 16 kHz"))
    assert "kˈɪləhˌɜɹts" in phonemes


def test_a_tool_may_steer_the_voice(voice):
    first, second = voice.clauses("Here we go. Or not?")
    assert [first.text, second.text] == ["Here we go.", "Or not?"]
    plain = voice.synthesize(first.phonemes)
    softer = voice.synthesize(first.phonemes, reshape=lambda mel, f0: mel - 1.0)
    assert np.allclose(softer.mel, plain.mel - 1.0)
    assert len(plain.f0) == len(plain.mel)
    assert len(voice.vowels(first.phonemes)) == 3


def test_any_sound_is_analysed_on_the_scale_of_the_voice(voice):
    import soxr

    speech = voice.synthesize("hɪɹ wi ɡˈO.")
    again = voice.analyse(Audio(soxr.resample(speech.samples, 24_000, 48_000), 48_000))
    loud = speech.mel[: len(again)] > speech.mel.max() - 3.0
    assert np.median(np.abs(again[: len(loud)][loud] - speech.mel[: len(again)][loud])) < 0.35
