// Making elements. Text becomes text nodes and nothing else; markup is never read from a string.

/** An element with attributes (`on…` are listeners) and children. */
function el(name, attributes, ...children) {
  return dress(document.createElement(name), attributes, children);
}

/** The same for drawings. */
function svg(name, attributes, ...children) {
  return dress(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, of] of Object.entries(value)) node.style.setProperty(key, of);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Characters that show nothing, or turn what follows: control characters, joiners, separators, overrides of direction.
const UNSEEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

/** Text as nodes, in which characters that cannot be seen are marks that can. */
function visible(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(UNSEEN)) {
    const code = found[0].codePointAt(0);
    if (found.index > from) nodes.push(text.slice(from, found.index));
    if (found[0] !== '\r') nodes.push(el('span', { class: 'unseen', title: hex(code) }, picture(code)));
    from = found.index + found[0].length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

function hex(code) {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The sign for a character that has none. */
function picture(code) {
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : hex(code);
}

/** A name out of the collection, kept apart from the text around it. */
function name(text, attributes) {
  return el('bdi', attributes, visible(String(text).replace(/\s+/gu, ' ')));
}

/**
 * A list of which only those rows exist that can be seen. `heights` are known before; `row` makes a row.
 */
class LongList {
  constructor(label, row) {
    this.row = row;
    this.rows = new Map();
    this.inner = el('ul', { class: 'long-rows', role: 'list', 'aria-label': label });
    this.node = el('div', { class: 'long', tabindex: '-1' }, this.inner);
    this.node.addEventListener('scroll', () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.node);
  }

  /** Shows rows of these heights, anew. */
  show(heights) {
    this.tops = new Float64Array(heights.length + 1);
    heights.forEach((height, at) => (this.tops[at + 1] = this.tops[at] + height));
    this.inner.style.setProperty('height', `${this.tops[heights.length]}px`);
    this.inner.replaceChildren();
    this.rows.clear();
    this.draw();
  }

  get length() {
    return this.tops.length - 1;
  }

  /** Number of the row at a height. */
  rowAt(height) {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  draw() {
    if (!this.tops) return;
    const [top, height] = [this.node.scrollTop, this.node.clientHeight || 800];
    const [first, last] = [this.rowAt(top - 200), Math.min(this.rowAt(top + height + 200) + 1, this.length)];
    const focused = this.rows.get(this.focused());
    for (const [at, node] of this.rows) if ((at < first || at >= last) && node !== focused) this.drop(at, node);
    for (let at = first; at < last; at++) if (!this.rows.has(at)) this.add(at);
  }

  focused() {
    for (const [at, node] of this.rows) if (node.contains(document.activeElement)) return at;
    return -1;
  }

  drop(at, node) {
    node.remove();
    this.rows.delete(at);
  }

  add(at) {
    const node = el('li', { class: 'long-row', 'aria-setsize': this.length, 'aria-posinset': at + 1 }, this.row(at));
    node.style.setProperty('top', `${this.tops[at]}px`);
    node.style.setProperty('height', `${this.tops[at + 1] - this.tops[at]}px`);
    const after = [...this.rows.keys()].filter((key) => key > at).sort((x, y) => x - y)[0];
    this.inner.insertBefore(node, this.rows.get(after) ?? null);
    this.rows.set(at, node);
  }

  /** Makes the rows anew that are there, since what they show has changed. */
  refresh() {
    for (const [at, node] of this.rows) node.replaceChildren(this.row(at));
  }

  scrollTo(at) {
    const [top, height] = [this.node.scrollTop, this.node.clientHeight];
    if (this.tops[at] < top) this.node.scrollTop = this.tops[at];
    if (this.tops[at + 1] > top + height) this.node.scrollTop = this.tops[at + 1] - height;
    this.draw();
  }
}
