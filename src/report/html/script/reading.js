// Two whole texts beside each other, with their reused places marked and their scrolling joined.

/** Units of UTF-16 in a chunk of a text: what is made at once when it comes into sight. */
const CHUNK = 3000;
/** Ideographs in a line of the reading column, from which the height of a chunk is guessed before it is made. */
const COLUMN = 34;
/** Layers of overlapping places that are drawn, marks of an edge, and links of two documents. */
const LAYERS = 4;
const EDGE_MARKS = 500;
const LINKS = 20000;
/** Chunks that are made ahead of being seen, so that the browser's own search finds their text. */
const AHEAD = 2000;
/** Where in the height of a column the place is that both columns show. */
const READING_LINE = 0.25;

/** Text as a string in which no character is invisible, for where no elements can stand. */
function plainName(text, most = 90) {
  const line = String(text).replace(/\s+/gu, ' ').replace(UNSEEN, (char) => picture(char.codePointAt(0)));
  return line.length > most ? `${line.slice(0, wholeAt(line, most))}…` : line;
}

/** Places of one document that stand in another one too, in order. */
function linksBetween(left, right) {
  const links = [];
  for (const { finding, place, others } of inDocuments[left]) {
    if (!finding.documents.has(right)) continue;
    for (const other of others) {
      if (other !== place && other.document === right && links.length < LINKS) links.push({ finding, place, other });
    }
  }
  return links.sort((x, y) => x.place.start - y.place.start || x.place.end - y.place.end || x.other.start - y.other.start);
}

/** Characters of both sides of a link that stand for each other, from its beginning. */
function stopsOfLink(link) {
  link.stops ??= countStops(link);
  return link.stops;
}

function countStops({ finding, place, other }) {
  const whole = [[0, 0], [place.end - place.start, other.end - other.start]];
  if (finding.cluster) return whole;
  const edits = editsOf(finding.at).filter((edit) => edit.kind !== 'moved');
  const [mine, its] = place === finding.match.a ? ['a', 'b'] : ['b', 'a'];
  const inner = edits.flatMap((edit) => [[edit[mine][0], edit[its][0]], [edit[mine][1], edit[its][1]]]);
  const rising = [whole[0]];
  for (const stop of [...inner.sort((x, y) => x[0] - y[0] || x[1] - y[1]), whole[1]]) {
    const last = rising.at(-1);
    if (stop[0] >= last[0] && stop[1] >= last[1]) rising.push(stop);
  }
  return rising;
}

/** Where a value between two stops of one side lies between those of the other side. */
function between(stops, value, from, to) {
  const at = Math.max(0, Math.min(lastUpTo(stops, value, (stop) => stop[from]), stops.length - 2));
  const [low, high] = [stops[at], stops[at + 1] ?? stops[at]];
  const width = high[from] - low[from];
  const part = width > 0 ? Math.min(1, Math.max(0, (value - low[from]) / width)) : 0;
  return low[to] + part * (high[to] - low[to]);
}

/** The parts of a document: texts that the page has, and gaps between them. */
function partsOf(at) {
  const { stretches, chars } = report.documents[at];
  const parts = [];
  let end = 0;
  for (const { start, text } of stretches) {
    const found = indexedText(text);
    if (start > end) parts.push({ start: end, end: start, found: null });
    end = start + charsBetween(found, 0, found.text.length);
    parts.push({ start, end, found });
  }
  if (end < chars) parts.push({ start: end, end: chars, found: null });
  return parts;
}

/** Characters between two units of an indexed text. */
function charsBetween({ text, marks }, from, to) {
  if (!marks) return to - from;
  return to - from - (text.slice(from, to).match(/[\uD800-\uDBFF]/g)?.length ?? 0);
}

/** Chunks of a document: whole lines, or pieces of long lines, and gaps. */
function chunksOf(at) {
  const chunks = [];
  for (const { start, end, found } of partsOf(at)) {
    if (!found) {
      chunks.push({ start, end, gap: true, lines: 3 });
      continue;
    }
    let [from, char] = [0, start];
    while (from < found.text.length) {
      const to = chunkEnd(found.text, from);
      const chars = charsBetween(found, from, to);
      chunks.push({ start: char, end: char + chars, found, from, to, lines: linesGuessed(found.text, from, to) });
      [from, char] = [to, char + chars];
    }
  }
  return chunks;
}

