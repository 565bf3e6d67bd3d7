// 有文件存过，先说“正在更新”，做好以后重新载入；正在填的页不动，给一个“刷新”的按钮。复制位置。
"use strict";
const { folder, state, live } = document.body.dataset;
const isLive = live !== undefined;
const news = document.getElementById("news");
const PATIENCE = 20000; // milliseconds that another page may take; a download is none
const REST = 3000; // milliseconds between two looks at what many bodies do
let brought = 0; // 等着换的
let typed = false;
let isLeaving = false;
let isMissed = false;
document.addEventListener("input", () => { typed = true; });
document.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", () => { // another page is coming, of a form or a link: not this one anew
  isLeaving = true;
  setTimeout(() => { isLeaving = false; if (isMissed) renewed(); }, PATIENCE);
});

function renewed() {
  isMissed = isLeaving;
  if (isLeaving) return;
  document.body.classList.remove("stale");
  if (isLive) { brought ||= setTimeout(bring, REST); return; }
  if (!typed) { reload(); return; }
  const button = document.createElement("button");
  button.textContent = "刷新这一页";
  button.addEventListener("click", reload);
  news.replaceChildren("文件变了，这一页还是刚才的样子。", button);
}

// 书架、全市：几秒一次，只换变了的几处；打的字、打的勾、看到哪里都不动。
async function bring() {
  brought = 0;
  const answer = await fetch(location.href).catch(() => ({ ok: false })); // 断开了：事件流会说
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focus = document.activeElement;
  news.textContent = "";
  renew(document.getElementById("main"), page.getElementById("main"));
  if (focus.isConnected && focus !== document.activeElement) focus.focus({ preventScroll: true });
}

function renew(now, then) { // gives the node that stands there from now on
  if (now.isEqualNode(then)) return now;
  if (now.nodeName !== then.nodeName || now.id !== then.id || !now.children) return then;
  for (const { name } of [...now.attributes]) if (!then.hasAttribute(name) && name !== "open") now.removeAttribute(name);
  for (const { name, value } of then.attributes) now.setAttribute(name, value);
  const before = [...now.childNodes], named = new Map([...now.children].map((child) => [child.id, child]));
  const after = [...then.childNodes].map((child, at) => {
    const ours = child.id ? named.get(child.id) : before[at];
    return ours ? renew(ours, child) : child;
  });
  if (after.length !== before.length || after.some((child, at) => child !== before[at])) now.replaceChildren(...after);
  return now;
}

function reload() {
  sessionStorage.setItem("place", `${location.pathname} ${scrollY}`);
  location.reload();
}

const [path, place] = (sessionStorage.getItem("place") ?? "").split(" ");
if (path === location.pathname) scrollTo(0, Number(place));
sessionStorage.removeItem("place");

if (folder !== undefined && state) {
  const changes = new EventSource(`/events?${new URLSearchParams({ d: folder, since: state })}`);
  changes.addEventListener("saved", () => {
    if (isLive) return;
    document.body.classList.add("stale");
    news.textContent = "文件刚刚存过，正在更新……";
  });
  changes.addEventListener("ready", renewed);
  changes.addEventListener("error", () => { news.textContent = "同工作台断开了：没有结束的话，稍等会自己接上；已经结束的，请再打开一次。"; });
  changes.addEventListener("open", () => { news.textContent = ""; });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    news.textContent = `已复制：${button.dataset.copy}`;
  });
}
