"""Every voice behind the same protocol."""

import os
import shutil
import sys
import threading
import types
import wave
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from itertools import pairwise
from json import dumps, loads

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError
from voice_agent.settings import OpenAISettings, VoiceSettings
from voice_agent.sound.loudness import loudness
from voice_agent.speak.voices import make_voice
from voice_agent.speak.wave_bytes import parse_wave


def make(engine, name="", base_url=""):
    settings = VoiceSettings(engine=engine, name=name)
    return make_voice(engine, settings, OpenAISettings(base_url=base_url, retries=0), load_path)


def spoken_by(voice, text="Here is the file. It is ready.", **setting):
    chunks = list(voice.speak(text, **setting))
    assert "".join(chunk.text for chunk in chunks)
    return np.concatenate([chunk.audio.mono() for chunk in chunks]), chunks


def wav(samples, rate=22_050):
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()


def test_the_own_voice_is_the_automatic_choice():
    assert make("auto").name == "fastspeech2"


def test_hibari_speaks_at_the_same_level_and_faster_when_asked():
    voice = make("hibari")
    plain, chunks = spoken_by(voice)
    quick, _ = spoken_by(voice, speed=1.5)
    assert [c.text for c in chunks] == ["Here is the file.", "It is ready."]
    assert loudness(plain, voice.rate) == pytest.approx(-20, abs=1)
    assert len(plain) / len(quick) == pytest.approx(1.5, rel=0.15)


def test_other_voices_follow_ssml_as_far_as_they_can():
    voice = make("hibari")
    plain, _ = spoken_by(voice, "Here it is. There.")
    marked = '<speak>Here it is.<break time="1s"/><emphasis level="none">There.</emphasis></speak>'
    made, chunks = spoken_by(voice, marked)
    assert [c.text for c in chunks] == ["Here it is.", "There."]
    assert (len(made) - len(plain)) / voice.rate == pytest.approx(1.0, abs=0.4)
    with pytest.raises(AgentError, match="well formed"):
        list(voice.speak("<speak>oops"))


def test_without_own_weights_hibari_stands_in_and_it_is_told():
    def nothing(name):
        raise AgentError(f"there is no {name}", "fetch it")

    told = []
    voice = make_voice("auto", VoiceSettings(), OpenAISettings(), nothing, notice=told.append)
    assert voice.name == "hibari"
    assert told == ["hibari speaks for now, since there is no fastspeech2. Fetch it."]


def test_espeak_speaks_other_languages_or_says_how_to_get_it():
    if shutil.which("espeak-ng") is None:
        with pytest.raises(AgentError, match="espeak-ng"):
            make("espeak", "de")
        return
    voice = make("espeak", "de")
    samples, _ = spoken_by(voice, "Guten Morgen. Wie geht es dir?")
    assert len(samples) > voice.rate
    assert loudness(samples, voice.rate) == pytest.approx(-20, abs=1)
    with pytest.raises(AgentError, match="nowhere-land"):
        list(make("espeak", "nowhere-land").speak("Hello."))