/** Where a chunk ends: behind a line, or within a line that is longer than a chunk. */
function chunkEnd(text, from) {
  if (text.length - from <= CHUNK) return text.length;
  const line = text.lastIndexOf('\n', from + CHUNK);
  return line > from ? line + 1 : wholeAt(text, from + CHUNK);
}

/** About how many lines of the reading column a piece of text fills. */
function linesGuessed(text, from, to) {
  const sample = text.slice(from, Math.min(to, from + 300));
  const wide = (sample.match(/[\u2E80-\uFFEF]/g)?.length ?? 0) / Math.max(1, sample.length);
  const breaks = text.slice(from, to).split('\n').length;
  return Math.ceil(((to - from) * (0.5 + wide / 2)) / COLUMN + breaks * 0.8);
}

/** One of the two columns: a text in chunks, and at its edge where its places are. */
class TextColumn {
  constructor(label, at, partner, colours, onChoose) {
    Object.assign(this, { at, partner, colours, onChoose, lit: '' });
    this.places = inDocuments[at];
    this.chunks = chunksOf(at);
    this.spread();
    this.body = el('div', { class: 'whole-text' }, this.chunks.map((chunk, number) => this.frame(chunk, number)));
    this.scroller = el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': `${label}: ${plainName(report.documents[at].id)}` }, this.body);
    this.edge = this.drawEdge();
    this.node = el('div', { class: 'text-column' }, this.head(), this.scroller, this.edge);
    this.body.addEventListener('click', (event) => this.press(event));
    this.watch = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.fill(Number(one.target.dataset.chunk))), { root: this.scroller, rootMargin: '900px 0px' });
    this.chunks.forEach(({ node }) => this.watch.observe(node));
    this.fillAhead(0);
  }

  /** Gives each chunk the numbers of the places in it. */
  spread() {
    for (const chunk of this.chunks) chunk.places = [];
    for (const [number, { place }] of this.places.entries()) {
      for (let at = Math.max(0, this.chunkOf(place.start)); at < this.chunks.length && this.chunks[at].start < place.end; at++) this.chunks[at].places.push(number);
    }
  }

  frame(chunk, number) {
    chunk.node = el('div', { class: 'chunk', 'data-chunk': number, style: { '--lines': chunk.lines } });
    return chunk.node;
  }

  head() {
    const document = report.documents[this.at];
    return el('header', { class: 'column-head' },
      el('h2', {}, name(document.id)), document.date && el('time', {}, document.date),
      el('span', { class: 'quiet' }, word('characters', document.chars), word('comma'), word('reusedInAll', percent(reusedShare(this.at)))),
      !document.whole && el('span', { class: 'quiet' }, word(this.places.length ? 'notWhole' : 'noPartner')));
  }

  /** The number of the chunk that holds a character. */
  chunkOf(char) {
    return lastUpTo(this.chunks, char, (chunk) => chunk.start);
  }

  /** The colour of a place: that of the partner beside it, or of the partner that shares most. */
  colourOf({ finding, place }) {
    const isInside = finding.places.some((other) => other !== place && other.document === this.at);
    if (finding.documents.has(this.partner) && (this.partner !== this.at || isInside)) return this.colours.get(this.partner) ?? 0;
    let best = Infinity;
    for (const document of finding.documents) if (document !== this.at || isInside) best = Math.min(best, this.colours.get(document) ?? Infinity);
    return Number.isFinite(best) ? best : 0;
  }

  fill(number) {
    const chunk = this.chunks[number];
    if (!chunk || chunk.made) return;
    chunk.made = true;
    this.watch.unobserve(chunk.node);
    chunk.node.append(...(chunk.gap ? [el('p', { class: 'gap' }, word('gap', chunk.end - chunk.start))] : this.paragraphs(chunk)));
    if (this.lit) this.light(this.lit, chunk.node);
  }

  /** Makes the chunks that nobody has seen yet while nothing else is to be done. */
  fillAhead(number) {
    if (number >= Math.min(this.chunks.length, AHEAD)) return;
    (window.requestIdleCallback ?? setTimeout)(() => {
      if (!this.node.isConnected && number > 0) return;
      this.fill(number);
      this.fillAhead(number + 1);
    });
  }

  /** The paragraphs of so many characters from the beginning, for paper. */
  printed(most) {
    const some = this.chunks.filter((chunk) => chunk.start < most);
    return some.flatMap((chunk) => (chunk.gap ? el('p', { class: 'gap' }, word('gap', chunk.end - chunk.start)) : this.paragraphs(chunk)));
  }

  /** The paragraphs of a chunk, in which places are links. */
  paragraphs(chunk) {
    const { text } = chunk.found;
    const nodes = [];
    let [from, char] = [chunk.from, chunk.start];
    while (from < chunk.to) {
      const line = text.indexOf('\n', from);
      const to = line < 0 || line >= chunk.to ? chunk.to : line + 1;
      const end = char + charsBetween(chunk.found, from, to);
      const node = el('p', { class: 'text', dir: 'auto' }, this.pieces(chunk, text.slice(from, to).replace(/[\r\n]+$/, ''), char, end));
      Object.assign(node, { start: char, end });
      nodes.push(node);
      [from, char] = [to, end];
    }
    return nodes;
  }

  /** The pieces of a paragraph, cut where places begin and end. */
  pieces(chunk, text, start, end) {
    const here = chunk.places.filter((number) => this.places[number].place.start < end && this.places[number].place.end > start);
    if (here.length === 0) return visible(text);
    const stops = new Set([start, end]);
    for (const number of here) for (const stop of [this.places[number].place.start, this.places[number].place.end]) if (stop > start && stop < end) stops.add(stop);
    const rising = [...stops].sort((x, y) => x - y);
    return rising.slice(1).flatMap((stop, at) => {
      const piece = characters(text, rising[at] - start, stop - start);
      const over = here.filter((number) => this.places[number].place.start <= rising[at] && this.places[number].place.end >= stop);
      return piece && over.length ? this.linked(piece, over) : visible(piece);
    });
  }

  /** A piece of text in some places, the shortest of them innermost. */
  linked(text, over) {
    const length = (number) => this.places[number].place.end - this.places[number].place.start;
    const layers = [...over].sort((x, y) => length(x) - length(y) || x - y);
    const [first, ...rest] = layers.slice(0, LAYERS);
    const link = this.defaultLink(first);
    let node = el('a', {
      class: `reuse ${toneNumbered(this.colourOf(this.places[first]))}`, 'data-places': over.join(' '), title: this.label(over),
      href: link && readingAddress(this.at, link.document, this.places[first].place.start, link.start), draggable: 'false',
    }, visible(text));
    rest.forEach((number, depth) => {
      node = el('span', { class: `reuse layer ${toneNumbered(this.colourOf(this.places[number]))}`, style: { '--depth': depth + 1 } }, node);
    });
    return node;
  }

  /** The place that a place is shown beside: in the partner if there is one, else in the partner that shares most. */
  defaultLink(number) {
    const { finding, place } = this.places[number];
    const others = finding.places.filter((other) => other !== place);
    const rank = (other) => (other.document === this.partner ? -1 : this.colours.get(other.document) ?? Infinity);
    return others.reduce((best, other) => (best === undefined || rank(other) < rank(best) ? other : best), undefined);
  }

  /** Which findings a piece belongs to, and which documents have it too. */
  label(over) {
    return over.slice(0, LAYERS).map((number) => {
      const { finding } = this.places[number];
      const others = [...finding.documents].filter((document) => document !== this.at || finding.documents.size === 1);
      const names = others.slice(0, 3).map((document) => plainName(report.documents[document].id, 40)).join(word('comma'));
      return `${word('finding', finding.number)}: ${names}${others.length > 3 ? ` + ${num(others.length - 3)}` : ''}`;
    }).join('\n');
  }

  press(event) {
    const link = event.target.closest?.('a.reuse');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    event.preventDefault();
    this.onChoose(this, link.dataset.places.split(' ').map(Number));
  }

  /** Marks the pieces of a place. */
  light(number, root = this.body) {
    this.lit = String(number);
    if (root === this.body) for (const lit of this.body.querySelectorAll('.chosen')) lit.classList.remove('chosen');
    for (const piece of root.querySelectorAll(`[data-places~="${this.lit}"]`)) piece.classList.add('chosen');
  }

  /** Marks at the edge of the column, one for each place, and what of the text is in sight. */
  drawEdge() {
    const all = Math.max(1, report.documents[this.at].chars);
    const longest = [...this.places].sort((x, y) => y.place.end - y.place.start - (x.place.end - x.place.start)).slice(0, EDGE_MARKS);
    const marks = longest.map((one) => el('i', {
      class: `${toneNumbered(this.colourOf(one))}${one.finding.documents.has(this.partner) ? '' : ' other'}`,
      style: { top: `${(100 * one.place.start) / all}%`, height: `${(100 * (one.place.end - one.place.start)) / all}%` },
    }));
    this.sight = el('b', {});
    const edge = el('div', { class: 'edge', 'aria-hidden': 'true' }, marks, this.sight);
    edge.addEventListener('click', (event) => {
      const box = edge.getBoundingClientRect();
      this.edgePressed?.(Math.floor(((event.clientY - box.top) / box.height) * all));
    });
    return edge;
  }

  drawSight() {
    const all = Math.max(1, report.documents[this.at].chars);
    const [first, last] = [this.charAt(0), this.charAt(1)];
    this.sight.style.setProperty('top', `${(100 * first) / all}%`);
    this.sight.style.setProperty('height', `${Math.max(1, (100 * (last - first)) / all)}%`);
  }

  /** The character at a part of the column's height. */
  charAt(part) {
    const box = this.scroller.getBoundingClientRect();
    const height = box.top + part * box.height;
    let [low, high] = [0, this.chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle].node.getBoundingClientRect().top <= height) low = middle + 1;
      else high = middle;
    }
    const chunk = this.chunks[Math.max(0, low - 1)];
    if (!chunk) return 0;
    const paragraph = paragraphsOf(chunk).findLast((node) => node.getBoundingClientRect().top <= height);
    const inside = (paragraph ?? chunk.node).getBoundingClientRect();
    const { start, end } = paragraph ?? chunk;
    const share = Math.min(1, Math.max(0, (height - inside.top) / Math.max(1, inside.height)));
    return start + share * (end - start);
  }

  /** The height at which a character stands, from the beginning of the text. */
  heightOf(char) {
    const number = Math.max(0, this.chunkOf(char));
    const chunk = this.chunks[number];
    if (!chunk) return 0;
    for (const near of [number - 1, number, number + 1]) this.fill(near);
    const paragraph = paragraphsOf(chunk).findLast((node) => node.start <= char);
    const { start, end } = paragraph ?? chunk;
    const inside = (paragraph ?? chunk.node).getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (char - start) / Math.max(1, end - start)));
    return inside.top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop + share * inside.height;
  }

  /** Brings a character to the reading line. Chunks get their true heights when they come into sight, so a far jump is made again. */
  scrollTo(char, again = 0) {
    const top = Math.round(this.heightOf(char) - READING_LINE * this.scroller.clientHeight);
    this.scroller.scrollTop = top;
    this.drawSight();
    if (again > 0) requestAnimationFrame(() => this.node.isConnected && this.scrollTo(char, again - 1));
  }
}

