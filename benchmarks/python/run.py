# SPDX-License-Identifier: Apache-2.0
"""Benchmarks beside their peers: equal answers first, then the times, as one table.

--small      small sizes, equal answers, everything runs once; no word about speed
--cpp FILE   Google Benchmark's JSON, for the C++ figures
--wheel FILE the wheel whose size is stated
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# One core for everybody; and a kernel that OpenBLAS chooses, not one the environment forces on it (in tests it stays).
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
FORCED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
ROOT = Path(__file__).resolve().parents[2]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--cpp", type=Path)
    parser.add_argument("--wheel", type=Path)
    return parser.parse_args()


def restart_on_one_core(small):
    """NumPy reads these when it is loaded: start again with them, once."""
    if all(os.environ.get(k) == v for k, v in ONE_CORE.items()) and (small or not any(k in os.environ for k in FORCED)):
        return
    env = {k: v for k, v in os.environ.items() if small or k not in FORCED} | ONE_CORE
    os.execve(sys.executable, [sys.executable, *sys.argv], env)


ARGS = arguments()
restart_on_one_core(ARGS.small)

import numpy as np  # noqa: E402
import peers  # noqa: E402
import scipy  # noqa: E402
import scipy.linalg  # noqa: E402
import scipy.sparse  # noqa: E402
import scipy.sparse.linalg  # noqa: E402
from threadpoolctl import threadpool_info  # noqa: E402

import incuflow as inc  # noqa: E402

REPEATS = 1 if ARGS.small else 9


def side_by_side(calls):
    """Median processor seconds of each call, taken in turn so that a slow moment of the machine meets all of them."""
    seconds = {name: [] for name in calls}
    for _ in range(REPEATS):
        for name, call in calls.items():
            begin = time.process_time()
            call()
            seconds[name].append(time.process_time() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


def equal(what, mine, theirs, tolerance):
    worst = np.max(np.abs(mine - theirs))
    if not worst <= tolerance:
        sys.exit(f"{what}: the answers differ by {worst:.1e}")
    print(f"equal answers: {what}, largest difference {worst:.1e}", file=sys.stderr)


def cohort():
    """W5: 6 states, 240 steps, 1000 draws, one transition matrix a draw."""
    draws, n, steps = (50, 6, 40) if ARGS.small else (1000, 6, 240)
    rng = np.random.default_rng(1)
    matrices = rng.random((draws, n, n)) + 5 * np.eye(n)
    matrices /= matrices.sum(axis=2, keepdims=True)
    start = np.zeros((draws, n))
    start[:, 0] = 1
    ours = inc.propagate(start, matrices, steps)
    for name, peer in peers.PROPAGATE.items():
        equal(f"chains, NumPy {name}", ours, peer(start, matrices, steps), 1e-13)
    calls = {"ours": lambda: inc.propagate(start, matrices, steps)}
    calls |= {name: lambda peer=peer: peer(start, matrices, steps) for name, peer in peers.PROPAGATE.items()}
    seconds = side_by_side(calls)
    return draws * steps, seconds


def exponentials():
    """W8a: exponentials of random 6 × 6 generators."""
    batch, n = (300, 6) if ARGS.small else (100_000, 6)
    rng = np.random.default_rng(2)
    q = rng.random((batch, n, n))
    q[:, range(n), range(n)] = 0
    q[:, range(n), range(n)] = -q.sum(axis=2)
    ours = inc.generator_exponentials(q, 1.0)
    equal("exponentials, scipy.linalg.expm", ours, scipy.linalg.expm(q), 1e-13)
    equal("exponentials, NumPy Taylor", ours, peers.exponential_taylor(q, 1.0), 1e-13)
    seconds = side_by_side(
        {
            "ours": lambda: inc.generator_exponentials(q, 1.0),
            "scipy.linalg.expm": lambda: scipy.linalg.expm(q),
            "NumPy Taylor": lambda: peers.exponential_taylor(q, 1.0),
        }
    )
    return batch, seconds


def sparse_action():
    """W8b: exp(tQ)ᵀv of a sparse generator, 4 rates a state to states at distance ±1 … 50, t = 10."""
    n, time_ = (2000, 1.0) if ARGS.small else (100_000, 10.0)
    rng = np.random.default_rng(3)
    sources = np.repeat(np.arange(n), 4)
    moves = rng.integers(1, 51, 4 * n) * rng.choice([-1, 1], 4 * n)
    destinations = np.clip(sources + moves, 0, n - 1)
    rates = np.where(sources == destinations, 0.0, rng.uniform(0, 2, 4 * n))
    v = np.zeros(n)
    v[:100] = 0.01
    q = scipy.sparse.coo_array((rates, (destinations, sources)), shape=(n, n)).tocsr()
    transposed = (q - scipy.sparse.diags_array(np.asarray(q.sum(axis=0)).ravel())) * time_
    ours = inc.generator_action(v, sources, destinations, rates, time_)
    equal("sparse generator, scipy expm_multiply", ours, scipy.sparse.linalg.expm_multiply(transposed, v), 1e-13)
    return side_by_side(
        {
            "ours": lambda: inc.generator_action(v, sources, destinations, rates, time_),
            "scipy expm_multiply": lambda: scipy.sparse.linalg.expm_multiply(transposed, v),
        }
    )


def sparse_row(seconds, times):
    """The goal is over a plain loop in the C++ binary; the ratio is of Python calls, setting up included."""
    ours, peer = seconds["ours"], seconds["scipy expm_multiply"]
    over = times["uniformization"] / times["uniformization_plain_loop"] if times else None
    cpp = f"{over:.3g} ×" if over else ""
    title = "exp(tQ)ᵀv, 100,000 states, over a plain loop"
    return (title, "≤ 1.2 ×", cpp, f"{ours:.3g} s", "scipy expm_multiply", f"{peer:.3g} s", f"{peer / ours:.3g}", not over or over <= 1.2)


def cpp_times():
    """Processor time of the two ways through a sparse generator in the C++ binary."""
    if ARGS.cpp is None:
        return {}
    times = {}
    for run in json.loads(ARGS.cpp.read_text(encoding="utf-8"))["benchmarks"]:
        name = run["run_name"].split("/")[0]
        if name.startswith("uniformization") and (run.get("run_type") == "iteration" or run.get("aggregate_name") == "median"):
            times[name] = run["cpu_time"]
    return times


def import_seconds():
    """What `import incuflow` takes beyond `import numpy`, each in fresh processes."""
    clock = "import time; a = time.perf_counter(); import {}; print(time.perf_counter() - a)"
    taken = {"incuflow": [], "numpy": []}
    for _ in range(2 if ARGS.small else 15):
        for module, values in taken.items():
            done = subprocess.run(
                [sys.executable, "-c", clock.format(module)], capture_output=True, text=True, check=True, cwd="/"
            )
            values.append(float(done.stdout))
    return statistics.median(taken["incuflow"]) - statistics.median(taken["numpy"])


def compile_seconds(source, mode):
    """Processor seconds, which on a machine with nothing else to do are the seconds one waits."""
    flags = ["-DINCUFLOW_COMPILED"] if mode == "compiled" else ["-isystem", "/usr/include/eigen3"]
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "g++",
            "-std=c++20",
            "-O2",
            *flags,
            f"-I{ROOT}/include",
            "-c",
            f"{ROOT}/{source}",
            "-o",
            f"{folder}/o",
        ]
        for _ in range(1 if ARGS.small else 5):
            begin = os.times()
            subprocess.run(command, check=True)
            end = os.times()
            seconds.append(end.children_user - begin.children_user + end.children_system - begin.children_system)
    return statistics.median(seconds)


def cpp_rates():
    """Medians of Google Benchmark's counters; a benchmark that found a wrong answer ends this run."""
    if ARGS.cpp is None:
        return {}
    rates = {}
    for run in json.loads(ARGS.cpp.read_text(encoding="utf-8"))["benchmarks"]:
        if run.get("error_message") == "wrong answer":
            sys.exit(f"{run['name']}: wrong answer")
        if run.get("run_type") == "iteration" or run.get("aggregate_name") == "median":
            for counter in ("vector steps/s", "exponentials/s"):
                if counter in run:
                    rates[(run["run_name"].split("/")[0], counter)] = run[counter]
    return rates