class SpeechServer(BaseHTTPRequestHandler):
    """Answers as ``/v1/audio/speech`` does: WAV in the body."""

    asked: list = []  # noqa: RUF012

    def do_POST(self):
        request = loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, request))
        tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(11_025) / 22_050)
        body = wav(tone) if request["voice"] != "broken" else b"no"
        if request["voice"] == "refused":
            body = dumps({"error": {"message": f"no: {self.headers['Authorization']}"}}).encode()
        self.send_response({"refused": 401, "moved": 307}.get(request["voice"], 200))
        self.send_header("Location", "/v1/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    SpeechServer.asked = []
    http = HTTPServer(("127.0.0.1", 0), SpeechServer)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/v1"
    http.shutdown()
    thread.join()
    http.server_close()


def test_a_speech_server_is_asked_clause_by_clause(server):
    voice = make("openai", "small-model:nova", server)
    samples, chunks = spoken_by(voice, speed=1.2)
    assert [c.text for c in chunks] == ["Here is the file.", "It is ready."]
    assert len(samples) > voice.rate * 0.9
    path, request = SpeechServer.asked[0]
    assert path == "/v1/audio/speech"
    assert request["model"] == "small-model"
    assert request["voice"] == "nova"
    assert request["input"] == "Here is the file."
    assert request["speed"] == 1.2


def test_a_server_that_sends_no_speech_is_explained(server):
    with pytest.raises(AgentError, match="speech server"):
        list(make("openai", "broken", server).speak("Hello."))


def test_the_key_of_a_speech_server_is_not_told(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-a-very-secret-key")
    with pytest.raises(AgentError, match="401") as caught:
        list(make("openai", "refused", server).speak("Hello."))
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None  # which the log would tell
    with pytest.raises(AgentError, match="unencrypted"):
        make("openai", "nova", "http://example.org/v1")


def test_words_go_to_no_other_server_than_the_one_that_is_named(server):
    with pytest.raises(AgentError, match="307"):
        list(make("openai", "moved", server).speak("Hello."))
    assert [path for path, _ in SpeechServer.asked] == ["/v1/audio/speech"]


def test_espeak_runs_once_for_what_it_says(tmp_path, monkeypatch):
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed")
    runs = tmp_path / "runs"
    counting = tmp_path / "espeak-ng"
    counting.write_text(f'#!/bin/sh\necho run >> "{runs}"\nexec "{program}" "$@"\n')
    counting.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (chunk,) = make("espeak", "es").speak("Hola.")
    assert chunk.phonemes
    assert runs.read_text().split() == ["run"]


def test_espeak_tells_roughly_when_it_says_which_sound():
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    samples, chunks = spoken_by(make("espeak", "es"), "Buenos días a todos.")
    sounds = [phoneme for chunk in chunks for phoneme in chunk.phonemes]
    assert "".join(sound.phoneme for sound in sounds) == "bwenosðiasatoðos"
    assert all(one.end == other.start for one, other in pairwise(sounds))
    assert all(sound.end > sound.start for sound in sounds)
    heard = np.flatnonzero(np.abs(samples) > 0.05 * np.abs(samples).max()) / 24_000
    assert sounds[0].start <= heard[0] < sounds[1].end
    assert sounds[-1].start < heard[-1] <= sounds[-1].end


def test_coqui_is_called_by_its_documented_interface(monkeypatch):
    """The package needs libraries that few machines have; its interface is what is kept to."""

    class TTS:
        is_multi_speaker, is_multi_lingual = True, True
        speakers, languages = ["anna", "ben"], ["en", "de"]
        synthesizer = types.SimpleNamespace(output_sample_rate=16_000)

        def __init__(self, model_name, progress_bar=True):
            self.model_name = model_name

        def tts(self, text, speaker=None, language=None, speed=1.0):
            assert (speaker, language) == ("ben", "de")
            return [0.1, -0.1] * 4000

    package, api = types.ModuleType("TTS"), types.ModuleType("TTS.api")
    api.TTS = TTS
    monkeypatch.setitem(sys.modules, "TTS", package)
    monkeypatch.setitem(sys.modules, "TTS.api", api)
    voice = make("coqui", "tts_models/multilingual/some/model@ben@de")
    samples, _ = spoken_by(voice, "Hallo.")
    assert voice.rate == 16_000
    assert len(samples) == 8000


def test_coqui_that_is_not_installed_is_explained(monkeypatch):
    monkeypatch.setitem(sys.modules, "TTS.api", None)
    with pytest.raises(AgentError, match="Coqui"):
        make("coqui")


def test_a_name_that_the_voice_has_no_use_for_is_told():
    told = []
    settings = VoiceSettings(engine="fastspeech2", name="klingon")
    make_voice("fastspeech2", settings, OpenAISettings(), load_path, notice=told.append)
    make_voice("hibari", settings, OpenAISettings(), load_path, notice=told.append)
    assert len(told) == 1 and "klingon" in told[0]


def test_an_unknown_engine_is_named():
    with pytest.raises(AgentError, match="gramophone"):
        make("gramophone")


def test_wav_from_a_stream_with_an_unknown_length_is_read_to_its_end():
    tone = 0.5 * np.sin(np.arange(1000) / 10).astype(np.float32)
    data = bytearray(wav(tone))
    data[40:44] = b"\xff\xff\xff\xff"
    samples, rate = parse_wave(bytes(data))
    assert rate == 22_050
    assert np.allclose(samples, tone, atol=1e-4)
    with pytest.raises(ValueError, match="WAV"):
        parse_wave(b"no sound at all")
