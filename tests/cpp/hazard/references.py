# SPDX-License-Identifier: Apache-2.0
"""Cumulative hazards with 40 digits for `test_references.cpp`; needs mpmath, which only this needs.

python tests/cpp/hazard/references.py > tests/cpp/hazard/references.inc
"""

from mpmath import erfc, exp, expm1, log, log1p, mp, mpf, power, sqrt

mp.dps = 40


def tails(a, x):
    """P and Q of the gamma law, each from the form that loses no digits."""
    with mp.workdps(mp.dps + 20):
        if x < a + 1:
            term = total = mpf(1)
            m = mpf(a)
            while term > total * mpf(10) ** (-mp.dps):
                m += 1
                term *= x / m
                total += term
            p = exp(a * log(x) - x - mp.loggamma(a + 1)) * total
            return p, 1 - p
        # Legendre's continued fraction by Lentz.
        tiny = mpf(10) ** -2000
        b = x + 1 - a
        c, d = 1 / tiny, 1 / b
        h = d
        for i in range(1, 200000):
            an = -i * (i - a)
            b += 2
            d = 1 / (an * d + b)
            c = b + an / c
            step = d * c
            h *= step
            if abs(step - 1) < mpf(10) ** -mp.dps:
                break
        q = exp(a * log(x) - x - mp.loggamma(a)) * h
        return 1 - q, q


def minus_log(chance, other):
    return -log(chance) if chance < 0.5 else -log1p(-other)


def gamma_h(shape, rate, t):
    p, q = tails(mpf(shape), mpf(rate) * mpf(t))
    return minus_log(q, p)


def normal_tails(z):
    return erfc(z / sqrt(2)) / 2, erfc(-z / sqrt(2)) / 2


def log_normal_h(meanlog, sdlog, t):
    z = (log(mpf(t)) - mpf(meanlog)) / mpf(sdlog)
    q, p = normal_tails(z)
    return minus_log(q, p)


def generalised_gamma_h(mu, sigma, q, t):
    if q == 0:
        return log_normal_h(mu, sigma, t)
    w = (log(mpf(t)) - mpf(mu)) / mpf(sigma)
    a = 1 / mpf(q) ** 2
    low, high = tails(a, a * exp(mpf(q) * w))
    return minus_log(high, low) if q > 0 else minus_log(low, high)


def gompertz_h(rate, shape, t):
    return mpf(rate) * expm1(mpf(shape) * mpf(t)) / mpf(shape) if shape else mpf(rate) * mpf(t)


def log_logistic_h(shape, scale, t):
    return log1p(power(mpf(t) / mpf(scale), mpf(shape)))


def quantile(function, parameters, wanted):
    """A double at which the cumulative hazard is about `wanted`, by halving log t."""
    low, high = mpf(-690), mpf(690)
    with mp.workdps(5):
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if function(*parameters, exp(middle)) < wanted else (low, middle)
    return float(exp(low))


def table(name, function, cases, wants):
    for parameters in cases:
        for want in wants:
            t = quantile(function, parameters, mpf(want))
            if not 1e-290 < t < 1e290:
                continue
            h = function(*parameters, t)
            if h > mpf("1e-300"):
                print(f"{{Hazard({name}({', '.join(repr(p) for p in parameters)})), {t!r}, {mp.nstr(h, 20)}}},")


WANTS = ["1e-299", "1e-150", "1e-20", "1e-6", "0.05", "0.68", "0.71", "3", "40", "700", "5000"]

print("// SPDX-License-Identifier: Apache-2.0")
print("// {hazard, t, cumulative hazard with 20 digits}; made by tests/cpp/hazard/references.py.")
table("Gompertz", gompertz_h, [(0.1, 0.2), (0.1, -0.2), (1e-9, 3.0), (2.0, 1e-9), (0.3, 0.0)], WANTS)
table("LogLogistic", log_logistic_h, [(1.5, 2.0), (0.7, 0.1), (40.0, 3.0), (300.0, 3.0)], WANTS)
table("LogNormal", log_normal_h, [(0.3, 0.5), (-2.0, 3.0), (4.0, 0.01), (0.0, 1.0)], WANTS)
table(
    "Gamma",
    gamma_h,
    [
        (3.0, 1.0),
        (0.5, 0.7),
        (0.02, 1.0),
        (1.0000001, 1.0),
        (1.7, 0.3),
        (12.5, 4.0),
        (15.99, 1.0),
        (16.01, 1.0),
        (149.5, 0.3),
        (2500.25, 7.0),
        (9999.5, 1.0),
        (10000.5, 1.0),
    ],
    WANTS,
)
table("Gamma", gamma_h, [(1e6, 3.0)], ["1e-290", "1e-12", "0.5", "2", "700"])
table(
    "GeneralisedGamma",
    generalised_gamma_h,
    [
        (0.3, 0.5, 0.5),
        (0.3, 0.5, 1.0),
        (0.3, 0.5, 4.0),
        (0.3, 0.5, -0.7),
        (0.3, 0.5, -2.5),
        (1.0, 2.0, 0.25),
        (1.0, 0.2, 0.05),
        (1.0, 0.2, -0.05),
        (0.3, 0.5, 0.0101),
        (0.3, 0.5, 0.0099),
        (0.3, 0.5, -0.0101),
        (0.3, 0.5, -0.0099),
    ],
    WANTS,
)
