/* Numbers that stand on two lines, numbers parted from their unit, and how far the page is wider than the
   screen. Lines are told apart by where the boxes of a text begin. */
() => {
  const NUMBER = /^[-−]?\d[\d,]*(\.\d+)?%?$/;
  const WITH_UNIT = /\d[\d,.]*(?:[万亿]?元|%|年度?|人|辆|批次|人次|个|台|套)/g;
  const isOnTwoLines = (range) => {
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    const tops = boxes.map((box) => box.top);
    return boxes.length > 1 && Math.max(...tops) - Math.min(...tops) > boxes[0].height / 2;
  };
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  const range = document.createRange();
  const broken = [], parted = [];
  for (const node of texts(document.body)) {
    const text = node.data.trim();
    if (text.length < 2 || !NUMBER.test(text)) continue;
    range.selectNodeContents(node);
    if (isOnTwoLines(range)) {
      const table = node.parentElement.closest(".table");
      const title = table && table.querySelector(".table-title");
      broken.push((title ? title.textContent : "正文") + " " + text);
    }
  }
  for (const paragraph of document.querySelectorAll("main p")) {
    const nodes = texts(paragraph), starts = [];
    let whole = "";
    for (const node of nodes) { starts.push(whole.length); whole += node.data; }
    const at = (place) => {
      let number = starts.findLastIndex((start) => start <= place);
      return [nodes[number], place - starts[number]];
    };
    for (const found of whole.matchAll(WITH_UNIT)) {
      range.setStart(...at(found.index));
      const [node, offset] = at(found.index + found[0].length - 1);
      range.setEnd(node, offset + 1);
      if (isOnTwoLines(range)) parted.push(whole.slice(Math.max(found.index - 6, 0), found.index + found[0].length));
    }
  }
  const page = document.scrollingElement;
  return { broken, parted, beyond: page.scrollWidth - page.clientWidth };
}
