"""校验 — runs every rule of a pack over the facts; a rule that crashes stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from disclosure import extensions, terms
from disclosure.checks import (
    budgeted_items,
    carried_over,
    causes,
    compared_totals,
    corroborating_entries,
    document_structure,
    entered_beside_lines,
    entry_rules,
    evaluated_projects,
    headcounts,
    narrative,
    near_names,
    numbers_in_print,
    own_rules,
    secrecy,
    self_evaluation,
    spending_entries,
    stale_years,
    subordinate_units,
    table_arithmetic,
    third_party,
    turned_reasons,
    typed_amounts,
    waivers,
)
from disclosure.checks.book import Book
from disclosure.checks.check_programs import Hit, Probe, Scene, guarded, needed
from disclosure.checks.check_report import SEVERITIES, CheckReport, Finding, Outcome, Result
from disclosure.checks.declarations import CheckSet, CheckSpec
from disclosure.checks.identities import verdicts
from disclosure.checks.own_rules import CheckRule
from disclosure.errors import InputError, PackError, Problem

PROBES: Mapping[str, Probe] = {
    "核定数": entry_rules.approved,
    "批复数": compared_totals.apart,
    "批复数与核定数": compared_totals.stated_otherwise,
    "功能科目": entry_rules.subjects,
    "经济科目": entry_rules.economic_subjects,
    "科目改名": entry_rules.subject_names,
    "用途相同": entry_rules.purposes,
    "资金科目": entry_rules.funds,
    "资金科目拿不准": entry_rules.likely_funds,
    "原因金额": entry_rules.causes,
    "三公决算数": entered_beside_lines.sangong,
    "基本支出明细": entered_beside_lines.basic_detail,
    "经济分类汇总": entered_beside_lines.economic_totals,
    "会议费培训费": entered_beside_lines.meetings_and_training,
    "预算各项": entry_rules.budget_items,
    "事业单位机关运行经费": entry_rules.running_cost,
    "负数支出": spending_entries.negatives,
    "金额与款": spending_entries.totals,
    "同一行两遍": spending_entries.doubled,
    "没有项目名称": spending_entries.unnamed,
    "预算没有支出": budgeted_items.left_out,
    "支出少于预算": budgeted_items.short,
    "录入的负数": corroborating_entries.below_zero,
    "基本支出的行": corroborating_entries.basic_lines,
    "没有年初预算": corroborating_entries.not_opened,
    "没有支出的项": corroborating_entries.explained_only,
    "上年数相同": corroborating_entries.same_last_year,
    "上年数同本年": corroborating_entries.this_year_as_last,
    "标题的年份": stale_years.titles,
    "批复公开的年份": stale_years.published,
    "只差一字的名称": near_names.slips,
    "名称的叠字": near_names.doubled_letters,
    "事由的正负": causes.against_its_amount,
    "没有增减的原因": causes.unchanged,
    "去年的原因": causes.of_last_year,
    "购置金额": corroborating_entries.purchases,
    "车辆数": entry_rules.vehicles,
    "项目名称": entry_rules.projects,
    "自评得分": self_evaluation.scores,
    "整体自评执行数": self_evaluation.executed,
    "分值合计": self_evaluation.weights,
    "得分合计": self_evaluation.score_sums,
    "自评等级": self_evaluation.grades,
    "成本指标": self_evaluation.costs,
    "项目自评资金": self_evaluation.project_money,
    "项目自评表": self_evaluation.forms,
    "清单的项目数": evaluated_projects.number,
    "清单的金额": evaluated_projects.money,
    "平均得分的范围": evaluated_projects.mean_within,
    "平均得分": evaluated_projects.mean,
    "清单的等级": evaluated_projects.grades,
    "金额对不上": typed_amounts.unmatched,
    "名实不符": typed_amounts.misnamed,
    "分项之和": typed_amounts.sums,
    "占比": typed_amounts.shares,
    "增减率": typed_amounts.rates,
    "年份": narrative.years,
    "上年年份": narrative.last_years,
    "截至年份": narrative.as_of_year,
    "截至日期": narrative.as_of_day,
    "步骤日期": narrative.steps,
    "没有文字的原因": causes.wordless,
    "相反的原因": causes.contradicted,
    "结尾相反的原因": causes.otherwise,
    "空话原因": causes.hollow,
    "括号": narrative.brackets,
    "名称": narrative.names,
    "别的名称": narrative.other_names,
    "人数": headcounts.people,
    "单位个数": narrative.units,
    "科目名称": narrative.subjects,
    "表号": document_structure.table_numbers,
    "表样": document_structure.forms,
    "公开期限": entry_rules.deadline,
    "标题编号": document_structure.headings,
    "图编号": document_structure.charts,
    "同数同值": table_arithmetic.same_figure,
    "印出的算式": numbers_in_print.sums,
    "印出的同一个数": numbers_in_print.figures,
    "内部往来": subordinate_units.payments,
    "各单位相加": subordinate_units.sums,
    "待确认文字": carried_over.texts,
    "原因与增减": turned_reasons.reasons,
    "涉密推算": secrecy.withheld,
    "涉密名称": secrecy.misnamed,
    "涉密有数": secrecy.stated_anyway,
    "涉密文字": secrecy.told,
    "涉密依据": secrecy.unfounded,
    "涉密记录": secrecy.recorded,
    "年初与上年年末": carried_over.openings,
}
# 一项校验有多次结论时，最要紧的一种作数
_ORDER = (Outcome.FAILED, Outcome.NOT_CHECKED, Outcome.PASSED, Outcome.NOT_APPLICABLE)


def run(
    book: Book, declared: CheckSet, only: tuple[str, ...] = (), own: tuple[CheckRule, ...] = ()
) -> CheckReport:
    """校验全部 — of the numbers: tables first, then every declared rule, then a script's own; waivers last.

    `only` are codes or beginnings of codes; raises InputError for one that begins no code, and for a code
    that two rules have.
    """
    wanted = own_rules.chosen(declared, own, only)
    scene = Scene(book, _chosen(declared, only, wanted))
    results = [*_of_tables(book, only), *_declared(scene), *_of_own(wanted, scene)]
    waived = waivers.apply(results, book.facts.submission)
    grouped = tuple(result.in_group(declared.group(result.code)) for result in waived)
    programs = (spec.probe for spec, idle in scene.rules if not idle)
    others = tuple(extensions.concerned("checks", programs, PROBES))
    ratified = tuple(compared_totals.compared(scene))
    return CheckReport(grouped, table_arithmetic.loose(book), others, ratified=ratified)


def _of_tables(book: Book, only: tuple[str, ...]) -> Iterator[Result]:
    """Their codes begin with that of tables, then the table and the row."""
    wanted = not only or any(code.startswith(table_arithmetic.CODE) for code in only)
    found = table_arithmetic.arithmetic(book) if wanted else iter(())
    return (result for result in found if not only or result.code.startswith(only))


def _chosen(declared: CheckSet, only: tuple[str, ...], own: tuple[CheckRule, ...]) -> CheckSet:
    if not only:
        return declared
    _require_known(only, [spec.code for spec in (*declared.checks, *(rule.spec for rule in own))])
    chosen = tuple(spec for spec in declared.checks if spec.code.startswith(only))
    return declared.model_copy(update={"checks": chosen})


def _require_known(only: tuple[str, ...], codes: list[str]) -> None:
    of_rules = (wanted for wanted in only if not wanted.startswith(table_arithmetic.CODE))
    if unknown := [wanted for wanted in of_rules if not _begin_with(wanted, codes)]:
        raise InputError(Problem(_no_such_check(wanted, codes)) for wanted in unknown)


def _no_such_check(wanted: str, codes: list[str]) -> str:
    """Codes are capitals: in small letters none is near letter by letter."""
    capitals = wanted.strip().upper()
    near = f"，请写成“{capitals}”" if _begin_with(capitals, codes) else terms.near(capitals, codes)
    return f"没有代码是“{wanted}”或以它开头的校验{near}"


def _begin_with(wanted: str, codes: Iterable[str]) -> bool:
    return any(code.startswith(wanted) for code in codes)


def _declared(scene: Scene) -> Iterator[Result]:
    for spec, idle in scene.rules:
        if idle:
            yield Result(spec.code, spec.name, Outcome.NOT_APPLICABLE, idle)
        else:
            check = partial(_identity_result if spec.left else _probe_result, spec, scene)
            yield guarded(spec.code, spec.name, check)


def _of_own(rules: Iterable[CheckRule], scene: Scene) -> Iterator[Result]:
    for rule in rules:
        program = third_party.guarded_program(rule, str(rule))
        yield guarded(rule.spec.code, rule.spec.name, partial(_result_of_program, rule.spec, program, scene))


def _identity_result(spec: CheckSpec, scene: Scene) -> Result:
    """Of the verdicts on all numbers that a rule concerns, the most serious is the check's."""
    all_verdicts = needed(list(verdicts(spec, scene.book)), "没有相应的数")
    outcome = min((verdict.outcome for verdict in all_verdicts), key=_ORDER.index)
    reasons = dict.fromkeys(verdict.why for verdict in all_verdicts if verdict.outcome == outcome)
    findings = tuple(filter(None, (verdict.finding for verdict in all_verdicts)))
    return Result(spec.code, spec.name, outcome, "；".join(filter(None, reasons)), findings)


