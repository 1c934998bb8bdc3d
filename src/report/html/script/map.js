// Every document as a bar: its speeches, and on them what stands somewhere else too.

/** Findings that are drawn on one bar, the longest first, and arcs over it. */
const MARKS = 300;
const ARCS = 24;
/** Height of a bar's row, without and with arcs over it. */
const [FLAT, VAULTED] = [62, 104];

/** Numbers of the documents, in an order that a reader chose. */
function mapOrder(by) {
  const all = report.documents.map((_, at) => at);
  const reused = all.map((at) => inDocuments[at].reduce((sum, { place }) => sum + place.end - place.start, 0));
  return by === 'reuse' ? all.sort((x, y) => reused[y] - reused[x] || x - y) : all;
}

let order = 'reuse';

function map() {
  const documents = mapOrder(order);
  const list = new LongList(word('map'), (at) => bar(documents[at]));
  const choice = (by, label) => el('button', { type: 'button', 'aria-pressed': String(order === by), onclick: () => { order = by; show(); } }, label);
  const node = el('div', { class: 'map' },
    el('h1', {}, word('map')),
    matrix(),
    timeline(),
    el('h2', {}, word('whereTheyStand')),
    el('p', { class: 'hint' }, word('mapHint')),
    el('div', { class: 'choices', role: 'group', 'aria-label': word('mapOrder') },
      choice('reuse', word('orderReuse')), choice('given', word('orderGiven'))),
    list.node);
  list.show(documents.map((at) => (arcsOf(at).length ? VAULTED : FLAT)));
  return node;
}

/** Pairs of places of one document that belong to one finding. */
function arcsOf(document) {
  const first = new Map();
  const arcs = [];
  for (const { finding, place, others } of inDocuments[document]) {
    if (others.includes(first.get(finding))) arcs.push({ finding, from: first.get(finding), to: place });
    else if (!first.has(finding)) first.set(finding, place);
  }
  return arcs.sort((x, y) => y.finding.length - x.finding.length).slice(0, ARCS);
}

function bar(at) {
  const document = report.documents[at];
  const arcs = arcsOf(at);
  const rest = Math.max(0, inDocuments[at].length - MARKS);
  return el('div', { class: arcs.length ? 'bar vaulted' : 'bar' },
    el('div', { class: 'bar-name' }, inDocuments[at].length && !report.removed ? el('a', { href: readingAddress(at) }, name(document.id)) : name(document.id), document.date && el('time', {}, document.date),
      el('span', { class: 'quiet' }, word('characters', document.chars), rest > 0 && [word('comma'), word('mapRest', rest)])),
    arcs.length > 0 && drawArcs(arcs, document),
    el('div', { class: 'track' }, speechesOf(document), marksOf(at)));
}

const share = (chars, document) => `${(100 * chars) / Math.max(1, document.chars)}%`;

function speechesOf(document) {
  const titles = shortTitles(document.speeches.map((speech) => speech.title));
  return document.speeches.map((speech, at) =>
    el('span', { class: 'part', style: { left: share(speech.start, document), width: share(speech.end - speech.start, document) } },
      document.speeches.length > 1 && name(titles[at])));
}

/** Titles without the words with which they all begin. */
function shortTitles(titles) {
  if (titles.length < 2) return titles;
  let same = 0;
  while (titles.every((title) => title[same] !== undefined && title[same] === titles[0][same])) same++;
  return titles.map((title) => title.slice(same) || title);
}

/** Places as links; arrow keys go from one to the next. */
function marksOf(at) {
  const document = report.documents[at];
  const longest = [...inDocuments[at]].sort((x, y) => y.place.end - y.place.start - (x.place.end - x.place.start)).slice(0, MARKS);
  longest.sort((x, y) => x.place.start - y.place.start);
  return longest.map(({ finding, place, others }, mark) => el('a', {
    class: `mark ${tone(finding)}`, href: address(finding.number, -1, EMPTY), tabindex: mark === 0 ? '0' : '-1', 'data-finding': finding.number,
    'aria-label': markLabel(finding, place, others), title: markLabel(finding, place, others), onkeydown: walk,
    style: { left: share(place.start, document), width: share(place.end - place.start, document) },
  }));
}

function markLabel(finding, place, others) {
  const other = others.find((one) => one !== place);
  const there = other ? ` ↔ ${titleOf(other) || report.documents[other.document].id}` : '';
  return `${finding.number}: ${named('levels', finding.level)}, ${named('kinds', finding.kind)}, ${word('characters', place.end - place.start)}: ${titleOf(place) || word('lineOf', place.line)}${there}`;
}

function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const marks = [...event.target.parentNode.querySelectorAll('.mark')];
  marks[marks.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}

/** Arcs over a bar, each from the middle of one place to that of another. */
function drawArcs(arcs, document) {
  const middle = (place) => (1000 * (place.start + place.end)) / 2 / Math.max(1, document.chars);
  const arc = ({ finding, from, to }) => {
    const [x, y] = [middle(from), middle(to)].sort((a, b) => a - b);
    const height = 6 + 34 * Math.sqrt((y - x) / 1000);
    const width = Math.max(1, Math.min(6, Math.sqrt(finding.length) / 10));
    return svg('path', { d: `M${x} 42 C${x} ${42 - height * 1.3} ${y} ${42 - height * 1.3} ${y} 42`, class: `arc ${tone(finding)}`, 'stroke-width': width, 'data-finding': finding.number, 'vector-effect': 'non-scaling-stroke' });
  };
  return svg('svg', { class: 'arcs', viewBox: '0 0 1000 42', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, arcs.reverse().map(arc));
}

/** Shows all places of the finding under the pointer or the focus. */
function light(event) {
  const wanted = event.target.closest?.('[data-finding]')?.dataset.finding;
  for (const lit of document.querySelectorAll('.lit')) lit.classList.remove('lit');
  if (!wanted) return;
  for (const mark of document.querySelectorAll(`[data-finding="${wanted}"]`)) mark.classList.add('lit');
}
