"""A file changed whole or not at all, with nobody else's change lost."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from peelgrade.errors import InvalidInputError, Problem, Where

PATIENCE = 10.0
"""For so many seconds another's change is waited for."""
PAUSE = 0.02


def change(path: Path, made: Callable[[bytes | None], bytes]) -> None:
    """
    Write what *made* makes of a file's content (None where there is no file yet).

    The new content goes into a lock file beside it, which only one process can make and which then takes
    the file's place in one step. So of two that change it at once the second sees the first one's change,
    and whoever reads it meanwhile sees the old content or the new, whole.

    Raises:
        InvalidInputError: If it can't be written, or if somebody else holds it and doesn't let go. What
            *made* raises passes through, and nothing is changed.

    """
    real = Path(os.path.realpath(path))
    lock = real.with_name(f".{real.name}.lock")
    try:
        handle = _held(lock)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made(real.read_bytes() if real.exists() else None))
                file.flush()
                os.fsync(file.fileno())
            if real.exists():
                shutil.copymode(real, lock)
            os.replace(lock, real)
        except BaseException:
            lock.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidInputError([Problem(Where(str(path)), f"can't be written: {reason}")]) from None


def _held(lock: Path) -> int:
    """Return an open lock file that nobody else has; wait for whoever has it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            if time.monotonic() > until:
                hint = (
                    "if no other `peelgrade decide` runs, one was cut off: remove this file and try again"
                )
                message = "is held: somebody else is writing a decision"
                raise InvalidInputError([Problem(Where(str(lock)), message, hint)]) from None
            time.sleep(PAUSE)
