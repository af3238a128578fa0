# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts: where things are, and one way to say what is going on.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
venv="$root/.venv"
export PATH="$venv/bin:$PATH" PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export LC_ALL=C.UTF-8
jobs=$(nproc 2>/dev/null || echo 2)
command -v ccache >/dev/null 2>&1 && export CMAKE_CXX_COMPILER_LAUNCHER=ccache

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Builds and installs the Python package into .venv; quick when nothing has changed.
install_package() {
    local stamp="$venv/incuflow.stamp" now
    now=$(find CMakeLists.txt pyproject.toml cmake include src bindings python -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
    "$venv/bin/pip" install --quiet --no-build-isolation --no-deps --force-reinstall .
    printf '%s' "$now" > "$stamp"
}
