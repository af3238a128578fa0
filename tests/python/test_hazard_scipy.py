# SPDX-License-Identifier: Apache-2.0
"""Hazard families against SciPy: an implementation that shares nothing with ours."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats

import incuflow as inc


def prentice(mu, sigma, q):
    """SciPy's generalised gamma in Prentice's parameters: (t/scale)^c has a gamma law of shape a."""
    return stats.gengamma(1 / q**2, q / sigma, scale=math.exp(mu) * (q * q) ** (sigma / q))


# Each family with SciPy's name for it. SciPy's own tails are good to a few 1e-13.
SMOOTH = [
    pytest.param(inc.Exponential(rate=0.3), stats.expon(scale=1 / 0.3), id="exponential"),
    pytest.param(inc.Weibull(shape=0.5, scale=2.0), stats.weibull_min(0.5, scale=2.0), id="weibull-0.5"),
    pytest.param(inc.Weibull(shape=1.3, scale=1.8), stats.weibull_min(1.3, scale=1.8), id="weibull-1.3"),
    pytest.param(inc.Weibull(shape=7.0, scale=40.0), stats.weibull_min(7.0, scale=40.0), id="weibull-7"),
    pytest.param(inc.Erlang(k=1, rate=0.7), stats.gamma(1, scale=1 / 0.7), id="erlang-1"),
    pytest.param(inc.Erlang(k=3, rate=1.0), stats.gamma(3), id="erlang-3"),
    pytest.param(inc.Erlang(k=12, rate=4.0), stats.gamma(12, scale=1 / 4.0), id="erlang-12"),
    pytest.param(inc.Gompertz(rate=0.1, shape=0.2), stats.gompertz(0.1 / 0.2, scale=1 / 0.2), id="gompertz"),
    pytest.param(inc.Gamma(shape=0.5, rate=0.7), stats.gamma(0.5, scale=1 / 0.7), id="gamma-0.5"),
    pytest.param(inc.Gamma(shape=2.7, rate=0.7), stats.gamma(2.7, scale=1 / 0.7), id="gamma-2.7"),
    pytest.param(inc.LogNormal(meanlog=0.3, sdlog=0.5), stats.lognorm(0.5, scale=math.exp(0.3)), id="log-normal"),
    pytest.param(inc.LogLogistic(shape=1.5, scale=2.0), stats.burr12(1.5, 1, scale=2.0), id="log-logistic-1.5"),  # fisk has no upper tail
    pytest.param(inc.GeneralisedGamma(0.3, 0.5, 0.8), prentice(0.3, 0.5, 0.8), id="generalised-gamma"),
    pytest.param(inc.Erlang(k=151, rate=4.0), stats.gamma(151, scale=1 / 4.0), id="erlang-151"),
]

BREAKS = [0.0, 1.0, 2.0, 3.0]
RATES = [0.016, 0.063, 0.0, 0.080]

ALL = [*SMOOTH, pytest.param(inc.PiecewiseConstant(BREAKS, RATES), None, id="piecewise")]


def times(law):
    """From the 1e-12 point of the law to where its survival is 1e-300."""
    return np.concatenate([law.ppf([1e-12, 1e-6, 1e-3]), law.ppf(np.linspace(0.02, 0.98, 49)), law.isf([1e-4, 1e-9, 1e-100, 1e-300])])


@pytest.mark.parametrize(("hazard", "law"), SMOOTH)
def test_survival_and_density(hazard, law):
    t = times(law)
    np.testing.assert_allclose(hazard.survival(t), law.sf(t), rtol=2e-12)
    np.testing.assert_allclose(hazard.density(t), law.pdf(t), rtol=2e-12)
    seen = law.pdf(t) > 0  # far out a heavy tail's density is no double
    np.testing.assert_allclose(hazard.hazard(t[seen]), law.pdf(t[seen]) / law.sf(t[seen]), rtol=4e-12)


@pytest.mark.parametrize(("hazard", "law"), SMOOTH)
def test_cumulative_hazard_in_both_tails(hazard, law):
    t = times(law)
    early = law.cdf(t) < 0.5
    np.testing.assert_allclose(hazard.cumulative(t[early]), -np.log1p(-law.cdf(t[early])), rtol=2e-12)
    np.testing.assert_allclose(hazard.cumulative(t[~early]), -np.log(law.sf(t[~early])), rtol=2e-12)
    np.testing.assert_array_equal(hazard.log_survival(t), -hazard.cumulative(t))


@pytest.mark.parametrize(("hazard", "law"), SMOOTH)
def test_quantile(hazard, law):
    p = np.concatenate([[1e-300, 1e-100, 1e-12, 1e-6], np.linspace(0.01, 0.99, 99), [1 - 1e-6, 1 - 1e-12]])
    expected = law.ppf(p)
    normal = expected > 1e-290  # SciPy's, too, is no normal double below
    np.testing.assert_allclose(hazard.quantile(p)[normal], expected[normal], rtol=1e-11)


@pytest.mark.parametrize(("hazard", "law"), SMOOTH)
def test_mean(hazard, law):
    # SciPy integrates where it has no closed form.
    assert hazard.mean() == pytest.approx(law.mean(), rel=1e-9 if hazard.family in ("gompertz", "generalised_gamma") else 1e-13)


def test_a_tiny_cumulative_hazard_keeps_its_digits():
    # Erlang(3) at 1e-6: x³/6·(1 − 3x/4 + …).
    assert inc.Erlang(k=3, rate=1.0).cumulative(1e-6) == pytest.approx(1.6666654166671666e-19, rel=1e-14)


def test_piecewise_constant_by_quadrature_and_root_finding():
    hazard = inc.PiecewiseConstant(BREAKS, RATES)
    t = np.array([0.3, 1.0, 1.7, 2.0, 2.5, 3.0, 8.0, 60.0])

    def rate(u):
        return RATES[np.searchsorted(BREAKS, u, side="right") - 1]

    for at, got in zip(t, hazard.cumulative(t), strict=True):
        inner = [b for b in BREAKS[1:] if b < at]
        assert got == pytest.approx(integrate.quad(rate, 0, at, points=inner or None, epsabs=0, epsrel=1e-12)[0], rel=1e-12)
    np.testing.assert_array_equal(hazard.hazard(t), [rate(u) for u in t])
    np.testing.assert_allclose(hazard.density(t), hazard.hazard(t) * np.exp(-hazard.cumulative(t)), rtol=1e-15)

    tail = math.exp(-hazard.cumulative(3.0)) / RATES[-1]
    body = integrate.quad(hazard.survival, 0, 3, points=[1, 2], epsabs=0, epsrel=1e-12)[0]
    assert hazard.mean() == pytest.approx(body + tail, rel=1e-12)

    for p in (0.001, 0.05, 0.2, 0.9):
        root = optimize.brentq(lambda u, p=p: hazard.survival(u) - (1 - p), 0, 500, xtol=1e-13, rtol=1e-14)
        assert hazard.quantile(p) == pytest.approx(root, rel=1e-11)


@pytest.mark.parametrize(("hazard", "law"), ALL)
def test_arrays_in_arrays_out(hazard, law):
    t = np.array([[0.5, 1.5, 2.5], [3.5, 4.5, 5.5]])
    for name in ("hazard", "cumulative", "log_survival", "survival", "density"):
        method = getattr(hazard, name)
        assert method(t).shape == (2, 3)
        assert method(t).dtype == np.float64
        assert method(t)[1, 0] == method(3.5)
        assert isinstance(method(3.5), float)
        np.testing.assert_array_equal(method([0.5, 1.5]), t_row := method(np.array([0.5, 1.5])))
        assert t_row.shape == (2,)
        np.testing.assert_array_equal(method(t.T), method(t).T)  # any memory order
        assert method(np.array([])).shape == (0,)
    assert hazard.quantile(np.array([0.1, 0.2])).shape == (2,)
    assert isinstance(hazard.quantile(0.1), float)
    assert isinstance(hazard.mean(), float)
    assert np.isnan(hazard.survival(math.nan))
    assert np.isnan(hazard.quantile(np.array([-0.1, 1.1]))).all()


def test_fixed_delay():
    delay = inc.FixedDelay(1.37)
    t = np.array([0.0, np.nextafter(1.37, 0), 1.37, 5.0])
    np.testing.assert_array_equal(delay.survival(t), [1, 1, 0, 0])
    np.testing.assert_array_equal(delay.cumulative(t), [0, 0, np.inf, np.inf])
    np.testing.assert_array_equal(delay.log_survival(t), [0, 0, -np.inf, -np.inf])
    np.testing.assert_array_equal(delay.quantile(np.array([0.0, 0.3, 1.0])), [1.37] * 3)
    assert delay.mean() == 1.37
    for ask in (delay.hazard, delay.density):
        with pytest.raises(inc.ParameterError, match="atom"):
            ask(1.0)


def test_never():
    never = inc.PiecewiseConstant([0.0, 2.0], [0.5, 0.0])
    assert never.mean() == math.inf
    assert never.quantile(0.6) == pytest.approx(-math.log(0.4) / 0.5, rel=1e-14)
    assert never.quantile(0.7) == math.inf
    assert inc.Exponential(rate=0.0).mean() == math.inf


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: inc.Exponential(rate=-0.1), "Exponential: rate must be ≥ 0, got -0.1"),
        (lambda: inc.Weibull(shape=-0.5, scale=1.0), "Weibull: shape must be > 0, got -0.5"),
        (lambda: inc.Weibull(shape=1.0, scale=math.nan), "Weibull: scale must be a finite number, got nan"),
        (lambda: inc.Erlang(k=0, rate=1.0), "number of phases"),
        (lambda: inc.FixedDelay(0.0), "FixedDelay: delay must be > 0, got 0"),
        (lambda: inc.PiecewiseConstant([0.0, 1.0], [1.0]), "2 breaks and 1 rates"),
        (lambda: inc.PiecewiseConstant([1.0], [1.0]), "must start at 0, got 1"),
    ],
)
def test_errors(make, says):
    with pytest.raises(inc.ParameterError) as caught:
        make()
    assert says in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(("hazard", "law"), ALL)
def test_equality_and_repr(hazard, law):
    again = eval(repr(hazard), vars(inc).copy())  # noqa: S307: the repr is the code that makes it
    assert again == hazard
    assert hazard != inc.Exponential(rate=123.0)
