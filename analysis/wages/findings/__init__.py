"""What the quotes of pay say: quantities and tables of the report, each with the rows behind it."""

from __future__ import annotations
