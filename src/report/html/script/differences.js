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

function laid(a, b, edits) {
  const length = { a: lengthOf(a), b: lengthOf(b) };
  const moved = edits.filter((edit) => edit.kind === 'moved');
  const stops = edits.filter((edit) => edit.kind !== 'moved').concat(moved.map((edit) => ({ ...edit, kind: 'from' })), moved.map((edit) => ({ kind: 'to', a: [edit.a[1], edit.a[1]], b: [edit.b[1], edit.b[1]] })));
  stops.sort((x, y) => x.a[0] - y.a[0] || (x.kind === 'to' ? -1 : 0) - (y.kind === 'to' ? -1 : 0) || x.b[0] - y.b[0]);
  const out = [];
  const inside = (place) => moved.some((edit) => edit.a[0] <= place && place < edit.a[1]);
  let [atA, atB, back] = [0, 0, 0];
  const same = (toA, toB) => {
    if (toA <= atA) return;
    const text = characters(a, atA, toA);
    // Where a block stands elsewhere, the second text is not read on; then the first speaks for both.
    const other = toB - atB === toA - atA ? characters(b, atB, toB) : text;
    out.push({ kind: 'same', a: text, b: other, moved: inside(atA) });
    atA = toA;
  };
  for (const edit of stops) {
    if (edit.a[0] < atA) {
      if (edit.a[0] === edit.a[1] && edit.kind === 'inserted') out.push({ kind: edit.kind, a: '', b: characters(b, ...edit.b), moved: false });
      continue;
    }
    same(edit.a[0], edit.kind === 'from' || edit.kind === 'to' ? atB + edit.a[0] - atA : edit.b[0]);
    if (edit.kind === 'from') [back, atB] = [atB, edit.b[0]];
    else if (edit.kind === 'to') atB = back;
    else {
      out.push({ kind: edit.kind, a: characters(a, ...edit.a), b: characters(b, ...edit.b), moved: inside(edit.a[0]) });
      [atA, atB] = [edit.a[1], edit.b[1]];
    }
  }
  same(length.a, length.b);
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
