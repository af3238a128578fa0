# SPDX-License-Identifier: Apache-2.0
"""The reference of the Python package, from the docstrings that are its tests too.

Read from the running package and not from its files: half of the public names are compiled.
"""

import html
import inspect
import re
from functools import cached_property

import incuflow as inc
from incuflow._plots import Plots

INTRO = """# Python reference

Everything `import incuflow` offers, in the order of the alphabet. The examples are run as tests. `forecast.plot` is a `Plots`.
"""
LAST = """## What this does not show

How to go about a question: that is in the [lessons](../lessons/policy-to-targets.md). Names that begin with `_` may change at any time.
"""


def prose(text: str) -> str:
    """A paragraph of a docstring as Markdown: double backticks mean code, everything else is plain."""
    parts = re.split(r"``(.+?)``", text, flags=re.S)
    return "".join(f"`{part}`" if i % 2 else re.sub(r"([*\[\]|])", r"\\\1", html.escape(part, quote=False)) for i, part in enumerate(parts))


def markdown(text: str) -> str:
    """A docstring as Markdown: its doctests are code, the rest paragraphs."""
    parts = []
    for part in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        words, _, example = part.partition(">>> ") if not part.startswith(">>> ") else ("", "", part[4:])
        if words.strip():
            parts.append(prose(words.strip()))
        if example:
            parts.append(f"```pycon\n>>> {example}\n```")
    return "\n\n".join(parts)


def signed(name: str, value: object) -> tuple[str, str]:
    """The call of a function and what its docstring says. Compiled ones write their call into the docstring."""
    text = inspect.getdoc(value) or ""
    try:
        signature = str(inspect.signature(value))
    except (TypeError, ValueError):
        lines = text.splitlines() or [""]
        if not lines[0].startswith(name.split(".")[-1] + "("):
            return name, text
        overloads = [line for line in lines if re.match(rf"(\d+\. )?{re.escape(name.split('.')[-1])}\(.*\) -> ", line)]
        overloads = [line.split(". ", 1)[-1] for line in overloads if "*args, **kwargs" not in line]
        kept = [line for line in lines if line.split(". ", 1)[-1] not in overloads and "Overloaded function" not in line]
        kept = [line for line in kept if "*args, **kwargs" not in line]
        return "\n".join(overloads), "\n".join(kept).strip()
    signature = re.sub(r"\bincuflow\._\w+(?:\.\w+)*\.(\w+)", r"\1", signature)
    return name + re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature), text


def laid_out(call: str) -> str:
    """A call that is longer than a page is wide, one argument a line."""
    if len(call) <= 90 or "(" not in call:
        return call
    name, rest = call.split("(", 1)
    lines, depth = [""], 1
    for i, letter in enumerate(rest):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return f"{name}(\n    " + ",\n    ".join(line.strip() for line in lines) + f",\n{rest[i:]}"
        if letter == "," and depth == 1:
            lines.append("")
        else:
            lines[-1] += letter
    return call


def entry(level: str, name: str, value: object) -> str:
    call, text = signed(name, value)
    call = "\n".join(laid_out(line) for line in call.splitlines())
    return f"{level} {name.split('.')[-1]}\n\n```python\n{call}\n```\n\n{markdown(text)}\n"


def members(cls: type) -> list[tuple[str, object]]:
    """The public members that a class has itself, in the order they are written."""
    return [(name, value) for name, value in vars(cls).items() if not name.startswith("_") and not isinstance(value, type)]


def class_entry(name: str, cls: type) -> str:
    base = next((one.__name__ for one in cls.__bases__ if one.__name__ not in ("object", "pybind11_object")), "")
    parts = [f"### {name}\n", f"```python\nclass {name}{f'({base})' if base else ''}\n```\n", markdown(cls.__doc__ or ""), ""]
    told = members(cls)
    plain = [member for member, value in told if inspect.isdatadescriptor(value) or isinstance(value, cached_property)]
    if plain:
        rows = [(member, prose((inspect.getdoc(vars(cls)[member]) or "").split(">>>")[0])) for member in plain]
        bare = ", ".join(f"`{member}`" for member, text in rows if not text)
        parts += ["Read only:\n", *(f"- `{member}`: {' '.join(text.split())}" for member, text in rows if text)]
        parts += [f"- {bare}\n" if bare else ""]
    for member, value in told:
        if member not in plain:
            function = value.__func__ if isinstance(value, staticmethod | classmethod) else value
            parts.append(entry("####", f"{name}.{member}", function))
    return "\n".join(parts)


def page() -> str:
    """The whole page."""
    values = {name: getattr(inc, name) for name in sorted(inc.__all__, key=str.lower)} | {"Plots": Plots}
    functions = {name: value for name, value in values.items() if callable(value) and not isinstance(value, type)}
    classes = {name: value for name, value in values.items() if isinstance(value, type)}
    errors = {name: value for name, value in classes.items() if issubclass(value, Exception)}
    plain = {name: value for name, value in classes.items() if name not in errors}
    others = [name for name in values if name not in functions and name not in classes]
    parts = [INTRO, "## Functions\n", *(entry("###", name, value) for name, value in functions.items())]
    parts += ["## Classes\n", *(class_entry(name, value) for name, value in plain.items())]
    parts += ["## Errors and warnings\n", *(class_entry(name, value) for name, value in errors.items())]
    parts += ["## Values\n", *(f"`{name}`: `{values[name]!r}`\n" for name in others), LAST]
    return "\n".join(parts)
