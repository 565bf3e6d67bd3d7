"""What is composed again and again, with packs that differ in a little, is what each would make by itself."""

from __future__ import annotations

import pytest

from disclosure import deriving, facts, packs
from disclosure.errors import TemplateError
from disclosure.facts import Facts
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.wording_slots import is_choice, slots
from disclosure.loading import with_own_data
from disclosure.packs.pack_chain import Chain
from tests.finished import BETWEEN, finished

LEAST_SEEN = 5  # changes that a document shows
NAMES = (f"standard{BETWEEN}平常", "panzhihua-xiqu-2023")
DECLARED = (
    (("数字格式", "金额单位"), "元"),
    (("数字格式", "金额去尾零"), False),
    (("编号", "一级标题"), "（{中}）"),
    (("各节", "sangong", "不用"), True),
    (("各节", "sangong", "数字格式"), {"金额小数位": 4}),
)


def changes(base: Chain) -> list[PackChanges]:
    """Some slots in other words, some in those of one section; what pack.toml may say otherwise."""
    words = [(keys, f"另说{value}") for keys, value in slots(base) if not is_choice(keys)][::11]
    plain = [PackChanges().with_words(keys, value) for keys, value in words]
    own = [PackChanges().with_words(("某节", "sangong", *keys), value) for keys, value in words[::5]]
    declared = [PackChanges().with_declared(keys, value) for keys, value in DECLARED]
    return [PackChanges(), *plain, *own, *declared, *plain[::9], PackChanges()]


def facts_of(name: str) -> tuple[Chain, Facts]:
    one = finished(name)
    base = packs.resolve(one.pack, [*one.roots, packs.built_in()])
    data = with_own_data(one.submission, base.own_data, base.name)
    return base, facts.filled(data, deriving.derive(data), packs.table_specs(base, data.year), base.names)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_as_if_it_were_composed_alone(name: str) -> None:
    base, of = facts_of(name)
    recomposer, first = packs.Recomposer(of), packs.compose(base, of, draft=True)
    differ = 0
    for one in changes(base):
        chain = one.over("改过", base) if one else base
        alone, again = packs.compose(chain, of, draft=True), recomposer.compose(chain)
        assert again.blocks == alone.document.blocks
        assert set(again.missing) == set(alone.missing)
        differ += alone.document.blocks != first.document.blocks
    assert differ > LEAST_SEEN


def test_what_a_pack_cannot_say_leaves_nothing_behind() -> None:
    base, of = facts_of(NAMES[0])
    recomposer = packs.Recomposer(of)
    before = recomposer.compose(base)
    with pytest.raises(TemplateError):
        recomposer.compose(PackChanges().with_words(("句式", "逐项"), "{没有}").over("改过", base))
    assert recomposer.compose(base) == before
