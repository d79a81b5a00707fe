"""Questions that the session answers: how long a file is, its key, what was done or asked."""

from __future__ import annotations

import re

from voice_agent.languages import language_name
from voice_agent.think import replies
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import doubts, jokes, mentions
from voice_agent.think.offline.dialogue import abroad
from voice_agent.think.references import find
from voice_agent.units import Artifact, StepResult

NO_FILES = "There are no files in this session yet."
_LENGTH = re.compile(
    r"\bhow (?:long|many (?:seconds|minutes))\b(?!.*\b(?:take|takes|took|ago|until)\b)"
    r"|\b(?:length|duration) of\b|\bhow (?:much|long) is (?:in )?(?:it|this|that)\b"
)
_DEED = re.compile(
    r"\bwhat (?:did|have) you (?:just )?(?:do|done|did|run|make|made)\b"
    r"|\bwhat (?:was|is) the last thing you did\b|\bwhat (?:just )?happened\b"
)
_ONLY_DEED = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|wait)\W+)*what (?:did|have) you (?:just )?(?:do|done)"
    r"(?: just| now| there| so far| last| (?:with|to) (?:it|that|this|(?:my|the) \w+))*\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\bwhat (?:did|have) i (?:just )?(?:ask(?:ed)?|request(?:ed)?|want(?:ed)?)\b"
    r"|\bwhat (?:was|were) my (?:very )?(?:first|last|previous|earlier)?"
    r"\s*(?:question|request|wish)"
    r"|\bwhat (?:was|is|were) the (?:very )?(?:first|last|previous) thing (?:that )?i(?:['’]ve|"
    r" have| had)? (?:asked|requested|wanted|told you|said to you)\b",
    re.IGNORECASE,
)
_READY = re.compile(
    r"^\W*(?:(?:is|are|was) (?:it|that|this|you|we|everything|all)(?: all)? (?:finished|done|ready)"
    r"|is (?:there )?anything (?:still )?(?:running|going on|being done|in progress)"
    r"(?: in the background)?"
    r"|did (?:it|that|this|everything|(?:the|that) last (?:\w+))(?: all)? (?:finish|complete|go"
    r" through|succeed|come through)(?: properly| well| all right| okay)?)"
    r"(?: yet| now| already| with (?:it|that|this)|,? by the way)*\W*$",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"^\W*(?:(?:ok|okay|cool|good|great|nice|yes|yeah|perfect|and|so|but|please|just|let['’]?s"
    r"|fine|right|i['’]ll|we['’]ll|we|can you|could you)\W+)*keep (?:it|this|that|both|them"
    r"|all(?: of them)?|everything|(?:the|this|that) (?:\w+ )?(?:one|version|file|take|recording"
    r"|result|original)(?: with [\w' ]+?)?)(?: please| then| as well| too)*"
    r"(?:,? (?:and )?(?:throw|forget|delete|drop|bin|scrap|lose|get rid of)(?: about)? (?:the"
    r" (?:rest|others?|other ones?)|everything else|all the others?)(?: away)?)?"
    r"(?:[,.;] (?:i|we|they|he|she|just in case|in case)\b[^,.;]{0,60})?\W*$",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:first|beginning|start|initially|originally)\b", re.IGNORECASE)
# What is known of music by the name that it has in the data of the tool.
_MUSIC = (
    (re.compile(r"\b(?:key|scale)\b"), "key", "It is in {}."),
    (re.compile(r"\b(?:tempo|bpm|beats|how fast|what speed)\b"), "tempo", "{:.0f} beats a minute."),
    (re.compile(r"\b(?:instruments?|who plays|what plays)\b"), "instruments", "It is for {}."),
    (re.compile(r"\b(?:meter|metre|time signature)\b"), "meter", "It is in {}."),
    (re.compile(r"\b(?:style|genre)\b"), "style", "The style is {}."),
)
_ABOUT = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:what|which|how|in what|in which|who)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"^\W*(?:(?:no|and|but|sorry|i meant?|what about|how about|not that)\W+)*the (?:[\w.-]+ ){0,3}"
    r"(?:one|file|version|recording|interview|clip|track|[\w-]+\.\w+)\W*$",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a question that are read
