"""What a demo shows and plays: pictures, pieces of recordings, noise under them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_agent.demo import Source
from voice_agent.errors import AgentError
from voice_agent.units import Audio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PICTURES = (".png", ".jpg", ".jpeg")


def cut(source: Source, folder: Path, model: Callable[[str], Path]) -> tuple[str, Audio]:
    """The piece of a recording that ``source`` names: what to call it, and its sound."""
    from voice_agent.sound import files

    audio = files.read(_find(source.file, folder, model))
    end = audio.seconds if source.end is None else source.end
    if not 0 <= source.start < end:
        raise AgentError(
            f"'{source.file}' cannot be cut from {source.start} to {end} s", "mend the demo file"
        )
    samples = audio.samples[round(source.start * audio.rate) : round(end * audio.rate)]
    name = Path(source.file).stem
    if source.snr is not None:
        samples = _with_noise(samples, source.snr)
        name += "_noisy"
    return f"{name}.wav", Audio(samples, audio.rate)


def picture(source: Source, folder: Path, model: Callable[[str], Path]) -> Path | None:
    """The picture that ``source`` names; None when it is a recording."""
    if Path(source.file).suffix.lower() not in _PICTURES:
        return None
    return _find(source.file, folder, model)


def _find(file: str, folder: Path, model: Callable[[str], Path]) -> Path:
    beside = folder / file
    if beside.is_file():
        return beside
    name, _, inside = file.partition("/")
    return model(name) / inside


def _with_noise(samples: NDArray[np.float32], snr: float) -> NDArray[np.float32]:
    """``samples`` with pink noise at ``snr`` dB; the same noise every time."""
    import numpy as np

    random = np.random.default_rng(7)
    spectrum = np.fft.rfft(random.standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 20))
    noise = np.fft.irfft(spectrum, len(samples))[:, None]
    gain = np.sqrt(np.mean(samples**2) / np.mean(noise**2)) * 10 ** (-snr / 20)
    mixed = samples + gain * noise
    peak = max(1.0, float(np.max(np.abs(mixed))))
    return (mixed / peak).astype(np.float32)
