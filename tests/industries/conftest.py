"""The three industries, studied once for all tests."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from analysis.industries import INDUSTRIES, Industry, Study


@pytest.fixture(scope="session")
def studies() -> Mapping[Industry, Study]:
    return {industry: Study(industry) for industry in INDUSTRIES}
