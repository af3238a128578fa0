# SPDX-License-Identifier: Apache-2.0
"""A run saved as a folder, and run again later to see whether it still gives the same bytes."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any, NamedTuple

from incuflow import _core
from incuflow._forecast import Forecast
from incuflow._study import Study
from incuflow.errors import Error, OutputError, ParameterError

FORMAT = 1
RUN = "run.json"
STUDY = "study.toml"
_LANGUAGE = "en"


def _sha256(content: bytes) -> str:
    import hashlib  # with json below: half of the time that importing the package would take

    return hashlib.sha256(content).hexdigest()


def _results(forecast: Forecast) -> dict[str, bytes]:
    tables = {
        "attainment.csv": forecast.attainment(_LANGUAGE),
        "stocks.csv": forecast.stocks(),
        "flows.csv": forecast.flows(),
        "progress.csv": forecast.progress(),
        "assumptions.csv": forecast.assumptions(_LANGUAGE),
    }
    if len(carried := forecast.attributes()) > 0:
        tables["attributes.csv"] = carried
    return {name: table.to_csv().encode("utf-8") for name, table in tables.items()}


def _run_json(forecast: Forecast, files: dict[str, bytes], version: str, date: str) -> bytes:
    import json

    run = {
        "format": FORMAT,
        "program": "incuflow",
        "version": version,
        "date": date,
        "study": forecast.study.id,
        "scenario": forecast.study.scenario,
        "draws": forecast.draws,
        "seed": forecast.seed,
        "level": forecast.level,
        "engine": forecast.engine,
        "tolerance": forecast.tolerance,
        "language": _LANGUAGE,
        "sha256": {name: _sha256(content) for name, content in files.items()},
    }
    return (json.dumps(run, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def record_files(forecast: Forecast, date: datetime.date | None = None, version: str = _core.__version__) -> dict[str, bytes]:
    """Every file of a run record by name."""
    if not forecast.complete:
        raise ParameterError([("forecast.incomplete_record", {"given": str(forecast.draws)})])
    files = {STUDY: forecast.study.to_toml().encode("utf-8"), **_results(forecast)}
    day = (date or datetime.date.today()).isoformat()
    return {**files, RUN: _run_json(forecast, files, version, day)}


def save_record(forecast: Forecast, folder: str | os.PathLike[str], date: datetime.date | None = None) -> list[Path]:
    """Writes a run record; see ``Forecast.save``."""
    from incuflow._output import write_files

    return write_files(os.fspath(folder), record_files(forecast, date))


class FileCheck(NamedTuple):
    """One file of a record. ``state``: equal, different, missing, extra, or not_run where the run could not be repeated.

    ``note``: ``changed`` if its SHA-256 is not the recorded one.
    """

    file: str
    state: str
    note: str = ""


class Verification:
    """What ``verify`` found. ``ok``: every file is there and equal. ``bool(result)`` is the same."""

    def __init__(self, files: list[FileCheck], saved_by: str, error: str = "") -> None:
        self.files = tuple(files)
        self.saved_by = saved_by
        self.error = error

    @property
    def ok(self) -> bool:
        """True if every file is there and has the bytes of the new run."""
        return all(check.state == "equal" for check in self.files)

    @property
    def same_version(self) -> bool:
        """True if this version of the program saved the record."""
        return self.saved_by == _core.__version__

    def lines(self, language: str) -> list[str]:
        """The report, one line a file."""
        zh = language == "zh"
        states = {
            "equal": "一致", "different": "不一致", "missing": "缺失", "extra": "多出", "not_run": "未能重新运行",
        } if zh else {name: name.replace("_", " ") for name in ("equal", "different", "missing", "extra", "not_run")}  # fmt: skip
        note = {"": "", "changed": "（存档后被改动）" if zh else " (changed since it was saved)"}
        lines = [f"{states[check.state]}{'：' if zh else ': '}{check.file}{note[check.note]}" for check in self.files]
        if not self.same_version:
            words = "由 incuflow {saved} 存档，本机为 {here}" if zh else "saved by incuflow {saved}, run again by {here}"
            lines.append(words.format(saved=self.saved_by, here=_core.__version__))
        if self.error:
            lines.append(self.error)
        if self.ok:
            lines.append("重新运行，逐字节一致" if zh else "run again: every file has the same bytes")
        else:
            lines.append("与存档不一致" if zh else "this is not the run that was saved")
        return lines

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        bad = [f"{check.file} {check.state}" for check in self.files if check.state != "equal"]
        return f"<incuflow.Verification: {', '.join(bad) if bad else 'all files equal'}>"


def _bad_record(folder: Path, reason: str) -> OutputError:
    return OutputError([("io.no_run_record", {"given": str(folder), "reason": reason}, str(folder / RUN), 0, 0, "")])


def _read_run(folder: Path) -> dict[str, Any]:
    import json

    try:
        run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except OSError as error:
        raise _bad_record(folder, error.strerror or str(error)) from error
    except ValueError as error:
        raise _bad_record(folder, str(error)) from error
    kinds = {
        "format": int,
        "version": str,
        "date": str,
        "draws": int,
        "seed": int,
        "level": float,
        "engine": str,
        "tolerance": float,
        "sha256": dict,
    }
    for key, kind in kinds.items():
        value = run.get(key) if isinstance(run, dict) else None
        if not isinstance(value, kind) or isinstance(value, bool):
            raise _bad_record(folder, key)
    if not (0 <= run["seed"] < 2**64 and 0 <= run["draws"] < 2**31):
        raise _bad_record(folder, "seed, draws")
    if run["format"] != FORMAT:
        raise _bad_record(folder, f"format {run['format']}")
    record: dict[str, Any] = run
    return record


def _again(text: bytes, run: dict[str, Any]) -> dict[str, bytes]:
    study = Study(_core.parse_own_study(text.decode("utf-8")))
    options = {key: run[key] for key in ("seed", "level", "engine", "tolerance")}
    forecast = study.forecast(run["draws"], **options, on_interrupt="raise")
    results = _results(forecast)
    # The record is compared as it would be written now, its day and its version apart.
    files = {STUDY: study.to_toml().encode("utf-8"), **results}
    return {**files, RUN: _run_json(forecast, files, run["version"], run["date"])}


def verify(folder: str | os.PathLike[str]) -> Verification:
    """Runs the study of a saved run again and compares every file byte for byte.

    A file is ``equal``, ``different``, ``missing`` or ``extra``; a study that was changed since is run as it now is and
    reported, one that cannot be run leaves the results ``not_run``. The day of the run is not compared. Another version of the
    program is said (``same_version``) and compared all the same. Raises OutputError for a folder that holds no run record.

    >>> import tempfile
    >>> import incuflow as inc
    >>> with tempfile.TemporaryDirectory() as place:
    ...     saved = inc.load_preset("torch-2016-2020").forecast(draws=0).save(f"{place}/run")
    ...     bool(inc.verify(f"{place}/run"))
    True
    """
    folder = Path(folder)
    run = _read_run(folder)
    try:
        present = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as reason:
        raise _bad_record(folder, reason.strerror or str(reason)) from reason
    recorded = {str(name): str(value) for name, value in run["sha256"].items()}
    error = ""
    try:
        expected = _again(present.get(STUDY, b""), run)
    except (Error, UnicodeDecodeError) as reason:
        expected, error = {}, str(reason)
    names = [STUDY, *(name for name in {**expected, **recorded} if name not in (STUDY, RUN)), RUN]
    checks = []
    for name in names:
        content = present.get(name)
        if content is None:
            checks.append(FileCheck(name, "missing"))
            continue
        changed = "changed" if name in recorded and _sha256(content) != recorded[name] else ""
        if name == STUDY and changed:
            state = "different"
        elif name not in expected:
            state = "not_run" if error else "extra"
        else:
            state = "equal" if content == expected[name] else "different"
            changed = "" if state == "equal" else changed
        checks.append(FileCheck(name, state, changed))
    checks += [FileCheck(path.name, "extra") for path in sorted(folder.iterdir()) if path.name not in names]
    return Verification(checks, run["version"], error)
