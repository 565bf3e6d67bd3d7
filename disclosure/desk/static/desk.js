// 有文件存过，先说“正在更新”，做好以后重新载入；正在填的页不动，给一个“刷新”的按钮。复制位置。
"use strict";
const { folder, state } = document.body.dataset;
const news = document.getElementById("news");
const PATIENCE = 20000; // milliseconds that another page may take; a download is none
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
  if (!typed) { reload(); return; }
  const button = document.createElement("button");
  button.textContent = "刷新这一页";
  button.addEventListener("click", reload);
  news.replaceChildren("文件变了，这一页还是刚才的样子。", button);
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
