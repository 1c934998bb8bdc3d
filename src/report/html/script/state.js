// What is looked at, as the fragment of the address says it: `#f12`, `#f12.3`, `#map`, `#findings?q=社区&level=passage`,
// `#d3?with=5&at=2045&to=310`: document 3 beside document 5, where character 2045 of one is character 310 of the other.

const EMPTY = { q: '', document: '', level: [], kind: [], quotes: [], verdict: [], pair: [], min: 0, sort: 'order' };

const state = {
  view: 'overview', finding: 0, member: -1, filter: { ...EMPTY },
  reading: { document: 0, partner: -1, at: -1, to: -1 },
};

/** Reads the fragment. */
function readAddress() {
  const [path, query] = location.hash.slice(1).split('?', 2);
  const found = /^f(\d+)(?:\.(\d+))?$/.exec(path);
  const document = /^d(\d+)$/.exec(path);
  state.view = found ? 'findings' : document ? 'reading' : ['map', 'findings'].includes(path) ? path : 'overview';
  if (document) state.reading = readReading(Number(document[1]) - 1, new URLSearchParams(query ?? ''));
  state.finding = found ? Number(found[1]) : 0;
  state.member = found?.[2] === undefined ? -1 : Number(found[2]);
  if (state.view === 'findings') state.filter = readFilter(new URLSearchParams(query ?? ''));
}

/** A whole number that an address holds; -1 if it holds none. */
function wholeNumber(asked, key) {
  return /^\d{1,15}$/.test(asked.get(key) ?? '') ? Number(asked.get(key)) : -1;
}

function readReading(document, asked) {
  const partner = wholeNumber(asked, 'with');
  return { document, partner: partner < 1 ? -1 : partner - 1, at: wholeNumber(asked, 'at'), to: wholeNumber(asked, 'to') };
}

/** The fragment of a document that is read beside another one, at a place of each. */
function readingAddress(document, partner = -1, at = -1, to = -1) {
  const asked = new URLSearchParams();
  if (partner >= 0) asked.set('with', partner + 1);
  if (at >= 0) asked.set('at', at);
  if (to >= 0) asked.set('to', to);
  const query = asked.toString();
  return `#d${document + 1}${query ? `?${query}` : ''}`;
}

function readFilter(asked) {
  const list = (key) => (asked.get(key) ?? '').split(',').filter(Boolean);
  const sort = asked.get('sort') ?? '';
  return {
    q: asked.get('q') ?? '', document: asked.get('document') ?? '', level: list('level'), kind: list('kind'), quotes: list('quotes'), verdict: list('verdict'),
    pair: readPair(list('pair')),
    min: Math.max(0, Number.parseInt(asked.get('min') ?? '0', 10) || 0), sort: sort in WORDS.en.sorts ? sort : 'order',
  };
}

/** The two documents of a filter, which an address counts from 1. */
function readPair(numbers) {
  const pair = numbers.map((number) => Number(number) - 1);
  return pair.length === 2 && pair.every((at) => report.documents[at]) ? pair : [];
}

/** The fragment of the findings, or of one of them, under a filter. */
function address(finding = 0, member = -1, filter = state.filter) {
  const asked = new URLSearchParams();
  for (const key of ['q', 'document']) if (filter[key]) asked.set(key, filter[key]);
  for (const key of ['level', 'kind', 'quotes', 'verdict']) if (filter[key].length) asked.set(key, filter[key].join(','));
  if (filter.pair.length) asked.set('pair', filter.pair.map((at) => at + 1).join(','));
  if (filter.min) asked.set('min', filter.min);
  if (filter.sort !== 'order') asked.set('sort', filter.sort);
  const query = asked.toString();
  const path = finding ? `f${finding}${member >= 0 ? `.${member}` : ''}` : 'findings';
  return `#${path}${query ? `?${query}` : ''}`;
}

/** The findings that a filter lets through, sorted. */
function filtered(filter) {
  const documents = filter.document && documentsNamed(filter.document);
  const text = filter.q && new RegExp(literal(filter.q), 'i');
  const passes = (one) =>
    (!filter.level.length || filter.level.includes(one.level)) &&
    (!filter.kind.length || filter.kind.includes(one.kind)) &&
    (!filter.quotes.length || filter.quotes.includes(one.quotes)) &&
    (!filter.verdict.length || filter.verdict.includes(verdicts.of(one.number) || 'none')) &&
    filter.pair.every((document) => one.documents.has(document)) &&
    one.length >= filter.min &&
    (!documents || [...one.documents].some((document) => documents.has(document))) &&
    (!text || holds(one, text));
  return sorted(findings.filter(passes), filter.sort);
}

function documentsNamed(part) {
  const wanted = part.toLowerCase();
  const numbers = report.documents.flatMap((document, at) => (document.id.toLowerCase().includes(wanted) ? [at] : []));
  return new Set(numbers);
}

/** Whether a finding says something in its text, its titles or the names of its documents. */
function holds(one, text) {
  const { a, b } = one.match;
  const named = (place) => text.test(titleOf(place)) || text.test(report.documents[place.document].id);
  return text.test(textAt(a) ?? '') || one.places.some(named) || text.test(textAt(b) ?? '');
}

const ORDERS = {
  order: null,
  length: (x, y) => y.length - x.length,
  similarity: (x, y) => y.similarity - x.similarity,
  documents: (x, y) => y.documents.size - x.documents.size,
  date: (x, y) => (x.date === '') - (y.date === '') || (x.date < y.date ? -1 : x.date > y.date ? 1 : 0),
};

function sorted(list, by) {
  return ORDERS[by] ? list.sort((x, y) => ORDERS[by](x, y) || x.number - y.number) : list;
}
