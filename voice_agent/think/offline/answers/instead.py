"""Common wishes that no tool fulfils, and what a person can do instead."""

from __future__ import annotations

import re

from voice_agent.languages import CODES
from voice_agent.think.file_names import FILE_NAME

_FILE = r"(?:file|files|recording|audio|sound|clip|track|one|ones|it|them|this|that|these|two|both)"
_UNCUT = "I can't cut recordings. But I can take one sound out of them, or two talkers apart"
# The first pattern that occurs in a wish tells what serves instead of it.
_INSTEAD: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:make|let|have) (?:me|him|her|them|us|(?:my|his|her|their) voice|the (?:man|woman"
        r"|girl|boy|guy|lady|speaker|narrator|reader|singer|caller|guest)) (?:sound |speak |talk )?"
        r"(?:a bit|a little|much|more|like|as|older|younger|deeper|higher|lower)\b",
        "I can't turn the voice of a recording into another. But I can read out a text: deeper, "
        "slower, in a mood, or in the voice of a recording",
    ),
    (
        rf"\b(?:say|translate|put|mean|means)\b.*\b(?:in|into|to) (?:{'|'.join(CODES)})\b",
        'I translate what is said in recordings, and short sentences: ask "how do you say good '
        'morning in Spanish?". What you write in another language I can read out',
    ),
    (
        r"\bhow (?:do|would|can|could|should) (?:you|i|we|one) say\b.+\bin (?!an?\b|the\b)\w+\W*$",
        'I know no language of that name. Ask "how do you say good morning in Spanish?" for one '
        "that I know",
    ),
    (
        r"\bhow loud\b|\b(?:loudness|lufs|decibels? (?:is|are|does))\b",
        "I can't change the loudness of a file. But of one that is here I tell it: ask how loud it "
        "is, where it is loudest, or whether it clips",
    ),
    (
        r"\bhow many (?:people|speakers|voices|persons|talkers|men|women)\b",
        "I don't count voices. But ask me to take the talkers apart, and I say whether there is "
        "one or two",
    ),
    (
        r"\b(?:who (?:speaks|talks|says what) when|who says what)\b",
        "I can't tell who speaks when. But I can write down what is said, with times, and take two "
        "talkers apart",
    ),
    (
        r"\b(?:who(?:['’]s| is| are| was) (?:speaking|talking|that|this|it)|whose voice)\b",
        "I can't tell who somebody is. But I can describe a recording and write down what is said",
    ),
    (
        r"\b(?:which|what) (?:key|tempo|bpm|chords?|notes?)\b|\bhow fast is\b",
        "I can't hear keys, chords or tempi in a recording. Of what I compose myself I know them",
    ),
    (
        r"\b(?:mp3|flac|ogg|m4a|aac|opus)\b|\bconvert\b|\bexport\b",
        "I keep every sound as WAV. Type /save, the file and a name such as song.mp3, and I "
        "write a copy in that format",
    ),
    (
        r"\b(?:save|store|rename|call (?:it|this|that)|back up)\b"
        r"|\b(?:put|drop|move|copy)\b.* (?:my|the|a) (?:desktop|computer|phone|folder|stick|usb"
        r"|drive|disk|cloud|documents|downloads)\b",
        'All files of this session are kept. Say "save it as" and a name, or type /save, the file '
        "and a name such as song.wav, and I write a copy under that name",
    ),
    (
        r"\bopen\b.*\b(?:folder|directory|files?|finder|explorer)\b",
        "I open no windows. The files lie in the session's folder: `main.py sessions` tells where, "
        "and /files lists them",
    ),
    (
        r"\bcompare\b|\bdifferences? between\b",
        "I can't hold two recordings against each other. But I can describe each of them, or tell "
        "which sounds are in it",
    ),
    (
        r"\b(?:low|high|band)[ -]?pass(?:es)?\b|\b(?:notch|(?:cut|roll)[ -]?off)\b"
        r"|\bfilters?\b(?! (?:it |that |this |them )?out)",
        "I can't filter a recording by frequency. But I can clean noise out of speech, or take one "
        "sound out of a recording",
    ),
    (
        r"\b(?:delete|remove|erase|cut(?: out)?|take out|skip|shorten|close|get rid of)\b.*"
        r"\b(?:silences?|pauses?|gaps?)\b",
        _UNCUT,
    ),
    (
        rf"\b(?:delete|remove|erase|throw away|get rid of)\b.*\b{_FILE}\b",
        "I never delete files. They lie in the session's folder; `main.py sessions delete` "
        "removes a whole session",
    ),
    (
        r"\b(?:man|woman|male|female|lady|gentleman|girl|boy|child|kid|granny|grandpa)(?:['’]?s)?['’]?"
        r" voice\b|\bvoice of an? (?:man|woman|lady|girl|boy|child)\b",
        "What I speak into a file has my own voice, deeper or higher if you like, or the voice of "
        'a recording that you hand over. But I can answer you in my other voice: say "use the '
        'other voice"',
    ),
    (
        r"\bloops?\b",
        "I can't join the end of a sound to its beginning. But I can make it last up to five "
        "minutes",
    ),
    (
        r"\bmusic (?:behind|under(?:neath)?|in the background|below)\b"
        r"|\b(?:mix|merge|combine|join|concatenate|overlay|blend|layer|stitch|append)\b"
        r"|\b(?:put|lay|drop|set|place|stick|have|play|run) .*\b(?:together|into one|in one"
        r"|first\b.*\bthen|at the (?:very )?(?:end|beginning|start)|on top of|over|under"
        r"|underneath|beneath|onto)\b",
        "I can't put files together. But I can make one scene of several sounds: ask for rain "
        "with thunder and a dog far away",
    ),
    (r"\b(?:cut|trim|crop|shorten|split|slice|chop)\b", _UNCUT),
    (
        r"\b(?:louder|quieter|softer|volume|normali[sz]e|level|amplify|boost|fade)\b",
        "I can't change the level of a file. But I can make a sound anew: heavy rain, or rain "
        "in the distance",
    ),
    (
        r"\b(?:mono|stereo|channels?|sample rate|bit ?depth|bits|kilohertz|khz)\b",
        "I can't change channels or sample rate. But I can put a sound somewhere around you, "
        "which makes it stereo",
    ),
    (
        r"\b(?:speed|faster|slower|slow|pitch|tempo|reverse|backwards?|echo|reverb|equali[sz]er?|"
        r"eq|bass|treble|autotune|compress|distort)\b",
        "I can't change the speed, pitch or colour of a recording. What I speak or sing myself "
        "can be slower, faster, higher or lower",
    ),
    (
        r"\b(?:weather|news|internet|web|google|search|e-?mails?|messages?|call|phone|calendar|"
        r"remind(?:er)?|alarm|timer|lights?|stocks?|traffic|restaurants?|flights?|buy|order|book|"
        r"upload|download|share|send|post)\b",
        "I work on this machine and on sound only, so there is no internet, mail or calendar "
        "for me",
    ),
)
_CUES = tuple((re.compile(cue, re.IGNORECASE), told) for cue, told in _INSTEAD)


def instead(wish: str) -> str:
    """What serves instead of ``wish``, as a sentence; "" when nothing is known about it."""
    wish = FILE_NAME.sub(_without_ending, wish)
    return next((f"{told}." for cue, told in _CUES if cue.search(wish)), "")


def _without_ending(name: re.Match[str]) -> str:
    """A file that is named wishes for no format: "count the barks in street.mp3"."""
    return name[0].rpartition(".")[0]
