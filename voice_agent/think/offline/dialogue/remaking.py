"""The last action done anew with another sound, or sung in another way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think.context import Context, files_used
from voice_agent.think.offline.dialogue import recomposing
from voice_agent.think.offline.phrases import tempi, values
from voice_agent.think.offline.phrases.numbers import is_number, number
from voice_agent.think.offline.phrases.scores import scored
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Step, ToolSignature

Signatures = Mapping[str, ToolSignature]

_PLAYED = (
    r"(?:piano|guitar|harp|strings|organ|marimba|vibraphone|music box|celesta|choir|violins?"
    r"|cellos?)"
)
_UNDER = re.compile(
    rf"\b(?:put|add|play|have|need|want|use|with|and) (?:an?|the|some|that) ({_PLAYED})\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:without|no|drop|lose) (?:the |any |that )?"
    rf"(?:accompaniment|instruments?|backing|band|music|{_PLAYED})\b"
    r"|\ba cappella\b",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a wish that are read
_HEIGHT = 24  # semitones that a song is moved at most
_PACE = re.compile(
    r"\b(?:much |a (?:bit|little) )?(slower|slowly|faster|quicker)\b"
    r"|(?<!not )(?<!not quite )\b(?:really |very |super |so |dead )+(fast|quick|slow)(?:ly)?\b"
    r"|\b(?:too|not (?:quite )?(?:so|as|that)) (?P<less>fast|quick|slow)(?:ly)?\b",
    re.IGNORECASE,
)
_VERY = re.compile(
    r"\b(?:really|very|much|way|super) (?:(?:really|very|much|way|super) )*"
    r"(?:low|high|deep)(?:er)?\b|\bas (?:low|high|deep) as (?:you|it)\b",
    re.IGNORECASE,
)
# What is sung louder or softer, in dB.
_LEVELS = (
    (
        re.compile(r"\b(?:quieter|softer|(?:more )?(?:quietly|softly)|whisper\w*|hush\w*)\b", re.I),
        -8.0,
    ),
    (re.compile(r"\b(?:louder|more loudly)\b", re.IGNORECASE), 3.0),
)
_SOFTEST, _LOUDEST = -24.0, 6.0
_HOW_FAST = {"fast": "much faster", "quick": "much faster", "slow": "much slower"}
_OTHERWISE = {"fast": "slower", "quick": "slower", "slow": "faster"}
_CALLED = re.compile(
    r"\b(?:(?:his|her|its|their|the \w+['’]s) name(?:['’]s| is)|(?:he|she|it)(?:['’]s| is) called"
    r"|(?:put|say|use|with|add) the name|(?:sing|make) it (?:for|to))"
    r" (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\b"
)


def with_another_sound(
    steps: tuple[Step, ...], clause: Clause, context: Context, signatures: Signatures
) -> tuple[Step, ...] | None:
    """ "Now do that with thunder instead", after rain was made and then put on the left: thunder
    is made and put there. None where the file that was worked on was not made by words."""
    words = clause.get("description") or clause.get("file")
    used = files_used(steps)
    if not words or not used or any("description" in step.arguments for step in steps):
        return None
    for exchange in reversed(context.exchanges):
        for result in exchange.results:
            if not any(made.path == used[0] for made in result.artifacts):
                continue
            described = result.arguments.get("description")
            signature = signatures.get(result.tool)
            if not isinstance(described, str) or signature is None or signature.file_arguments:
                return None
            piece = Step(result.tool, dict(result.arguments))
            new = recomposing.recomposed((piece,), clause.text, exchange)
            if new is None or recomposing.is_new(words, clause.text):
                new = recomposing.redescribed((piece,), _bare(words))
            head = new[0]
            return (head, *(_onto(step, used[0]) for step in steps))
    return None


def _bare(words: str) -> str:
    return re.sub(r"^(?:an?|the|some)\s+|\s+instead\W*$", "", words.strip(" .,!?"), flags=re.I)


def _onto(step: Step, old: str) -> Step:
    """A step one place later, for what the new first step makes."""
    arguments = dict(step.arguments)
    for name, value in arguments.items():
        if value == old:
            arguments[name] = "$1"
        elif isinstance(value, str) and (match := re.fullmatch(r"\$(\d+)((?:\.\d+)?)", value)):
            arguments[name] = f"${int(match[1]) + 1}{match[2]}"
    return Step(step.tool, arguments)


def retimed(steps: tuple[Step, ...], clause: Clause) -> Clause:
    """A change of a repair with both its times, "no, 3 to 4", or one: "it must end at 4.5"."""
    told = {span.role for span in clause.spans} & {"start", "end"}
    if "end" not in steps[-1].arguments or len(told) == 2:
        return clause
    times, one = _TIMES.search(clause.text), _ONE_TIME.search(clause.text)
    given: tuple[Span, ...] = ()
    if times is not None:
        given = Span("start", times[1]), Span("end", times[2])
    elif one is not None:
        given = (Span("end" if one["end"] else "start", one["time"]),)
    if not given or any(values.seconds(span.text) is None for span in given):
        return clause
    kept = tuple(span for span in clause.spans if span.role not in ("start", "end", "duration"))
    return replace(clause, spans=(*kept, *given))


_ONE_TIME = re.compile(
    r"\b(?:(?P<end>end(?:s|ed|ing)?|until|till|stops?)|start(?:s|ed)?|begin(?:s|ning)?|began)\b"
    r"[^\d]{0,30}?\b(?P<time>\d[\d.:]*(?: ?s(?:ec(?:ond)?s?)?)?|\w+ point \w+)\W*$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"([\d.:]+|\w+(?: point \w+)?)(?: s| sec| seconds?)? ?(?:to|until|till|through|-|–|and) ?"
    r"(\d[\d.:]*(?: s| sec| seconds?)?|\w+(?: point \w+)?(?: seconds?)?)",
    re.IGNORECASE,
)


def varied(steps: tuple[Step, ...], words: str) -> tuple[Step, ...] | None:
    """What chance made, made so many times: "do three variations of that"; None for other words."""
    several = _SEVERAL.search(words[:_LONGEST])
    if several is None or len(steps) != 1 or steps[0].tool not in _CHANCE:
        return None
    count = number(several["n"]) if is_number(several["n"]) else 2
    bare = {name: value for name, value in steps[0].arguments.items() if name != "seed"}
    return tuple(Step(steps[0].tool, bare) for _ in range(min(max(int(count or 2), 2), _MOST)))


def asks_several(words: str) -> bool:
    """Whether something shall be made more than once."""
    return bool(_SEVERAL.search(words[:_LONGEST]))


def picked(steps: tuple[Step, ...], words: str) -> str:
    """Which of several variations is chosen: "the second one is nice, use that"; "" where none."""
    alike = len(steps) > 1 and len({repr(step) for step in steps}) == 1
    chosen = _PICKED.match(words[:_LONGEST]) if alike and steps[0].tool in _CHANCE else None
    return f"the {chosen['one'] or chosen['best']} one" if chosen else ""


_ORDINAL = r"(?:first|second|third|fourth|fifth|last)"
_TAKE = (
    r"(?:let['’]?s |i['’]ll |(?:i )?(?=like|love|prefer))?(?:use|take|keep|pick|like|love|prefer)"
)
_PICKED = re.compile(
    r"^\W*(?:(?:ok|okay|oh|hm+|yes|yeah|no|well|right|so|and|i think|actually)\W+)*"
    rf"(?:{_TAKE} the (?P<one>{_ORDINAL})(?: one| version| take| variation)?"
    r"(?: best| better| most| please)*"
    rf"|the (?P<best>{_ORDINAL})(?: one| version| take| variation)? (?:is|was|sounds|sounded)"
    r" (?!too\b|not\b|bad|wrong|awful|terrible|horrible|worse)[\w ]+"
    rf"(?:[,.] {_TAKE} (?:that|it|this)(?: one)?)?)\W*$",
    re.IGNORECASE,
)
_CHANCE = {"generate_audio", "compose_music"}
_MOST = 5  # variations that are made at once
_SEVERAL = re.compile(
    r"\b(?:do|make|give me|have|want|need|try|generate|compose|let me hear|another)"
    r" (?:me |us )?(?:another )?(?P<n>two|three|four|five|a few|a couple(?: of)?|some|several|\d)"
    r" (?:more |other |different |new |quick )*(?:variations?|versions?|takes?|tries|goes|of them"
    r"|of those|more)\b(?! (?:sec|min|hour|bar|beat|time|bit|octave|tone|semitone|step)\w*)",
    re.IGNORECASE,
)


def is_accompanied(text: str) -> bool:
    """Whether words ask for an instrument under a song: "put a guitar under it"."""
    return bool(_UNDER.search(text))


def renamed(step: Step, words: str) -> str:
    """The birthday song for somebody whose name is told after it was sung: "his name is Biscuit";
    "" for anything else."""
    sung = str(step.arguments.get("text", ""))
    told = _CALLED.search(words[:_LONGEST])
    if step.tool != "sing" or told is None or "happy birthday" not in sung.lower():
        return ""
    return f"happy birthday to {told['name']}"


def resung(
    steps: tuple[Step, ...], clause: Clause, signatures: Signatures
) -> tuple[Step, ...] | None:
    """A song in another key, at another pace or with an instrument; None for anything else."""
    last = steps[-1]
    if last.tool != "sing" or "sing" not in signatures:
        return None
    takes = signatures["sing"].parameters.get("properties", {})
    arguments = dict(last.arguments)
    asked = scored(Clause("sing", clause.text))
    height = asked.get("transpose") or tempi.semitones(clause.text)
    if height and "transpose" in takes:
        far = 3 if _VERY.search(clause.text) else 1
        moved = int(arguments.get("transpose", 0)) + far * int(height)
        arguments["transpose"] = max(-_HEIGHT, min(_HEIGHT, moved))
    level = next((dB for cue, dB in _LEVELS if cue.search(clause.text)), 0.0)
    if level and "energy" in takes:
        louder = float(arguments.get("energy", 0.0)) + level
        arguments["energy"] = max(_SOFTEST, min(_LOUDEST, louder))
    under = _UNDER.search(clause.text)
    instrument = asked.get("accompaniment") or (under[1].lower() if under else None)
    if instrument and "accompaniment" in takes:
        arguments["accompaniment"] = instrument
    if _BARE.search(clause.text):
        arguments.pop("accompaniment", None)
    if named := renamed(last, clause.text):
        arguments["text"] = named
    pace = _PACE.search(clause.text)
    if pace and isinstance(arguments.get("text"), str):
        less = _OTHERWISE.get((pace["less"] or "").lower(), "")
        how = less or (pace[1] or _HOW_FAST[pace[2].lower()]).lower()
        arguments["text"] = f"{_PACE.sub('', arguments['text']).rstrip(' ,')}, {how}"
    if arguments == last.arguments:
        return None
    return (*steps[:-1], Step(last.tool, arguments))
