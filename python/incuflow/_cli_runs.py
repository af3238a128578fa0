# SPDX-License-Identifier: Apache-2.0
"""The commands ``incuflow compare`` and ``incuflow verify``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from incuflow._study import Study, load_preset, load_study


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], languages: argparse.ArgumentParser) -> None:
    """Adds both commands to the parser."""
    compare = commands.add_parser(
        "compare",
        parents=[languages],
        help="what one study or scenario has more than another",
        description="Runs two studies with the same draws and prints the differences, target by target: of two studies what "
        "the second has more than the first; with --scenario what the scenario has more than the study, or than another "
        "scenario of it.",
    )
    add = compare.add_argument
    add("study", metavar="STUDY", help="name of a preset, or path of a study file (.toml)")
    add("other", metavar="OTHER", nargs="?", help="the study that is set against it")
    add("--scenario", metavar="ID", help="a scenario of the study")
    add("--against", metavar="ID", help="the scenario it is set against (left out: the study itself)")
    add("--draws", type=int, default=1000, metavar="N", help="parameter draws; 0 runs every number at its mid (default: 1000)")
    add("--seed", type=int, default=1, metavar="S", help="of the draws, the same in both (default: 1)")
    add("--level", type=float, default=0.9, metavar="L", help="of every interval, between 0 and 1 (default: 0.9)")
    add("--threads", type=int, default=0, metavar="T", help="0: all; results do not depend on it")
    add("--table", choices=["targets", "stocks"], help="print this table alone (csv and json: targets if left out)")
    add("--format", choices=["table", "csv", "json"], default="table", help="of what is printed (default: table)")
    add("--quiet", action="store_true", help="no progress bar")
    compare.set_defaults(refuse=compare.error)

    verify = commands.add_parser(
        "verify",
        parents=[languages],
        help="run a saved run again and compare every byte",
        description="Runs the study of a folder that `incuflow forecast --save FOLDER` wrote, and compares every file byte for byte. "
        "Exit code 1 if a file is different, missing or extra.",
    )
    verify.add_argument("folder", metavar="FOLDER", help="the folder")


def load(name: str) -> Study:
    """A study file by its path, or a preset by its name."""
    return load_study(name) if name.endswith(".toml") or "/" in name else load_preset(name)


def _pair(options: argparse.Namespace) -> tuple[Study, Study]:
    if (options.other is None) == (options.scenario is None):
        options.refuse("give a second study, or --scenario ID")
    if options.against is not None and options.scenario is None:
        options.refuse("--against goes with --scenario")
    study = load(options.study)
    if options.other is not None:
        return study, load(options.other)
    base = study if options.against is None else study.with_scenario(options.against)
    return base, study.with_scenario(options.scenario)


def _compare(options: argparse.Namespace, language: str) -> str:
    from incuflow._comparison import SHOWN_STOCKS, SHOWN_TARGETS, compare
    from incuflow._terminal import table_text

    a, b = _pair(options)
    progress = False if options.quiet else None
    result = compare(
        a, b, draws=options.draws, seed=options.seed, level=options.level, threads=options.threads, progress=progress
    )
    if options.format != "table":
        table = result.stocks() if options.table == "stocks" else result.targets(language)
        return table.to_csv(excel=not sys.stdout.isatty()) if options.format == "csv" else table.to_json()
    words = {"zh": "{b} 减 {a}，逐次配对，抽样 {n} 次", "en": "{b} − {a}, paired draw by draw, {n} draws"}[language]
    parts = [words.format(a=a.title(language), b=b.title(language), n=result.draws)]
    if options.table != "stocks":
        parts.append(table_text(result.targets(language), SHOWN_TARGETS, language))
    if options.table == "stocks":
        parts.append(table_text(result.stocks(), SHOWN_STOCKS, language))
    return "\n\n".join(parts) + "\n"


def _verify(options: argparse.Namespace, language: str) -> tuple[str, int]:
    from incuflow._record import verify

    result = verify(options.folder)
    return "".join(f"{line}\n" for line in result.lines(language)), 0 if result.ok else 1


COMMANDS: dict[str, Callable[[argparse.Namespace, str], str | tuple[str, int]]] = {"compare": _compare, "verify": _verify}
