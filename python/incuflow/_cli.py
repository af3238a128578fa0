# SPDX-License-Identifier: Apache-2.0
"""The command ``incuflow``."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO

from incuflow import _cli_runs, _core
from incuflow._settings import get_language
from incuflow._study import load_preset
from incuflow._table import Table
from incuflow.errors import Error, ParameterError

_EPILOG = """\
examples:
  incuflow presets                                   what comes with the library
  incuflow forecast torch-2016-2020                  a preset, tables on the terminal
  incuflow forecast mine.toml --draws 2000 --seed 7  a study file of your own
  incuflow forecast dabancheng-2023-2025 --stock ladder.outside=300 --stock ladder.tech_sme=20 --rest 0
                                                     with starting stocks of yours (hypothetical here)
  incuflow forecast torch-2016-2020 --set growth=1.2 one number changed (hypothetical here)
  incuflow forecast torch-2016-2020 --out results    CSV, JSON, SVG and PNG files in a folder
  incuflow compare mine.toml --scenario fast         a scenario of a study against the study itself
  incuflow forecast mine.toml --save run             the run as a folder; `incuflow verify run` runs it again
  incuflow forecast mine.toml --report report.html   one page with tables, pictures and reasons
  incuflow check mine.toml                           every fault with line, column and the nearest name
  incuflow schema                                    JSON Schema of a study file; --table: its keys with meanings

A study file is TOML. Start from `incuflow presets --show torch-2016-2020 > mine.toml` and change it.
Every number says where it comes from (kind, source or reason); the chance of a target is given only where
the numbers allow it.

