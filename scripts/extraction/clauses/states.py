"""What stands behind a form of `to be`: states, and words that lead to what patients had."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.wording import Token, word_set
from extraction.lexicon import ClauseWords

_BEING = word_set("receiving taking undergoing using having being")
_IRREGULAR = word_set(
    "withheld kept left held broken torn worn cut split spread overcome forgotten chosen hidden "
    "shrunk swollen undone taken hurt felt born upset"
)
_STATE_ENDS = ("-free", "-positive", "-negative")
_TO_HAVE = frozenset(
    [("to", "have"), ("as", "having"), ("to", "exhibit"), ("to", "show"), ("to", "suffer")]
)


def is_state(text: str, words: ClauseWords) -> bool:
    """Whether a word tells how something is (`positive`, `unchanged`, `ulcerated`)."""
    if text in words.states or (text.endswith(_STATE_ENDS) and text not in words.not_states):
        return True
    if text in _IRREGULAR and text not in words.not_states:
        return True
    if text.startswith("un") and text.endswith(("able", "ible")):
        return True
    doing = text.endswith("ing") and text not in _BEING
    done = text in words.not_states or text in words.done
    return (doing or text.endswith("ed")) and not done


def past_seen(tokens: Sequence[Token], at: int, words: ClauseWords) -> int:
    """Past `found to have` or `diagnosed as having`, which lead to what patients had."""
    told = [token.text for token in tokens[at : at + 3]]
    if len(told) == 3 and told[0] in words.seen and tuple(told[1:]) in _TO_HAVE:
        return at + 3
    return at
