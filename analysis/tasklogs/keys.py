"""Ids become keys at the door: a secret that stays with its owner turns one into the other.

An id is hashed with SHA-256 behind a secret derived, by HMAC, for its kind and platform, and cut
to 16 hexadecimal digits. The secret is short, so that with an id it fits one block of the hash;
the cut bars appending to what was hashed. Without the secret nobody gets from a key to an id, not
even by trying all ids there are.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Literal

from analysis.errors import TaskLogError

DIGITS = 16
"""Hexadecimal digits of a key: in a hundred million ids two share one with a chance of 0.03%."""

SECRET_BYTES = 32
DERIVED_BYTES = 16
"""Of the secret of one kind of id."""

Kind = Literal["worker", "assignment"]


class Key:
    """The secret with which ids are hashed.

    Parameters
    ----------
    secret : bytes
    remember : bool, default False
        Keep which worker a key belongs to, for the one who asks for it by `revealed`.

    Examples
    --------
    >>> key = Key(bytes(32))
    >>> key.of("worker", "mturk", "W1") == key.of("worker", "mturk", "W1")
    True
    >>> key.of("worker", "mturk", "W1") == key.of("worker", "prolific", "W1")
    False
    >>> key
    Key(hidden)
    """

    def __init__(self, secret: bytes, *, remember: bool = False) -> None:
        if len(secret) != SECRET_BYTES:
            raise TaskLogError(f"a key of {len(secret)} bytes; allowed: {SECRET_BYTES}")
        self._secret = secret
        self._derived: dict[tuple[Kind, str], bytes] = {}
        self._names: dict[str, str] | None = {} if remember else None

    def __repr__(self) -> str:
        return "Key(hidden)"

    def derived(self, kind: Kind, platform: str) -> bytes:
        """Secret for one kind of id of one platform."""
        found = self._derived.get((kind, platform))
        if found is None:
            whole = hmac.digest(self._secret, f"{kind} of {platform}".encode(), "sha256")
            found = self._derived[kind, platform] = whole[:DERIVED_BYTES]
        return found

    def of(self, kind: Kind, platform: str, name: str) -> str:
        """Key of an id."""
        content = self.derived(kind, platform) + name.encode("utf-8", "surrogateescape")
        key = hashlib.sha256(content).hexdigest()[:DIGITS]
        if self._names is not None and kind == "worker":
            self._names[key] = name
        return key

    @property
    def remembers(self) -> bool:
        """Whether ids are kept for `revealed`."""
        return self._names is not None

    def revealed(self) -> dict[str, str]:
        """Ids of workers by key, of everything hashed so far.

        Raises
        ------
        TaskLogError
            Where the key was not asked to remember.
        """
        if self._names is None:
            raise TaskLogError("ids are not kept unless asked for: Key(..., remember=True)")
        return dict(self._names)


def fresh_key(*, remember: bool = False) -> Key:
    """A key that nobody holds: what it hashes can be compared within this run only."""
    return Key(secrets.token_bytes(SECRET_BYTES), remember=remember)


def key_from(path: Path, *, remember: bool = False) -> Key:
    """The key in a file; made there, readable by its owner alone, where there is no file.

    Raises
    ------
    TaskLogError
        Where the file is no key, or others than its owner may read it.
    """
    if path.exists():
        return Key(_read(path), remember=remember)
    secret = secrets.token_bytes(SECRET_BYTES)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secret.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        # In one step and never over another: who is stopped on the way leaves no half of a key.
        os.link(aside, path)
    except FileExistsError:
        return Key(_read(path), remember=remember)
    except OSError as error:
        raise TaskLogError(f"no key can be made at {path.name}: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)
    return Key(secret, remember=remember)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise TaskLogError(f"others may read the key {path.name}: chmod 600 {path.name}")
        text = path.read_text(encoding="ascii").strip()
        secret = bytes.fromhex(text)
    except OSError as error:
        raise TaskLogError(f"the key {path.name} cannot be read: {error.strerror}") from None
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise TaskLogError(
            f"{path.name} is no key; allowed: a file with {2 * SECRET_BYTES} hexadecimal digits, "
            "or none, so that one is made"
        )
    return secret