/** The paragraphs of a chunk that is made. */
function paragraphsOf(chunk) {
  return chunk.made && !chunk.gap ? [...chunk.node.children] : [];
}

/** The two columns that are shown, and the place that is chosen in them. */
const reading = {
  left: null,
  right: null,
  links: [],
  chosen: -1,
  /** The column that the reader scrolls; the other one follows. */
  driver: null,

  /** Shows what the address says. */
  show() {
    const { document, partner } = this.wanted();
    if (!report.documents[document]) {
      replace(el('p', { class: 'hint choose' }, word('unknownDocument')));
      this.left = null;
      return;
    }
    if (!this.left?.node.isConnected || this.left.at !== document || this.left.partner !== partner || this.language !== window.document.documentElement.lang) {
      this.make(document, partner);
    }
    this.jump();
  },

  wanted() {
    const { document, partner } = state.reading;
    const partners = report.documents[document] ? partnersOf(document) : [];
    const isPartner = partners.some((one) => one.document === partner);
    return { document, partner: isPartner ? partner : partners[0]?.document ?? -1 };
  },

  make(at, partner) {
    const ranks = partnersOf(at).map((one, rank) => [one.document, rank]);
    const colours = new Map(ranks);
    this.language = document.documentElement.lang;
    this.links = partner < 0 ? [] : linksBetween(at, partner);
    this.left = new TextColumn(word('inDocument'), at, partner, colours, (column, numbers) => this.choosePlace(column, numbers));
    // The partner's own places have the colour that the partner has beside them.
    const back = new Map(partner < 0 ? [] : partnersOf(partner).map((one, rank) => [one.document, rank + 1]));
    back.set(at, colours.get(partner) ?? 0);
    this.right = partner < 0 ? null : new TextColumn(word('beside'), partner, at, back, (column, numbers) => this.choosePlace(column, numbers));
    replace(el('div', { class: 'reading' }, this.bar(at, partner), el('div', { class: 'text-columns' }, this.left.node, this.right?.node)));
    for (const column of [this.left, this.right]) if (column) this.join(column);
  },

  /** The bar over the columns: which documents, and which of their places. */
  bar(at, partner) {
    const option = (number, share, chosen) => el('option', { value: number, selected: number === chosen }, `${plainName(report.documents[number].id, 60)} — ${percent(share)}`);
    const chooser = (label, options, onChange) => el('label', { class: 'field' }, el('span', {}, label),
      el('select', { onchange: (event) => onChange(Number(event.target.value)) }, options));
    const documents = reusedDocuments();
    const own = documents.some((one) => one.document === at) ? [] : [option(at, 0, at)];
    this.counter = el('span', { class: 'counter', role: 'status' });
    this.source = el('a', { class: 'step' });
    return el('div', { class: 'reading-bar', role: 'group', 'aria-label': word('reading') },
      el('h1', { class: 'hidden' }, word('reading')),
      chooser(word('inDocument'), [...own, ...documents.map((one) => option(one.document, one.share, at))], (number) => { location.hash = readingAddress(number); }),
      partner >= 0 && chooser(word('beside'), partnersOf(at).map((one) => option(one.document, one.share, partner)), (number) => { location.hash = readingAddress(at, number); }),
      el('div', { class: 'place-steps' },
        partner >= 0 && [
          el('button', { type: 'button', id: 'previous-place', onclick: () => this.step(-1), 'aria-label': word('previousPlace'), title: word('previousPlace') }, '↑'),
          this.counter,
          el('button', { type: 'button', id: 'next-place', onclick: () => this.step(1), 'aria-label': word('nextPlace'), title: word('nextPlace') }, '↓'),
          this.source],
        partner >= 0 && partner !== at && el('a', { class: 'step', href: readingAddress(partner, at) }, word('swap'))));
  },

  /** Lets the other column follow when the reader scrolls one. */
  join(column) {
    const drive = () => { this.driver = column; };
    for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'focus']) column.scroller.addEventListener(event, drive, { passive: true });
    column.scroller.addEventListener('scroll', () => this.follow(column), { passive: true });
    column.edgePressed = (char) => {
      this.driver = column;
      column.scrollTo(char, 2);
    };
  },

  follow(column) {
    column.drawSight();
    if (this.driver !== column || !this.right) return;
    const other = column === this.left ? this.right : this.left;
    const char = this.counterpart(column.charAt(READING_LINE), column === this.left);
    if (char !== null) other.scrollTo(char);
  },

  /** The character of the other text that stands for one of this text; `null` where nothing says. */
  counterpart(char, fromLeft) {
    const [mine, its] = fromLeft ? ['place', 'other'] : ['other', 'place'];
    const here = this.links.filter((link) => link[mine].start <= char && char <= link[mine].end);
    if (here.length) {
      const link = here.includes(this.links[this.chosen]) ? this.links[this.chosen] : here.reduce((x, y) => (y[mine].end - y[mine].start < x[mine].end - x[mine].start ? y : x));
      return link[its].start + between(stopsOfLink(link), char - link[mine].start, fromLeft ? 0 : 1, fromLeft ? 1 : 0);
    }
    let [before, after] = [null, null];
    for (const link of this.links) {
      if (link[mine].end < char && (!before || link[mine].end > before[mine].end)) before = link;
      if (link[mine].start > char && (!after || link[mine].start < after[mine].start)) after = link;
    }
    const low = before ? [before[mine].end, before[its].end] : [0, 0];
    const high = after ? [after[mine].start, after[its].start] : null;
    if (!high) return before ? low[1] + char - low[0] : null;
    // Between places in the same order the other text is scrolled evenly; elsewhere it stays.
    return high[1] >= low[1] ? between([low, high], char, 0, 1) : null;
  },

  /** Goes to the place of the address, or to the first one. */
  jump() {
    const { at, to } = state.reading;
    this.driver = null;
    this.chosen = at >= 0 ? this.linkAt(at, to) : this.links.length ? 0 : -1;
    this.showChosen();
    if (this.chosen >= 0) {
      const { place, other } = this.links[this.chosen];
      this.left.scrollTo(place.start, 4);
      this.right.scrollTo(other.start, 4);
    } else if (at >= 0) {
      this.left.scrollTo(at, 4);
    }
  },

  /** The link at these characters of both texts. A match of a cluster may begin a little before or behind the place that the cluster has. */
  linkAt(at, to) {
    const distance = ({ place, other }) => Math.abs(place.start - at) + (to < 0 ? 0 : Math.abs(other.start - to));
    let best = -1;
    for (const [number, link] of this.links.entries()) {
      const isNear = distance(link) === 0 || (link.place.start - at < link.place.end - link.place.start && at < link.place.end);
      if (isNear && (best < 0 || distance(link) < distance(this.links[best]))) best = number;
    }
    return best;
  },

  showChosen() {
    const link = this.links[this.chosen];
    if (this.counter) this.counter.textContent = word('placeOf', this.chosen + 1, this.links.length);
    this.source.hidden = !link;
    if (!link) return;
    this.source.href = address(link.finding.number, -1, EMPTY);
    this.source.textContent = word('finding', link.finding.number);
    this.left.light(this.left.places.findIndex((one) => one.place === link.place));
    this.right.light(this.right.places.findIndex((one) => one.place === link.other));
  },

  /** Goes to the place so many places on. */
  step(by) {
    if (!this.links.length) return;
    const next = Math.min(Math.max(this.chosen + by, 0), this.links.length - 1);
    // The next key may be pressed before the address has changed.
    this.chosen = next;
    this.go(this.left.at, this.left.partner, this.links[next].place, this.links[next].other);
    document.getElementById('says').textContent = word('placeOf', next + 1, this.links.length);
  },

  /** Goes to the counterpart of the place that was pressed; pressed again, to the next counterpart. */
  choosePlace(column, numbers) {
    const [mine, its] = column === this.left ? ['place', 'other'] : ['other', 'place'];
    const places = numbers.map((number) => column.places[number].place);
    const candidates = [...this.links.keys()].filter((at) => places.includes(this.links[at][mine]));
    if (candidates.length) {
      candidates.sort((x, y) => this.length(x, mine) - this.length(y, mine) || x - y);
      const next = candidates[(candidates.indexOf(this.chosen) + 1) % candidates.length];
      this.go(this.left.at, this.left.partner, this.links[next].place, this.links[next].other);
      return;
    }
    const shortest = numbers.reduce((x, y) => (places[numbers.indexOf(y)].end - places[numbers.indexOf(y)].start < places[numbers.indexOf(x)].end - places[numbers.indexOf(x)].start ? y : x));
    const other = column.defaultLink(shortest);
    if (other) this.go(column.at, other.document, column.places[shortest].place, other);
  },

  length(at, which) {
    const place = this.links[at][which];
    return place.end - place.start;
  },

  go(document, partner, place, other) {
    const hash = readingAddress(document, partner, place.start, other.start);
    if (location.hash === hash) this.show();
    else location.hash = hash;
  },
};
