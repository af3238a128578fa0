# SPDX-License-Identifier: Apache-2.0
"""Statistical checks of forecasts against simulation with NumPy, closed forms and published numbers.

One line a check: the value, what was expected and how far it may be off; exit 1 if one fails. Tolerances of sampled
values are 4 standard errors.

Usage: validate_statistics.py small|full
"""

import math
import shutil
import subprocess
import sys

import numpy as np
from scipy import integrate, linalg, stats

import incuflow as inc

FULL = sys.argv[1:] != ["small"]
failures = []


def check(what, value, expected, tolerance):
    good = abs(value - expected) <= tolerance
    if not good:
        failures.append(what)
    print(f"{'ok    ' if good else 'FAILED'} {what}: {value:.6g}, expected {expected:.6g} ± {tolerance:.2g}")


def check_share(what, hits, expected):
    """A share of independent trials; one more trial in the tolerance, because a share cannot take every value."""
    n = len(hits)
    check(what, float(np.mean(hits)), expected, 4 * math.sqrt(expected * (1 - expected) / n) + 1 / n)


def check_mean(what, values, expected):
    check(what, float(np.mean(values)), expected, 4 * float(np.std(values, ddof=1)) / math.sqrt(len(values)))


# ---- number laws -----------------------------------------------------------------------------------------------------
def two_piece(z, low, mid, high, there, back):
    """The value whose transform is mid's plus z·(distance to low or high)/1.645: written here once more, on its own."""
    unit = stats.norm.ppf(0.95)
    down, up = (there(mid) - there(low)) / unit, (there(high) - there(mid)) / unit
    return back(there(mid) + np.where(z < 0, down, up) * z)


def logit(p):
    return np.log(p / (1 - p))


def drawn_hazard(rate, draws, seed):
    """The hazard of every draw, read off the firms that are left after a year."""
    pipeline = inc.PipelineBuilder().chain("t", "start—end", ids=["a", "b"]).transition("t.a->b", rate).build()
    study = inc.make_study(pipeline, base_date="2020-12-31", end_date="2021-12-31", stocks={"t.a": 1_000_000})
    forecast = study.forecast(draws=draws, seed=seed)
    left = forecast.stock_array[:, 1, forecast.stage_axis.index("t.a")]
    return -np.log(left / 1e6)


def number_laws(draws):
    hazard = drawn_hazard(inc.per_year(0.08, low=0.06, high=0.11), draws, 1)
    for name, point, share in (("low", 0.06, 0.05), ("mid", 0.08, 0.5), ("high", 0.11, 0.95)):
        check_share(f"per_year, share of draws below {name}", hazard < point, share)
    expected, _ = integrate.quad(
        lambda u: float(two_piece(stats.norm.ppf(u), 0.06, 0.08, 0.11, np.log, np.exp)), 0, 1, points=[0.5]
    )
    check_mean("per_year, mean of draws", hazard, expected)

    chance = -np.expm1(-drawn_hazard(inc.prob_per_year(0.10, low=0.03, high=0.30), draws, 1))
    for name, point, share in (("low", 0.03, 0.05), ("mid", 0.10, 0.5), ("high", 0.30, 0.95)):
        check_share(f"prob_per_year, share of draws below {name}", chance < point, share)
    back = lambda x: 1 / (1 + np.exp(-x))  # noqa: E731
    for share in (0.01, 0.25, 0.75, 0.99):
        point = float(two_piece(stats.norm.ppf(share), 0.03, 0.10, 0.30, logit, back))
        check_share(f"prob_per_year, share of draws below its {share:g} point", chance < point, share)

    # Distance between the drawn and the stated law; .001 point of Kolmogorov's law.
    triangle = drawn_hazard(inc.per_year(0.05, low=0, high=0.15, dist="triangular"), draws, 1)
    distance = stats.kstest(triangle, stats.triang(0.05 / 0.15, 0, 0.15).cdf).statistic
    check("triangular, distance from its law", distance, 0, 1.95 / math.sqrt(draws))
    uniform = drawn_hazard(inc.per_year(0.05, low=0.01, high=0.15, dist="uniform"), draws, 1)
    check(
        "uniform, distance from its law",
        stats.kstest(uniform, stats.uniform(0.01, 0.14).cdf).statistic,
        0,
        1.95 / math.sqrt(draws),
    )


