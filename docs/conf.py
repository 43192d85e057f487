"""How ``make docs`` turns this folder and the docstrings into a site that asks for no network."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx

from analysis import __version__
from analysis.report.pages.glossary import terms

ROOT = Path(__file__).parents[1]
MADE = Path(__file__).parent / "made"

project = "Labelling labour"
author = "The labelling-labour authors"
release = __version__
language = "en"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["**.ipynb_checkpoints"]
autodoc_member_order = "alphabetical"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_type_aliases = {"FloatArray": "FloatArray"}
add_module_names = False
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_ivar = True
html_theme = "furo"
html_title = f"Labelling labour {__version__}"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False
# No clock in an output: the site of one commit has the same bytes on every day.
html_last_updated_fmt = None

# What the site documents, in the order in which a reader needs it.
PACKAGES = {
    "analysis": "Tables at hand",
    "analysis.tables": "Tables",
    "analysis.money": "Money",
    "analysis.wages": "Wages",
    "analysis.labels": "Labels",
    "analysis.tasklogs": "Task logs",
    "analysis.wage_report": "Wages of task logs",
    "analysis.regression": "Least squares",
    "analysis.demand": "Demand",
    "analysis.industries": "Industries",
    "analysis.position": "Where labelling stands",
    "analysis.findings": "Numbers and what they rest on",
    "analysis.verdicts": "Verdicts",
    "analysis.figures": "Figures",
    "analysis.report": "Report",
    "analysis.errors": "Errors",
}


def setup(app: Sphinx) -> None:
    """Make the pages that come from elsewhere, and say how formulas and links are written."""
    app.connect("builder-inited", lambda _: write_pages())
    app.connect("source-read", lambda _, __, source: source.__setitem__(0, outward(source[0])))
    app.connect("autodoc-process-docstring", lambda *call: one_by_one(call[-1]), priority=400)
    app.add_node(nodes.math, override=True, html=(inline_formula, None))
    app.add_node(nodes.math_block, override=True, html=(block_formula, None))


def write_pages() -> None:
    """The glossary, and a page of reference for every package."""
    pages = {"glossary": glossary(), "reference": reference()}
    pages |= {name: package(name, title) for name, title in PACKAGES.items()}
    MADE.mkdir(exist_ok=True)
    for name, text in pages.items():
        path = MADE / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def glossary() -> str:
    """The terms of the report, in Markdown."""
    parts = ["# Glossary", "The terms of the report, each in two plain sentences."]
    for term in terms():
        source = f" ({term.source})" if term.source else ""
        parts += [f"({term.id})=", f"## {term.name}", f"{term.text}{source}"]
    return "\n\n".join(parts) + "\n"


def reference() -> str:
    """The list of the packages."""
    names = "\n".join(PACKAGES)
    return (
        "# Reference\n\nWhat every package offers, from its docstrings.\n\n"
        f":::{{toctree}}\n:maxdepth: 1\n\n{names}\n:::\n"
    )


def package(name: str, title: str) -> str:
    """The page of one package: what is in its ``__all__``, or public in a single module."""
    directive = f".. automodule:: {name}\n   :members:"
    return f"# {title}: `{name}`\n\n```{{eval-rst}}\n{directive}\n```\n"


def one_by_one(lines: list[str]) -> None:
    """Names that share a line of a docstring, ``low, high : float``, get a line each."""
    shared = re.compile(r"((?:\w+, )+\w+)( : .+)")
    split = [
        [f"{name}{match[2]}" for name in match[1].split(", ")]
        if (match := shared.fullmatch(line))
        else [line]
        for line in lines
    ]
    lines[:] = [line for parts in split for line in parts]


def outward(text: str) -> str:
    """Links that leave the site lose their target, but for tables, which it carries along."""

    def named(match: re.Match[str]) -> str:
        label, target = match.groups()
        return match.group() if target.endswith(".csv") else label

    return re.sub(r"(?<!!)\[([^\]\n]+)\]\((\.\./[^)\s]+)\)", named, text)


def inline_formula(self: Any, node: nodes.math) -> None:
    """A formula in a line, in MathML, which needs neither a script nor the network."""
    self.body.append(convert(node.astext(), display="inline"))
    raise nodes.SkipNode


def block_formula(self: Any, node: nodes.math_block) -> None:
    """A formula of its own."""
    self.body.append(f"<p>{convert(node.astext(), display='block')}</p>")
    raise nodes.SkipNode


os.environ.setdefault("MPLBACKEND", "agg")
