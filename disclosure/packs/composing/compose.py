"""成文 — a chain of packs and the facts become one neutral document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar, cast

from disclosure.document import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    TableBlock,
    Text,
    plain,
)
from disclosure.document.markdown import blocks, inline, typed
from disclosure.document.marks import PATTERN
from disclosure.errors import TemplateError
from disclosure.packs.chain import Chain
from disclosure.packs.composing import attachment_blocks, heading_numbers
from disclosure.packs.composing.chart_blocks import charts
from disclosure.packs.composing.glossary import entries
from disclosure.packs.composing.origins import origins
from disclosure.packs.composing.rounding_notes import tail_notes
from disclosure.packs.composing.table_blocks import table_block, unverified
from disclosure.packs.manifest import PartSpec, SectionGroup, SectionSpec
from disclosure.packs.table_specs import table_specs
from disclosure.packs.templating.environment import environment, located
from disclosure.packs.templating.limits import LimitedEnvironment
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Prose
from disclosure.packs.templating.vocabulary import Facts, vocabulary
from disclosure.packs.templating.wording import Wording
from disclosure.tables.fill import Sheet, fill_all, tails

_DEEPEST_TEXT = 5
_FULL_STOPS = "。；"

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Composition:
    """成文结果 — the document, its file name, what is missing, and notes for the person who builds."""

    document: Document
    filename: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]


Faults = list[TemplateError]


def compose(
    chain: Chain, facts: Facts, *, draft: bool = False, working: bool = False, faults: Faults | None = None
) -> Composition:
    """成文 — the document of a department-year; `working` adds the origin of every figure.

    With a list for `faults` a section that cannot be rendered is told there and in its place, and the others go on.
    """
    return _Composer(chain, facts, faults).compose(draft=draft, working=working)


def environment_of(chain: Chain, facts: Facts) -> LimitedEnvironment:
    """模板环境 — the names, filters and macros that the templates of a chain see, for checks that render nothing."""
    return _Composer(chain, facts, None)._env


def printed(chain: Chain, facts: Facts, templates: Iterable[str]) -> tuple[str, ...]:
    """印出 — what short templates print, as plain text."""
    composer = _Composer(chain, facts, None)
    return tuple(plain(composer._small(template, "例子")) for template in templates)


class _Composer:
    def __init__(self, chain: Chain, facts: Facts, faults: Faults | None) -> None:
        self._chain, self._facts, self._faults = chain, facts, faults
        self._printer = Printer(chain.manifest.numbers, facts.figures)
        self._printer.withhold(facts.submission.withheld, facts.wording.get("涉密", {}).get("说明", ""))
        self._tables = table_specs(chain, facts.submission.year)
        self._depth = 0
        self._env = self._environment()

    def compose(self, *, draft: bool, working: bool) -> Composition:
        manifest = self._chain.manifest
        content = tuple(heading_numbers.numbered(self._parts(), manifest))
        contents = Contents("contents", manifest.contents.title, manifest.contents.depth)
        opening: tuple[Block, ...] = (self._cover(), contents) if contents.depth else (self._cover(),)
        title = "".join(text.text for text in self._small(manifest.document_title, "文件标题"))
        document = Document(
            title=title,
            author=self._facts.submission.department.full_name,
            blocks=opening + content,
            draft=draft,
            origins=origins(self._facts, self._printer, self._sheets) if working else {},
            annex=() if any(part.with_tables for part in manifest.printed_parts()) else self._annex(),
        )
        filename = "".join(text.text for text in self._small(manifest.filename, "文件名"))
        told = tail_notes((*self._facts.figures.tails, *tails(self._sheets)))
        notes = (*attachment_blocks.notes(self._facts), *unverified(self._tables), *told)
        return Composition(document, filename, tuple(self._printer.missing), notes)

    @cached_property
    def _sheets(self) -> tuple[Sheet, ...]:
        return fill_all(self._tables, self._facts.figures, self._facts.submission)

    def _environment(self) -> LimitedEnvironment:
        env = environment(self._chain, self._printer, self._inline_prose, self._body)
        names = vocabulary(self._facts, self._printer)
        self._wording: Wording = names["措辞"]
        env.globals.update(names)
        env.globals["图"] = charts(self._chain.manifest, names, self._printer)
        env.globals["名词解释"] = entries(self._facts, self._chain.glossary, self._printer)
        for name, _ in self._chain.macros():
            self._safely(name, lambda name=name: env.globals.update(_exports(env, name)))  # type: ignore[misc]
        return env

    def _cover(self) -> Cover:
        spec = self._chain.manifest.cover

        def lines(templates: Iterable[str]) -> tuple[Line, ...]:
            made = (self._small(template, "封面") for template in templates)
            return tuple(line for line in made if line)

        return Cover("cover", lines(spec.title_lines), lines(spec.lines), lines(spec.top_lines))

    def _parts(self) -> Iterator[Block]:
        for part in self._chain.manifest.printed_parts():
            yield from self._part(part)

    def _part(self, part: PartSpec) -> Iterator[Block]:
        body = [block for entry in part.sections for block in self._entry(part, entry)]
        if part.with_tables:
            body.extend(self._set())
        if part.attached:
            body.extend(self._attachments(apart=not part.title))
        if body and part.title:
            yield Heading(f"part-{part.id}", 1, self._small(part.title, f"各部分.{part.id}"))
        yield from body

    def _annex(self) -> tuple[TableBlock, ...]:
        """The set where no part prints it: a workbook of its own, listed in no contents."""
        tables = (block for block in self._set() if isinstance(block, TableBlock))
        return tuple(replace(table, listed=()) for table in tables)

    def _entry(self, part: PartSpec, entry: str | SectionGroup, depth: int = 0) -> Iterator[Block]:
        """A section, or a group of them under a heading; a group in which nothing stands has no heading."""
        if isinstance(entry, str):
            yield from self._section(entry, shift=depth)
            return
        body = [block for below in entry.sections for block in self._entry(part, below, depth + 1)]
        if body:
            level = cast("Literal[2, 3, 4]", min(2 + depth, 4))
            yield Heading(f"group-{body[0].id}", level, self._small(entry.title, f"各部分.{part.id}"))
            yield from body

    def _set(self) -> Iterator[Block]:
        """The tables, each on a page of its own."""
        for number, sheet in enumerate(self._sheets):
            table = table_block(sheet, self._facts, self._printer.absent, self._cell_text)
            if number:
                yield PageBreak(f"{table.id}-break")
            styles = self._chain.manifest.numbering
            title = heading_numbers.styled(styles.level_2, number + 1)
            printed = table.number or heading_numbers.styled(styles.table, number + 1)
            yield replace(table, number=printed, listed=(Text(title), *table.title))

    def _section(self, name: str, *, shift: int = 0) -> tuple[Block, ...]:
        path, id = f"sections/{name}.j2", name.replace("_", "-")
        self._enter(name)
        try:
            if not self._wanted(name):
                return ()
            text = self._safely(path, lambda: self._env.get_template(path).render())
            return self._safely(path, lambda: blocks(text, self._printer.marks, id, shift=shift))
        except TemplateError as error:
            if self._faults is None:
                raise
            self._faults.append(error)
            return (Paragraph(f"{id}-fault", (Text(f"【模板有误：{error}】", missing=True),), "plain"),)
        finally:
            self._enter("")

    def _enter(self, section: str) -> None:
        """The words and the number format of a section, "" for those of the document."""
        self._wording.enter(section)
        self._printer.use(self._chain.manifest.numbers_of(section))

    def _wanted(self, name: str) -> bool:
        """Whether a section stands: not switched off, and its condition holds."""
        spec = self._chain.manifest.section_specs.get(name, SectionSpec())
        if spec.omitted or not spec.condition:
            return not spec.omitted
        test = f"{{% if {spec.condition} %}}+{{% endif %}}"
        return bool(self._safely(f"各节.{name}.条件", lambda: self._env.from_string(test).render()))

    def _cell_text(self, text: str, place: str) -> Line:
        """Typed text in a cell: its figures keep their marks, its lines stay lines."""
        rendered = self._render_typed(typed(text), place).splitlines()
        lines = (inline(line, self._printer.marks) for line in rendered if line.strip())
        return tuple(
            text for number, line in enumerate(lines) for text in ((Text("\n"),) if number else ()) + line
        )

    def _attachments(self, *, apart: bool) -> Iterator[Block]:
        """Each attachment on a page of its own; the first is where the part's heading began a page."""
        submission = self._facts.submission
        if submission.attachments is None:
            self._printer.note(["附件"])
            yield Paragraph("attachments", (Text("【待填：附件】", missing=True),))
        for number, entry in enumerate(submission.attachments or (), 1):
            id = f"attachment-{number}"
            if number > 1 or apart:
                yield PageBreak(f"{id}-break")
            yield Heading(id, 2, (Text(entry.title),))
            file = submission.files.get(entry.file) if entry.file else None
            if file is not None and file.data is not None:
                yield attachment_blocks.word(id, file)
            else:
                text = entry.text if file is None else file.text
                yield from self._typed(text or "", f"附件[{number}]", id, shift=2)

    def _typed(self, text: str, place: str, id: str, *, shift: int) -> tuple[Block, ...]:
        rendered = self._render_typed(typed(text), place)
        made = self._safely(place, lambda: blocks(rendered, self._printer.marks, id, shift=shift))
        return tuple(heading_numbers.as_typed(made))

    def _small(self, template: str, place: str) -> Line:
        """A short template of the manifest (a title, a file name) as one line; empty where it prints nothing."""
        text = self._safely(place, lambda: self._env.from_string(template).render())
        return self._safely(place, lambda: inline(text, self._printer.marks))

    def _inline_prose(self, prose: Prose) -> str:
        """Typed text in the middle of a sentence: its figures keep their marks, the rest cannot become mark-up."""
        rendered = self._render_typed(prose._text, prose._place)
        joined = "".join(line.strip() for line in rendered.splitlines()).rstrip(_FULL_STOPS)
        pieces = (piece for piece in PATTERN.split(joined) if piece)
        return "".join(piece if PATTERN.match(piece) else self._printer.typed(piece) for piece in pieces)

    def _body(self, value: Any) -> str:
        """Typed text as paragraphs of its own (|正文)."""
        if not isinstance(value, Prose):
            return str(self._env.finalize(value)) if self._env.finalize else ""
        id = f"text-{_ascii(value._place)}"
        return self._printer.marks.add(self._typed(value._text, value._place, id, shift=2))

    def _render_typed(self, text: str, place: str) -> str:
        source = self._facts.submission.source(place)
        where = f"{source}（{place}）" if source else place
        self._depth += 1
        if self._depth > _DEEPEST_TEXT:
            raise TemplateError(f"{where}：文字互相引用，绕成了圈")
        try:
            return self._safely(where, lambda: self._env.from_string(text).render())
        finally:
            self._depth -= 1

    def _safely(self, name: str, make: Callable[[], Made]) -> Made:
        try:
            return make()
        except (
            Exception
        ) as error:  # any failure inside a template is the template's, and is told with its place
            raise located(error, name) from error


def _ascii(place: str) -> str:
    """A block id from a key path in Chinese: the figures of its characters."""
    return "-".join(format(ord(character), "x") for character in place if character.isalnum())


def _exports(env: LimitedEnvironment, name: str) -> Mapping[str, Any]:
    module = env.get_template(name).module
    return {key: value for key, value in vars(module).items() if not key.startswith("_") and callable(value)}
