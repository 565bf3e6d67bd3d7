"""用户缓存 — what was worked out once about fonts and delivered templates, in the user's own cache folder.

An entry is named by what it is about and begins with the digest of that and of its content: one that is
damaged, another user's or about something else is as if it were not there, and is made anew. Processes share
the folder: an entry takes its name only when it is whole. Nothing fails for want of a folder to write in.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


def kept(about: str, make: Callable[[], bytes]) -> bytes:
    """缓存的内容 — what was kept about this, else made now and kept."""
    place, key = folder(), about.encode("utf-8", "surrogateescape")  # whatever the locale
    if place is None:
        return make()
    path = place / hashlib.sha256(key).hexdigest()
    content = _intact(path, key)
    if content is None:
        content = make()
        _keep(path, _seal(key, content), content)
    return content


def folder() -> Path | None:
    """缓存文件夹 — by the rule of the platform; None where the user has no home."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where there is something to keep

    try:
        place = user_cache_path("disclosure", appauthor=False)
    except RuntimeError:  # older ones give "~" as it stands
        return None
    return place if place.is_absolute() else None


def _intact(path: Path, key: bytes) -> bytes | None:
    with suppress(OSError):
        if is_of_user(path.stat()):
            with path.open("rb") as file:
                seal, content = file.read(_DIGEST), file.read()
            return content if seal == _seal(key, content) else None
    return None


def is_of_user(entry: os.stat_result) -> bool:
    """是不是自己的 — a file of this user; Windows keeps others out of a user's folder by itself."""
    return stat.S_ISREG(entry.st_mode) and (os.name == "nt" or entry.st_uid == os.geteuid())


def _seal(key: bytes, content: bytes) -> bytes:
    sealed = hashlib.sha256(hashlib.sha256(key).digest())
    sealed.update(content)
    return sealed.digest()


def _keep(path: Path, *parts: bytes) -> None:
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            Path(unfinished).replace(path)
        except OSError:  # the disk is full; Windows: somebody reads the entry
            Path(unfinished).unlink()