def independence(draws):
    def pair(names, seed):
        build = inc.PipelineBuilder()
        for track in names:
            build = build.chain(track, "start—end", ids=["a", "b"])
            build = build.transition(f"{track}.a->b", inc.per_year(0.08, low=0.06, high=0.11, name=names[track]))
        pipeline = build.build()
        study = inc.make_study(
            pipeline,
            base_date="2020-12-31",
            end_date="2021-12-31",
            stocks={" & ".join(f"{track}.a" for track in names): 1_000_000},
        )
        forecast = study.forecast(draws=draws, seed=seed)
        return [-np.log(forecast.stock_array[:, 1, forecast.stage_axis.index(f"{t}.a")] / 1e6) for t in names]

    def rank_correlation(x, y):
        return float(stats.spearmanr(x, y).statistic)

    x, y = pair({"one": "x", "two": "y"}, 1)
    tolerance = 4 / math.sqrt(draws - 1)
    check("two numbers, rank correlation over draws", rank_correlation(x, y), 0, tolerance)
    check("one number, rank correlation of draw k with draw k + 1", rank_correlation(x[:-1], x[1:]), 0, tolerance)
    (again, _), (other, _) = pair({"one": "x", "two": "z"}, 1), pair({"one": "x", "two": "y"}, 2)
    check("two seeds, rank correlation", rank_correlation(x, other), 0, tolerance)
    check("the same number beside another one, largest change", float(np.max(np.abs(again - x))), 0, 1e-9)
    a, b = pair({"one": "shared", "two": "shared"}, 3)
    check("one shared number, largest difference between its uses", float(np.max(np.abs(a - b))), 0, 1e-9)


# ---- exact laws against simulation -----------------------------------------------------------------------------------
FIRMS, INTAKE, YEARS = 60, 20.0, 3


def chain_study(rate, at_least):
    pipeline = (
        inc.PipelineBuilder()
        .chain("incubation", "incubator—graduated", ids=["incubator", "graduated"])
        .exit("closed")
        .transition("incubation.incubator->graduated", rate)
        .transition("*->closed", inc.per_year(0.06))
        .build()
    )
    return inc.make_study(
        pipeline,
        base_date="2020-12-31",
        end_date=f"{2020 + YEARS}-12-31",
        stocks={"incubation.incubator": FIRMS},
        intakes=[inc.Intake("incubation.incubator", INTAKE)],
        targets=[
            inc.Target(
                "graduates",
                "incubation.incubator->graduated",
                at_least=at_least,
                accounting="cumulative",
                since="2021-01-01",
                due=f"{2020 + YEARS}-12-31",
            )
        ],
    )


def simulate_chain(rng, hazards):
    """Graduates by the end, one replicate a hazard: every firm's own entry, time and cause."""
    counts = np.empty(len(hazards), dtype=int)
    for k, hazard in enumerate(hazards):
        entering = rng.poisson(INTAKE * YEARS)
        entry = np.concatenate([np.zeros(FIRMS), rng.uniform(0, YEARS, entering)])
        leaving = entry + rng.exponential(1 / (hazard + 0.06), len(entry))
        graduate = rng.random(len(entry)) < hazard / (hazard + 0.06)
        counts[k] = np.sum(graduate & (leaving <= YEARS))
    return counts


def fixed_law(at_least):
    """With every number fixed the law is a binomial plus a Poisson, by SciPy."""
    hazard, total = 0.3, 0.36
    share = hazard / total
    start = share * -np.expm1(-total * YEARS)
    mean = INTAKE * share * (YEARS - -np.expm1(-total * YEARS) / total)
    below = sum(stats.binom.pmf(k, FIRMS, start) * stats.poisson.cdf(at_least - 1 - k, mean) for k in range(FIRMS + 1))
    [row] = chain_study(inc.per_year(hazard), at_least).forecast(draws=0).attainment("en").where(target="graduates")
    check("fixed numbers, expected graduates", row["expected"], FIRMS * start + mean, 1e-9)
    check("fixed numbers, chance of the target", row["p_met"], 1 - below, 1e-11)


