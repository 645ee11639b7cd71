"""The readers of what a series is a value of, in the order in which they are asked.

Each says a claim, NOTHING where it knows the series to be no result, or None, which leaves it to
the next. What says more stands first: a word at the value itself, then the answer to a value before
it, then what the clause says of the ratio, then known endpoints around it, and at last any name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.claims.answers import answer
from extraction.claims.changes import change, labelled_difference, sides_of_difference
from extraction.claims.clause_words import announced_by_clause, predicted_by_clause, told
from extraction.claims.endpoint_lists import same_list
from extraction.claims.event_lists import in_event_list
from extraction.claims.following_ratios import carried_alone
from extraction.claims.known_endpoints import of_known_endpoint
from extraction.claims.labelled_outcomes import in_own_words
from extraction.claims.left_open import left_open
from extraction.claims.named_lists import of_named_list
from extraction.claims.no_results import a_mean, at_baseline, reasons, who_they_were
from extraction.claims.of_things import of_things
from extraction.claims.one_more import one_more_listed, one_more_state
from extraction.claims.other_grades import of_another_grade
from extraction.claims.other_patients import in_other_patients
from extraction.claims.other_sides import other_side
from extraction.claims.place import Claim, Nothing, Place, Verdict
from extraction.claims.rates import rate_of_named
from extraction.claims.ratio_lists import of_factor, of_list, of_name_behind, of_own_name
from extraction.claims.share_named_behind import kind_before_name, share_named_behind


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to tell what a series is a value of: what it `reads`, and why it stands `here`."""

    read: Callable[[Place], Verdict]
    reads: str
    here: str


READERS = (
    Reader(at_baseline, "`94% had progressed at baseline`", "no reader may take who took part"),
    Reader(reasons, "`reasons for stopping were E (48%)`", "E is known, but no outcome here"),
    Reader(a_mean, "`7.1% (SD 3.2)`", "a mean is of all, whatever is named"),
    Reader(who_they_were, "`indications were A (41%), B (24%)`", "they had it when they came"),
    Reader(
        of_things, "`68% of the deaths`, `34% of cells`", "no patient is counted, whatever is named"
    ),
    Reader(labelled_difference, "`difference, 0.5%`", "the word is at the value"),
    Reader(sides_of_difference, "`4% (from 81% to 85%)`", "the bracket explains a difference"),
    Reader(change, "`reduced by 49%`, `8 months longer`", "what is left of changes is no amount"),
    Reader(of_another_grade, "`and was of grade 3 in 14%`", "a grade opens no other outcome"),
    Reader(kind_before_name, "`early (9%) and late (4%) E`", "E alone would be one of both"),
    Reader(of_named_list, "`A, B and C were seen in 9%, 13% and 4%`", "one name would take all"),
    Reader(same_list, "`TTP and OS were 5 and 9, with B 4 and 8`", "the same for a list before"),
    Reader(answer, "`these figures were 78% and 44%`", "it names nothing, so it has none near"),
    Reader(left_open, "`the share was 49%`, `for E the figures were`", "its word is no outcome"),
    Reader(in_other_patients, "`with 1-3 nodes, 67% v 65%`", "its words name patients, no outcome"),
    Reader(other_side, "`30% of A, compared with 20%`", "all that is left between is who"),
    Reader(in_own_words, "`odds ratio for arm swelling`", "a label says best what it is of"),
    Reader(of_factor, "`age (OR 1.2) was associated with E`", "else the factor is the outcome"),
    Reader(of_list, "`E1 (RR 1.8), E2 (RR 0.7)`", "the first of a list tells what is listed"),
    Reader(of_own_name, "`death [RD 0.0], cure [RR 1.1]`", "the name beside it, known or not"),
    Reader(of_name_behind, "`1.8 for E, 1.4 for arrest`", "E would be what is listed next"),
    Reader(told, "`higher odds of E (OR 2.1)`", "nearer to a ratio than a known endpoint"),
    Reader(rate_of_named, "`12.1 falls per 100 patient-years`", "it stands between rate and unit"),
    Reader(share_named_behind, "`a 52% incidence of E`", "it names its own, known or not"),
    Reader(of_known_endpoint, "an endpoint before, behind or left open", "the most common way"),
    Reader(carried_alone, "`(1.3, 1.1-1.6)` behind a ratio", "without a label it has no words"),
    Reader(in_event_list, "`complications were E1 (17%), E2 (9%)`", "the list tells what E2 is"),
    Reader(one_more_state, "`relieved in 14, unchanged in 9`", "it has a subject before it"),
    Reader(one_more_listed, "`E1 in 8%, something new in 4%`", "it has the claim before it"),
    Reader(announced_by_clause, "`a positive node was found in 51%`", "it may name anything"),
    Reader(predicted_by_clause, "`age (OR 2) predicted E`", "asked again where E is none near"),
)


def claim_of(place: Place) -> Claim | None:
    """The claim of the first reader that knows what a series is a value of."""
    for reader in READERS:
        verdict = reader.read(place)
        if verdict is not None:
            return None if isinstance(verdict, Nothing) else verdict
    return None
