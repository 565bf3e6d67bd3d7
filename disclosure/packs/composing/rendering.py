"""执笔 — renders templates and typed text, of a document or of a section with words of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

from disclosure.document import Block, Line, Text
from disclosure.document.markdown import blocks, inline, line_typed, typed
from disclosure.document.marks import PATTERN
from disclosure.errors import Source, TemplateError
from disclosure.loading import text_files
from disclosure.packs.composing import heading_numbers
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.environment import environment
from disclosure.packs.templating.limits import Budget, LimitedEnvironment
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.template_faults import located, located_in_text
from disclosure.packs.templating.values import Prose

_DEEPEST_TEXT = 5
_LENGTH_OF_A_BLOCK = 1000  # characters that a chart or a paragraph counts as
_FULL_STOPS = "。；"

Made = TypeVar("Made")


class Renderer:
    """执笔 — one set of words, one number format; `source` tells where a text was typed."""

    def __init__(
        self,
        chain: Chain,
        names: Mapping[str, Any],
        printer: Printer,
        budget: Budget,
        source: Callable[[str], Source | None],
    ) -> None:
        self.env = environment(chain, printer, budget, self._in_a_sentence, self._as_paragraphs)
        self._printer, self._source, self._chain, self._depth = printer, source, chain, 0
        self._budget = budget
        self.env.globals.update(names)
        for name, _ in chain.macros():
            self.env.globals.update(self._safely(name, partial(_macros, self.env, name)))

    def _safely(self, place: str | Callable[[], str], make: Callable[[], Made]) -> Made:
        try:
            return make()
        except Exception as error:  # any failure inside a template is the template's, told with its place
            where = place if isinstance(place, str) else place()
            raise located(error, where, self._chain.shown) from error

    def holds(self, condition: str, place: str) -> bool:
        """条件成立 — whether a condition of the manifest is true."""
        test = f"{{% if {condition} %}}+{{% endif %}}"
        return bool(self._safely(place, lambda: self.env.printed(test)))

    def section(self, path: str, id: str, *, shift: int) -> tuple[Block, ...]:
        """一节 — the blocks of a section's template."""
        text = self._safely(path, lambda: self._measured(self.env.get_template(path).render()))
        return self._safely(path, lambda: blocks(text, self._printer.marks, id, shift=shift))

    def line(self, template: str, place: str) -> Line:
        """一行 — a short template of the manifest (a title, a file name); empty where it prints nothing."""
        text = self._safely(place, lambda: self._measured(self.env.printed(template)))
        return self._safely(place, lambda: inline(text, self._printer.marks))

    def cell(self, text: str, place: str) -> Line:
        """单元格文字 — typed text in a cell: its figures keep their marks, its lines stay lines."""
        rendered = self._measured(self._rendered(text, place, typed(text)))
        lines = [line for line in rendered.splitlines() if line.strip()]
        return _stacked(inline(line, self._printer.marks) for line in lines)

    def paragraphs(self, text: str, place: str, id: str, *, shift: int) -> tuple[Block, ...]:
        """录入的段落 — typed text as blocks; headings in it keep the numbers they were typed with."""
        rendered = self._measured(self._rendered(text, place, typed(text)))
        made = self._safely(place, lambda: blocks(rendered, self._printer.marks, id, shift=shift))
        return tuple(heading_numbers.as_typed(made))

    def _measured(self, text: str) -> str:
        """The same text; what its marks stand for is counted, for one mark may be printed again and again."""
        printed = map(self._printer.marks.resolve, PATTERN.findall(text))
        self._budget.characters(sum(map(_length, printed)))
        return text

    def _in_a_sentence(self, prose: Prose) -> str:
        """Typed text in a sentence: its figures keep their marks, the rest cannot become mark-up."""
        rendered = self._rendered(prose._text, prose._place, prose._text)
        joined = "".join(map(str.strip, rendered.splitlines())).rstrip(_FULL_STOPS)
        pieces = filter(None, PATTERN.split(joined))
        return "".join(piece if PATTERN.match(piece) else self._printer.typed(piece) for piece in pieces)

    def _as_paragraphs(self, prose: Prose) -> str:
        """Typed text as paragraphs of its own (|正文)."""
        made = self.paragraphs(prose._text, prose._place, id_of_text(prose._place), shift=2)
        return self._printer.marks.add(made)

    def _rendered(self, text: str, place: str, template: str) -> str:
        """Typed text may name figures ({{ … }}), and these other typed text; `template` is made of it."""
        self._depth += 1
        try:
            if self._depth > _DEEPEST_TEXT:
                raise TemplateError("文字互相引用，绕成了圈")
            return self.env.printed(template)
        except Exception as error:
            where = partial(self._where, text, place, template)
            raise located_in_text(error, template, where, self._chain.shown) from error
        finally:
            self._depth -= 1

    def _where(self, text: str, place: str, template: str, line: int) -> tuple[str, int | None]:
        """A line of a template, as people find it in the text that it was made of."""
        number = line_typed(text, line) if template != text else line - 1
        source = self._source(place)
        if source is None or not source.file.endswith(text_files.PLAIN):
            return (f"{source}（{place}）" if source else place), (number + 1 if line else None)
        known = text_files.line_of(source, number) if line else source
        return str(known), known.line


def _length(printed: Text | tuple[Block, ...]) -> int:
    return len(printed.text) if isinstance(printed, Text) else _LENGTH_OF_A_BLOCK * len(printed)


def _stacked(lines: Iterable[Line]) -> Line:
    pieces = [piece for line in lines for piece in (Text("\n"), *line)]
    return tuple(pieces[1:])


def id_of_text(place: str) -> str:
    """段落的标识 — of a typed text's own paragraphs, from its key path: the figures of its characters."""
    return "-".join(["text", *(format(ord(character), "x") for character in place if character.isalnum())])


def _macros(env: LimitedEnvironment, name: str) -> Mapping[str, Any]:
    module = env.get_template(name).module
    return {key: value for key, value in vars(module).items() if not key.startswith("_") and callable(value)}
