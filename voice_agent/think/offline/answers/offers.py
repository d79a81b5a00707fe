"""Questions about what there is to choose from: "which instruments can you play?"."""

from __future__ import annotations

import re

from voice_agent.think.offline.answers.topics import words_of
from voice_agent.think.offline.phrases.languages import find_language

_ASKS = (
    r"^\W*(?:(?:so|and|hi|hey|hello|ok|okay|please|tell me|but|also)\W+)*(?:what|which)"
    r"(?: (?:kinds?|sorts?|types?) of)?(?: other| different)? "
)
_CAN = (
    r"\b[^,.;]*?\b(?:(?:can|could|do|would) (?:you|i|we)|(?:you|i|we) (?:can|could))"
    r" (?:ask (?:you )?for|choose(?: from)?"
    r"|pick(?: from)?|make|create|generate|produce|imitate|play|sing|compose|do|have|know|offer"
    r"|speak|understand|translate(?: (?:into|to|from))?|use)\W*$"
)
_ANSWERS = tuple(
    (re.compile(_ASKS + topic + _CAN, re.IGNORECASE), text)
    for topic, text in (
        (
            r"(?:sounds?|noises?|effects?)",
            "Rain, wind, thunder, water and fire, birds and other animals, voices and crowds, "
            "footsteps, doors, glass, tools, clocks, bells and alarms, cars, trains and many "
            "more, also several at once. Tell me what you want to hear.",
        ),
        (
            r"instruments?",
            "Piano, organ, guitar, harp, violin, cello, flute, clarinet, oboe, saxophone, trumpet, "
            "tuba, accordion, harmonica, marimba, music box, bells, bass, drums, choir, synth.",
        ),
        (
            r"(?:styles?|genres?|music)",
            "Folk, classical, waltz, lullaby, march, jazz, bossa nova, blues, funk, reggae, pop, "
            "rock, electronic, ambient, lofi, epic, horror and chiptune. Tell me a mood, "
            "instruments, a key or a tempo, too.",
        ),
        (
            r"songs?",
            "Happy Birthday, Twinkle Twinkle Little Star, Row Row Row Your Boat, Brother John, "
            "Amazing Grace, Mary Had a Little Lamb, London Bridge, Jingle Bells, Ode to Joy and "
            "Auld Lang Syne. For your own words I make up a tune, or I sing the notes you give.",
        ),
        (r"languages?", words_of("tongues")),
        (r"voices?", words_of("voices")),
    )
)


_SPEAKS = re.compile(
    r"^\W*(?:(?:so|and|but|also)\W+)*(?:do|can|could) you (?:also )?(?:speak|understand|talk)"
    r"(?: to me)?(?: in)?(?: any| some)? (?P<tongue>[a-z]+)(?: too| as well| at all)?\W*$",
    re.IGNORECASE,
)


def asked(words: str) -> str:
    """What there is to choose from, as a sentence or two; "" for any other words."""
    tongue = _SPEAKS.match(words)
    if tongue is not None and find_language(tongue["tongue"], exactly=True):
        words = "which languages do you speak"
    return next((text for topic, text in _ANSWERS if topic.match(words)), "")