def chain_coverage(draws, replicates):
    """Parameters and counts simulated with NumPy alone fall into the interval and meet the target as often as said."""
    at_least = 45
    study = chain_study(inc.per_year(0.3, low=0.15, high=0.5), at_least)
    forecast = study.forecast(draws=draws, seed=11)
    [row] = forecast.attainment("en").where(target="graduates")
    rng = np.random.default_rng(5)
    hazards = two_piece(rng.standard_normal(replicates), 0.15, 0.3, 0.5, np.log, np.exp)
    counts = simulate_chain(rng, hazards)
    error = 4 * math.hypot(math.sqrt(0.25 / replicates), row["p_met_se"])
    check(
        "simulated firms, mean graduates",
        counts.mean(),
        row["expected"],
        4 * counts.std() * math.sqrt(1 / replicates + 1 / draws),
    )
    check("simulated firms, share that meets the target", np.mean(counts >= at_least), row["p_met"], error)
    # Counts are whole: the interval of level .9 covers a little more, by the counts at its two ends.
    below, above = np.mean(counts < row["low"]), np.mean(counts > row["high"])
    at_ends = np.mean(counts == row["low"]), np.mean(counts == row["high"])
    spread = 4 * math.sqrt(0.05 * 0.95) * math.sqrt(1 / replicates + 1 / draws)
    check("simulated firms, share below the interval", below, 0.05 - at_ends[0] / 2, spread + at_ends[0] / 2)
    check("simulated firms, share above the interval", above, 0.05 - at_ends[1] / 2, spread + at_ends[1] / 2)


def stated_error(seeds, draws):
    """p_met of many seeds scatters as its stated standard error says."""
    study = chain_study(inc.per_year(0.3, low=0.15, high=0.5), 45)
    rows = [study.forecast(draws=draws, seed=s).attainment("en").where(target="graduates")[0] for s in range(seeds)]
    scatter = np.std([row["p_met"] for row in rows], ddof=1)
    stated = np.mean([row["p_met_se"] for row in rows])
    check("scatter of p_met over seeds ÷ stated standard error", scatter / stated, 1, 4 / math.sqrt(2 * (seeds - 1)))


def coupled_tracks(firms):
    """Two tracks with a modifier, a trigger and a shared exit: firm by firm, event by event."""
    up, first, second, close, factor, chance = 0.25, 0.4, 0.3, 0.06, 1.8, 0.7
    pipeline = (
        inc.PipelineBuilder()
        .chain("incubation", "incubator—graduated", ids=["incubator", "graduated"])
        .chain("ladder", "sme—hnte", ids=["sme", "hnte"])
        .exit("closed")
        .transition("incubation.incubator->graduated", inc.per_year(up))
        .transition("ladder.outside->sme", inc.per_year(first))
        .transition("ladder.sme->hnte", inc.per_year(second))
        .transition("*->closed", inc.per_year(close))
        .modifier(on="ladder.sme->hnte", while_in="incubation.incubator", factor=factor)
        .trigger(when="ladder.sme->hnte", fires="incubation.incubator->graduated", probability=chance)
        .build()
    )
    study = inc.make_study(
        pipeline,
        base_date="2020-12-31",
        end_date="2024-12-31",
        stocks={"incubation.incubator": firms},
    )
    forecast = study.forecast(draws=0)
    expected = dict(zip(forecast.stage_axis, forecast.stock_array[0, -1], strict=True))

    rng = np.random.default_rng(8)
    now = np.zeros(firms)
    incubation = np.zeros(firms, dtype=int)  # 0 incubator, 1 graduated
    ladder = np.zeros(firms, dtype=int)  # 0 outside, 1 sme, 2 hnte
    closed = np.zeros(firms, dtype=bool)
    running = np.arange(firms)
    while running.size:
        i, j = incubation[running], ladder[running]
        rates = np.stack(
            [
                up * (i == 0),
                first * (j == 0),
                second * (j == 1) * np.where(i == 0, factor, 1.0),
                np.full(len(i), close),
            ]
        )
        total = rates.sum(axis=0)
        now[running] += rng.exponential(1 / total)
        within = now[running] <= 4
        running, rates, total = running[within], rates[:, within], total[within]
        cause = (rng.random(len(running)) * total > np.cumsum(rates, axis=0)).sum(axis=0)
        incubation[running[cause == 0]] = 1
        ladder[running[cause == 1]] = 1
        risen = running[cause == 2]
        ladder[risen] = 2
        incubation[risen[rng.random(len(risen)) < chance]] = 1
        closed[running[cause == 3]] = True
        running = running[cause != 3]
    alive = ~closed
    seen = {
        "incubation.incubator": alive & (incubation == 0),
        "incubation.graduated": alive & (incubation == 1),
        "ladder.outside": alive & (ladder == 0),
        "ladder.sme": alive & (ladder == 1),
        "ladder.hnte": alive & (ladder == 2),
        "closed": closed,
    }
    for place, there in seen.items():
        check_share(f"coupled tracks, share in {place} after 4 years", there, expected[place] / firms)


