"""What all tests share: no test depends on how busy the machine is, or on another's language."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A command that was asked for Chinese leaves that in the environment of the process."""
    os.environ.pop("LABOUR_LANG", None)
    yield
    os.environ.pop("LABOUR_LANG", None)
