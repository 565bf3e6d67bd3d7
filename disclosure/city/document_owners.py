"""哪个单位的文件 — of published documents in a folder: by their names and folders, else by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from disclosure import files, terms
from disclosure.city.bodies import Bodies, Body
from disclosure.city.city_folder import LIST, OUTPUTS
from disclosure.loading import published
from disclosure.loading.published.document_folder import is_meant
from disclosure.loading.ratified_listing import bare
from disclosure.sources import PACKS_FOLDER

_NOT_DOCUMENTS = (*OUTPUTS, PACKS_FOLDER, "index.html")
_PACKED = ".zip"
_SHORTEST = 3  # letters of a name that may be the end of another


def documents(home: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """各份文件 — by their names from the folder; the list of bodies and what a city makes are none."""
    for path in sorted(home.iterdir()):
        is_ours = path.name in _NOT_DOCUMENTS or path.stem == PurePosixPath(LIST).stem
        if is_meant(path.name) and not is_ours:
            yield from published.files(path, path.name)


def is_same(name: str, other: str) -> bool:
    """同一个单位 — whether one of the names is the other, or its end: 某市水利局, 水利局."""
    one, two = sorted((bare(name), bare(other)), key=len)
    return len(one) >= _SHORTEST and two.endswith(one)


def _how_deep(body: Body) -> int:
    return body.folder.count("/")


class Owners:
    """各单位 — of the list; without one those whose folders and documents there are."""

    def __init__(self, listed: Bodies | None) -> None:
        self._listed = listed

    def of(self, name: str, said: Sequence[str]) -> Body | None:
        """哪个单位的 — of a document by its name from the folder and the names that it says."""
        return self._by_place(name) or self._by_names(said, PurePosixPath(name).stem)

    def _by_place(self, name: str) -> Body | None:
        """By the file's name or its folder, whichever tells the unit; else by the names of folders."""
        parts = PurePosixPath(name).parts
        if self._listed is None:
            return self._of_folder(parts[0]) if parts[1:] else None
        file = PurePosixPath(name)
        above = filter(None, map(self._named_in, reversed(parts[:-1])))
        own = filter(None, (self._named_in(file.stem), self._in_folder(file)))
        return max(own, key=_how_deep, default=None) or next(above, None)

    def _by_names(self, said: Sequence[str], stem: str) -> Body | None:
        """A body of the list; without a list one is made, of a document that names none by its file."""
        if self._listed is None:
            return self._of_folder(next(iter(said), stem))
        return next((body for name in said for body in self._by_bare_name.get(bare(name), ())), None)

    def near(self, names: Iterable[str]) -> str:
        """相近的 — names of the list that are like one of these, for a sentence."""
        listed = [body.name for body in self._listed or ()]
        return next(filter(None, (terms.near(name, listed) for name in names)), "")

    def _of_folder(self, name: str) -> Body:
        called = name.removesuffix(_PACKED)
        return Body(called, files.safe_name(called))

    def _in_folder(self, name: PurePosixPath) -> Body | None:
        above = (place.as_posix().removesuffix(_PACKED) for place in name.parents)
        return next(filter(None, map(self._by_folder.get, above)), None)

    def _named_in(self, text: str) -> Body | None:
        """The body with the longest name that stands in a text."""
        plain = bare(text)
        return next((body for name, (body, *_) in self._longest_first if name in plain), None)

    @cached_property
    def _by_folder(self) -> dict[str, Body]:
        return self._listed.by_folder if self._listed else {}

    @cached_property
    def _by_bare_name(self) -> dict[str, list[Body]]:
        found: dict[str, list[Body]] = {}
        for body in self._listed or ():
            found.setdefault(bare(body.name), []).append(body)
        return found

    @cached_property
    def _longest_first(self) -> list[tuple[str, list[Body]]]:
        return sorted(self._by_bare_name.items(), key=lambda one: -len(one[0]))
