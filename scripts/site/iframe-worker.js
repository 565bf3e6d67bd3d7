// 从磁盘打开网页时浏览器不许用 Worker，搜索改在一个看不见的框架里进行。
// Browsers allow no Worker on pages opened from a disk: the search then runs in a hidden frame instead.
(() => {
  if (location.protocol !== "file:") return;

  // Inside of the frame: what a worker has and a page has not.
  const prelude = `
    self.postMessage = data => parent.postMessage(data, "*");
    self.importScripts = (...addresses) => addresses.reduce(
      (before, address) => before.then(() => new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address; script.onload = done; script.onerror = failed;
        document.body.appendChild(script);
      })), Promise.resolve());`;

  window.IFrameWorker = window.Worker = class extends EventTarget { // 框架里的程序照前一个名称认它
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.ready = new Promise(done => { this.frame.onload = done; });
      this.frame.srcdoc = `<base href="${document.baseURI}"><body><script>${prelude}<\/script>`
        + `<script src="${address}"><\/script>`;
      document.body.appendChild(this.frame);
      window.addEventListener("message", event => {
        if (event.source !== this.frame.contentWindow) return;
        const told = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(told);
        if (this.onmessage) this.onmessage(told);
      });
    }

    postMessage(data) {
      const told = new MessageEvent("message", { data: structuredClone(data) });
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(told));
    }

    terminate() {
      this.frame.remove();
    }
  };
})();
