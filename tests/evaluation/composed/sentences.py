"""Compose a sentence of a layout and parts that fill its slots, with the results that it states."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from tests.evaluation.composed.figures import ARMS, Figures

#: The file with the parts that all kinds share; the others name a kind of result each.
SHARED = "shared"
#: A part of this name stands in half of the sentences that have its slot.
NOTHING = "none"
_OPENS = re.compile(r"\A[a-z]|(?<=\. )[a-z]")
_SLOT = re.compile(r"\{(\w+)(?::([A-D])(\d?))?\}")
_PAIR = 2
#: What a row says of the arm of patients who are none (`women`): any name but one of the trial's.
NO_ARM = "!"
#: Where an introduction names the arms, with the word before the last of them (`or` without).
_JOINED = re.compile(r"\{(and|or|with|versus|)\}")
#: What is called a group or arm by its own name needs neither article nor noun.
_NUMBERED = re.compile(
    r"(?:\bthe )?(?P<group>\b(?:group|arm) \w)\b(?: (?:groups?|arms?)\b|-group\b)?"
)


@dataclass(frozen=True)
class Arms:
    """The arms of a study as its sentences call them, and as its introduction does."""

    names: Sequence[str]
    told: Sequence[str]


@dataclass(frozen=True)
class Kind:
    """What sentences of one file are composed of."""

    arms: Sequence[Arms]
    layouts: Mapping[str, dict[str, Any]]
    parts: Mapping[str, Mapping[str, Any]]
    #: By slot, what an endpoint is called, with the pattern that its name in a row must hold.
    endpoints: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Expected:
    """A result that a composed sentence states; `arm` is None where it does not matter.

    `!` is any name but that of an arm of the trial.
    """

    value: float | None
    statistic: str
    endpoint: str
    arm: str | None
    comparator: str
    interval: tuple[float | None, ...] | None
    p: float | None


@dataclass
class Sentence:
    """A composed sentence: the parts it is made of and what it states."""

    chosen: dict[str, str]
    text: str = ""
    arms: Sequence[str] = ()
    rows: list[str] = field(default_factory=list)
    with_p: list[str] = field(default_factory=list)
    with_interval: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)


def load_kind(path: Path) -> Kind:
    """The layouts of a file with its own parts and those that all share."""
    shared = yaml.safe_load((path.parent / f"{SHARED}.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Kind(
        [_arms(arms) for arms in own.get("arms", shared["arms"])],
        own["layouts"],
        {**shared["parts"], **own.get("parts", {})},
        {**shared["endpoints"], **own.get("endpoints", {})},
    )


def _arms(arms: Any) -> Arms:
    """Arms as a list of names, or as these with what the introduction says instead."""
    if isinstance(arms, dict):
        return Arms(arms["names"], arms["told"])
    return Arms(arms, arms)


def compose(kind: Kind, rng: random.Random) -> tuple[str, Sentence]:
    """An abstract of two sentences, and the second: a layout with a part in each of its slots."""
    name = rng.choice(list(kind.layouts))
    layout = kind.layouts[name]
    its_arms = layout.get("arms", _PAIR)
    if isinstance(its_arms, int):
        chosen = rng.choice([arms for arms in kind.arms if len(arms.names) == its_arms])
    else:
        chosen = _arms(its_arms)
    arms, told = chosen.names, chosen.told
    style = rng.choice(list(kind.parts["value"]))
    sentence = Sentence({"layout": name, "arms": arms[0]}, layout["text"], arms)
    sentence.rows += layout["rows"]
    sentence.with_p += layout.get("p", ())
    figures = Figures(kind.parts["value"][style], layout.get("higher"), len(arms), rng)
    while any(_is_part(match[1], kind) for match in _SLOT.finditer(sentence.text)):
        sentence.text = _SLOT.sub(
            lambda slot: _filled(slot, sentence, arms, kind, rng), sentence.text
        )
    if any(slot[1] in ("a", "b", "c", "d") for slot in _SLOT.finditer(sentence.text)):
        sentence.chosen["value"] = style
    sentence.text = _SLOT.sub(lambda slot: figures.printed[slot[1]], sentence.text)
    sentence.text = _NUMBERED.sub(r"\g<group>", sentence.text)
    sentence.text = _OPENS.sub(lambda opens: opens[0].upper(), sentence.text)
    sentence.expected = [_expected(row, figures, arms, kind, sentence) for row in sentence.rows]
    intro = rng.choice(list(kind.parts["intro"]))
    introduction = _JOINED.sub(lambda slot: _joined(told, slot[1]), kind.parts["intro"][intro])
    return f"{introduction} {sentence.text}", sentence


def _joined(told: Sequence[str], word: str) -> str:
    """The arms as an introduction lists them; only two stand `with` or `versus` one another."""
    if len(told) > _PAIR and word not in ("", "or"):
        word = "and"
    return f"{', '.join(told[:-1])} {word or 'or'} {told[-1]}"


def _is_part(slot: str, kind: Kind) -> bool:
    return slot in kind.parts or slot in kind.endpoints or slot in ARMS


def _filled(
    slot: re.Match[str], sentence: Sentence, arms: Sequence[str], kind: Kind, rng: random.Random
) -> str:
    """What stands in a slot; the same part wherever a slot stands more than once.

    In a part `{}` is the name of the arm, and `*` its letter with the digit of the measure.
    """
    name, arm = slot[1], slot[2]
    if name in ARMS:
        return arms[ARMS.index(name)]
    if name in kind.endpoints:
        return sentence.chosen.setdefault(name, rng.choice(list(kind.endpoints[name])))
    if name not in kind.parts:
        return slot[0]
    first = name not in sentence.chosen
    if first:
        without = NOTHING in kind.parts[name] and rng.random() < 0.5
        sentence.chosen[name] = NOTHING if without else rng.choice(list(kind.parts[name]))
    part = kind.parts[name][sentence.chosen[name]]
    if isinstance(part, dict):
        if first:
            sentence.rows += part.get("rows", ())
            sentence.with_p += part.get("p", ())
            sentence.with_interval += part.get("interval", ())
        part = part["text"]
    if not arm:
        return str(part)
    return str(part).replace("{}", arms[ARMS.index(arm)]).replace("*", f"{arm.lower()}{slot[3]}")


def _expected(
    row: str, figures: Figures, arms: Sequence[str], kind: Kind, sentence: Sentence
) -> Expected:
    """The result that a row tells: slot of the value, statistic, endpoint, arm, `ci` and `p`.

    The endpoint is a slot, `@` for that of the first row, or `=` and a pattern, `_` for a space;
    the arm a letter, two letters with a stroke between, `-` where the sentence names none, `!`
    where those whom it names are no arm of the trial, and `*` where it does not matter.
    """
    slot, statistic, endpoint, arm, *more = row.split()
    measure = slot[-1] if slot[-1].isdigit() else ""
    if endpoint == "@":
        endpoint = sentence.rows[0].split()[2]
    if endpoint.startswith("="):
        pattern = endpoint[1:].replace("_", " ")
    else:
        pattern = kind.endpoints[endpoint][sentence.chosen[endpoint]]
    sides = [""] if arm in "*-" else [_arm_of(letter, arms) for letter in arm.split("/")]
    own = f"l{slot}" in figures.numbers
    bounds = tuple(figures.numbers[f"{end}{slot if own else measure}"] for end in "lu")
    bounded = "ci" in more or (slot.isalpha() and _kind_of(slot) in sentence.with_interval)
    return Expected(
        figures.numbers.get(slot),
        statistic,
        pattern,
        None if arm == "*" else sides[0],
        sides[-1] if len(sides) > 1 else "",
        bounds if bounded else None,
        figures.numbers[f"p{measure}"] if "p" in more or slot in sentence.with_p else None,
    )


def _arm_of(letter: str, arms: Sequence[str]) -> str:
    return letter if letter == NO_ARM else arms[ARMS.index(letter)]


def _kind_of(slot: str) -> str:
    """What a part calls the slots that it prints an interval of: `r` or, of each arm, `r*`."""
    return re.sub(r"(?<=.)[a-d]\d?$", "*", slot).rstrip("23")
