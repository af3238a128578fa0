# SPDX-License-Identifier: Apache-2.0
"""scripts/setup on systems that lack something: it says what, and stops before it changes anything."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What the script itself needs; no compiler, no git, no apt-get, no sudo.
WORDS = ["bash", "sh", "env", "dirname", "nproc", "cat", "cut", "sha256sum", "test"]


@pytest.fixture
def system(tmp_path):
    """A copy of the scripts, and a PATH with the barest commands."""
    tree = tmp_path / "tree"
    (tree / "scripts").mkdir(parents=True)
    for name in ("scripts/setup", "scripts/common.sh", "constraints.txt"):
        shutil.copy(ROOT / name, tree / name)
    path = tmp_path / "bin"
    path.mkdir()
    for word in WORDS:
        (path / word).symlink_to(shutil.which(word))
    stub(path, "id", "echo 0")
    return tree, path


def stub(path, name, body):
    file = path / name
    file.unlink(missing_ok=True)
    file.write_text(f"#!{shutil.which('bash')}\n{body}\n", encoding="utf-8")
    file.chmod(0o755)


def run(system):
    tree, path = system
    bash = shutil.which("bash")
    done = subprocess.run(
        [bash, tree / "scripts" / "setup"], env={"PATH": str(path), "HOME": str(tree)}, capture_output=True, text=True
    )
    assert not (tree / ".venv").exists()
    assert done.returncode != 0
    return done


def test_without_apt_it_names_what_is_missing_and_stops(system):
    done = run(system)
    assert done.returncode == 1
    assert done.stderr.startswith("missing: g++ ")
    assert " git " in done.stderr
    assert "without apt this script stops here" in done.stderr


def test_without_root_or_sudo_it_names_what_is_missing_and_stops(system):
    stub(system[1], "apt-get", "exit 99")
    stub(system[1], "id", "echo 1000")
    done = run(system)
    assert done.returncode == 1
    assert done.stderr.startswith("missing: g++ ")
    assert "Run this as root, or install sudo." in done.stderr


def test_without_root_it_installs_through_sudo_only_what_is_missing(system):
    stub(system[1], "apt-get", 'echo "apt-get $*"; case "$*" in *install*) exit 7;; esac')
    stub(system[1], "id", "echo 1000")
    stub(system[1], "sudo", 'echo "sudo $*" >&2; exec "$@"')
    done = run(system)
    assert done.returncode == 7  # the installation failed, and the script with it
    calls = [line for line in done.stderr.splitlines() if line.startswith("sudo ")]
    assert len(calls) == 2
    assert calls[0].endswith(" update")
    wanted = calls[1].split(" install ")[1].split()
    assert {"g++", "git"} <= set(wanted)
    assert "DEBIAN_FRONTEND=noninteractive" in calls[1] and "--no-install-recommends" in wanted
    if os.path.exists("/usr/include/Eigen") or os.path.exists("/usr/include/eigen3"):
        assert "libeigen3-dev" not in wanted


def test_where_nothing_is_missing_it_asks_for_no_packages(system):
    for name in ("g++", "git", "pkg-config"):
        stub(system[1], name, "exit 0")
    stub(system[1], "apt-get", "exit 99")
    # The environment is there already, with the stamp of just these files.
    tree, path = system
    stamp = subprocess.run(
        ["sh", "-c", "cat constraints.txt scripts/setup | sha256sum | cut -d' ' -f1"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (tree / ".venv").mkdir()
    (tree / ".venv" / "setup.stamp").write_text(stamp, encoding="utf-8")
    done = subprocess.run(
        [shutil.which("bash"), tree / "scripts" / "setup"],
        env={"PATH": str(path), "HOME": str(tree)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
