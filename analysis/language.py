"""The language of what is written for readers. Imports nothing heavy."""

from __future__ import annotations

import os

VARIABLE = "LABOUR_LANG"


def language() -> str:
    """Language of the report, ``en`` unless ``LABOUR_LANG`` names another."""
    return os.environ.get(VARIABLE) or "en"


def translated(text: str) -> str:
    """`text` in the language of the report."""
    return text
