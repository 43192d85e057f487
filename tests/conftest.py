"""What all tests share: no test depends on how busy the machine is, or on its language."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


# Reports are English, whatever the shell of who tests asks for.
os.environ.pop("LABOUR_LANG", None)