# ---- the published check values --------------------------------------------------------------------------------------
def torch_limit(draws):
    """The national incubator preset in the limit of draws."""
    study = inc.load_preset("torch-2016-2020")
    forecast = study.forecast(draws=draws, seed=2)
    [row] = forecast.attainment("en").where(target="graduates")
    edge = forecast.transition_axis.index("incubation.incubator->graduated")
    graduates = forecast.flow_array[
        :, np.asarray(forecast.flow_dates, "M8[D]") >= np.datetime64("2016-01-01"), edge
    ].sum(axis=1)
    check("torch, expected graduates 2016–2020", row["expected"], 42775, 4 * graduates.std() / math.sqrt(draws) + 0.5)
    for name, limit, share in (("low", 30815, 0.05), ("high", 58580, 0.95)):
        # Standard error of a quantile: √(p(1−p)/n) ÷ density, the density from the draws around it.
        width = 0.02
        density = 2 * width / np.subtract(*np.quantile(graduates, [share + width, share - width]))
        check(
            f"torch, {name} end of the 90 % interval",
            row[name],
            limit,
            4 * math.sqrt(share * (1 - share) / draws) / density + 5,
        )
    check("torch, chance of 50,000 graduates", row["p_met"], 0.181, 4 * row["p_met_se"] + 0.0005)


# ---- matrix exponentials ---------------------------------------------------------------------------------------------
def random_generators(count, n):
    rng = np.random.default_rng(3)
    q = rng.random((count, n, n)) * 10.0 ** rng.integers(-3, 2, (count, 1, 1))
    q[:, range(n), range(n)] = 0
    q[:, range(n), range(n)] = -q.sum(axis=2)
    return q


def exponentials(count):
    q = random_generators(count, 5)
    ours = inc.generator_exponentials(q, 1.0)
    check("exponentials, largest difference from SciPy", float(np.max(np.abs(ours - linalg.expm(q)))), 0, 1e-12)
    check("exponentials, largest distance of a row sum from 1", float(np.max(np.abs(ours.sum(axis=2) - 1))), 0, 1e-14)
    msm = ["Rscript", "--vanilla", "-e", "library(msm)"]
    if shutil.which("Rscript") is None or subprocess.run(msm, capture_output=True).returncode != 0:
        print("skipped exponentials against R: R with msm is not installed")
        return
    q = q[:20]
    program = (
        "library(msm); x <- scan(file('stdin'), quiet=TRUE); n <- length(x)/25;"
        "for (i in 1:n) { q <- matrix(x[((i-1)*25+1):(i*25)], 5, 5, byrow=TRUE);"
        "cat(format(as.vector(t(MatrixExp(q))), digits=17), sep='\\n'); cat('\\n') }"
    )
    text = "\n".join(repr(float(x)) for x in q.ravel())
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", program], input=text, capture_output=True, text=True, check=True
    )
    theirs = np.array([float(x) for x in done.stdout.split()]).reshape(q.shape)
    check("exponentials, largest difference from R msm", float(np.max(np.abs(ours[:20] - theirs))), 0, 1e-10)


def main():
    number_laws(100_000 if FULL else 10_000)
    independence(100_000 if FULL else 10_000)
    fixed_law(45)
    chain_coverage(*((40_000, 200_000) if FULL else (4_000, 20_000)))
    stated_error(*((400, 400) if FULL else (60, 200)))
    coupled_tracks(2_000_000 if FULL else 200_000)
    torch_limit(200_000 if FULL else 10_000)
    exponentials(1000 if FULL else 50)
    if failures:
        sys.exit(f"failed: {'; '.join(failures)}")


if __name__ == "__main__":
    main()
