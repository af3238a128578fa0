# SPDX-License-Identifier: Apache-2.0
"""The floor check finds each fault it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECK = ROOT / "scripts" / "check_floors"


def run(root):
    return subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path):
    for folder in ("include", "src"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_tree_is_clean():
    result = run(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("include/incuflow/units/date.hpp", '#include "incuflow/model/pipeline.hpp"', "upward include, units -> model"),
        ("include/incuflow/text/number.ipp", '#include "incuflow/units/date.hpp"', "upward include, text -> units"),
        (
            "include/incuflow/model/parts.ipp",
            "  #  include <incuflow/study/parts.hpp>",
            "upward include, model -> study",
        ),
        (
            "include/incuflow/base/messages/units.inc",
            '#include "incuflow/units/date.hpp"',
            "upward include, base -> units",
        ),
        ("src/study.cpp", '#include "incuflow/engine/entries.hpp"', "upward include, study -> engine"),
        (
            "include/incuflow/random/stream.hpp",
            '#include "incuflow/hazard/hazard.hpp"',
            "upward include, random -> hazard",
        ),
        (
            "include/incuflow/forecast/mixture.ipp",
            '#include "incuflow/io/presets.hpp"',
            "upward include, forecast -> io",
        ),
        ("include/incuflow/units/date.ipp", '#include "../model/pipeline.hpp"', "relative include"),
        ("include/incuflow/graph/svg.ipp", '#include "incuflow/hazard/hazard.hpp"', "never see each other"),
        ("include/incuflow/hazard/weibull.ipp", '#include "incuflow/graph/topology.hpp"', "never see each other"),
        (
            "include/incuflow/model/compiled.ipp",
            "#include <boost/graph/adjacency_list.hpp>",
            "Boost.Graph outside graph/",
        ),
        (
            "include/incuflow/numeric/linear.ipp",
            "#include <boost/graph/dominator_tree.hpp>",
            "Boost.Graph outside graph/",
        ),
        ("src/study.cpp", "#include <boost/graph/adjacency_list.hpp>", "Boost.Graph outside graph/"),
        ("include/incuflow/numeric/linear.hpp", "#include <Eigen/Core>", "in a declaring header"),
        ("include/incuflow/text/utf8.hpp", "#include <boost/math/special_functions.hpp>", "in a declaring header"),
        ("include/incuflow/graph/topology.hpp", "#include <boost/graph/adjacency_list.hpp>", "in a declaring header"),
        ("include/incuflow/incuflow.hpp", "#include <Eigen/Dense>", "in a declaring header"),
        (
            "include/incuflow/engine/cohort_markov.hpp",
            "#include <unsupported/Eigen/MatrixFunctions>",
            "in a declaring header",
        ),
        ("include/incuflow/study/parts.hpp", "inline PyObject* none{};", "Python in the core"),
        ("src/kernels/propagate.cpp", "namespace py = pybind11;", "Python in the core"),
        ("include/incuflow/forecast/forecast.ipp", "#include <pybind11/pybind11.h>", "Python in the core"),
        ("src/forecast.cpp", "#include <Python.h>", "Python in the core"),
    ],
)
def test_each_planted_fault_is_found(copy, file, line, message):
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line + "\n", encoding="utf-8")
    result = run(copy)
    assert result.returncode == 1
    assert message in result.stdout and file in result.stdout


def test_what_is_allowed_is_not_reported(copy):
    for file, line in [
        ("include/incuflow/numeric/linear.ipp", "#include <Eigen/Core>"),
        ("include/incuflow/numeric/eigen.hpp", "#include <Eigen/Core>"),
        ("include/incuflow/numeric/linear.ipp", "#include <boost/math/special_functions.hpp>"),
        ("include/incuflow/graph/topology.ipp", "#include <boost/graph/adjacency_list.hpp>"),
        ("include/incuflow/study/study.hpp", '#include "incuflow/model/pipeline.hpp"'),
        ("src/io/load.cpp", '#include "incuflow/forecast/forecast.hpp"'),
    ]:
        path = copy / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + "\n" + line + "\n", encoding="utf-8")
    result = run(copy)
    assert result.returncode == 0, result.stdout
