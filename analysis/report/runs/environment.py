"""The surroundings of a kernel: the same for everybody, whatever the user has set up."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from analysis.language import VARIABLE, language
from analysis.places import data_folder, repository
from analysis.report.runs.machine import THREADS, numerical

# The path of a socket may have 103 characters on some systems.
_LONGEST = 70
_PASSED_ON = (
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "VIRTUAL_ENV", "MPLCONFIGDIR",
    "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR",
    "COMSPEC", "PATHEXT", "USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH", "APPDATA",
    "LOCALAPPDATA", "PROGRAMDATA",
)  # fmt: skip
_FIXED = {
    **THREADS,
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "COLUMNS": "100",
    "MPLBACKEND": "agg",
}


class _ThisPython(KernelSpecManager):
    """Knows one kernel, the Python that builds the report; kernels the user installed are not."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python", name="python3")


class Client(NotebookClient):
    """A client that leaves signals to us and ends its kernel whatever happens."""

    @asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncGenerator[None, None]:
        """Start the kernel for the time of the block."""
        # Kept by name: a failed start takes the manager off the client.
        kernel: Any = self.km
        try:
            await self.async_start_new_kernel(**kwargs)
            await self.async_start_new_kernel_client()
            yield
        finally:
            if kernel.has_kernel:
                await kernel.shutdown_kernel(now=True)
            if self.kc is not None:
                self.kc.stop_channels()


@contextmanager
def surroundings() -> Iterator[Path]:
    """A scratch folder for one kernel: its sockets, and empty settings of IPython and Jupyter."""
    with tempfile.TemporaryDirectory(
        prefix="labour-", dir=_short(), ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def manager(scratch: Path) -> AsyncKernelManager:
    """The manager of one kernel, not yet started."""
    options: dict[str, Any] = {
        "kernel_name": "python3",
        "kernel_spec_manager": _ThisPython(),
        "connection_file": str(scratch / "connection.json"),
    }
    # Sockets in a folder of our own open no port; where their path is too long, they may not be.
    if sys.platform != "win32" and _fits(str(scratch)):
        options |= {"transport": "ipc", "ip": str(scratch / "kernel")}
    return AsyncKernelManager(**options)


def environment(scratch: Path) -> dict[str, str]:
    """Variables of a kernel: fixed ones, and of the user's those that say where things are."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    folders = {
        name: str(scratch / name.lower())
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH")
    }
    # The kernel must import the very package that builds the report.
    paths = [str(repository()), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    paths = [os.path.abspath(path) for path in paths if path]
    return {
        **passed,
        **numerical(),
        **_FIXED,
        **folders,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "LABOUR_DATA": str(data_folder().absolute()),
        VARIABLE: language(),
    }


def _short() -> str | None:
    """A folder for scratch whose path is short enough for sockets; None for the usual one."""
    usual = tempfile.gettempdir()
    if _fits(usual) or not os.access("/tmp", os.W_OK):  # noqa: S108
        return None
    return "/tmp"  # noqa: S108


def _fits(folder: str) -> bool:
    # The name also passes through a file of JSON, hence characters that every encoding has.
    return folder.isascii() and len(folder) <= _LONGEST
