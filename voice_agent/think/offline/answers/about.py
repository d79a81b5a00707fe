"""Questions about the assistant itself: "do I need the internet?", "have you got an Irish voice?".

They hold words of tools and orders ("is it safe to play you something?") and are neither, so
they are known by what they ask, before anything is read as a wish.
"""

from __future__ import annotations

import re

from voice_agent.think.offline.answers.topics import words_of
from voice_agent.think.offline.phrases.languages import find_language

# Of recordings, and wishes to make, one asks otherwise.
_WORK = re.compile(
    r"\b(?:recordings?|files?|clips?|tracks?|songs?|tapes?|interviews?|says?|said|sing|reads?"
    r"|make|create|translate|this|that|it|put|use)\b",
    re.IGNORECASE,
)
_ABOUT_A_FILE = re.compile(
    r"\b(?:the|this|that|these|my|our|his|her) (?:recordings?|clips?|tracks?|songs?|tapes?"
    r"|interviews?|memos?|files?)\b|\bin (?:it|this|that|there)\b",
    re.IGNORECASE,
)
_HAVE = r"(?:do you (?:have|do|know|come with|offer)|have you(?: got)?|are there|is there|got|any)"
_VOICES = re.compile(
    r"\b(?:how many (?:\w+ ){0,2}voices|(?:what|which)(?: other| different| of your| kinds? of)?"
    r" voices?|which of your (?:\w+ )?voices|(?:can|could) you do (?:\w+ )?(?:voices|accents)"
    rf"|{_HAVE} (?:(?:an?|any|other|more|another|some) )?"
    r"(?:[\w'’-]+ ){0,3}?voices?|is there .*\b(?:among|in|of) your voices)\b",
    re.IGNORECASE,
)
_HEARD_VOICES = re.compile(
    r"\b(?:recordings?|files?|clips?|tracks?|songs?|hear|heard|speaking|talking|which voice is"
    r"|(?:in|on|of) (?:it|this|that|there|the|my|a)|background|at the|after|before|during"
    r"|between)\b",
    re.IGNORECASE,
)
_TONGUE = re.compile(
    r"\b(?:do|can|could|would|will|if) (?:you|i|we|she|he)\b.*\b(?:speak|spoke|understand|talk"
    r"|talked|know|follow|answer)\b",
    re.IGNORECASE,
)
_MINE = (
    r"(?:(?:what|anything|everything|all|something|stuff) (?:that )?(?:i|we) (?:say|said|tell you)"
    r"|(?:my|our) (?:\w+ )?(?:voice|words|data|recordings?|files?|speech|conversations?))"
)
_SENT = (
    r"(?:leaves?|sent|send|upload(?:ed)?|stored?|kept|keep|saved?|stays?|private|safe|go|goes"
    r"|shared?|public|cloud|internet|somewhere|anywhere|used|train|training|sold)"
)
_PRIVATE = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay|well|hey|listen|be honest|honestly)\W+)*(?:"
    rf"(?:do|does|will|would|are|is|can) .*{_MINE}\b.*\b{_SENT}\b"
    rf"|(?:does|do|will|would|is) any of (?:this|it|that)\b.*\b{_SENT}\b"
    rf"|(?:do|will|would) you (?:keep|store|save|send|upload|share|remember) {_MINE}\W*$"
    r"|are you (?:always )?(?:recording|listening to|spying on) (?:me|us|everything|people)"
    r"(?: all the time| the whole time| now| right now)?(?:,? or (?:only|just|not)\b.*)?\W*$"
    r"|are you (?:always|constantly) listening\b|are you listening (?:all the time|always)\b"
    r"|are you recording (?:this|all the time)\W*$"
    r"|(?:are you|how do i know you['’]?(?:re| are)) (?:not )?(?:spying|eavesdropping)\b"
    r"|is it (?:safe|all right|ok|okay) to (?:tell|play|give|show|send) you\b"
    r"|(?:can|could|does|will|would) (?:any(?:one|body)|some(?:one|body)|my \w+|others|other people"
    r"|they)(?: else)? (?:see|hear|read|listen to|get at|access) (?:what|my|these|our|any)\b"
    r"|(?:is|are) (?:this|it|that|all this|you) (?:private|confidential|safe)\W*$"
    r"|who (?:else )?(?:can )?(?:hears?|listens? to) (?:me|us|this|what (?:i|we) say)\b"
    r"|when do you delete\b"
    rf"|what (?:happens to|do you do with) {_MINE}\W*$)"
    rf"|\bwhether {_MINE}\b.*\b{_SENT}\b",
    re.IGNORECASE,
)
_I = r"(?:do|should|must|have|am|shall|can|could|may|will|would|might) (?:i|we)"
_YOU = (
    r"(?:do|can|could|will|would|are|did|does|is|have|has) (?:you|this|it|any of (?:this|it|that))"
)
_TOPICS = tuple(
    (re.compile(asked, re.IGNORECASE), topic)
    for asked, topic in (
        (
            rf"\b(?:{_YOU}|{_I})\b(?!.*\b(?:search|look up|find|google|browse|post|check|make"
            r"|create|generate|play|record|compose|sounds?|music|songs?)\b)"
            r".*\b(?:wi-?fi|internet|online|offline|network)\b",
            "network",
        ),
        (
            rf"\b{_I}\b.*\b(?:press|push|hold|hit|click|tap)\b.*\b(?:keys?|buttons?|bar|something"
            r"|anything|first)\b"
            rf"|\b{_I}\b.*\b(?:wait for (?:the|a|some) (?:beep|tone|signal)|say your name|wake word"
            r"|start with your name|call you by name)\b"
            rf"|\b{_I} (?:just |simply )?(?:start|begin)? ?(?:talking|speaking|talk|speak) to you\b"
            r"|\bhow do you know (?:when )?(?:i['’]?m|i am|i have|i['’]ve) (?:done|finished)",
            "speaking",
        ),
        (
            rf"\b{_I} (?:also |just |rather )?(?:type|write to you|use (?:the|my)"
            r" keyboard)\b",
            "typing",
        ),
        (
            r"\b(?:can|could|may|should|am|what (?:happens|if)|what do) i\b.*\b(?:interrupt|cut you"
            r" (?:off|short)|(?:talk|speak)(?:ing)? (?:over you|while you)|want you to (?:stop|shut"
            r" up|be quiet))\b",
            "interrupt",
        ),
        (
            r"\b(?:which|what) (?:microphone|mic|(?:loud)?speakers?|headphones|sound card)"
            r" (?:are you|do you|have you|is) (?:\w+ )?(?:using|use|listen\w*|play\w*|on|set)\b",
            "devices",
        ),
        (
            r"\b(?:which|what) (?:version|models?)\b.{0,20}\b(?:are you|do you (?:run|use)|you run"
            r"|you['’]?re|is (?:inside|behind) you)\b",
            "inside",
        ),
        (
            r"\b(?:which|what|any) (?:\w+ )?(?:formats?|types? of files?|kinds? of files?"
            r"|file types?)\b.*\b(?:you|open|read|handle|support|work)\b"
            r"|\bdo you (?:work with|support|take|read|handle|open|accept) (?:\w+ )?(?:videos?"
            r"|mp3s?|flacs?|wavs?|m4as?|oggs?|films?|movies?|midi)\b",
            "formats",
        ),
        (
            r"\b(?:what(?:['’]?s| is)|how long is) the (?:longest|maximum)\b.*\b(?:you|i|we) can\b"
            r"|\bhow long (?:a |an )?(?:\w+ )?(?:can|may) (?:you|i|we|it|an? \w+) (?:be|make|create"
            r"|record|last)\b",
            "limits",
        ),
        (
            r"\bhow (?:do|can|would|could|should) (?:i|we|one)\b.*\b(?:undo|undoing|take back)\b",
            "undoing",
        ),
        (
            r"\b(?:can|could|do|will|would) you (?:do|handle|manage|work on) (?:two|three|several"
            r"|many|more than one|multiple|a few) (?:things|jobs|tasks|requests)",
            "several",
        ),
        (
            r"\b(?:is|are) there (?:an? |any |some )?(?:help|manual|instructions|guide|tutorial"
            r"|list of (?:the )?(?:commands|shortcuts)|(?:keyboard )?shortcuts|commands)\b",
            "help",
        ),
        (
            r"\bwhere\b.*\b(?:settings?|preferences|options|configuration)\b"
            r"|\bhow\b.*\bchange (?:the|your|some|any|my) (?:settings?|preferences|options)\b",
            "settings",
        ),
        (
            r"\b(?:if|when) you (?:get|got|do|did|hear|understand) (?:it|me|something|that) wrong\b"
            r"|\bwhat if you (?:mis\w+|don['’]t understand)\b",
            "mistaken",
        ),
        (
            r"\b(?:do|can|will) you (?:still )?remember\b.*\b(?:yesterday|last (?:time|week|night)"
            r"|tomorrow|next time|the other day)\b"
            r"|\bwhere (?:did )?(?:we|i) (?:leave|left) off\b"
            r"|\bwhat (?:did|were) (?:we|i|you) (?:\w+ )*(?:yesterday|last (?:time|week|night))",
            "remember",
        ),
        (
            r"\b(?:can|could|do|did) you (?:still |even )?hear (?:me|us)\b(?! \w+ing)"
            r"|\bis (?:this|the|my|that) (?:mic|microphone) (?:even )?(?:on|working)\b"
            r"|^\W*(?:(?:hello|hey|and|so)\W+)*are you (?:still )?(?:there|listening|awake)\W*$",
            "hear_me",
        ),
        (
            r"\bwho (?:made|built|created|wrote|programmed|invented) you\b"
            r"|\bdid .*\b(?:make|build|create|write|program|invent) you(?=\W*$|,| or\b)",
            "maker",
        ),
        (
            r"\byou(?:['’]ve| have)? (?:\w+ )?(?:misunderstood|misheard)\b",
            "misunderstood",
        ),
        (
            r"\b(?:(?:do you|does (?:it|this)|will (?:it|this|you)) cost|(?:is (?:it|this)|are you)"
            r" (?:for )?free|(?:need|have to have|require) an? (?:account|subscription|licen[cs]e)"
            r"|pay (?:for|to use) (?:you|this))\b",
            "cost",
        ),
        (
            r"\bhow (?:fast|quick(?:ly)?|slow(?:ly)?) (?:can|do|could) you (?:speak|talk)\b"
            r"|\b(?:fastest|slowest) (?:that )?you can (?:speak|talk|go)\b",
            "speeds",
        ),
        (
            r"\bhow loud (?:are|can) you\b|\bwhat(?:['’]?s| is) your volume\b",
            "volumes",
        ),
        (
            r"\bhow much (?:memory|ram|disk|space|storage)\b.*\byou\b"
            r"|\b(?:do|would) you need (?:an? )?(?:gpu|graphics card|fast (?:computer|machine))\b",
            "needs",
        ),
        (
            r"\bhow (?:good|well) (?:are|do|can) you\b.*\b(?:accents?|dialects?)\b"
            r"|\bdo you (?:understand|get|mind|cope with) (?:\w+ )?(?:accents?|dialects?)\b",
            "accents",
        ),
    )
)  # fmt: skip


_MEANS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|now)\W+)*what (?:does|do) (?=.*(?:[\"“‘«]|[^\x00-\x7f‘’“”]))"
    r"[^?]{1,80}? means?\W*$",
    re.IGNORECASE,
)


def meaning(text: str) -> str:
    """The answer to what foreign or quoted words mean; "" for any other words."""
    return words_of("tongues") if _MEANS.match(text) else ""


def asked(words: str) -> str:
    """The answer to a question about the assistant itself; "" for any other words."""
    if _PRIVATE.search(words):
        return words_of("privacy")
    if _VOICES.search(words) and not _HEARD_VOICES.search(words):
        return words_of("voices")
    if _TONGUE.search(words) and not _WORK.search(words) and find_language(words, exactly=True):
        return words_of("tongues")
    if _ABOUT_A_FILE.search(words):
        return ""
    found = next((topic for asked, topic in _TOPICS if asked.search(words)), "")
    return words_of(found) if found else ""