_TEMPO = re.compile(
    r"\b(?:what|which) (?:tempo|key|bpm|time signature)\b.*\b(?:it|that|this)\b", re.IGNORECASE
)
_FORMAT = re.compile(
    r"\bwhat (?:kind|type|sort) of (?:audio |sound )?file (?:is|was|are) (?:it|that|this|they)\b"
    r"|\bwhat (?:file |audio )?format (?:is|was) (?:it|that|this|the file)\b"
)
_WAV = (
    "It is a WAV file, 16 bit, which nearly everything plays. Type /save, the file and a name such "
    "as song.mp3, for a copy in another format."
)
_RATE = r"(?:sampl(?:e|ing) (?:rate|frequency)|sampl(?:e|ing)rate)"
_SHAPE = re.compile(rf"\b(?:stereo|mono|channels|{_RATE}|khz)\b")
_THAT = (
    r"(?:it|that|this|they|(?:the|this|that|my|our|his|her) (?:[\w.-]+ ){0,2}?[\w.-]+|[\w-]+\.\w+)"
)
_NOT_OF_IT = re.compile(
    rf"\bwhat(?:['’]s| is| are| does) (?:an? )?(?:stereo|mono|channels|{_RATE})(?: mean)?\W*$"
    r"|\b(?:make|turn|convert|change|possible)\b",
    re.IGNORECASE,
)
_SHAPE_ASKED = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|please|tell me|do you know|can you tell me)\W+)*"
    rf"(?:(?:what(?:['’]s| is| was) )?(?:(?:the|its) )?{_RATE}(?: of {_THAT})?"
    rf"|(?:at |in )?(?:what|which) {_RATE} (?:is|was|has|does) {_THAT}(?: have| in)?"
    rf"|what(?:['’]s| is| was) {_THAT}['’]s {_RATE}"
    rf"|(?:(?:if|whether) )?(?:(?:is|was|are) {_THAT} |{_THAT} (?:is|was) )?(?:in )?"
    r"(?:mono or (?:in )?stereo|stereo or (?:in )?mono)"
    rf"|(?:is|was) {_THAT} (?:in )?(?:mono|stereo)"
    rf"|how many channels(?: (?:does|do|did|has|have|are|is)(?: there)?(?: in)? {_THAT}"
    r"(?: have| got| has)?| are there)?)\W*$",
    re.IGNORECASE,
)


_SIZE_ASKED = re.compile(
    r"^\W*(?:(?:and|so|please|tell me|do you know) )*(?:how (?:big|large)"
    r"|how many (?:mega|kilo)?bytes|how much (?:disk )?space|what(?:['’]s| is| was) the (?:file )?"
    rf"size of) (?:(?:is|was|are|has|does) )?{_THAT}(?: take(?: up)?| have| need)?\W*$",
    re.IGNORECASE,
)


def asked(words: str, context: Context) -> str:
    """The answer to "what did I ask first?", "are you done?", "keep that one", "what kind of file
    is it?", "are you sure?" and "tell me a joke"; "" for any other words."""
    if joke := jokes.asked(words, len(context.exchanges)):
        return joke
    if _READY.match(words):
        return ready(context)
    if _KEEP.match(words):
        return _kept(words, context)
    if _ONLY_DEED.match(words):
        return deed(context)
    if _TEMPO.search(words[:_LONGEST]) and (music := _music(words, context, 0)):
        return music
    if _FORMAT.search(words.lower()):
        return _WAV if context.newest("audio") else NO_FILES
    if _SIZE_ASKED.match(words[:_LONGEST]) and (size := _size(words, context)):
        return size
    if _SHAPE_ASKED.match(words[:_LONGEST]) and (shape := _shape(words, context, 0)):
        return shape
    if not _ASKED.search(words):
        told = _of_another(words, context) or abroad.remembered(words, context)
        return told or doubts.asked(words, context)
    if not context.exchanges:
        return "You haven't asked anything yet."
    first = bool(_FIRST.search(words))
    one = context.exchanges[0] if first else context.exchanges[-1]
    return f'You {"first " if first else ""}said: "{one.query.strip()}"'


def answer(words: str, context: Context, turn: int) -> str:
    """The answer to a question about the session, or those who speak in it; "" for any other
    words."""
    if said := mentions.of_them(words, context):
        return said
    lowered = words.lower()
    if _LENGTH.search(lowered):
        return _length(words, context, turn)
    if _DEED.search(lowered):
        return deed(context)
    if _ABOUT.match(words) or lowered.startswith("is "):
        return _music(words, context, turn) or _shape(words, context, turn)
    return ""