def _probe_result(spec: CheckSpec, scene: Scene) -> Result:
    return _result_of_program(spec, _program(spec), scene)


def _result_of_program(spec: CheckSpec, program: Probe, scene: Scene) -> Result:
    hits = list(program(scene))
    outcome = Outcome.FAILED if _fails(spec, hits) else Outcome.PASSED
    findings = tuple(_hit_finding(spec, hit, scene.book) for hit in hits)
    return Result(spec.code, spec.name, outcome, "", findings)


def _fails(spec: CheckSpec, hits: list[Hit]) -> bool:
    """A rounding tail is no failure, except of a rule that has nothing to tell but hints."""
    if spec.severity == "提示":
        return bool(hits)
    return not all(hit.tail for hit in hits)


def _program(spec: CheckSpec) -> Probe:
    if spec.pattern:
        return partial(narrative.by_pattern, spec)
    if spec.probe in PROBES:
        return PROBES[spec.probe]
    if extension := extensions.find("checks", spec.probe):
        return third_party.probe(extension)
    programs = "、".join((*PROBES, *extensions.names("checks")))
    raise PackError(f"checks.toml {spec.code}：没有“{spec.probe}”这个程序，可用的有：{programs}")


def _hit_finding(spec: CheckSpec, hit: Hit, book: Book) -> Finding:
    finding = Finding(
        spec.code,
        SEVERITIES[spec.severity],
        spec.name,
        hit.message,
        hit.where,
        tuple(map(book.called, hit.where)),
        hit.stated,
        hit.expected,
        "",
        spec.basis,
        spec.fix,
        _sources_of_hit(hit, book),
        hit.spoken,
        spec.to_confirm,
    )
    return finding.as_tail(hit.message) if hit.tail else finding


def _sources_of_hit(hit: Hit, book: Book) -> tuple[str, ...]:
    """Where the places themselves stand, then what the numbers among them were made from."""
    entered = map(book.facts.submission.source, map(_entered_at, hit.where))
    own = filter(None, [hit.at] if hit.at else entered)
    made_from = () if hit.spoken else book.sources(*hit.where)  # no file says what tells a secret
    return tuple(dict.fromkeys([*map(str, own), *made_from]))


def _entered_at(place: str) -> str:
    """附件[1]（标题） is the text of the file that 附件[1].文件 names."""
    return f"{place.partition('（')[0]}.文件" if place.startswith("附件[") else place
