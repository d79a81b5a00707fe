"""A clause with what its words plainly say though the model left it out."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think import references
from voice_agent.think.offline.phrases import arguments, languages, stretches, values
from voice_agent.think.offline.reader import spans as spans_of
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import ToolSignature

_MINE = re.compile(r"\bi(?: just)? sa(?:id|y)\b", re.IGNORECASE)
_PLAYING = re.compile(
    r"\b(?:please|play|again|once|more|back|hear|listen|let|me|to|want|now|and|then|can|could|you"
    r"|would|like|put|on|start|go|ahead|result|what|how|sounds?|before|after)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:both|each|all)(?: of (?:them|these|those|the \w+))?\b[.!?]*$"
    r"|\bthe (?:first|second|third|fourth|last|other|previous|original)"
    r"(?: (?:one|speaker|voice|person|file|recording))?[.!?]*$"
    r"|^\W*(?:the )?(?:first|second|third|last|other) (?:one|speaker|voice|person)\b",
    re.IGNORECASE,
)
_PROSODY = tuple(
    (role, re.compile(cue, re.IGNORECASE))
    for role, cue in (
        ("speed", r"\b(slow(ly|er)?|fast(er)?|quick(ly|er)|speed)\b"),
        (
            "pitch",
            r"\b(higher|lower|deeper)\b|\bpitch\w* (it|this|that|the voice )?\s*(up|down)\b"
            r"|\b(high|low|deep)(-pitched)? (voice|pitch|tone)\b",
        ),
        (
            "energy",
            r"\b(louder|quieter|softer|loudly|softly|quietly|whisper(ed|ing)?|shout(ed|ing)?)\b"
            r"|\b(loud|soft|quiet|hushed|gentle) voice\b",
        ),
    )
)
_ALOUD = re.compile(
    r"\b(?:aloud|out loud|(?<!is )(?<!are )(?<!was )(?<!were )spoken|dub(?:bed)?"
    r"|voice[- ]?over|with (?:sound|audio|(?:a )?voice|speech)|as (?:speech|audio))\b"
    r"|(?<!do you )(?<!would you )\b(?:say|speak|hear|listen to|pronounce) (?:it|this|that|them"
    r"|the (?:\w+ )?(?:translation|result|version|recording|words)|what (?:he|she|they) \w+)"
    r"(?: to me| for me)? in\b|\bread (?:it|this|that|them) to (?:me|us) in\b"
    r"|\bspeak the (?:translation|result|version)\b"
    r"|\b(?:and|then) (?:also )?(?:say|speak|read|pronounce|voice) (?:it|that|them|the \w+ish"
    r"|the (?:french|german|\w+an|\w+ese|translation))\b",
    re.IGNORECASE,
)
_SAY = re.compile(r"^(?:please |now |and |then |can you |could you )*(?:say|pronounce) (.+)$", re.I)
_PARTED = re.compile(
    r"\b(?:take|pull|cut|lift|get|pick) (?:the|that|this|my|an?) (.+?) (?:out|away)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:remove|delete|drop|lose|cut|get rid of|take|filter(?: out)?|pull|lift|get|pick|extract"
    r"|isolate) (?:out )?(?:the |that |an? |all |any |those |these )*(.+?) (?:from|out of|off) \S",
    re.IGNORECASE,
)
_ANY_SOUND = re.compile(
    r"(?:(?:one|some|any|a few) of )?(?:the |these |those )*(?:sounds?|noises?|things?|ones?)"
    r"|something|one",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?:when|where|how often|how many times|at (?:what|which) \w+)\b.*?"
    r"\b(?:does|do|did|can you hear)\s+(?:the |an? |my )?(.+?)"
    r"(?: in (?:it|this|that|the \w+))?\W*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow many (?!times\b)(.+?) (?:are|is|do|can|occur)\b", re.IGNORECASE)
_THERE = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|was|are|were) there (?:an? |any |some |the )?(.+?)"
    r"(?: (?:in|on) (?:it|this|that|there|the \w+)| anywhere| at all)*\W*$",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"^\W*(?:(?:please|now|and|then|can|could|you|also)\W+)*(?:generate|make|create|produce|simulate)"
    r" (?:me )?(?:(?:the |a )?sounds? of )?"
    r"(?!(?:an? |some |the )?(?:it|this|that|them|sounds?|something|noises?|one)\b)"
    r"(?:an? |some |the )?(.+?)(?: please| for me)*\W*$",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?:circl\w*|orbit\w*|spin\w*|rotat\w*|(?:a)?round (?:me|us|my (?:head|ears)|the listener))",
    re.IGNORECASE,
)
_SING_IT = re.compile(r"\bsing (?:it|that|this|them|these words|the text)\b", re.IGNORECASE)
_SOUGHT = re.compile(
    r"^(?:please |now |and |then |can you |could you |after |by |first )*"
    r"(?:extract(?:ing)?|isolat(?:e|ing)|find|get|keep"
    r"|(?:pull|take|pick|single|cut|pulling|taking|picking|cutting) out) "
    r"(?:only |just )?(.+?)(?: (?:please|for me|for us))*[.!?]*$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^the (?:words|sentence|lines?) (?:again|back|out|aloud|once|slow\w*|fast\w*|at|in|with)\b"
    r"|^(?:(?:some|any)(?:thing|one)|it|them|this|these|those|the (?:text|transcript|result))\b"
    r"|^that\W*(?:$|out|again|aloud|loud|slow|fast|in|please|too)"
    r"|(?:out loud|aloud|again|please)\W*$",
    re.IGNORECASE,
)
_SIDE = r"(?:the |my )?(?:left|right|front|back|behind|above|below|ahead)(?: side| ear)?"
_PATH = re.compile(rf"\bfrom {_SIDE}(?: of me)? to {_SIDE}(?: of me)?\b", re.IGNORECASE)
_SETTING = re.compile(r"\b(speed|pitch|energy)\s*[:=]?\s*([-+]?\d+(?:\.\d+)?)\b", re.IGNORECASE)


_NOISE = re.compile(r"\b(?:white|pink|brown|red|grey|gray|blue) noise\b", re.IGNORECASE)


def _without_length(words: str, clause: Clause) -> str:
    """A sound without how long it shall last: "white noise" of "white noise for two minutes"."""
    lasts = re.escape(clause.get("duration") or "\0")
    return re.sub(rf",?\s+(?:(?:for|of|lasting)\s+)?{lasts}\W*$", "", words) or words


def completed(clause: Clause, signature: ToolSignature) -> Clause:
    """The clause with what its words plainly say though the model left it out."""
    clause = spans_of.repaired(clause, signature)
    roles = {span.role for span in clause.spans}
    added: list[Span] = []
    names = signature.parameters.get("properties", {})
    kept = tuple(span for span in clause.spans if not _is_excluded(span, clause.text))
    if "description" in signature.required and "description" not in roles:
        # "take out the flute" is no file
        named = next(
            (s for s in kept if s.role == "file" and not references.is_plain(s.text)), None
        )
        sought = _PARTED.search(clause.text) or _SOUGHT.match(clause.text)
        sought = sought or _HEARD.search(clause.text) or _THERE.match(clause.text)
        if clause.task == "generate_audio" and clause.get("file") is None:
            sought = sought or _MADE.match(clause.text)
        taken = _TAKEN.search(clause.text) if clause.task == "extract_sound" else None
        counted = _COUNTED.search(clause.text) if clause.task == "detect_target_sound" else None
        if taken and _ANY_SOUND.fullmatch(taken[1]):
            pass  # which one must be asked
        elif taken and not references.is_plain(taken[1]):
            added.append(Span("description", taken[1]))
        elif counted and named:
            added.append(Span("description", counted[1]))
        elif named and sought and (within := _within(named.text, sought[1])):
            added.append(Span("description", within))
        elif named:
            kept = tuple(span for span in kept if span is not named)
            added.append(Span("description", named.text))
        elif sought and clause.get("file") is None and not references.is_plain(sought[1]):
            added.append(Span("description", _without_length(sought[1], clause)))
        elif clause.task == "generate_audio" and (noise := _NOISE.search(clause.text)):
            added.append(Span("description", noise[0]))
    times = stretches.stretch(clause.text) if "end" in signature.required else None
    if times is not None:
        kept = tuple(span for span in kept if span.role not in ("start", "end"))
        kept = tuple(s for s in kept if s.role != "file" or values.seconds(s.text) is None)
        added += [Span(role, f"{t:g} s") for role, t in zip(("start", "end"), times, strict=True)]
    if "motion" in names and "motion" not in roles:
        path = _PATH.search(clause.text)
        if path:
            kept = tuple(span for span in kept if span.role != "azimuth")
            added.append(Span("motion", path[0]))
        elif "azimuth" not in roles and (way := _ROUND.search(clause.text)):
            added.append(Span("motion", way[0]))
    if "target_language" in names and "language" not in roles:
        language = languages.find_language(clause.text, exactly=True)
        added += [Span("language", language)] if language else []
    aloud = _ALOUD.search(clause.text) if "speak" in names and "aloud" not in roles else None
    if aloud:
        added.append(Span("aloud", aloud[0]))
    if "text" in signature.required and "text" not in roles and "reference" not in names:
        match = _SAY.search(clause.text)
        if match and not arguments.is_pronoun(match[1]) and not _VAGUE.search(match[1]):
            added.append(Span("text", match[1]))
    if clause.task == "sing" and "text" not in roles and _SING_IT.search(clause.text):
        added.append(Span("text", "it"))
    if "speed" in names:
        kept = with_settings(replace(clause, spans=kept)).spans
        roles |= {span.role for span in kept}
        said = clause.text.replace(clause.get("text") or "\0", " ")
        added += [
            Span(role, said) for role, cue in _PROSODY if role not in roles and cue.search(said)
        ]
    if not names.keys() & {"text", "description"} and "file" not in roles:
        place = _PLACE.search(references.IN_TURN.sub("", clause.text)) or _MINE.search(clause.text)
        if place or clause.task == "play_audio":
            added.append(Span("file", place[0] if place else _PLAYING.sub(" ", clause.text)))
    return replace(clause, spans=(*kept, *added))


def _within(file: str, sought: str) -> str:
    """The sound that is sought in a file: "bang" of "it bang in the boiler recording"."""
    sound = re.match(rf"(?:it )?(.+?) (?:in|on|from|of|during) {re.escape(file)}", sought, re.I)
    return sound[1] if sound else ""


def _is_excluded(span: Span, text: str) -> bool:
    """Whether a file is named as the one that is not meant: "rather than the clean one"."""
    before, _, after = text.partition(span.text)
    return span.role == "file" and bool(_EXCLUDES.search(before) or _STAYS.match(after))


_STAYS = re.compile(r" (?:is|are|sounds?) (?:fine|okay|ok|good|all right|alright)\b", re.IGNORECASE)
_EXCLUDES = re.compile(r"\b(?:not|rather than|instead of)\s*$", re.IGNORECASE)


def with_settings(clause: Clause) -> Clause:
    """The clause with values of a voice that are told by name: "speed 0.8 pitch -6"."""
    told = {m[1].lower(): m[2] for m in _SETTING.finditer(clause.text)}
    if not told:
        return clause
    kept = tuple(s for s in clause.spans if s.role not in ("speed", "pitch", "energy"))
    return replace(clause, spans=(*kept, *(Span(role, told[role]) for role in told)))


def prosody_of(text: str) -> tuple[Span, ...]:
    """How a voice shall sound, as plain words say it: "only slower please"."""
    return tuple(Span(role, text) for role, cue in _PROSODY if cue.search(text))
