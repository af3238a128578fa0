# SPDX-License-Identifier: Apache-2.0
"""Where headers are missing, the configuration stops with one message that names all of them."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = [
    "-DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON",
    "-DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON",
    "-DCMAKE_IGNORE_PATH=/usr/include;/usr/include/eigen3;/usr/local/include;/include;/include/eigen3",
]


def configure(tmp_path, *options):
    command = [shutil.which("cmake"), "-S", ROOT, "-B", tmp_path / "build", "-G", "Ninja", *options]
    return subprocess.run(command, capture_output=True, text=True)


def test_everything_missing_is_named_in_one_message(tmp_path):
    done = configure(tmp_path, *HIDDEN)
    assert done.returncode != 0
    lines = [line.strip() for line in done.stderr.split("\n")]
    at = lines.index("incuflow cannot be configured; missing:")
    assert [line for line in lines[at + 1 :] if line.startswith("- ")] == [
        "- Eigen >= 3.4 (Debian: libeigen3-dev, PyPI: cmeel-eigen)",
        "- Boost headers with Boost.Graph (Debian: libboost-dev, PyPI: boost-headers)",
        "- toml++ header (Debian: libtomlplusplus-dev, in no package of PyPI)",
    ]


def test_header_only_use_does_not_ask_for_toml(tmp_path):
    done = configure(tmp_path, *HIDDEN, "-DINCUFLOW_COMPILED_LIBRARY=OFF")
    assert done.returncode != 0
    assert "Eigen" in done.stderr and "Boost" in done.stderr
    assert "toml++" not in done.stderr


def test_header_only_use_configures_without_toml(tmp_path):
    done = configure(tmp_path, "-DINCUFLOW_COMPILED_LIBRARY=OFF")
    assert done.returncode == 0, done.stderr
