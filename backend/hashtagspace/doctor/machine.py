"""The machine: disks and the built web app."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final
from urllib.parse import unquote

from hashtagspace.config import Settings
from hashtagspace.doctor.finding import Finding, fail, ok, warn

_GIB: Final = 1024**3
_LOW_BYTES: Final = 2 * _GIB
_FULL_BYTES: Final = 200 * 1024 * 1024
_ASSET: Final = re.compile(r"""(?:src|href)=["']([^"'#?:]+)["'#?]""")


def examine_disk(settings: Settings) -> Iterator[Finding]:
    """Space and the right to write where the data is kept; raises OSError."""
    folders = {"disk data": settings.data_dir}
    if settings.content_store.kind == "embedded":
        folders["disk content"] = Path(settings.content_store.target)
    for part, folder in folders.items():
        yield _examine_folder(part, folder)


def _examine_folder(part: str, folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with TemporaryFile(dir=existing):
            pass
    except OSError as error:
        return fail(part, f"{existing} cannot be written to ({error.strerror})", "give this user its rights")
    free = shutil.disk_usage(existing).free
    detail = f"{free / _GIB:.1f} GiB free at {existing}"
    if free < _FULL_BYTES:
        return fail(part, detail, "free some space: writing will fail soon")
    return warn(part, detail, "free some space") if free < _LOW_BYTES else ok(part, detail)


def examine_web(settings: Settings) -> Iterator[Finding]:
    """The web app is built and whole; raises OSError."""
    folder = settings.web_dir
    if folder is None:
        yield ok("web app", "none: API only (HASHTAGSPACE_WEB_DIR)")
        return
    start = folder / "index.html"
    if not start.is_file():
        yield fail("web app", f"{folder} has no index.html", "run `make web`")
        return
    named = {unquote(name).lstrip("./") for name in _ASSET.findall(start.read_text(encoding="utf-8"))}
    missing = sorted(name for name in named if name and not (folder / name).is_file())
    if missing:
        yield fail("web app", f"{folder} lacks {', '.join(missing[:3])}", "run `make web`")
    else:
        yield ok("web app", f"{folder}, {len(named)} files named by its start page")
