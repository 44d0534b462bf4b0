"""Files and folders that are written whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from peelgrade.errors import InvalidInputError, Problem, Where

_READ, _WRITTEN = "peelgrade.read", "peelgrade.written"
ENDINGS = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx", ".txt", ".html")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell a fault of the system as a problem of this file."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidInputError([Problem(Where(str(path)), f"can't be written: {reason}")]) from None


def write(path: Path, content: bytes) -> None:
    """
    Write a file whole or not at all.

    A link stays, and what it names is written. A new file has the rights that new files have here, one that
    was there keeps its own.

    Raises:
        InvalidInputError: If it can't be written.

    """
    with _told(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            # A terminal, a pipe or the like: there is nothing to replace.
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content)


def _replace(real: Path, content: bytes) -> None:
    made: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=real.parent, prefix=f".{real.name}.", delete=False) as file:
            made = Path(file.name)
            file.write(content)
        made.chmod(stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o666 & ~_mask())
        os.replace(made, real)
    except BaseException:
        if made is not None:
            made.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """Return which rights new files don't get here; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def writable(path: Path) -> None:
    """Raise InvalidInputError where a file plainly can't be written, before the work is done."""
    if path.is_dir():
        raise InvalidInputError([Problem(Where(str(path)), "can't be written: is a directory")])
    if not path.absolute().parent.is_dir():
        raise InvalidInputError([Problem(Where(str(path)), f"can't be written: no folder `{path.parent}`")])


def reads(context: typer.Context, value: Any) -> Any:
    """Note the evidence that an option or argument names: nothing is to be written over it."""
    context.meta[_READ] = (*context.meta.get(_READ, ()), *_paths(value))
    _spare(context)
    return value


def writes(context: typer.Context, value: Any) -> Any:
    """Note the file that an option or argument wants written."""
    context.meta[_WRITTEN] = (*context.meta.get(_WRITTEN, ()), *_paths(value))
    _spare(context)
    return value


def _spare(context: typer.Context) -> None:
    """Refuse to write over evidence; options come in any order, so this is looked at after each."""
    read = [file for path in context.meta.get(_READ, ()) for file in _evidence(path)]
    message, hint = "would replace the evidence that is read here", "write to another file"
    problems = [
        Problem(Where(str(path)), message, hint)
        for path in context.meta.get(_WRITTEN, ())
        if path.exists() and any(path.samefile(file) for file in read)
    ]
    if problems:
        raise InvalidInputError(problems)


def _paths(given: object) -> list[Path]:
    return [one for one in (given if isinstance(given, list | tuple) else [given]) if isinstance(one, Path)]


def _evidence(path: Path) -> Iterator[Path]:
    """Yield the files of evidence at *path*: itself, those of a case's folder, or those of many cases."""
    if path.is_file():
        yield path
    elif path.is_dir():
        inside = sorted(path.iterdir())
        heads = [one for one in inside if one.stem in ("case", "decisions") and one.suffix in ENDINGS]
        one_case = any(one.stem == "case" for one in heads)
        yield from heads if one_case else (one for one in inside if one.suffix in ENDINGS)
        for folder in inside:
            if folder.is_dir() and (not one_case or folder.name == "evidence"):
                yield from (one for one in sorted(folder.rglob("*")) if one.suffix in ENDINGS)


def absent(path: Path, hint: str = "") -> None:
    """Refuse to write over a file, or into a folder that holds something; *hint* says what to do."""
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        raise InvalidInputError(
            [Problem(Where(str(path)), "is there already, and what is in it would be lost", hint)]
        )


def write_folder(path: Path, files: dict[str, str]) -> None:
    """Write a folder of texts whole or not at all."""
    made: Path | None = None
    with _told(path):
        try:
            made = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}."))
            for name, text in files.items():
                (made / name).parent.mkdir(exist_ok=True)
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            made.chmod(0o777 & ~_mask())
            os.replace(made, path)
        except BaseException:
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)
            raise
