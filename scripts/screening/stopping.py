"""When reading may stop: the chance that too many includes are still unread."""

from __future__ import annotations

from math import exp, lgamma

TARGET_RECALL = 0.95


def chance_below_target(
    includes_found: int, unread: int, read_since_last_include: int, target: float = TARGET_RECALL
) -> float:
    """Chance that recall is below `target` although the last records read held no include.

    The records read since the last include are taken as a random sample of those unread at that
    moment: with K includes among them, the fewest that would put recall below the target, the
    sample would have missed all K with the hypergeometric probability returned. As reading goes
    by rank and not at random, it errs on the safe side (Callaghan and Müller-Hansen, Syst Rev
    2020;9:273, doi 10.1186/s13643-020-01521-4).

    `unread` counts the records unread now; `includes_found` those included so far.
    """
    urn = unread + read_since_last_include
    missed = int(includes_found / target - includes_found + 1e-9) + 1
    if missed > unread:
        return 0.0
    # C(urn - missed, read) / C(urn, read), in logarithms
    return exp(
        lgamma(urn - missed + 1)
        - lgamma(unread - missed + 1)
        + lgamma(unread + 1)
        - lgamma(urn + 1)
    )
