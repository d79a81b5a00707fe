"""Questions about the program: "how do I attach a file?", "where do you save it?"."""

from __future__ import annotations

import re

from voice_agent.think.offline.answers.topics import words_of

_ASKS = re.compile(
    r"^\W*(?:(?:so|and|hi|hey|hello|ok|okay|please|tell me|but)\W+)*"
    r"(?:how (?:do|can|could|should|would|does|to|will)\b|(?:what|which)(?:['’]s| is| command)\b"
    r"|where (?:do|can|are|is|does)\b)",
    re.IGNORECASE,
)
_I = r"(?:i|we|one|to|somebody)"
# What is asked about, and its topic; the first that fits counts.
_TOPICS = tuple(
    (re.compile(rf"\b{_I} (?:\w+ )?(?:{asked})|\bcommand (?:to|for) (?:{asked})", re.I), topic)
    for asked, topic in (
        (
            r"(?:attach|upload|import|load|add|give you|hand you|get|open) (?:you )?"
            r"(?:an?|the|my|some|any|more|another)? ?(?:\w+ )?"
            r"(?:files?|recordings?|pictures?|photos?|images?|sounds?|audio)(?: in(?:to it)?"
            r"| to (?:work on|listen to|clean|you))?\W*$",
            "attach",
        ),
        (
            r"(?:interrupt|stop|silence|shut|cut off) (?:you|it|this|the answer|up)\b"
            r"|make you (?:stop|shut up|be quiet)",
            "interrupt",
        ),
        (
            r"(?:quit|exit|leave|close|end|get out)(?: of)?"
            r"(?: (?:it|this|you|the program|the app))?\W*$",
            "quit",
        ),
        (
            r"(?:change|switch|choose|pick|select) (?:the|your|between) (?:\w+ )?voices?",
            "voices",
        ),
        (
            r"(?:use|turn on|switch to|start|enable|change to|set up) push.to.talk",
            "push_to_talk",
        ),
        (r"(?:mute|unmute) (?:you|it|the voice)", "muting"),
        (
            r"(?:connect|use|add|set up|plug in|configure) (?:an?|the|my)? ?(?:\w+ )?"
            r"(?:llm|language model|openai|ollama|gpt|chatgpt|model)",
            "model",
        ),
        (
            r"(?:talk|speak) (?:to|with) you|use (?:you|this)\W*$",
            "speaking",
        ),
        (
            r"(?:replay|repeat|hear) (?:the|your) (?:last )?(?:answer|reply)(?: again)?",
            "again",
        ),
        (
            r"(?:change|choose|pick|select|set|switch) (?:the|my|another) (?:microphone|mic"
            r"|speakers?|loudspeaker|headphones|headset|device|input|output)",
            "devices",
        ),
    )
)  # fmt: skip
_WHERE = re.compile(
    r"\bwhere (?:(?:do|does) you (?:save|put|store|keep)\b|(?:can|do) i find\b.* (?:files|results)"
    r"|(?:do|does|are|is)\b.* (?:saved|stored|kept|go|put)\W*$)",
    re.IGNORECASE,
)


def asked(words: str) -> str:
    """The answer to a question about how the program is used; "" for any other words."""
    if not _ASKS.match(words):
        return ""
    if _WHERE.search(words):
        return words_of("where")
    found = next((topic for asked, topic in _TOPICS if asked.search(words)), "")
    return words_of(found) if found else ""
