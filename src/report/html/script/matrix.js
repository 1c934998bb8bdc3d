// Documents against documents: how much of the document of a row is in that of a column.

/** Fewest documents that make a matrix; most rows of it; and columns up to which shares are written into cells. */
const FEWEST = 3;
const MOST_ROWS = 40;
const WRITTEN = 14;
/** Least shares of the classes of colour, as the legend says them. */
const CLASSES = [0, 0.05, 0.2, 0.5, 0.8];
/** Pairs that are listed beside the matrix. */
const STRONGEST = 12;

/** The documents that the rows and columns are for, as the reader opened them: nothing for all. */
const matrixState = { opened: [] };

/** Documents that share something with another one. */
function sharingDocuments() {
  const sharing = new Set();
  for (const { x, y } of pairShares().values()) sharing.add(x).add(y);
  return [...sharing].sort((x, y) => x - y);
}

function matrix() {
  const documents = sharingDocuments();
  if (documents.length < FEWEST || report.removed) return null;
  const opened = matrixState.opened.at(-1) ?? { rows: documents, columns: documents };
  const [rows, columns] = [groupsOf(opened.rows), groupsOf(opened.columns)];
  const left = report.documents.length - documents.length;
  const isGrouped = [...rows, ...columns].some((group) => group.documents.length > 1);
  return el('section', { class: 'matrix' },
    el('h2', {}, word('matrix')),
    el('p', { class: 'hint' }, word('matrixHint'), ' ', isGrouped && word('matrixGroups'), ' ', left > 0 && word('matrixLeft', left)),
    matrixState.opened.length > 0 && el('p', {}, el('button', { type: 'button', onclick: () => openMatrix(null) }, word('matrixBack'))),
    el('div', { class: 'matrix-parts' },
      el('div', { class: 'matrix-table', tabindex: '0', role: 'region', 'aria-label': word('matrix') }, matrixTable(rows, columns)),
      el('div', {}, matrixLegend(), strongestPairs())));
}

/** Shows the documents of a cell, or with nothing those from which the reader came. */
function openMatrix(cell) {
  if (cell) matrixState.opened.push(cell);
  else matrixState.opened.pop();
  show();
  document.querySelector('.matrix-table')?.focus();
}

/** Some documents in at most so many groups: each alone, or by folder, or those that follow each other. */
function groupsOf(documents) {
  if (documents.length <= MOST_ROWS) return documents.map((at) => ({ documents: [at], label: shortIds().get(at), title: report.documents[at].id }));
  const folders = foldersOf(documents);
  if (folders.size > 1 && folders.size <= MOST_ROWS) {
    return [...folders].map(([folder, inside]) => ({ documents: inside, label: `${folder} (${num(inside.length)})`, title: folder }));
  }
  const per = Math.ceil(documents.length / MOST_ROWS);
  return Array.from({ length: Math.ceil(documents.length / per) }, (_, at) => {
    const inside = documents.slice(at * per, at * per + per);
    const [first, last] = [inside[0], inside.at(-1)].map((document) => shortIds().get(document));
    return inside.length === 1 ? { documents: inside, label: first, title: first } : { documents: inside, label: `${first} …`, title: `${first} … ${last}` };
  });
}

/** Documents by the first folder in which their paths differ. */
function foldersOf(documents) {
  const paths = documents.map((at) => report.documents[at].path.split(/[\\/]/).slice(0, -1));
  let depth = 0;
  while (paths.every((path) => path.length > depth && path[depth] === paths[0][depth])) depth++;
  const folders = new Map();
  for (const [number, at] of documents.entries()) {
    const folder = paths[number].slice(0, depth + 1).slice(-1)[0] ?? '.';
    folders.set(folder, [...(folders.get(folder) ?? []), at]);
  }
  return folders;
}

/** Ids of documents without the folders in which all of them are. */
function shortIds() {
  if (shortIds.known) return shortIds.known;
  const ids = report.documents.map((document) => document.id);
  let same = 0;
  for (let at = 0; ids.length > 1 && at < ids[0].length && ids.every((id) => id[at] === ids[0][at]); at++) if (ids[0][at] === '/') same = at + 1;
  shortIds.known = new Map(ids.map((id, at) => [at, id.slice(same)]));
  return shortIds.known;
}

