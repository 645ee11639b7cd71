"""Meta-analysis of effects: random effects by REML with the Hartung-Knapp-Sidik-Jonkman
interval, the fixed effect beside it, heterogeneity, and the check for small-study effects.

Written here because no maintained Python library has REML, the guarded HKSJ interval and a
prediction interval together; the tests hold it to R's metafor. Everything is on the pooling
scale (log or logit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import chdtrc, ndtri, stdtr, stdtrit

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """The result of pooling k studies; i2 in per cent, intervals at the level asked for.

    ``prediction_lower`` and ``prediction_upper`` use k - 1 degrees of freedom, as metafor
    does beside a Hartung-Knapp interval; they are None below the number of studies asked
    for. ``weights`` are per cent, in the order of the studies.
    """

    k: int
    estimate: float
    se: float
    ci_lower: float
    ci_upper: float
    p_value: float
    tau2: float
    i2: float
    h2: float
    q: float
    q_p: float
    prediction_lower: float | None
    prediction_upper: float | None
    fixed_estimate: float
    fixed_lower: float
    fixed_upper: float
    weights: tuple[float, ...]
    fixed_weights: tuple[float, ...]


def pool(
    effects: Sequence[float],
    errors: Sequence[float],
    *,
    level: float = 95.0,
    prediction_from: int = 3,
) -> Pooled:
    """Pool two or more effects with their standard errors.

    The random-effects interval is Hartung and Knapp's (Stat Med 2001;20:3875-89) with k - 1
    degrees of freedom, its variance never below that of the ordinary random-effects
    estimate (the guard of Knapp and Hartung, Stat Med 2003;22:2693-710): studies that agree
    by chance cannot shrink it. Raises ValueError for fewer than two studies or for effects
    and errors that are not finite and positive.
    """
    y, v = _checked(effects, errors)
    k = len(y)
    tau2 = reml(y, v)
    w = 1 / (v + tau2)
    estimate = float(np.sum(w * y) / np.sum(w))
    spread = float(np.sum(w * (y - estimate) ** 2) / (k - 1))
    se = float(np.sqrt(max(1.0, spread) / np.sum(w)))
    quantile = float(stdtrit(k - 1, 0.5 + level / 200))
    w0 = 1 / v
    fixed = float(np.sum(w0 * y) / np.sum(w0))
    fixed_half = float(ndtri(0.5 + level / 200) / np.sqrt(np.sum(w0)))
    q = float(np.sum(w0 * (y - fixed) ** 2))
    typical = (k - 1) / float(np.sum(w0) - np.sum(w0**2) / np.sum(w0))
    reach = quantile * float(np.sqrt(tau2 + se**2)) if k >= prediction_from else None
    return Pooled(
        k=k,
        estimate=estimate,
        se=se,
        ci_lower=estimate - quantile * se,
        ci_upper=estimate + quantile * se,
        p_value=float(2 * stdtr(k - 1, -abs(estimate) / se)),
        tau2=tau2,
        i2=100 * tau2 / (tau2 + typical),
        h2=tau2 / typical + 1,
        q=q,
        q_p=float(chdtrc(k - 1, q)),
        prediction_lower=None if reach is None else estimate - reach,
        prediction_upper=None if reach is None else estimate + reach,
        fixed_estimate=fixed,
        fixed_lower=fixed - fixed_half,
        fixed_upper=fixed + fixed_half,
        weights=tuple(float(x) for x in 100 * w / np.sum(w)),
        fixed_weights=tuple(float(x) for x in 100 * w0 / np.sum(w0)),
    )


def reml(y: Vector, v: Vector) -> float:
    """Return the restricted maximum-likelihood estimate of the between-study variance.

    Roots of the score are looked for between the points of a grid that reaches from far
    below the sampling variances to above the spread of the effects, and the most likely of
    them, or zero, is taken: the likelihood can have more than one peak, where iteration
    from a single start finds whichever is nearest.
    """
    spread = float(np.ptp(y)) ** 2
    if spread == 0:
        return 0.0
    smallest = max(float(v.min()) * 1e-9, float(np.finfo(np.float64).tiny))
    grid = np.concatenate([[0.0], np.geomspace(smallest, 10 * spread + float(v.max()), 400)])
    scores = _scores(grid, y, v)
    peaks = [0.0] if scores[0] <= 0 else []
    for i in range(len(grid) - 1):
        if scores[i] > 0 >= scores[i + 1]:
            found = brentq(_score, grid[i], grid[i + 1], args=(y, v), xtol=1e-15, rtol=1e-14)
            peaks.append(float(found))
    return max(peaks, key=lambda tau2: _log_likelihood(tau2, y, v), default=0.0)


def small_study_p(effects: Sequence[float], errors: Sequence[float]) -> float:
    """Return the p-value of Egger's regression (BMJ 1997;315:629-34) of effect on error."""
    y, v = _checked(effects, errors)
    root = np.sqrt(v)
    design = np.column_stack([1 / root, np.ones_like(y)])
    solution, _, _, _ = np.linalg.lstsq(design, y / root, rcond=None)
    residual = y / root - design @ solution
    freedom = len(y) - 2
    covariance = np.linalg.inv(design.T @ design) * float(residual @ residual) / freedom
    return float(2 * stdtr(freedom, -abs(solution[1]) / np.sqrt(covariance[1, 1])))


def _scores(tau2: Vector, y: Vector, v: Vector) -> Vector:
    """Return the derivative of twice the restricted log-likelihood at each tau2."""
    w = 1 / (v + tau2[:, np.newaxis])
    total = w.sum(axis=1)
    mean = (w * y).sum(axis=1) / total
    squares = (w**2 * (y - mean[:, np.newaxis]) ** 2).sum(axis=1)
    return np.asarray(squares - total + (w**2).sum(axis=1) / total)


def _score(tau2: float, y: Vector, v: Vector) -> float:
    return float(_scores(np.array([tau2]), y, v)[0])


def _log_likelihood(tau2: float, y: Vector, v: Vector) -> float:
    w = 1 / (v + tau2)
    total = np.sum(w)
    mean = np.sum(w * y) / total
    return float(np.sum(np.log(w)) - np.log(total) - np.sum(w * (y - mean) ** 2)) / 2


def _checked(effects: Sequence[float], errors: Sequence[float]) -> tuple[Vector, Vector]:
    y = np.asarray(effects, dtype=np.float64)
    se = np.asarray(errors, dtype=np.float64)
    if len(y) != len(se) or len(y) < 2:
        raise ValueError("pooling needs two or more effects, each with a standard error")
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(se)) and np.all(se**2 > 0)):
        raise ValueError("effects must be finite and standard errors positive")
    return y, se**2
