# SPDX-License-Identifier: Apache-2.0
"""The style of what notebooks and reports show: one set of colours that follows the theme of the page.

JupyterLab and VS Code say their colours in variables; where there are none the light or dark scheme of the browser
decides. Colours that no theme has are of middling lightness and can be read on both.
"""

from __future__ import annotations

# name: variables of themes, colour on light, colour on dark
_COLOURS = {
    "ink": (("--jp-content-font-color1", "--vscode-editor-foreground"), "#1f2933", "#e4e7eb"),
    "soft": (("--jp-content-font-color2", "--vscode-descriptionForeground"), "#52606d", "#9fb3c8"),
    "line": (("--jp-border-color1", "--vscode-panel-border"), "#bcc7d2", "#52606d"),
    "lane": (("--jp-layout-color2", "--vscode-sideBar-background"), "#f0f4f8", "#1f2933"),
    "box": (("--jp-layout-color1", "--vscode-editor-background"), "#ffffff", "#323f4b"),
}


def _colours(dark: bool) -> str:
    rules = []
    for name, (variables, light, night) in _COLOURS.items():
        value = night if dark else light
        for variable in reversed(variables):
            value = f"var({variable},{value})"
        rules.append(f"--i-{name}:{value}")
    return ";".join(rules)


_RULES = """
.incuflow-view{--i-way:#4f81ab;--i-edge:#cf6a2d;--i-bar:#2f80c2;color:var(--i-ink)}
.incuflow-view h4{margin:.6em 0 .3em}
.incuflow-view p{margin:.3em 0}
.incuflow-view .incuflow-scroll{overflow-x:auto;max-width:100%}
.incuflow-view table.incuflow-table{border-collapse:collapse;margin:.6em 0;color:var(--i-ink);font-size:.92em}
.incuflow-view table.incuflow-table th,.incuflow-view table.incuflow-table td{border:1px solid var(--i-line);
padding:.25em .55em;white-space:normal;vertical-align:top;max-width:26em;background:none}
.incuflow-view table.incuflow-table th{background:var(--i-lane);text-align:left;font-weight:600}
.incuflow-view svg.incuflow text{fill:var(--i-ink)}
.incuflow-view svg.incuflow .note{fill:var(--i-soft)}
.incuflow-view svg.incuflow .lane{fill:var(--i-lane)}
.incuflow-view svg.incuflow .stage{fill:var(--i-box);stroke:var(--i-way)}
.incuflow-view svg.incuflow .outside{fill:var(--i-lane);stroke:var(--i-way)}
.incuflow-view svg.incuflow .exit{fill:var(--i-box);stroke:var(--i-edge)}
.incuflow-view svg.incuflow .way{stroke:var(--i-way)}
.incuflow-view svg.incuflow .out{stroke:var(--i-edge)}
.incuflow-view svg.incuflow .tip{fill:var(--i-way)}
.incuflow-view svg.incuflow .outtip{fill:var(--i-edge)}
.incuflow-view svg.incuflow .rate{stroke:var(--i-lane)}
.incuflow-view svg.incuflow .rail{fill:var(--i-lane)}
.incuflow-view svg.incuflow .bar{fill:var(--i-bar)}
.incuflow-view svg.incuflow .mark{stroke:var(--i-line);stroke-width:1}
"""

STYLE = (
    f".incuflow-view{{{_colours(False)}}}\n"
    f"@media (prefers-color-scheme:dark){{.incuflow-view{{{_colours(True)}}}}}"
    f"{_RULES}"
)
# Paper is light whatever the screen is.
PRINT_COLOURS = f".incuflow-view{{{_colours(False)}}}"
