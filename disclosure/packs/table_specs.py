"""表的声明 — from `tables/<id>.toml` of each pack of a chain, numbered there or in pack.toml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import filterfalse
from typing import Any

from disclosure import terms
from disclosure.errors import PackError
from disclosure.forms.local_form import localised, names
from disclosure.forms.merged_declarations import Layer, Raw, declared
from disclosure.forms.spec import HeldAgainst, TableSpec
from disclosure.packs.manifest import Verified
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.toml_tables import offered, validated

NUMBERS = terms.chinese("sheet_number")  # the key of a table's number, in its own file and in pack.toml
_HELD = set(HeldAgainst.model_fields)
VERIFIED, _YEAR = terms.chinese("verified"), terms.chinese("year")


def table_specs(chain: Chain, year: int) -> tuple[TableSpec, ...]:
    """表的声明 — of the set that a year's document publishes, in order; raises PackError."""
    return chain.once((table_specs, year), partial(_table_specs, chain, year))


def _table_specs(chain: Chain, year: int) -> tuple[TableSpec, ...]:
    check_sheet_numbers(chain)
    specs = [declared(id, lambda id: _layers(chain, id)) for id in chain.manifest.tables]
    format = chain.manifest.table_format
    _check_names(chain, specs)
    _check_parts(chain, specs)
    return tuple(localised(spec, format) for spec in specs if spec.stands(year))


def _check_names(chain: Chain, specs: Sequence[TableSpec]) -> None:
    """Raises PackError where the pack gives another name to what no table has."""
    known = set[str]().union(*map(names, specs))
    for name in chain.manifest.table_format.renamed:
        if name not in known:
            near = offered(name, sorted(known))
            raise PackError(f"{chain.name}/{MANIFEST} 改称：没有哪张表的表头或行叫“{name}”，{near}")


def _check_parts(chain: Chain, specs: Sequence[TableSpec]) -> None:
    """Raises PackError for a table of a part that the document does not have: nobody would see it."""
    parts = ["", *(part.id for part in chain.manifest.printed_parts())]
    for spec in filterfalse(lambda spec: spec.printed_in in parts, specs):
        where, part = f"{chain.name}/{_table_file(spec.id)} 印在", spec.printed_in
        raise PackError(f"{where}：文稿里没有“{part}”这一部分，{offered(part, parts[1:])}")


def check_sheet_numbers(chain: Chain) -> None:
    """核对表号 — raises PackError for numbers of unknown tables, and for two of one table in one pack."""
    faults = [fault for pack in reversed(chain.packs) for fault in _number_faults(chain, pack)]
    if faults:
        raise PackError("\n".join(faults))


def sheet_numbers(pack: Pack) -> Mapping[str, Any]:
    """表号 — the numbers that a pack itself gives in pack.toml, by id of the table."""
    numbers = pack.table(MANIFEST).get(NUMBERS)
    return numbers if isinstance(numbers, Mapping) else {}  # anything else the manifest refuses


def verified(pack: Pack) -> list[Verified]:
    """已核对 — what a pack itself says that its tables and sections were held against."""
    stated = pack.table(MANIFEST).get(VERIFIED)
    entries = stated if isinstance(stated, list) else []  # anything else the manifest refuses
    return [validated(Verified, entry, f"{pack.name}/{MANIFEST} {VERIFIED}") for entry in entries]


def _number_faults(chain: Chain, pack: Pack) -> Iterator[str]:
    where = f"{pack.name}/{MANIFEST} {NUMBERS}"
    known = chain.stems(_table_file("*"))
    for id, number in sheet_numbers(pack).items():
        in_file = pack.table(_table_file(id)).get(NUMBERS, number)
        if id not in known:
            yield f"{where}：没有“{id}”这张表，{offered(id, known)}"
        elif in_file != number:
            yield f"{where}：“{id}”写的是“{number}”，{_table_file(id)} 里写的是“{in_file}”，请只留一处"
    yield from _verified_faults(chain, pack)


def _verified_faults(chain: Chain, pack: Pack) -> Iterator[str]:
    """Tables and sections that are said to be verified and are not there."""
    for one in verified(pack):
        yield from _not_there(one.tables, "张表", chain.stems(_table_file("*")), pack)
        yield from _not_there(one.sections, "节", chain.stems("sections/*.j2"), pack)


def _not_there(names: Iterable[str], what: str, known: Sequence[str], pack: Pack) -> Iterator[str]:
    where = f"{pack.name}/{MANIFEST} {VERIFIED}"
    return (f"{where}：没有“{id}”这{what}，{offered(id, known)}" for id in names if id not in known)


def _layers(chain: Chain, id: str) -> Sequence[Layer]:
    """What each pack says of a table, root first."""
    return [layer for pack in reversed(chain.packs) for layer in _layer(pack, id)]


def _layer(pack: Pack, id: str) -> Iterator[Layer]:
    """The table's file with what pack.toml says of it: the nearest pack wins, whichever way it writes it."""
    file = _table_file(id)
    layer = {**_held_against(pack, id), **pack.table(file), **_sheet_number(pack, id)}
    if layer:
        yield f"{pack.name}/{file if pack.inside(file) else MANIFEST}", layer


def _sheet_number(pack: Pack, id: str) -> Raw:
    numbers = sheet_numbers(pack)
    return {NUMBERS: numbers[id]} if id in numbers else {}


def _held_against(pack: Pack, id: str) -> Raw:
    """What a pack held its table against; what its parents did says nothing of one that it makes anew."""
    held = [one.model_dump(by_alias=True, include=_HELD) for one in verified(pack) if id in one.tables]
    return {VERIFIED: [*held, False][0]} if held or _is_anew(pack, id) else {}


def _is_anew(pack: Pack, id: str) -> bool:
    return pack.inside(_table_file(id)) is not None or _YEAR in pack.table(MANIFEST)


def _table_file(id: str) -> str:
    return f"tables/{id}.toml"
