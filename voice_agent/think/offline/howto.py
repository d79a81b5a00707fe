"""Questions about the program: "how do I attach a file?", "where do you save it?"."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"^\W*(?:(?:so|and|hi|hey|hello|ok|okay|please|tell me|but)\W+)*"
    r"(?:how (?:do|can|could|should|would|does|to|will)\b|(?:what|which)(?:['’]s| is| command)\b"
    r"|where (?:do|can|are|is|does)\b)",
    re.IGNORECASE,
)
_I = r"(?:i|we|one|to|somebody)"
# What is asked about, and the answer; the first that fits counts.
_ANSWERS = tuple(
    (re.compile(rf"\b{_I} (?:\w+ )?(?:{topic})|\bcommand (?:to|for) (?:{topic})", re.I), text)
    for topic, text in (
        (
            r"(?:attach|upload|import|load|add|give you|hand you|get|open) (?:you )?"
            r"(?:an?|the|my|some|any|more|another)? ?(?:\w+ )?"
            r"(?:files?|recordings?|pictures?|photos?|images?|sounds?|audio)(?: in(?:to it)?"
            r"| to (?:work on|listen to|clean|you))?\W*$",
            "Type /attach and the name of the file, a sound or a picture.",
        ),
        (
            r"(?:interrupt|stop|silence|shut|cut off) (?:you|it|this|the answer|up)\b"
            r"|make you (?:stop|shut up|be quiet)",
            "Just speak, and I fall silent; or press Escape, which also stops what is running.",
        ),
        (
            r"(?:quit|exit|leave|close|end|get out)(?: of)?"
            r"(?: (?:it|this|you|the program|the app))?\W*$",
            "Say goodbye, type /quit, or press Ctrl-C twice.",
        ),
        (
            r"(?:change|switch|choose|pick|select) (?:the|your|between) (?:\w+ )?voices?",
            'Say "use the other voice", or type /voice and a name.',
        ),
        (
            r"(?:use|turn on|switch to|start|enable|change to|set up) push.to.talk",
            "Type /mode push-to-talk. The space bar then begins and ends your turn.",
        ),
        (r"(?:mute|unmute) (?:you|it|the voice)", "Type /mute; the same again lets me speak."),
        (
            r"(?:connect|use|add|set up|plug in|configure) (?:an?|the|my)? ?(?:\w+ )?"
            r"(?:llm|language model|openai|ollama|gpt|chatgpt|model)",
            "Start me with --profile local-llm for a server of your own, or --profile openai "
            "with a key. The file docs/llm.md tells more.",
        ),
        (
            r"(?:talk|speak) (?:to|with) you|use (?:you|this)\W*$",
            "Just speak; your turn is over when you are done. Or type. Ask me what I can do.",
        ),
        (
            r"(?:replay|repeat|hear) (?:the|your) (?:last )?(?:answer|reply)(?: again)?",
            'Say "repeat that", or type /again.',
        ),
        (
            r"(?:change|choose|pick|select|set|switch) (?:the|my|another) (?:microphone|mic"
            r"|speakers?|loudspeaker|headphones|headset|device|input|output)",
            "Type /device to see them, and /device in or /device out with a name to choose.",
        ),
    )
)  # fmt: skip
_WHERE = re.compile(
    r"\bwhere (?:(?:do|does) you (?:save|put|store|keep)\b|(?:can|do) i find\b.* (?:files|results)"
    r"|(?:do|does|are|is)\b.* (?:saved|stored|kept|go|put)\W*$)",
    re.IGNORECASE,
)
_FOLDER = (
    "In the session's folder under recordings; main.py sessions tells which. Type /files to see "
    "them, and /save with a file and a name to copy one elsewhere."
)


def asked(words: str) -> str:
    """The answer to a question about how the program is used; "" for any other words."""
    if not _ASKS.match(words):
        return ""
    if _WHERE.search(words):
        return _FOLDER
    return next((text for topic, text in _ANSWERS if topic.search(words)), "")