def output(*command, cwd=ROOT):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    return done.stdout.split("\n")[0].strip()


def setting(path, name, sign):
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    return next((line.split(sign, 1)[1].strip() for line in lines if line.startswith(name)), "unknown")


def provenance():
    cpu = next(
        (x.split(":")[1].strip() for x in Path("/proc/cpuinfo").read_text().split("\n") if x.startswith("model name")),
        "unknown",
    )
    cache = ROOT / "build" / "release" / "CMakeCache.txt"
    flags = "not built"
    if cache.exists():
        flags = next(
            x.split("=", 1)[1] for x in cache.read_text().split("\n") if x.startswith("CMAKE_CXX_FLAGS_RELEASE:")
        )
    blas = "; ".join(
        sorted(
            {
                f"{x['internal_api']} {x['version']} ({x.get('architecture')})"
                for x in threadpool_info()
                if "version" in x
            }
        )
    )
    changed = output("git", "status", "--porcelain", "--untracked-files=no")
    yield "processor", f"{cpu}; kernels {', '.join(inc._core.kernel_levels())}"
    yield "compiler", output("g++", "--version")
    yield "flags", f"{flags} -ffp-contract=off; consumers -O2"
    yield (
        "Python",
        f"{sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__}, {blas}, one thread",
    )
    yield (
        "commit",
        (output("git", "rev-parse", "--short", "HEAD") or "unknown") + (" and changes" if changed else ""),
    )


