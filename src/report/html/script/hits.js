// What was searched for is marked wherever its text is shown.

/** Elements whose text is searched as one. */
const SEARCHED = '.text, .item-text, .item-places, .place .title, .where';

const hits = {
  wanted: null,
  shown: globalThis.Highlight && new Highlight(),

  /** Marks this text from now on; none if it is empty. */
  search(text) {
    if (!this.shown) return;
    this.wanted = text ? new RegExp(literal(text), 'gi') : null;
    CSS.highlights.set('hits', this.shown);
    this.again();
  },

  again() {
    this.shown.clear();
    if (this.wanted) this.mark(main);
  },

  /** Marks the text in an element. */
  mark(root) {
    if (!this.wanted || root.nodeType !== Node.ELEMENT_NODE) return;
    const inside = [...root.querySelectorAll(SEARCHED)];
    const around = root.closest(SEARCHED);
    for (const element of around ? [around, ...inside] : inside) this.markElement(element);
  },

  markElement(element) {
    const nodes = textNodes(element);
    const text = nodes.map((node) => node.data).join('');
    for (const found of text.matchAll(this.wanted)) {
      const range = new Range();
      range.setStart(...pointIn(nodes, found.index));
      range.setEnd(...pointIn(nodes, found.index + found[0].length));
      this.shown.add(range);
    }
  },

  /** Follows what is added to the page, and forgets what was removed, whose ranges have collapsed. */
  watch() {
    new MutationObserver((changes) => {
      if (!this.wanted) return;
      for (const range of this.shown) if (range.collapsed) this.shown.delete(range);
      for (const change of changes) change.addedNodes.forEach((node) => this.mark(node));
    }).observe(main, { childList: true, subtree: true });
  },
};

/** A pattern that matches this text only. */
function literal(text) {
  return RegExp.escape?.(text) ?? text.replace(/[\\^$.*+?()[\]{}|\-/]/g, '\\$&');
}

function textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** The node that holds a unit of the text of some nodes, and the unit's place in it. */
function pointIn(nodes, unit) {
  let left = unit;
  for (const node of nodes) {
    if (left <= node.data.length) return [node, left];
    left -= node.data.length;
  }
  return [nodes.at(-1), nodes.at(-1).data.length];
}
