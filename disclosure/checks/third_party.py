"""别人的校验程序 — of another package, or a script's own: what it gives is looked at, what it breaks told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeGuard

from disclosure.checks.check_programs import Hit, NotApplicable, Probe, Scene, Unchecked
from disclosure.extensions import Extension


def probe(extension: Extension) -> Probe:
    """校验程序 — of an extension; raises PackError where it cannot be loaded."""
    return guarded_program(extension.load(), str(extension))


def guarded_program(program: Callable[[Scene], Iterable[Any]], whose: str) -> Probe:
    """稳妥的程序 — one that is not ours: what goes wrong in it is told as the fault of whose it is."""

    def hits(scene: Scene) -> Iterator[Hit]:
        try:
            yield from _looked_at(program(scene), whose)
        except (NotApplicable, Unchecked):
            raise
        except (Exception, SystemExit) as error:
            raise Unchecked(f"{whose}出错：{type(error).__name__} {error}") from error

    return hits


def _looked_at(given: Any, whose: str) -> Iterator[Hit]:
    for hit in given:
        if not _is_hit(hit):
            raise Unchecked(f"{whose}给出的不是发现（Hit），而是 {type(hit).__name__}")
        yield hit


def _is_hit(hit: Any) -> TypeGuard[Hit]:
    """Whether it is a Hit whose parts are what they should be: a stranger's code may not be typed."""
    return (
        isinstance(hit, Hit)
        and isinstance(hit.where, tuple)
        and all(isinstance(text, str) for text in (*hit.where, hit.stated, hit.expected, hit.message))
    )
