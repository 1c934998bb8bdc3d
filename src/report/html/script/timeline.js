// Documents by date, with lines from earlier to later ones that share something with them.

/** Documents on the axis, those with the largest share first; and lines between them, the strongest first. */
const DATED = 40;
const LINES = 300;
/** Height of a row in pixels. */
const DATED_ROW = 26;

/** A date as a number of days; the parts that it lacks are the first of their kind. */
function dayOf(date) {
  const [year, month = 1, day = 1] = String(date).split('-').map(Number);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** Documents with findings and a date, the earliest first. */
function datedDocuments() {
  const dated = reusedDocuments().map((one) => one.document).filter((at) => report.documents[at].date !== undefined);
  const some = dated.slice(0, DATED).sort((x, y) => dayOf(report.documents[x].date) - dayOf(report.documents[y].date) || x - y);
  return { all: dated.length, some };
}

function timeline() {
  const { all, some } = datedDocuments();
  if (some.length < 2 || report.removed) return null;
  const days = some.map((at) => dayOf(report.documents[at].date));
  const [first, last] = [days[0], days.at(-1)];
  const across = (day) => 2 + (96 * (day - first)) / Math.max(1, last - first);
  const row = new Map(some.map((at, number) => [at, { across: across(days[number]), middle: DATED_ROW * (number + 0.5) }]));
  return el('section', { class: 'timeline', onmouseover: lightLines, onfocusin: lightLines, onmouseleave: lightLines },
    el('h2', {}, word('timeline')),
    el('p', { class: 'hint' }, word('timelineHint'), ' ', some.length < all && word('shownOf', some.length, all)),
    el('div', { class: 'timeline-parts' },
      el('ol', { class: 'timeline-names', role: 'list' }, some.map((at) => el('li', { 'data-document': at }, el('a', { href: readingAddress(at), title: plainName(report.documents[at].id) }, name(shortIds().get(at))), el('time', {}, report.documents[at].date)))),
      el('div', { class: 'timeline-chart', style: { height: `${DATED_ROW * some.length}px` } },
        ticks(first, last).map(({ day, label }) => el('span', { class: 'tick', style: { left: `${across(day)}%` } }, el('span', {}, label))),
        timeLines(row, DATED_ROW * some.length),
        some.map((at) => el('a', { class: 'dot', 'data-document': at, href: readingAddress(at), tabindex: '-1', 'aria-hidden': 'true', title: plainName(`${report.documents[at].id}, ${report.documents[at].date}`), style: { left: `${row.get(at).across}%`, top: `${row.get(at).middle}px` } })))),
    copiesTable(row));
}

/** Years, or months where there are few years, at which the axis has marks. */
function ticks(first, last) {
  const [from, to] = [new Date(first * 86_400_000), new Date(last * 86_400_000)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((one) => months / one <= 8) ?? 2400;
  const begin = Math.ceil((from.getUTCFullYear() * 12 + from.getUTCMonth()) / step) * step;
  const marks = [];
  for (let month = begin; month <= begin + months + step && marks.length < 12; month += step) {
    const [year, of] = [Math.floor(month / 12), month % 12];
    const day = Date.UTC(year, of, 1) / 86_400_000;
    if (day >= first && day <= last) marks.push({ day, label: step % 12 === 0 ? String(year) : `${year}-${String(of + 1).padStart(2, '0')}` });
  }
  return marks;
}

/** Pairs of documents on the axis with different dates, the strongest first: the earlier one, the later one, and the share of the later one. */
function copies(row) {
  copies.last?.row === row || (copies.last = { row, pairs: datedPairs(row) });
  return copies.last.pairs;
}

function datedPairs(row) {
  const pairs = [...pairShares().values()].filter(({ x, y }) => row.has(x) && row.has(y) && dayOf(report.documents[x].date) !== dayOf(report.documents[y].date));
  const turned = pairs.map(({ x, y, shareX, shareY, chars }) => (dayOf(report.documents[x].date) < dayOf(report.documents[y].date)
    ? { earlier: x, later: y, share: shareY, chars } : { earlier: y, later: x, share: shareX, chars }));
  return turned.sort((one, other) => other.share - one.share || other.chars - one.chars).slice(0, LINES);
}

function timeLines(row, height) {
  const line = ({ earlier, later, share }) => {
    const [from, to] = [row.get(earlier), row.get(later)];
    const half = (to.across - from.across) / 2;
    return svg('path', {
      d: `M${from.across} ${from.middle} C${from.across + half} ${from.middle} ${to.across - half} ${to.middle} ${to.across} ${to.middle}`,
      class: `time-line share-${CLASSES.findLastIndex((least) => share >= least)}`, 'data-documents': `${earlier} ${later}`, 'stroke-width': 1 + 4 * share, 'vector-effect': 'non-scaling-stroke',
    }, svg('title', {}, word('copyOf', plainName(report.documents[later].id, 60), percent(share), plainName(report.documents[earlier].id, 60))));
  };
  return svg('svg', { viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, [...copies(row)].reverse().map(line));
}

/** Shows the lines of the document under the pointer or the focus, and weakens the others. */
function lightLines(event) {
  const wanted = event.type === 'mouseleave' ? undefined : event.target.closest('[data-document]')?.dataset.document;
  event.currentTarget.classList.toggle('one-document', wanted !== undefined);
  for (const line of event.currentTarget.querySelectorAll('.time-line')) line.classList.toggle('of-document', line.dataset.documents.split(' ').includes(wanted));
}

/** The lines in words. */
function copiesTable(row) {
  const some = copies(row);
  return el('details', {}, el('summary', {}, word('copiesInWords', some.length)),
    el('ul', { class: 'copies' }, some.slice(0, LINES).map(({ earlier, later, share }) => el('li', {},
      el('a', { href: readingAddress(later, earlier) }, word('copyOf', plainName(report.documents[later].id, 60), percent(share), plainName(report.documents[earlier].id, 60))),
      ' ', el('span', { class: 'quiet' }, report.documents[earlier].date, ' → ', report.documents[later].date)))));
}
