"""Charts that show themselves without a network: Vega and all it needs, in a page or a frame."""

from __future__ import annotations

import html
import json
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

NOTICE = (
    "/* Vega, Vega-Lite, Vega-Embed: Copyright (c) University of Washington Interactive Data Lab "
    "and others, BSD 3-clause licence, https://github.com/vega */"
)


class Offline(alt.VConcatChart):
    """Charts over one another that bring their own scripts into a notebook.

    The renderers of altair fetch Vega over the network; JupyterLab has an older one of its own.
    """

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, str]:
        """A frame with the chart in it, for JupyterLab, Notebook and what else shows HTML."""
        return {"text/html": framed(self.to_dict()), "text/plain": repr(self)[:80]}


@lru_cache(maxsize=1)
def javascript() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, the same bytes every time.

    The script is closed in itself; it leaves ``vegaEmbed`` behind.
    """
    return f"{NOTICE}\n(() => {{\n{_bundle()}\n}})();\n"


def framed(spec: dict[str, Any], height: int = 900) -> str:
    """A frame that holds a chart, its sliders and all scripts."""
    text = json.dumps(spec, sort_keys=True).replace("</", "<\\/")
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>'
        "body{font:14px system-ui,sans-serif;background:#fff;color:#1a1a1a}"
        ".vega-bind label{display:flex;gap:.6rem;align-items:center}"
        ".vega-bind-name{width:21rem}.vega-bind input{width:14rem}</style></head><body>"
        f'<div id="chart"></div><script>{javascript()}</script><script>'
        f'vegaEmbed("#chart", {text}, {{"actions": false, "renderer": "svg"}})'
        ".then(made => { window.made = made; });</script></body></html>"
    )
    return (
        f'<iframe title="Chart with sliders" width="100%" height="{height}" style="border:0" '
        f'srcdoc="{html.escape(page)}"></iframe>'
    )


def _bundle() -> str:
    # Of the stub, the snippet has no default; of the function it has.
    return vl_convert.javascript_bundle()  # type: ignore[call-arg]
