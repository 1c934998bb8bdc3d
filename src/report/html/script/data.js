// What was found. The numbers are read at once; texts and edits when somebody looks at them.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

const report = read('data');

/** Blocks of texts or edits that have been read. */
const blocks = new Map();

function block(id) {
  if (!blocks.has(id)) blocks.set(id, read(id));
  return blocks.get(id);
}

/** The last number of a rising list that is not above `value`. */
function lastUpTo(list, value, of = (item) => item) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function textOf(number) {
  const at = lastUpTo(report.text_blocks, number);
  return block(`texts-${at}`)[number - report.text_blocks[at]];
}

/** Characters between two marks of a text in which characters and units of UTF-16 differ. */
const MARK = 512;

/** Texts that were looked into, each with the unit of UTF-16 at which every 512th character begins. */
const indexed = new Map();

/** A text by number, with what locates characters in it. */
function indexedText(number) {
  if (!indexed.has(number)) {
    const text = textOf(number);
    indexed.set(number, { text, marks: marksOfText(text) });
  }
  return indexed.get(number);
}

/** The unit at which every 512th character begins; `null` if characters are units. */
function marksOfText(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return null;
  const marks = [];
  for (let unit = 0, char = 0; unit < text.length; unit += widthAt(text, unit), char++) if (char % MARK === 0) marks.push(unit);
  return marks;
}

/** Units of the character that begins at a unit. */
function widthAt(text, unit) {
  const code = text.charCodeAt(unit);
  return code >= 0xd800 && code < 0xdc00 ? 2 : 1;
}

/** The unit at which a character of an indexed text begins. */
function unitAt({ text, marks }, char) {
  if (!marks) return char;
  const mark = Math.max(0, Math.min(Math.floor(char / MARK), marks.length - 1));
  let unit = marks[mark];
  for (let left = char - mark * MARK; left > 0 && unit < text.length; left--) unit += widthAt(text, unit);
  return unit;
}

/** Texts that hold characters beyond the basic plane, cut into characters. */
const cut = new Map();

/** Characters `start` to `end` of a text; places count characters, and JavaScript counts units of UTF-16. */
function characters(text, start, end) {
  if (!/[\uD800-\uDBFF]/.test(text)) return text.slice(start, end);
  if (!cut.has(text)) {
    if (cut.size > 8) cut.clear();
    cut.set(text, Array.from(text));
  }
  return cut.get(text).slice(start, end).join('');
}

/** The text at a place of a document; `null` if the report does not hold it. */
function textAt(place) {
  const stretches = report.documents[place.document].stretches;
  const stretch = stretches[lastUpTo(stretches, place.start, (one) => one.start)];
  if (!stretch) return null;
  const found = indexedText(stretch.text);
  const from = unitAt(found, place.start - stretch.start);
  return from < found.text.length ? found.text.slice(from, unitAt(found, place.end - stretch.start)) : null;
}

/** All differences of a match, in the order of its first text; places are counted from the beginnings of the match. */
function editsOf(at) {
  const numbers = block(`edits-${Math.floor(at / report.edit_block)}`)[at % report.edit_block];
  const edits = [];
  for (let i = 0; i < numbers.length; i += 5) {
    const [kind, a, aLength, b, bLength] = numbers.slice(i, i + 5);
    edits.push({ kind: report.edit_kinds[kind], a: [a, a + aLength], b: [b, b + bLength] });
  }
  return edits;
}

function titleOf(place) {
  return place.speech === undefined ? '' : report.documents[place.document].speeches[place.speech].title;
}

/** Whether a family is a removed record and the places where its passages are kept: it has a match for the record too. */
function isCovered({ matches, members }) {
  return Boolean(report.removed) && matches.length === members.length;
}

/** Findings as they are numbered everywhere, with what lists sort and filter by. */
const findings = report.findings.map((one, at) => {
  const match = report.matches[one.match];
  const cluster = one.cluster === undefined ? null : report.clusters[one.cluster];
  const places = cluster ? cluster.members : [match.a, match.b];
  const further = (cluster?.related ?? []).map((at) => report.matches[at]);
  const documents = new Set([...places, ...further.flatMap(({ a, b }) => [a, b])].map((place) => place.document));
  const dates = [...documents].map((document) => report.documents[document].date).filter(Boolean).sort();
  return {
    number: at + 1, at: one.match, match, cluster, places, further, documents, kind: one.kind, level: match.level, quotes: match.a.quoted || match.b.quoted ? 'quoted' : 'unquoted', length: match.a.chars,
    similarity: cluster ? cluster.lowest_similarity : match.similarity, date: dates[0] ?? '',
  };
});

/** For each document its findings, as places with the finding and the other places where their text stands. */
const inDocuments = report.documents.map(() => []);
for (const finding of findings) {
  for (const place of finding.places) inDocuments[place.document].push({ finding, place, others: finding.places });
  for (const { a, b } of finding.further) {
    inDocuments[a.document].push({ finding, place: a, others: [b] });
    inDocuments[b.document].push({ finding, place: b, others: [a] });
  }
}
