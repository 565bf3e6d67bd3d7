"""挑选 — some bodies of a city, by their names or by the batch in which they are published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from disclosure import terms
from disclosure.city.bodies import Bodies, Body
from disclosure.errors import InputError, Problem
from disclosure.loading.ratified_listing import bare


def chosen(bodies: Bodies, names: Iterable[str] = (), batch: str = "") -> Callable[[Body], bool]:
    """挑选 — whether a body is one of these; all where none is named. Raises InputError for unknown ones."""
    wanted = set(map(bare, names))
    if problems := list(_not_listed(bodies, wanted, batch)):
        raise InputError(problems)
    return lambda body: (not wanted or bare(body.name) in wanted) and batch in ("", body.batch)


def _not_listed(bodies: Bodies, wanted: set[str], batch: str) -> Iterator[Problem]:
    known = {bare(body.name): body.name for body in bodies}
    for name in sorted(wanted - known.keys()):
        yield Problem(f"名单里没有“{name}”{terms.near(name, list(known.values()))}")
    batches = list(dict.fromkeys(body.batch for body in bodies if body.batch))
    if batch and batch not in batches:
        yield Problem(f"名单里没有“{batch}”这个批次，{_batches(batches)}")


def _batches(batches: list[str]) -> str:
    return f"有的是：{'、'.join(batches)}" if batches else "请在“批次”一栏写上"
