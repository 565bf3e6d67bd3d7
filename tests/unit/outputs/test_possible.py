"""What cannot be made is told, all of it, before the first file is."""

from __future__ import annotations

from dataclasses import replace

import pytest

import disclosure
from disclosure import outputs
from disclosure.document import Document, Style
from disclosure.errors import OutputError
from disclosure.outputs import Artifact
from disclosure.outputs.pdf import typst_engine
from tests.departments import small, submission

STYLE = Style("", b"", "", pdf_engine="typst")
BARE = Document("某局决算", "某局", ())


def refusal(*names: str) -> list[str]:
    with pytest.raises(OutputError) as caught:
        outputs.require_possible([(name, outputs.writer(name)) for name in names], BARE, STYLE)
    return str(caught.value).splitlines()


def test_no_file_is_made_where_a_later_one_cannot_be() -> None:
    made: list[str] = []

    def own(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
        made.append(stem)
        return (Artifact(f"{stem}.txt", b""),)

    with pytest.raises(OutputError, match="没有公开表，不能生成 xlsx、csv；.*去掉 xlsx、csv"):
        disclosure.build(submission(small()), [own, "docx", "xlsx", "csv"], draft=True)
    assert made == []
    disclosure.build(submission(small()), [own], draft=True)
    assert len(made) == 1


def test_every_reason_is_told_at_once() -> None:
    said = refusal("pdf-a", "xlsx", "json")
    assert said[0].startswith("存档用的 PDF（pdf-a）要有日期")
    assert "不能生成 xlsx、json" in said[1]
    assert len(said) == 2


def test_a_missing_engine_is_told_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_engine, "find_spec", lambda _: None)
    (said,) = refusal("pdf")
    assert said.startswith("生成 PDF 需要 typst")


def test_what_can_be_made_is_no_matter() -> None:
    names = ("docx", "html", "cms")
    outputs.require_possible([(name, outputs.writer(name)) for name in names], BARE, replace(STYLE))
