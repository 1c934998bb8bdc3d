// Documents against documents: how much they share, as a picture, and the strongest pairs as a list.

/** Fewest documents for which the picture says more than the bars, most rows that it has, and pairs that are listed. */
const FEWEST = 6;
const CELLS = 160;
const PAIRS = 12;

/** How many characters each two documents share, the most first. */
function sharedPairs() {
  if (sharedPairs.known) return sharedPairs.known;
  const shared = new Map();
  for (const { a, b } of report.matches) {
    if (a.document === b.document) continue;
    const [x, y] = a.document < b.document ? [a.document, b.document] : [b.document, a.document];
    const key = x * report.documents.length + y;
    shared.set(key, (shared.get(key) ?? 0) + Math.min(a.chars, b.chars));
  }
  const pairs = [...shared].map(([key, chars]) => ({ x: Math.floor(key / report.documents.length), y: key % report.documents.length, chars }));
  sharedPairs.known = pairs.sort((one, other) => other.chars - one.chars);
  return sharedPairs.known;
}

function heat() {
  const pairs = sharedPairs();
  const documents = [...new Set(pairs.flatMap(({ x, y }) => [x, y]))].sort((x, y) => x - y);
  if (documents.length < FEWEST) return null;
  const per = Math.ceil(documents.length / CELLS);
  const left = report.documents.length - documents.length;
  return el('section', { class: 'heat' },
    el('h2', {}, word('heat')),
    el('p', { class: 'hint' }, word('heatHint', documents.length, per), ' ', left > 0 && word('heatLeft', left)),
    el('div', { class: 'heat-parts' }, picture2d(pairs, documents, per), strongest(pairs)));
}

function strongest(pairs) {
  const link = ({ x, y, chars }) => {
    const finding = findings.find((one) => one.documents.has(x) && one.documents.has(y));
    const names = [name(report.documents[x].id), ' ↔ ', name(report.documents[y].id)];
    return el('li', {}, finding ? el('a', { href: address(finding.number, -1, EMPTY) }, names) : names, ' ', el('span', { class: 'quiet' }, word('shared', chars)));
  };
  return el('div', {}, el('h3', {}, word('strongest')), el('ol', {}, pairs.slice(0, PAIRS).map(link)),
    pairs.length > PAIRS && el('p', { class: 'hint' }, word('shownOf', PAIRS, pairs.length)));
}

function picture2d(pairs, documents, per) {
  const at = new Map(documents.map((document, number) => [document, Math.floor(number / per)]));
  const size = Math.ceil(documents.length / per);
  const cells = new Map();
  for (const pair of pairs) {
    for (const [row, column] of [[at.get(pair.x), at.get(pair.y)], [at.get(pair.y), at.get(pair.x)]]) {
      const cell = cells.get(row * size + column) ?? { chars: 0, pair };
      cells.set(row * size + column, { chars: cell.chars + pair.chars, pair: cell.pair });
    }
  }
  const canvas = el('canvas', { width: size, height: size, role: 'img', 'aria-label': word('heat') });
  paint(canvas, cells, size);
  const cellUnder = (event) => cells.get(Math.floor((event.offsetY / canvas.clientHeight) * size) * size + Math.floor((event.offsetX / canvas.clientWidth) * size));
  canvas.addEventListener('mousemove', (event) => {
    const cell = cellUnder(event);
    canvas.title = cell ? `${report.documents[cell.pair.x].id} ↔ ${report.documents[cell.pair.y].id}: ${word('shared', cell.chars)}` : '';
  });
  canvas.addEventListener('click', (event) => {
    const cell = cellUnder(event);
    const finding = cell && findings.find((one) => one.documents.has(cell.pair.x) && one.documents.has(cell.pair.y));
    if (finding) location.hash = address(finding.number, -1, EMPTY);
  });
  return canvas;
}

function paint(canvas, cells, size) {
  const context = canvas.getContext('2d');
  const most = Math.log1p(Math.max(...[...cells.values()].map((cell) => cell.chars)));
  context.fillStyle = getComputedStyle(document.querySelector('.seal')).backgroundColor;
  for (const [key, { chars }] of cells) {
    context.globalAlpha = 0.12 + 0.88 * (Math.log1p(chars) / most);
    context.fillRect(key % size, Math.floor(key / size), 1, 1);
  }
}