def _kept(words: str, context: Context) -> str:
    """Where that is which shall be kept: nothing of a session is thrown away."""
    handles = find(words, "audio", candidates_of(context, 0), context).handles
    files = [known for handle in handles if (known := context.find(handle)) is not None]
    if not files:
        return ""
    told = " and ".join(replies.called(known) for known in files[:2])
    return f"{'They are' if len(files) > 1 else 'It is'} kept: {told}."


def _of_another(words: str, context: Context) -> str:
    """How long another file is, after that was told of one: "no, the cleaned one"."""
    last = context.exchanges[-1] if context.exchanges else None
    if last is None or last.plan.kind != "chat" or not _ANOTHER.match(words):
        return ""
    asked = _LENGTH.search(last.query.lower()) and last.reply.endswith("long.")
    return _length(words, context, 0) if asked else ""


def _length(words: str, context: Context, turn: int) -> str:
    candidates = candidates_of(context, turn)
    for kind in ("audio", "video"):
        handles = find(words, kind, candidates, context).handles
        known = context.find(handles[0]) if handles else None
        if known is not None and known.seconds is not None:
            return f"{replies.called(known)} is {replies.lasting(known.seconds)} long."
    return ""


def _maker(words: str, context: Context, turn: int) -> tuple[StepResult, Artifact] | None:
    """The step that made the sound that ``words`` speak of, and the sound."""
    handles = find(words, "audio", candidates_of(context, turn), context).handles
    for exchange in reversed(context.exchanges):
        for result in exchange.results:
            for made in result.artifacts:
                if handles and made.path == handles[0]:
                    return result, made
    return None


def _music(words: str, context: Context, turn: int) -> str:
    """What is known of a piece that was composed: its key, its tempo."""
    found = _maker(words, context, turn)
    for cue, name, told in _MUSIC:
        value = (found[0].data or {}).get(name) if found and cue.search(words.lower()) else None
        if value:
            return told.format(_listed(value) if isinstance(value, list) else value)
    return ""


def _shape(words: str, context: Context, turn: int) -> str:
    """Channels and sample rate of a sound."""
    if not _SHAPE.search(words.lower()) or _NOT_OF_IT.search(words[:_LONGEST]):
        return ""
    handles = find(words, "audio", candidates_of(context, turn), context).handles
    made = _maker(words, context, turn)
    known = made[1] if made is not None else context.find(handles[0]) if handles else None
    if known is None or not known.sample_rate or not known.channels:
        return ""
    channels = {1: "mono", 2: "stereo"}.get(known.channels, f"{known.channels} channels")
    return f"It is {channels}, {known.sample_rate / 1000:g} kilohertz."


def _size(words: str, context: Context) -> str:
    """How much room a sound takes, as the session keeps it: two bytes a sample."""
    handles = find(words, "audio", candidates_of(context, 0), context).handles
    known = context.find(handles[0]) if handles else None
    if known is None or not (known.seconds and known.sample_rate and known.channels):
        return "" if context.newest("image") else NO_FILES if not context.resources else ""
    size = known.seconds * known.sample_rate * known.channels * 2 / 1e6
    told = f"{size:.1f} megabytes" if size >= 0.95 else f"{size * 1000:.0f} kilobytes"
    return (
        f"{replies.called(known)} takes {told}: {replies.lasting(known.seconds)}, as a 16-bit WAV."
    )


def _listed(values: list[object]) -> str:
    names = list(dict.fromkeys(map(str, values)))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def of_it(asks: str, context: Context) -> str:
    """What the last result tells of itself: its ``language``, or the ``times`` of its words."""
    last = context.last_action
    data = last.results[-1].data if last is not None and last.results else None
    data = data if isinstance(data, dict) else {}
    if asks == "language":
        name = language_name(str(data.get("language", "")))
        return f"It is {name}." if name else "I don't know which language that is."
    words = data.get("words") or ()
    if not words:
        return "I don't know when it was said."
    begin, end = replies.lasting(words[0]["start"]), replies.lasting(words[-1]["end"])
    return f"From {begin} to {end}. The subtitles beside the transcript time every sentence."


def ready(context: Context) -> str:
    """Whether all is done: nothing runs while somebody is answered."""
    done = context.last_action is not None
    return "Yes, all is done." if done else "Nothing is running. What shall I do?"


def deed(context: Context) -> str:
    """What was done last."""
    done = context.last_action
    if done is None:
        return "I haven't done anything yet."
    return f'You asked: "{done.query.rstrip(".")}". My answer was: {done.reply}'
