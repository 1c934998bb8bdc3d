// Two texts laid upon each other: first segments that are equal or differ, then rows in which equal text stands beside equal text.

/** Characters after which a long row ends, and after which any row does. */
const ROW = 90;
const LONGEST_ROW = 600;

/** What stands at the two places of a match, piece by piece; `turned` begins with the second. */
function segments(at, turned = false) {
  const match = report.matches[at];
  const [a, b] = [textAt(match.a) ?? '', textAt(match.b) ?? ''];
  const found = laid(a, b, editsOf(at));
  return turned ? found.map(({ kind, a, b, moved }) => ({ kind: TURNED[kind] ?? kind, a: b, b: a, moved })) : found;
}

const TURNED = { inserted: 'deleted', deleted: 'inserted' };

/** Where walking through the first text stops: at every edit, and where a moved block begins and ends. */
function stopsOf(edits, moved) {
  const begins = moved.map((edit) => ({ ...edit, kind: 'from' }));
  const ends = moved.map(({ a, b }) => ({ kind: 'to', a: [a[1], a[1]], b: [b[1], b[1]] }));
  const rank = (stop) => (stop.kind === 'to' ? 0 : 1);
  const stops = [...edits.filter((edit) => edit.kind !== 'moved'), ...begins, ...ends];
  return stops.sort((x, y) => x.a[0] - y.a[0] || rank(x) - rank(y) || x.b[0] - y.b[0]);
}

function laid(a, b, edits) {
  const moved = edits.filter((edit) => edit.kind === 'moved');
  const isMoved = (place) => moved.some((edit) => edit.a[0] <= place && place < edit.a[1]);
  const out = [];
  let [atA, atB, back] = [0, 0, 0];
  const same = (toA, toB) => {
    if (toA <= atA) return;
    const text = characters(a, atA, toA);
    // Where a block stands elsewhere, the second text is not read on; then the first speaks for both.
    out.push({ kind: 'same', a: text, b: toB - atB === toA - atA ? characters(b, atB, toB) : text, moved: isMoved(atA) });
    atA = toA;
  };
  for (const { kind, a: inA, b: inB } of stopsOf(edits, moved)) {
    if (inA[0] < atA) {
      if (kind === 'inserted') out.push({ kind, a: '', b: characters(b, ...inB), moved: false });
      continue;
    }
    const isBlock = kind === 'from' || kind === 'to';
    same(inA[0], isBlock ? atB + inA[0] - atA : inB[0]);
    if (kind === 'from') [back, atB] = [atB, inB[0]];
    else if (kind === 'to') atB = back;
    else {
      out.push({ kind, a: characters(a, ...inA), b: characters(b, ...inB), moved: isMoved(inA[0]) });
      [atA, atB] = [inA[1], inB[1]];
    }
  }
  same(lengthOf(a), lengthOf(b));
  return out;
}

function lengthOf(text) {
  return /[\uD800-\uDBFF]/.test(text) ? Array.from(text).length : text.length;
}

/** Rows of pieces, made one after the other, since a text may have very many. */
function* rows(pieces) {
  let row = [];
  let used = 0;
  for (const piece of pieces) {
    for (const part of piece.kind === 'same' ? lines(piece, used) : [{ piece, ends: /\n/.test(piece.a + piece.b) }]) {
      if (part.piece.a || part.piece.b) row.push(part.piece);
      used += part.piece.a.length;
      if (!part.ends) continue;
      if (row.length) yield row;
      [row, used] = [[], 0];
    }
  }
  if (row.length) yield row;
}

/** An equal piece cut where its rows end: at line breaks, and behind sentences of long lines. */
function* lines(piece, used) {
  const { a, b, moved } = piece;
  if (a.length !== b.length) {
    yield { piece, ends: a.includes('\n') };
    return;
  }
  let from = 0;
  while (from < a.length) {
    const [to, ends] = rowEnd(a, from, used);
    const text = (whole) => whole.slice(from, to).replace(/\n+/g, '');
    yield { piece: { kind: 'same', a: text(a), b: text(b), moved }, ends };
    [from, used] = [to, 0];
  }
}

