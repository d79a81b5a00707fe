"""Questions about what was found or made last, as it is: how it is known, how often, what has
changed, why it is so. They are answered by what the step told, and by nothing
that nobody measured.

asked("how do you know it's a dog?", context)
    -> 'A small model compares the sound with 521 kinds; "Dog" had 0.65 of 1 at best. ...'
"""

from __future__ import annotations

import re
from typing import Any

from voice_agent.think.context import Context
from voice_agent.units import StepResult

_LONGEST = 120  # characters of such a question
_RECENT = 8  # turns, after which it is hardly meant
_LEAD = r"^\W*(?:(?:and|so|but|ok|okay|hm+|wait|well|right|really|no|now|oh)\W+)*"
_KNOWN = re.compile(
    _LEAD + r"(?:how (?:do|did|can|could|would) you (?:know|tell|decide|find (?:that |it )?out)\b"
    r"|how (?:sure|certain|confident) are you\b|are you (?:really |quite |absolutely |so )?"
    r"(?:sure|certain|confident)\b|what makes you (?:think|say|believe|so sure)\b"
    r"|why do you (?:think|say|believe)\b"
    r"|(?:what|which) (?:model|network|program|engine|method|software) (?:did|do) you use\b"
    r"|how did you do (?:that|it|this)\b)(?!.*\b(?:i|my|me|day|date|time|o['’]clock)\b)",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    _LEAD
    + r"how (?:many times|often)(?: (?:does|did|do|is|was) .{1,40})?(?: in (?:it|there|total))?"
    r"\W*$",
    re.IGNORECASE,
)
_IT = r"(?:it|that|this|they|those|the [a-z]+(?: [a-z]+)?)"
_CHANGED = re.compile(
    _LEAD + rf"(?:(?:is|was|are|were) {_IT} (?:really |actually |now )?(?:any |a bit |much )?"
    r"(?:good|better|worse|different|improved|any use|ok|okay)(?: now| than before)?"
    rf"|(?:did|does|do|has|have) {_IT} (?:really |actually )?(?:help|work|change|changed|improve"
    r"|make (?:a|any|much)) ?(?:anything|much|something|it|at all|(?:of a )?difference|a lot)?"
    r"|(?:what|which)(?:['’]s| is| was| are)? (?:the )?differen(?:ce|t)\b.*"
    rf"|how (?:is|are|was) {_IT} (?:any )?different\b.*"
    rf"|what (?:has )?(?:changed|did {_IT} (?:do|change))"
    r"|which (?:one |of (?:them|the two|those) )?(?:is|sounds|was) (?:the )?(?:better|best|nicer"
    r"|cleaner|worse)(?: one)?"
    r"|did (?:you|it|that) (?:lose|remove|take out|miss|change|cut) (?:anything|something)"
    r"(?: else)?)"
    r"(?:\W*(?:is|was|does|did) (?:it|that) .{1,30})?\W*$",
    re.IGNORECASE,
)
_WHY = re.compile(_LEAD + r"(?:why|how come)\b(?!.*\b(?:you|your|i|me|my|slow|long|wait)\b)", re.I)
_HEARD = {"detect_sounds", "detect_target_sound"}
_CHANGES = {
    "enhance_speech", "extract_sound", "separate_speech", "inpaint_audio", "binauralize",
}  # fmt: skip
# Who did the work, and what it may be wrong about.
_BY = {
    "caption_audio": "YAMNet names the sounds and Whisper the words, and both err now and then.",
    "translate_speech": "A translation model wrote it. I can't check its sense: ask a speaker.",
    "enhance_speech": "DeepFilterNet3 tells speech from noise, and may take one for the other.",
    "separate_speech": "A network that was trained on mixtures of two talkers splits the sound. "
    "How many there are it judges by what is left of the second.",
    "extract_sound": "A network that is asked in words keeps what sounds like them, and may keep "
    "too much or too little.",
    "generate_audio": "That was not heard: I put it together from models of sounds.",
    "compose_music": "That was not heard: I wrote the notes, so I know them.",
}


def asked(text: str, context: Context) -> str:
    """The answer to such a question about what was done last; "" for any other words."""
    text = text.strip()
    result = _last(context) if len(text) <= _LONGEST else None
    if result is None or not result.ok:
        return ""
    if _KNOWN.match(text):
        return _evidence(result)
    if result.tool == "detect_target_sound" and _OFTEN.match(text):
        return _count(result)
    changes = result.tool in _CHANGES and result.text
    if changes and _CHANGED.match(text):
        return f"{result.text} Which is better your ears tell: {_COMPARE}"
    if changes and _WHY.match(text):
        return f"All I know of it: {result.text}"
    return ""


_COMPARE = 'say "play it", then "play the original".'


def _last(context: Context) -> StepResult | None:
    """The last result, apart from what was only played."""
    for exchange in reversed(context.exchanges[-_RECENT:]):
        results = [result for result in exchange.results if result.tool != "play_audio"]
        if results:
            return results[-1]
    return None


def _evidence(result: StepResult) -> str:
    data: dict[str, Any] = result.data if isinstance(result.data, dict) else {}
    if result.tool in _HEARD:
        scores = sorted(
            ((float(event["score"]), str(event["label"])) for event in data.get("events") or ()),
            reverse=True,
        )
        told = ", ".join(f"{label} {score:.2f}" for score, label in scores[:_MOST])
        best = f" Of 1 at most it gave: {told}." if told else ""
        return f"A small model compares it with 521 kinds of sound.{best} {_JUDGE}"
    if result.tool == "transcribe_speech":
        words = [word for word in data.get("words") or () if "probability" in word]
        least = min(words, key=lambda word: float(word["probability"]), default=None)
        if least is None:
            return "Whisper wrote it down, and errs now and then."
        return (
            f"Whisper wrote it down. It is least sure of “{str(least['word']).strip(' .,;:?!')}”, "
            f"{100 * float(least['probability']):.0f} percent."
        )
    return _BY.get(result.tool, "")


_MOST = 3  # sounds that are told
_JUDGE = "What sounds alike it may mix up, so listen for yourself."


def _count(result: StepResult) -> str:
    data: dict[str, Any] = result.data if isinstance(result.data, dict) else {}
    count = len(data.get("intervals") or ())
    if not count:
        return "Not once."
    stretches = "one stretch" if count == 1 else f"{count} stretches"
    return f"In {stretches}. {result.text} How often within a stretch I can't tell."
