"""Code of one's own by argument: a Python function as a check, a function of the document as an output."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace

import pytest

import disclosure
from disclosure import Artifact, Hit, InputError, NotApplicable, Outcome, OutputError, Scene
from disclosure.document import Document, Heading, Paragraph, Style, Text, of_kind, plain, walk
from disclosure.outputs import writer
from tests.departments import small, submission

DATA = submission(small())


@disclosure.check_rule(code="BJ1", name="公务接待费不超三万", basis="本市限额", severity="警告", fix="压减")
def reception(scene: Scene) -> Iterator[Hit]:
    spent = scene.value("三公经费.公务接待费.决算数")
    if spent is None:
        raise NotApplicable("没有公务接待费")
    if spent > 10_000:
        yield Hit(("三公经费.公务接待费.决算数",), f"{spent}元", "10000元", "公务接待费超过限额")


@disclosure.check_rule(code="BJ2", name="有标题", basis="本市格式", severity="错误")
def headed(scene: Scene) -> Iterator[Hit]:
    if not of_kind(Heading, walk(scene.document)):
        yield Hit((), "", "", "没有标题")


def result(report: disclosure.CheckReport, code: str) -> tuple[Outcome, str]:
    return next((one.outcome, one.why) for one in report.results if one.code == code)


def test_a_function_is_a_check_among_the_others() -> None:
    report = disclosure.check(DATA, checks=[reception, headed])
    (found,) = (one for one in report.findings if one.code == "BJ1")
    assert (found.severity, found.name, found.basis, found.fix) == (
        "warning",
        "公务接待费不超三万",
        "本市限额",
        "压减",
    )
    assert (found.message, found.stated) == ("公务接待费超过限额", "20000元")
    assert "公务接待费" in found.places[0]
    assert result(report, "BJ2") == (Outcome.PASSED, "")
    assert len(report.results) > 100


def test_only_some_are_run_ones_own_too() -> None:
    assert [one.code for one in disclosure.check(DATA, checks=[reception, headed], only=["BJ1"]).results] == [
        "BJ1"
    ]


def test_a_finding_of_ones_own_may_be_waived_and_a_mistake_of_it_stops_a_publication() -> None:
    @disclosure.check_rule(code="BJ3", name="总是不对", basis="试验", severity="错误")
    def wrong(scene: Scene) -> Iterator[Hit]:
        yield Hit(("部门.职责",), "甲", "乙", "不对")

    with pytest.raises(disclosure.IncompleteError, match="BJ3"):
        disclosure.build(DATA, ["cms"], checks=[wrong])
    said = {"理由": "无误", "姓名": "张三", "日期": "2024年8月1日"}
    waiver = {"代码": "BJ3", "位置": "部门.职责", "依据数": "甲", **said}
    report = disclosure.check(submission(small(豁免=[waiver])), checks=[wrong])
    assert "BJ3" not in {one.code for one in report.findings}


def test_what_goes_wrong_in_it_is_told_as_its_own_and_stops_no_other() -> None:
    @disclosure.check_rule(code="BJ4", name="出错", basis="试验")
    def broken(scene: Scene) -> Iterator[Hit]:
        raise ZeroDivisionError("除以零")

    @disclosure.check_rule(code="BJ5", name="写错名称", basis="试验")
    def mistyped(scene: Scene) -> Iterator[Hit]:
        if scene.value("三公经费.公务接待非.决算数"):
            yield Hit((), "", "", "")

    report = disclosure.check(DATA, checks=[broken, mistyped, headed])
    assert result(report, "BJ4") == (
        Outcome.NOT_CHECKED,
        "自己的校验 BJ4（出错）出错：ZeroDivisionError 除以零",
    )
    outcome, reason = result(report, "BJ5")
    assert outcome == Outcome.NOT_CHECKED
    assert "没有“三公经费.公务接待非.决算数”这个数，相近的有：" in reason
    assert result(report, "BJ2")[0] == Outcome.PASSED


def test_a_code_that_is_taken_or_is_none_is_refused() -> None:
    taken = replace(reception, spec=reception.spec.model_copy(update={"code": "C34"}))
    for rules in ([taken], [reception, reception]):
        with pytest.raises(InputError, match="已经有了，请给自己的校验换一个"):
            disclosure.check(DATA, checks=rules)
    with pytest.raises(InputError):
        disclosure.check_rule(code="小一", name="例", basis="例")
    with pytest.raises(InputError, match="严重"):
        disclosure.check_rule(code="BJ6", name="例", basis="例", severity="严重")  # type: ignore[arg-type]


def test_a_rule_goes_to_other_processes_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(reception)) is reception


def headings(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    told = "\n".join(plain(one.content) for one in of_kind(Heading, walk(document)))
    return (Artifact(f"{stem}.目录.txt", told.encode()),)


def with_notice(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """The document with a paragraph more, written as any other."""
    notice = Paragraph("notice", (Text("本稿由档案馆制作。"),))
    return writer("html")(replace(document, blocks=(*document.blocks, notice)), style, f"{stem}（内部）")


def test_an_output_is_a_function_of_the_document_beside_the_formats() -> None:
    built = disclosure.build(DATA, ["html", headings, with_notice], draft=True)
    files = {one.name: one.data.decode() for one in built.artifacts}
    assert [name.partition("决算")[2] for name in files] == [".html", ".目录.txt", "（内部）.html"]
    listed = next(data for name, data in files.items() if name.endswith(".txt"))
    assert "收入决算情况说明" in listed
    assert "本稿由档案馆制作。" in next(data for name, data in files.items() if "内部" in name)


def test_an_output_that_fails_or_gives_no_files_is_told_by_its_name() -> None:
    def broken(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
        raise KeyError("甲")

    def nothing(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
        return ("甲",)  # type: ignore[return-value]

    with pytest.raises(OutputError, match="自己的输出“broken”出错：KeyError"):
        disclosure.build(DATA, [broken], draft=True)
    with pytest.raises(OutputError, match="自己的输出“nothing”给出的不是成品文件"):
        disclosure.build(DATA, [nothing], draft=True)
