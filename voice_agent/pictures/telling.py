"""What was seen, as one says it aloud, no surer than the network is; and what is heard there.

Probabilities of a kind are those of its classes together. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice_agent.pictures.seeing import Family, Kind, Label, SeenKind, Sight

SURE, LIKELY, POSSIBLE = 0.65, 0.5, 0.33  # of a kind
_DRAWN_SURE = 0.8  # of a kind in a drawing; the network learnt on photos
_FAMILY = 0.6  # of a family, where no kind is likely
_BESIDE = 0.2  # of a second kind
_NAMED, _PROBABLY = 0.75, 0.4  # share of a kind that its likeliest class has
_CLASS, _WELL = 0.2, 0.42  # least probability of a class that is perhaps, probably so
_VAGUE = "household"  # too mixed a family to be told by its name
_PAPER = "paper"
_BEGINNINGS = ("a", "an", "the", "some", "several", "many", "people")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class Imagined:
    """What would be heard: a description for the sound models, and whether that is sure."""

    description: str
    sure: bool
    kinds: tuple[Kind, ...] = ()


def caption(sight: Sight) -> str:
    """ "I see a cat, probably an Egyptian cat." """
    if sight.told:
        plain = sight.told.split()[0] in _BEGINNINGS or sight.told.split()[0] in _NUMBERS
        return f"I see {sight.told}." if plain else f"What I see is this: {sight.told}."
    if sight.facts.plain:
        return f"I see nothing in it: the picture is plain{_coloured(sight, ' ')}."
    top = sight.kinds[0]
    if sight.facts.drawn:
        return _drawing(sight, top)
    people = _people(sight)
    if top.probability >= SURE:
        return f"I see {_joined([*people, _with_class(top)])}{_beside(sight)}."
    if people:
        return _with_people(sight, people[0], top)
    if top.probability >= LIKELY:
        return f"I think I see {_with_class(top)}{_beside(sight)}."
    family = _clear_family(sight)
    if family is not None:
        return f"I see {family.called}, but I can't tell which; {_guesses(sight, family)}."
    return f"I am not sure what I see; {_guesses(sight, None)}. {_measured(sight)}."


def imagined(sight: Sight) -> Imagined | None:
    """What would be heard where the picture was taken; None where there is no telling.

    A kind that is not sure is given only where it is likelier than all else that sounds.
    """
    if sight.told:
        return Imagined(sight.told, sure=True)
    if sight.facts.plain:
        return None
    least = _DRAWN_SURE if sight.facts.drawn else POSSIBLE
    sounding = [seen for seen in sight.kinds if seen.kind.sound]
    likely = [seen for seen in sounding if seen.probability >= least][:2]
    family = _clear_family(sight)
    if not likely and family is not None and not sight.facts.drawn:
        likely = [s for s in sounding if s.kind in family.kinds and s.probability >= 0.1][:1]
    silent = sight.kinds[0] if not sight.kinds[0].kind.sound else None
    if silent is not None and silent.probability >= LIKELY:
        likely = []  # what is seen most surely makes no sound
    if likely:
        described = " and ".join(dict.fromkeys(seen.kind.sound for seen in likely))
        return Imagined(described, likely[0].probability >= LIKELY, tuple(s.kind for s in likely))
    if sight.people:
        many = sight.people > 2
        return Imagined("a babble of voices" if many else "footsteps on wood", many)
    return None


def faces_count(scored: Sequence[tuple[float, float]], sight: Sight) -> int:
    """How many of the found faces are people: each as (score, share of the height). Animals
    and drawings have faces too."""
    families = {family.name: probability for family, probability in sight.families}
    if families["animal"] >= _FAMILY or sight.facts.drawn:
        return 0
    return sum(score >= 0.97 and share >= 0.05 for score, share in scored)


def _drawing(sight: Sight, top: SeenKind) -> str:
    if top.kind.name == _PAPER and top.probability >= LIKELY:
        return f"It looks like {top.best.name}, not a photo. {_measured(sight)}."
    text = "It looks like a drawing or a picture of a screen rather than a photo"
    if top.probability >= _DRAWN_SURE:
        return f"{text}, perhaps of {top.kind.name}."
    return f"{text}, and I can't tell what it shows. {_measured(sight)}."


def _people(sight: Sight) -> list[str]:
    if not sight.people:
        return []
    if sight.people == 1:
        return ["a person"]
    few = sight.people < len(_NUMBERS)
    return [f"{_NUMBERS[sight.people]} people" if few else "a group of people"]


def _with_people(sight: Sight, people: str, top: SeenKind) -> str:
    if top.probability >= LIKELY:
        return f"I see {people}, and I think {_with_class(top)}."
    return f"I see {people}. I can't make out what else; {_guesses(sight, None)}."


def _with_class(seen: SeenKind) -> str:
    """A kind, and its class as far as that is sure: "a dog, perhaps a beagle"."""
    kind, best = seen.kind.name, seen.best
    if best.name == kind or (len(seen.kind.classes) == 1):
        return best.name
    share = best.probability / max(seen.probability, 1e-6)
    if share >= _NAMED and best.probability >= _WELL:
        return best.name if _says(best, kind) else f"{kind}, probably {best.name}"
    if best.probability < _CLASS or share < _PROBABLY:
        return kind
    return f"{kind}, perhaps {best.name}"


def _says(best: Label, kind: str) -> bool:
    """Whether the class says what kind it is, or is plainer than the kind ("a tripod")."""
    return kind.split()[-1] in best.name or " or " in kind or best.probability >= 0.8


def _beside(sight: Sight) -> str:
    second = sight.kinds[1]
    if second.probability < _BESIDE:
        return ""
    return f", or perhaps {second.kind.name}"


def _clear_family(sight: Sight) -> Family | None:
    family, probability = sight.families[0]
    return family if probability >= _FAMILY and family.name != _VAGUE else None


def _guesses(sight: Sight, family: Family | None) -> str:
    """ "it might be a fox or a monkey" """
    of_it = [s for s in sight.kinds if family is None or s.kind in family.kinds]
    likely = [s for s in of_it if s.probability >= (0.1 if family else 0.15)][:2]
    if not likely:
        return "nothing in it looks like anything I know well"
    names = [s.best.name if s.best.probability > 0.7 * s.probability else s.kind.name
             for s in likely]  # fmt: skip
    return f"it might be {' or '.join(names)}"


def _measured(sight: Sight) -> str:
    """ "It is rather dark, mostly blue and grey" """
    light = sight.facts.light
    colours = sight.facts.colours
    if not colours:
        return f"It is {light} and has many colours" if light else "It has many colours"
    mostly = f"mostly {_joined(colours)}"
    return f"It is {light}, {mostly}" if light else f"It is {mostly}"


def _coloured(sight: Sight, before: str) -> str:
    return before + sight.facts.colours[0] if sight.facts.colours else ""


def _joined(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
