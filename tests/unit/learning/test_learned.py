"""A published document becomes a data folder, and the next year begins from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import api, learning, projects
from disclosure.authoring import find_pack, pack_check
from disclosure.document import Document, Paragraph, plain, walk
from disclosure.errors import InputError
from disclosure.learning import Learned
from disclosure.outputs import writer
from disclosure.packs.linting.remark import errors
from tests.finished import finished
from tests.unit.outputs.reading import in_one_piece

OFFICE = finished("standard 平常")


def published(folder: Path, *, said: str, instead: str) -> Path:
    """A department as a page that an office published, in which something is said otherwise."""
    made = OFFICE.composed
    (file,) = writer("html")(made.document, made.style, made.filename)
    page = in_one_piece(file.data.decode())
    assert said in page
    path = folder / "上年公开.html"
    path.write_text(page.replace(said, instead), encoding="utf-8")
    return path


def paragraphs(document: Document) -> list[str]:
    return [plain(block.content) for block in walk(document) if isinstance(block, Paragraph)]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """Of a document that says 降低 for 下降 everywhere."""
    return learning.learn(published(tmp_path_factory.mktemp("公开"), said="下降", instead="降低"))


@pytest.fixture(scope="module")
def other_words(learnt: Learned, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("学") / "上年"
    learning.write(learnt, home)
    return home


def test_the_folder_makes_the_sentences_that_were_published(other_words: Path) -> None:
    published_ = [text.replace("下降", "降低") for text in paragraphs(OFFICE.composed.document)]
    made = paragraphs(api.compose(other_words, draft=True).document)
    with_numbers = [text for text in published_ if "万元" in text and "决算" in text]
    assert len(with_numbers) > 10
    assert [text for text in with_numbers if text not in made] == []


def test_the_data_say_that_they_were_learnt(other_words: Path) -> None:
    head = (other_words / "导入.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert "由 disclosure learn 从公开的文件学出" in head


def test_the_pack_holds_only_what_differs(other_words: Path) -> None:
    (wording,) = other_words.rglob("wording.toml")
    assert wording.read_text(encoding="utf-8").split() == ['["比较"]', '"下降"', "=", '"降低"']


def test_the_pack_passes_the_check_of_packs(other_words: Path) -> None:
    (pack,) = (other_words / "templates").iterdir()
    assert errors(pack_check.check(*find_pack.chain(str(pack)))) == []


def test_the_next_year_begins_in_the_same_words(other_words: Path, tmp_path: Path) -> None:
    made = projects.new(tmp_path / "今年", last=other_words)
    assert made.year == 2024
    (wording,) = (tmp_path / "今年").rglob("wording.toml")
    assert "降低" in wording.read_text(encoding="utf-8")
    assert api.compose(tmp_path / "今年", draft=True).document.blocks


def test_a_number_that_contradicts_the_others_is_told_and_not_learnt(tmp_path: Path) -> None:
    other = learning.learn(published(tmp_path, said="增长26.67%", instead="增长62.67%"))
    told = [one.stated for one in other.data.wrong] + [one.stated for one in other.words.wrong]
    assert any("62.67" in stated for stated in told)
    assert not any("62.67" in text for text, _ in other.data.entries.values())
    assert not any("62.67" in text for text in other.words.files.values())


def test_nothing_is_written_over_what_is_there(learnt: Learned, tmp_path: Path) -> None:
    (tmp_path / "上年").mkdir()
    (tmp_path / "上年" / "导入.yaml").write_text("年度: 2022\n", encoding="utf-8")
    with pytest.raises(InputError, match="已有 导入.yaml"):
        learning.write(learnt, tmp_path / "上年")
    assert (tmp_path / "上年" / "导入.yaml").read_text(encoding="utf-8") == "年度: 2022\n"
