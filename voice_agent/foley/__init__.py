"""Sounds made, not played: a library of sound models and the scenes built from them.

    scene = foley.scene.generate("heavy rain on a tin roof, then two distant thunder claps", 12.0)

How it is made up:

- ``sound``     what a sound model is: ``Sound``, ``Manner``, ``Course``
- ``models/``   a folder for each group of sound models (``animals/mammals.py``); nothing else lists
                them; what a group shares stands in a module without ``SOUNDS``
- ``blocks/``   what models are built from: noise, envelopes, modes, grains, bubbles, friction,
                glottal and formant sources, strings, pipes, tones
- ``space``     distance, air, walls and windows between, moving past, rooms, places between the
                loudspeakers
- ``library``   finds sound models, by name and by the words that mean them
- ``marks``     phrases of several words made one: named times, ways of hearing ("next door"); pure
- ``wishes``    what is asked for, as values
- ``reading``   a description becomes wishes (what, how many, how, when, where); pure
- ``layout``    wishes become times, levels and places; pure but for the given random numbers
- ``scene``     renders and mixes: 44.1 kHz, stereo, -23 LUFS

How to add a sound model
------------------------
A class in the fitting module of ``models/``, named in that module's ``SOUNDS``:

    class Woodpecker(Sound):
        \"\"\"A beak on a hollow trunk: 10 to 20 knocks at 18 a second, slowing and fading.\"\"\"

        name = "woodpecker"                            # as the reply says it: "a woodpecker"
        told = "a woodpecker drumming"                 # where the reply should say more
        words = ("woodpecker", "pecking at a tree")    # more that means it; singular, lower case
        heard_as = ("Wood block", "Knock", "Tap")      # AudioSet display names, the best first
        course = Course.ONCE                           # one occurrence a render
        natural = (0.6, 1.1)                           # seconds of one
        gap = (1.5, 5.0)                               # pause before the next, when it goes on
        level = 65.0                                   # dB SPL at its usual distance
        outdoors = True
        place = "forest"                               # a room of ``space``, where it is not just
                                                       # indoors (close by) or in the open air

        def render(self, rng, seconds, manner):
            rate = self.trait("rate", rng, 16.0, 20.0) * manner.speed   # stays for this bird
            ...
            return samples                             # mono, 44.1 kHz, any gain

- ``Course.ONCE``: ``render`` returns one occurrence (about ``seconds`` long, drawn from
  ``natural``); the scene repeats it with ``gap`` between, or once if ``gap`` is None.
- ``Course.REPEATING``: footsteps, a clock: ``render`` returns a train that lasts ``seconds``, or
  ``manner.count`` of them.
- ``Course.CONTINUOUS``: rain, an engine: exactly ``seconds`` long, with no start or end of its
  own; the scene fades it. Long scenes ask the same instance several times and cross-fade.
- Traits (a dog's pitch, a shoe's hardness) belong to the instance: ``self.trait(...)`` draws
  once. Everything else is drawn anew at each render: nothing may ever repeat exactly.
- ``manner.intensity`` 0 soft .. 0.5 natural .. 1 heavy; ``manner.speed`` and ``manner.size`` are
  factors (size 2: twice as big, so lower and slower). Use those that mean something.
- Vectorise; a second of sound should take well under 50 ms. Render at the usual distance,
  without a room: distance and room are the scene's work. Any gain: the scene levels by ``level``.
- ``wide = True`` for what comes from all around (rain, crowd): rendered once for each side.
- ``alive = True`` for animals and people: "two dogs" are then two instances.
- ``passing = True`` for what moves from side to side while it sounds.
- Say in the docstring what the physics or the spectrum is, and its source.
- Look at it: ``python -m voice_agent.foley.inspect "woodpecker" --out /tmp`` writes WAV and
  spectrogram and prints what the sound classifier hears over three seeds.
"""