/** Where the row that goes on at `from` ends, and whether it does. */
function rowEnd(text, from, used) {
  const line = text.indexOf('\n', from);
  const most = line < 0 ? text.length : line;
  const sentence = /[。！？；!?;][”’」』）)]*/gu;
  sentence.lastIndex = from + Math.max(0, ROW - used);
  const found = most - from + used > ROW ? sentence.exec(text.slice(0, Math.min(most, from + LONGEST_ROW))) : null;
  if (found && sentence.lastIndex < most) return [sentence.lastIndex, true];
  if (most - from > LONGEST_ROW) return [wholeAt(text, from + LONGEST_ROW), true];
  return line < 0 ? [text.length, false] : [line + 1, true];
}

/** A place that does not part a character beyond the basic plane. */
function wholeAt(text, at) {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at;
}

/** One side of a row. */
function cell(row, side) {
  return row.map((piece) => shown(piece, piece[side], side));
}

function shown(piece, text, side) {
  const inside = visible(piece.kind === 'same' ? text : text.replace(/\r?\n|\r/g, '↵'));
  if (piece.kind === 'same') return piece.moved ? el('span', { class: 'moved' }, inside) : inside;
  if (text === '') return el('span', { class: `missing ${piece.kind}`, 'aria-hidden': 'true' });
  const blank = /^\s+$/.test(text) ? ' blank' : '';
  return el(side === 'a' ? 'del' : 'ins', { class: piece.kind + blank, title: named('edits', piece.kind) }, inside);
}

/** Both sides in rows; more rows are made as they come into sight. */
function sideBySide(at, turned = false) {
  const node = el('div', { class: 'rows', role: 'group', 'aria-label': word('sideBySide') });
  const source = rows(segments(at, turned));
  const make = () => {
    const nodes = [];
    for (let made = 0; made < 80; made++) {
      const next = source.next();
      if (next.done) return { nodes, done: true };
      nodes.push(rowNode(next.value));
    }
    return { nodes, done: false };
  };
  return growing(node, make, word('restOfText'));
}

function rowNode(row) {
  const equal = row.every((piece) => piece.kind === 'same');
  return el('div', { class: equal ? 'row equal' : 'row' },
    el('p', { class: 'text', dir: 'auto' }, cell(row, 'a')),
    el('p', { class: 'text', dir: 'auto' }, cell(row, 'b')));
}

/** The second text with what it lacks of the first struck out in it, up to `most` characters. */
function inOne(pieces, most = 4000) {
  const nodes = [];
  let used = 0;
  for (const piece of pieces) {
    if (used > most) break;
    used += piece.b.length + piece.a.length;
    if (piece.kind === 'same') nodes.push(shown(piece, piece.b.slice(0, most), 'b'));
    else nodes.push(piece.a && shown(piece, piece.a, 'a'), piece.b && shown(piece, piece.b, 'b'));
  }
  return el('p', { class: 'text one', dir: 'auto' }, nodes, used > most && ' …');
}

/** Characters that an excerpt shows around a difference, and of one. */
const AROUND = 14;
const LONGEST = 40;

/** The beginning of a text, then each of its first differences with a little around it. */
function excerpt(pieces, most) {
  const nodes = [];
  let differences = 0;
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind !== 'same' && ++differences > most) break;
    if (piece.kind === 'same') {
      nodes.push(shown(piece, middleOut(piece.b, at === 0 ? 3 * AROUND : AROUND, AROUND), 'b'));
      continue;
    }
    for (const side of ['a', 'b']) if (piece[side]) nodes.push(shown(piece, middleOut(piece[side], LONGEST / 2, LONGEST / 2), side));
  }
  return nodes;
}

function middleOut(text, head, tail) {
  if (text.length <= head + tail + 1) return text;
  return `${text.slice(0, wholeAt(text, head))}…${text.slice(wholeAt(text, text.length - tail))}`;
}
