// 文字里打“{{”以后，按名称列出可用的数，用键盘或鼠标选一个填入。
"use strict";
const text = document.getElementById("text");
const names = document.getElementById("text-names");
let found = [], chosen = -1, asking = 0;

// 光标前面没有关上的“{{”后面打了什么。
function sought() {
  const before = text.value.slice(0, text.selectionStart);
  const start = before.lastIndexOf("{{");
  return start < 0 || before.indexOf("}}", start) >= 0 ? null : { start, words: before.slice(start + 2).trim() };
}

async function list() {
  const now = ++asking, asked = sought();
  if (!asked || !asked.words) { close(); return; }
  const query = new URLSearchParams({ d: text.dataset.folder, q: asked.words });
  const answer = await fetch(`/texts/names?${query}`);
  if (now !== asking || !answer.ok) return;
  found = await answer.json();
  chosen = found.length ? 0 : -1;
  show();
}

function show() {
  names.replaceChildren(...found.map((one, number) => {
    const item = document.createElement("li");
    item.id = `text-name-${number}`;
    item.role = "option";
    item.ariaSelected = String(number === chosen);
    item.textContent = `${one.called}：${one.printed}`;
    item.addEventListener("mousedown", (event) => { event.preventDefault(); put(number); });
    return item;
  }));
  names.hidden = !found.length;
  text.ariaExpanded = String(!names.hidden);
  if (chosen < 0) { text.removeAttribute("aria-activedescendant"); return; }
  text.setAttribute("aria-activedescendant", `text-name-${chosen}`);
  names.children[chosen].scrollIntoView({ block: "nearest" });
}

function close() {
  found = [];
  chosen = -1;
  show();
}

function put(number) {
  const asked = sought();
  if (!asked) return;
  text.setRangeText(found[number].written, asked.start, text.selectionStart, "end");
  close();
  text.focus();
}

text.addEventListener("input", list);
text.addEventListener("blur", close);
text.addEventListener("keydown", (event) => {
  if (chosen < 0) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) chosen = (chosen + steps[event.key] + found.length) % found.length;
  else if (event.key === "Enter") put(chosen);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  show();
});