def millions(rate):
    return f"{rate / 1e6:.4g} M/s"


def rate_rows(title, goal, work, seconds, cpp):
    """A row a peer, the quickest first. The goal is the C++ library's; the ratio is of Python calls."""
    ours = work / seconds.pop("ours")
    for place, (name, taken) in enumerate(sorted(seconds.items(), key=lambda item: item[1])):
        first = place == 0
        yield (
            title if first else "",
            f"≥ {goal / 1e6:g} M/s" if first else "",
            (millions(cpp) if cpp else "") if first else "",
            millions(ours) if first else "",
            name,
            millions(work / taken),
            f"{ours * taken / work:.3g}",
            (cpp or ours) >= goal if first else True,
        )


def plain_row(title, limit, value, unit, digits=3):
    return (title, f"≤ {limit:g} {unit}", "", f"{value:.{digits}g} {unit}", "", "", "", value <= limit)


def main():
    cpp = cpp_rates()
    rows = [("", "goal", "C++", "Python", "peer", "peer's rate", "ratio", True)]
    chains, matrices = ("propagate_draws", "vector steps/s"), ("exponentials_batch", "exponentials/s")
    rows += rate_rows("cohort chains, vector steps", 150e6, *cohort(), cpp.get(chains))
    rows += rate_rows("exponentials of 6 × 6 generators", 1e6, *exponentials(), cpp.get(matrices))
    rows.append(sparse_row(sparse_action(), cpp_times()))
    rows.append(plain_row("import incuflow beyond numpy", 50, import_seconds() * 1e3, "ms"))
    minimal = "benchmarks/cpp/minimal_consumer.cpp"
    rows.append(plain_row("compile a minimal consumer, compiled", 2, compile_seconds(minimal, "compiled"), "s"))
    rows.append(plain_row("compile a minimal consumer, header-only", 12, compile_seconds(minimal, "header-only"), "s"))
    if not ARGS.small:
        for mode in ("compiled", "header-only"):
            taken = compile_seconds("tests/cpp/header_only.cpp", mode)
            rows.append((f"compile a forecast from code, {mode}", "", "", f"{taken:.3g} s", "", "", "", True))
    if ARGS.wheel:
        rows.append(plain_row("wheel", 5, ARGS.wheel.stat().st_size / 1e6, "MB"))
    if ARGS.small:
        print(f"{len(rows) - 1} benchmarks ran; answers equal")
        return
    widths = [max(len(row[i]) for row in rows) for i in range(7)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row[:7], widths, strict=True)).rstrip()
            + ("" if row[7] else "  MISSED")
        )
    print()
    for name, text in provenance():
        print(f"{name:10} {text}")
    if not all(row[7] for row in rows):
        sys.exit("a goal was missed")


if __name__ == "__main__":
    main()
