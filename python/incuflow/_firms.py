# SPDX-License-Identifier: Apache-2.0
"""A table of firms with their dates of entry as a starting stock."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from incuflow import _core
from incuflow.errors import DataError, Fault

COLUMNS = ("place", "entered", "registered")


def _lists(table: Any, columns: Mapping[str, str]) -> dict[str, list[Any]]:
    """The columns asked for as lists; any dataframe narwhals knows, or a mapping of columns."""
    if isinstance(table, Mapping):
        names = list(table)
        pick = {name: list(table[name]) for name in names}
    else:
        import narwhals.stable.v1 as nw

        try:
            frame = nw.from_native(table, eager_or_interchange_only=True)
        except TypeError:
            raise DataError([Fault("units.no_such_table", {"given": type(table).__name__})]) from None
        names = list(frame.columns)
        pick = {name: frame[name].to_list() for name in names}
    lists = {}
    for column in COLUMNS:
        name = columns.get(column, column)
        if name in pick:
            lists[column] = pick[name]
        elif column != "registered" or column in columns:
            raise DataError([Fault("units.no_column", {"given": name, "nearest": _core.nearest_name(name, names)})])
    unknown = [key for key in columns if key not in COLUMNS]
    if unknown:
        raise DataError([Fault("units.no_column", {"given": unknown[0], "nearest": _core.nearest_name(unknown[0], list(COLUMNS))})])
    lengths = {len(values) for values in lists.values()}
    if len(lengths) > 1:
        raise DataError([Fault("units.uneven_columns", {"given": ", ".join(f"{k} {len(v)}" for k, v in lists.items())})])
    return lists


def _date(value: object) -> datetime.date | None:
    """A day, or None for what is no day."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value.strip().replace("/", "-")[:10])
        except ValueError:
            return None
    to_date = getattr(value, "date", None)
    return to_date() if callable(to_date) and value == value else None


def _same_place(place: str) -> str:
    """One spelling of a place: tracks that are not named stand in ``outside`` anyway."""
    terms = [term.strip() for term in place.split("&")]
    return " & ".join(sorted(term for term in terms if not term.endswith(".outside")) or terms[:1])


def _rows(numbers: Sequence[int]) -> str:
    """Row numbers, counted from 1, the first ten of them."""
    text = ", ".join(str(i + 1) for i in numbers[:10])
    return text + (f" … ({len(numbers)})" if len(numbers) > 10 else "")


def elapsed_by_place(
    table: Any, base: datetime.date, columns: Mapping[str, str]
) -> dict[str, tuple[list[float], list[float] | None]]:
    """For each place the years its firms have been there at the end of the base date, and their ages if they are given."""
    lists = _lists(table, columns)
    faults: list[Fault] = []
    days: dict[str, list[datetime.date]] = {}
    for column in ("entered", "registered"):
        if column not in lists:
            continue
        read = [_date(value) for value in lists[column]]
        bad = [i for i, day in enumerate(read) if day is None]
        late = [i for i, day in enumerate(read) if day is not None and day > base]
        if bad:
            faults.append(Fault("units.rows_without_date", {"column": columns.get(column, column), "rows": _rows(bad)}))
        if late:
            faults.append(
                Fault("units.rows_after_base", {"column": columns.get(column, column), "rows": _rows(late), "base": base.isoformat()})
            )
        days[column] = [day or base for day in read]
    if "registered" in days:
        young = [i for i, (r, e) in enumerate(zip(days["registered"], days["entered"], strict=True)) if r > e]
        if young:
            faults.append(Fault("units.rows_entered_first", {"rows": _rows(young)}))
    if faults:
        raise DataError(faults)
    found: dict[str, tuple[list[float], list[float] | None]] = {}
    for i, place in enumerate(lists["place"]):
        stays, ages = found.setdefault(_same_place(str(place)), ([], [] if "registered" in days else None))
        # Entered on a day: there since its beginning. The base date holds at its end.
        stays.append(_core.years_between(days["entered"][i], base))
        if ages is not None:
            ages.append(_core.years_between(days["registered"][i], base))
    return found