function matrixTable(rows, columns) {
  const columnOf = new Map(columns.flatMap((group, number) => group.documents.map((at) => [at, number])));
  const cells = new Map();
  const rowOf = new Map(rows.flatMap((group, number) => group.documents.map((at) => [at, number])));
  for (const pair of pairShares().values()) {
    for (const [row, column, mine, its] of [[pair.x, pair.y, pair.shareX, pair.shareY], [pair.y, pair.x, pair.shareY, pair.shareX]]) {
      if (!rowOf.has(row) || !columnOf.has(column)) continue;
      const key = rowOf.get(row) * columns.length + columnOf.get(column);
      const cell = cells.get(key) ?? { rows: new Map(), columns: new Map() };
      cell.rows.set(row, Math.max(cell.rows.get(row) ?? 0, mine));
      cell.columns.set(column, Math.max(cell.columns.get(column) ?? 0, its));
      cells.set(key, cell);
    }
  }
  const head = el('tr', {}, el('td', { class: 'corner' }), columns.map(({ label, title }) => el('th', { scope: 'col', title: plainName(title) }, el('span', {}, name(label)))));
  const body = rows.map((row, at) => el('tr', {}, el('th', { scope: 'row', title: plainName(row.title) }, name(row.label)),
    columns.map((column, number) => matrixCell(row, column, cells.get(at * columns.length + number), columns.length <= WRITTEN))));
  const table = el('table', { onkeydown: walkMatrix }, el('caption', { class: 'hidden' }, word('matrix')), el('thead', {}, head), el('tbody', {}, body));
  table.querySelector('td a, td button')?.setAttribute('tabindex', '0');
  return table;
}

/** The share of the documents of a group that lies in a cell. Of a document it is the largest share that one document of the other group has. */
function groupShare(shares, group) {
  if (group.documents.length === 1) return shares.get(group.documents[0]);
  const charsOf = (at) => report.documents[at].chars;
  const all = group.documents.reduce((sum, at) => sum + charsOf(at), 0);
  return [...shares].reduce((sum, [at, share]) => sum + share * charsOf(at), 0) / Math.max(1, all);
}

function matrixCell(row, column, cell, isWritten) {
  const isSame = row.documents.length === 1 && column.documents.length === 1 && row.documents[0] === column.documents[0];
  if (!cell) return el('td', { class: isSame ? 'same' : null });
  const [mine, its] = [groupShare(cell.rows, row), groupShare(cell.columns, column)];
  const label = word('matrixCell', plainName(row.title, 60), percent(mine), plainName(column.title, 60), percent(its));
  const isPair = row.documents.length === 1 && column.documents.length === 1;
  const attributes = { class: `cell share-${CLASSES.findLastIndex((least) => mine >= least)}`, title: label, 'aria-label': label, tabindex: '-1' };
  const written = isWritten && percent(mine).replace(' %', '');
  return el('td', {}, isPair
    ? el('a', { ...attributes, href: address(0, -1, { ...EMPTY, pair: [row.documents[0], column.documents[0]] }) }, written)
    : el('button', { ...attributes, type: 'button', onclick: () => openMatrix({ rows: row.documents, columns: column.documents }) }, written));
}

/** Arrow keys go to the next cell that is not empty. */
function walkMatrix(event) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const cell = event.target.closest('td');
  if (!step || !cell) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll('tbody tr')];
  let [row, column] = [rows.indexOf(cell.parentNode), [...cell.parentNode.children].indexOf(cell)];
  while (rows[row + step[0]]?.children[column + step[1]]?.tagName === 'TD') {
    [row, column] = [row + step[0], column + step[1]];
    const next = rows[row].children[column].querySelector('a, button');
    if (next) {
      next.focus();
      return;
    }
  }
}

function matrixLegend() {
  const range = (least, at) => `${Math.round(100 * least)}–${Math.round(100 * (CLASSES[at + 1] ?? 1))} %`;
  return el('div', { class: 'matrix-legend' }, el('h3', {}, word('matrixLegend')),
    el('ul', { role: 'list' }, CLASSES.map((least, at) => el('li', {}, el('span', { class: `cell share-${at}`, 'aria-hidden': 'true' }), ' ', range(least, at)))));
}

function strongestPairs() {
  const pairs = [...pairShares().values()].sort((one, other) => other.chars - one.chars);
  const link = ({ x, y, chars }) => el('li', {},
    el('a', { href: readingAddress(x, y) }, name(shortIds().get(x)), ' ↔ ', name(shortIds().get(y))), ' ', el('span', { class: 'quiet' }, word('shared', chars)));
  return el('div', {}, el('h3', {}, word('strongest')), el('ol', {}, pairs.slice(0, STRONGEST).map(link)),
    pairs.length > STRONGEST && el('p', { class: 'hint' }, word('shownOf', STRONGEST, pairs.length)));
}