exit codes: 0 done, 1 faults of a study or a run, 2 a wrong call, 130 Ctrl-C (nothing is written)
"""


_TABLES = ["attainment", "stocks", "flows", "attributes", "progress", "assumptions"]


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def _stock(text: str) -> tuple[str, float]:
    place, sign, firms = text.rpartition("=")
    if not sign or not place:
        raise argparse.ArgumentTypeError(f"{text!r}: write PLACE=FIRMS, such as ladder.outside=300")
    try:
        return place, _core.parse_count(firms)
    except ParameterError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _override(text: str) -> tuple[str, str]:
    path, sign, value = text.rpartition("=")
    if not sign or not path:
        raise argparse.ArgumentTypeError(f"{text!r}: write PATH=VALUE, such as growth=1.2")
    return path, value


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD") from None


def _refuse_options(command: argparse.ArgumentParser, unknown: list[str]) -> NoReturn:
    """Says what the command does not know, with the nearest of what it does."""
    known = [name for action in command._actions for name in action.option_strings]
    asked = {word: _core.nearest_name(word.partition("=")[0], known) for word in unknown if word.startswith("-")}
    words = [f'{word} (did you mean "{nearest}"?)' if nearest else word for word, nearest in asked.items()]
    command.error(f"unknown: {', '.join(words or unknown)}; `{command.prog} --help` lists what there is")


def _parser() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    languages = argparse.ArgumentParser(add_help=False)
    languages.add_argument(
        "--lang",
        choices=["zh", "en"],
        help="language of tables and messages (default: zh, or the variable INCUFLOW_LANG)",
    )
    parser = argparse.ArgumentParser(
        prog="incuflow",
        description="Will the targets of a plan for incubators and innovative firms be met, and how sure is that?",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"incuflow {_core.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_forecast(commands, languages)
    _cli_runs.add_commands(commands, languages)

    check = commands.add_parser(
        "check",
        parents=[languages],
        help="read a study file and report every fault",
        description="Reads a study file; prints every fault with file, line, column, key and the nearest valid name. "
        "Exit code 1 if there are any.",
    )
    check.add_argument("study", metavar="STUDY", help="path of a study file (.toml), or name of a preset")

    presets = commands.add_parser(
        "presets",
        parents=[languages],
        help="the studies that come with the library",
        description="Lists the studies that come with the library.",
    )
    presets.add_argument("--ids", action="store_true", help="names only, one a line")
    presets.add_argument("--show", metavar="NAME", help="print the study file of a preset")

    schema = commands.add_parser(
        "schema",
        parents=[languages],
        help="the keys of a study file",
        description="Prints the JSON Schema (draft 2020-12) of a study file; with --table its keys with labels, types and meanings.",
    )
    schema.add_argument("--table", action="store_true", help="Markdown tables instead of the schema")
    return parser, dict(commands.choices)


def _add_forecast(commands: argparse._SubParsersAction[argparse.ArgumentParser], languages: argparse.ArgumentParser) -> None:
    forecast = commands.add_parser(
        "forecast",
        parents=[languages],
        help="run a study and print what can be said of each target",
        description="Runs a preset or a study file. Prints the attainment table, the yearly table, and what the answer rests on.",
    )
    add = forecast.add_argument
    add("study", metavar="STUDY", help="name of a preset, or path of a study file (.toml)")
    add(
        "--draws",
        type=_whole,
        default=1000,
        metavar="N",
        help="parameter draws; 0 runs every number at its mid (default: 1000)",
    )
    add("--seed", type=_whole, default=1, metavar="S", help="of the draws (default: 1)")
    add("--level", type=float, default=0.9, metavar="L", help="of every interval, between 0 and 1 (default: 0.9)")
    add("--threads", type=_whole, default=0, metavar="T", help="0: all; results do not depend on it")
    add(
        "--stock",
        type=_stock,
        action="append",
        default=[],
        metavar="PLACE=FIRMS",
        help="a starting stock given by you; repeat for more",
    )
    add(
        "--rest",
        type=float,
        metavar="0",
        help="0: every stock that is still unknown is 0 (left out: it stays unknown)",
    )
    add("--scenario", metavar="ID", help="a scenario of the study")
    add(
        "--set",
        type=_override,
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="another value for one number of the study, such as growth=1.2 (names: the table assumptions), "
        "target.ID.at_least=60000 or end_date=2021-12-31; repeat for more",
    )
    add("--out", metavar="FOLDER", help="write the result files there instead of printing tables")
    add("--save", metavar="FOLDER", help="save the run there, so that `incuflow verify FOLDER` can run it again")
    add("--report", metavar="FILE", help="write a report there (.html; .pdf where Chromium is installed)")
    add("--format", choices=["table", "csv", "json"], default="table", help="of what is printed (default: table)")
    add("--table", choices=_TABLES, help="print this table alone (csv and json: attainment if left out)")
    add(
        "--run-date",
        type=_date,
        metavar="DATE",
        help="the day of the run (default: today); targets due before make it a look back",
    )
    add("--quiet", action="store_true", help="no progress bar")


def _forecast(options: argparse.Namespace, language: str) -> str:
    from incuflow._files import make_folder
    from incuflow._output import result_files, summary_text, write_files
    from incuflow._report import check_ending
    from incuflow._terminal import table_text

    study = _cli_runs.load(options.study)
    if options.scenario is not None:
        study = study.with_scenario(options.scenario)
    if options.set:
        study = study.with_overrides(dict(options.set))
    if options.stock or options.rest is not None:
        study = study.with_stock(dict(options.stock), rest=options.rest)
    if options.out is not None:
        make_folder(options.out)  # a wrong path is told before the work, not after it
    if options.save is not None:
        make_folder(options.save)
    if options.report is not None:
        check_ending(options.report)
    # Half a result in a pipe or a file would look like a whole one.
    result = study.forecast(
        options.draws,
        seed=options.seed,
        level=options.level,
        threads=options.threads,
        progress=False if options.quiet else None,
        on_interrupt="raise",
    )
    written = [] if options.save is None else result.save(options.save, date=options.run_date)
    if options.report is not None:
        result.report(options.report, language, options.run_date)
        written.append(options.report)
    if options.out is not None:
        written += write_files(options.out, result_files(result, language, options.run_date))
    if written:
        return "".join(f"{path}\n" for path in written)
    if options.format == "table" and options.table is None:
        return summary_text(result, language, options.run_date)
    name = options.table or "attainment"
    make = getattr(result, name)
    table: Table = make(language) if name in ("attainment", "assumptions") else make()
    if options.format == "table":
        return table_text(table, table.columns, language) + "\n"
    # On a terminal a byte-order mark would only be in the way; Excel needs it in a file.
    return table.to_csv(excel=not sys.stdout.isatty()) if options.format == "csv" else table.to_json()


def _check(options: argparse.Namespace, language: str) -> str:
    study = _cli_runs.load(options.study)
    words = {"zh": "没有发现错误", "en": "no faults found"}
    return f"{options.study}: {words[language]}\n{study.title(language)}\n{study.kinds_line(language)}\n"


def _presets(options: argparse.Namespace, language: str) -> str:
    if options.show is not None:
        return _core.preset_text(options.show)
    names = _core.preset_names()
    if options.ids:
        return "".join(f"{name}\n" for name in names)
    studies = {name: load_preset(name) for name in names}
    return "".join(f"{name}\n  {s.title(language)}\n  {s.kinds_line(language)}\n" for name, s in studies.items())


def _schema(options: argparse.Namespace, language: str) -> str:
    return _core.attribute_table(language) if options.table else _core.study_schema()


def _write(stream: TextIO, text: str) -> None:
    # UTF-8 whatever the locale says: Chinese names must survive a pipe under LC_ALL=C.
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "surrogateescape"))
    stream.buffer.flush()


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns the exit code: 0, 1 for faults of a study or a run, 130 for Ctrl-C.

    A wrong call raises SystemExit with code 2.
    """
    parser, commands = _parser()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        _refuse_options(commands[options.command], unknown)
    runs: dict[str, Callable[[argparse.Namespace, str], str | tuple[str, int]]] = {
        "forecast": _forecast, "check": _check, "presets": _presets, "schema": _schema, **_cli_runs.COMMANDS
    }  # fmt: skip
    run = runs[options.command]
    language = options.lang or "en"
    try:
        language = options.lang or get_language()
        answer: str | tuple[str, int] = run(options, language)
        text, code = answer if isinstance(answer, tuple) else (answer, 0)
    except Error as error:
        _write(sys.stderr, error.message(language) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        # The reader has seen enough, as in `incuflow presets | head -1`; nor may the flush at exit complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main())
