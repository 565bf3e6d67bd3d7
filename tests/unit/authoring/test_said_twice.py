"""What a trial department prints that makes no sense: words said twice, a bracket without its other."""

from __future__ import annotations

import pytest

from disclosure import packs
from disclosure.authoring import trial_departments, trial_run
from disclosure.document import Paragraph, Text

OTHER = next(name for name in trial_departments.small() if name != trial_departments.NORMAL)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("机关运行经费支出支出35万元。", "支出支出"),
        ("占本年支出合计的占12.5%。", "占本年支出合计的占"),
        ("支出决算为为35万元。", "为为"),
        ("因公出国（境支出5万元。", "（）"),
        ("“三公经费支出5万元。", "“”"),
    ],
)
def test_it_is_told(text: str, wrong: str) -> None:
    chain = packs.resolve("standard", [packs.built_in()])
    (remark,) = trial_run.said(OTHER, chain, [Paragraph("sangong-1", (Text(text),))])
    assert remark.code == "P303"
    assert wrong in remark.message
