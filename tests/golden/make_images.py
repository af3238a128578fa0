# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures that tests/python/test_plots.py compares with. Run it after a change that is meant, and look at them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import matplotlib

matplotlib.use("Agg")
from matplotlib.figure import Figure
from test_plots import IMAGES, every

import incuflow as inc

county = inc.load_preset("dabancheng-2023-2025")
runs = (
    inc.load_preset("torch-2016-2020").forecast(draws=60, seed=7),
    county.forecast(draws=60, seed=7),
    county.with_stock({"ladder.outside": 300, "ladder.tech_sme": 20}, rest=0).forecast(draws=60, seed=7),
)
IMAGES.mkdir(parents=True, exist_ok=True)
for name, draw in every(*runs).items():
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    draw(ax=figure.add_subplot(), lang="zh")
    figure.savefig(IMAGES / f"{name}.png", dpi=50, metadata={"Software": None})
    print(IMAGES / f"{name}.png")
