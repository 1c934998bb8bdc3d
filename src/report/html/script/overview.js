// The first view: how much was found, the largest of it, where it stands, and how the run went.

/** Documents whose bars, and findings whose cards, the first view shows. */
const BARS = 8;
const CARDS = 7;
/** Pairs of documents that the first view shows. */
const LISTED_PAIRS = 10;

function overview() {
  const longest = sorted([...findings], 'length');
  return el('div', { class: 'overview' },
    el('section', { class: 'headline' },
      el('h1', {}, word('tasks')[report.task]),
      el('p', { class: 'totals' }, totals()),
      report.removed && el('p', { class: 'hint' }, word('removedShown', report.removed)),
      byLevel(),
      findings.length > 0 && card(longest[0], 'h2')),
    !report.removed && report.reused.length > 0 && reusedSection(),
    !report.removed && report.pairs.all > 0 && el('section', {}, el('h2', {}, word('pairs')), pairsTable()),
    findings.length > 0 && !report.removed && el('section', {},
      el('h2', {}, word('whereTheyStand')),
      el('p', { class: 'hint' }, word('mapHint')),
      el('ul', { class: 'bars', role: 'list' }, mapOrder('reuse').slice(0, BARS).map((document) => el('li', {}, bar(document)))),
      report.documents.length > BARS && el('p', {}, el('a', { href: '#map' }, word('wholeMap', report.documents.length)))),
    findings.length > 1 && el('section', {},
      el('h2', {}, word('moreFindings')),
      el('div', { class: 'cards' }, longest.slice(1, CARDS).map((finding) => card(finding, 'h3'))),
      findings.length > CARDS && el('p', {}, el('a', { href: '#findings' }, word('allFindings', findings.length)))),
    aboutRun(),
    el('footer', {}, el('p', {}, word('made', report.version)), el('p', {}, word('keys'))));
}

/** Documents that are listed with what of them is reused, and partners of each. */
const LISTED_DOCUMENTS = 10;
const LISTED_PARTNERS = 3;

/** For each document what is reused in all, and where. */
function reusedSection() {
  const all = reusedDocuments();
  return el('section', { class: 'reused' }, el('h2', {}, word('reusedDocuments')), el('p', { class: 'hint' }, word('reusedHint')),
    el('ol', { role: 'list' }, all.slice(0, LISTED_DOCUMENTS).map(reusedDocument)),
    all.length > LISTED_DOCUMENTS && el('details', {}, el('summary', {}, word('moreDocuments', all.length - LISTED_DOCUMENTS)),
      growing(el('ol', { role: 'list' }), rowsInTurn(all.slice(LISTED_DOCUMENTS)), word('restOfText'))));
}

/** Makes rows of documents, some more each time. */
function rowsInTurn(some) {
  let next = 0;
  return () => {
    const rows = some.slice(next, next + 100).map(reusedDocument);
    next += 100;
    return { nodes: rows, done: next >= some.length };
  };
}

function reusedDocument({ document, share, within, partners, all }) {
  const shown = partners.slice(0, LISTED_PARTNERS);
  const parts = within > 0 ? [...shown, { document, share: within }].sort((x, y) => y.share - x.share) : shown;
  const partner = (one) => el('li', {}, el('a', { href: readingAddress(document, one.document) },
    one.document === document ? word('within', percent(one.share)) : [word(one.isEarlier ? 'from' : 'with', percent(one.share)), ' ', name(report.documents[one.document].id)]));
  const more = all - shown.length;
  return el('li', { class: 'reused-document' },
    el('a', { class: 'reused-name', href: readingAddress(document) }, name(report.documents[document].id)),
    el('span', { class: 'meter', 'aria-hidden': 'true' }, el('i', { style: { width: `${100 * Math.min(1, share)}%` } })),
    el('span', { class: 'whole' }, word('reusedShare', percent(share))),
    el('ul', { class: 'reused-partners', role: 'list' }, parts.map(partner), more > 0 && el('li', { class: 'quiet' }, `+ ${num(more)}`)));
}

/** The pairs of documents that share several places, each document with a link to its findings. */
function pairsTable() {
  const { all, shown } = report.pairs;
  const document = (at, other, coverage) => [el('td', { class: 'whole' }, percent(coverage)),
    el('td', { class: 'part-of' }, el('a', { href: readingAddress(at, other) }, name(report.documents[at].id)))];
  const rows = shown.slice(0, LISTED_PAIRS).map(({ relation, documents, coverage, matches }) => el('tr', {},
    el('th', { scope: 'row' }, named('relations', relation)), documents.map((at, side) => document(at, documents[1 - side], coverage[side])),
    el('td', { class: 'whole' }, el('a', { href: address(0, -1, { ...EMPTY, pair: documents }) }, word('matches', matches)))));
  return [el('table', { class: 'pairs' }, el('tbody', {}, rows)),
    all > LISTED_PAIRS && el('p', { class: 'hint' }, word('shownOf', rows.length, all))];
}

function totals() {
  if (report.removed) return word('removedTotals', report.removed);
  const { documents, speeches, chars } = report.stats;
  return [word('documents', documents), word('speeches', speeches), word('characters', chars)].join(word('comma'));
}

/** Findings by level and kind, as one quiet line with a link for each. */
function byLevel() {
  const groups = new Map();
  for (const { level, kind } of findings) groups.set(`${level} ${kind}`, (groups.get(`${level} ${kind}`) ?? 0) + 1);
  const link = ([key, count]) => {
    const [level, kind] = key.split(' ');
    const filter = { ...EMPTY, level: [level], kind: [kind] };
    return el('li', {}, el('a', { href: address(0, -1, filter) },
      el('b', {}, num(count)), ' ', named('levels', level), word('comma'), named('kinds', kind)));
  };
  return el('div', {}, el('p', { class: 'found' }, word('found', findings.length)), el('ul', { class: 'by-level', role: 'list' }, [...groups].map(link)));
}

/** A finding at a glance. */
function card(finding, heading) {
  const places = finding.places.slice(0, 3);
  const more = finding.places.length - places.length;
  return el('article', { class: `card ${tone(finding)}${heading === 'h2' ? ' first' : ''}` },
    el(heading, {}, el('a', { href: address(finding.number, -1, EMPTY) },
      el('span', { class: 'number' }, finding.number), ' ', named('levels', finding.level), word('comma'), named('kinds', finding.kind))),
    measure(finding),
    el('ul', { class: 'places', role: 'list' }, places.map((place) => el('li', {}, placeLine(place))), more > 0 && el('li', { class: 'quiet' }, `+ ${num(more)}`)),
    el('p', { class: 'text excerpt', dir: 'auto' }, excerpt(segments(finding.at), heading === 'h2' ? 8 : 3)),
    counts(finding.match));
}

function aboutRun() {
  return el('section', { class: 'run' },
    el('h2', {}, word('run')),
    el('div', { class: 'columns' }, settingsTable(), ledgerTable(), remarks()));
}

/** Settings of scans, and those of signatures, without which passages are found: not of removals. */
const OF_SCANS = ['common', 'exhaustive', 'within_document', 'quotes', 'forms'];
const OF_SIGNATURES = ['shingle', 'slots', 'bands', 'rows', 'predicted_recall', 'seed'];

function settingsTable() {
  const isOfPassages = report.settings.levels.join() === 'passage';
  const others = report.removed ? [...OF_SCANS, ...(isOfPassages ? OF_SIGNATURES : [])] : [];
  const value = (of) => (of === true ? word('yes') : of === false ? word('no') : of === null ? word('none') : Array.isArray(of) ? of.map((level) => named('levels', level)).join(', ') : String(of));
  const rows = Object.entries(report.settings).filter(([key]) => !others.includes(key)).map(([key, of]) =>
    el('tr', {}, el('th', { scope: 'row' }, named('settingNames', key)), el('td', {}, value(of))));
  return el('table', {}, el('caption', {}, word('settings')), el('tbody', {}, rows));
}

function ledgerTable() {
  if (!report.ledger) return null;
  const rows = ['proved', 'measured', 'blind', 'boilerplate'].map((share) =>
    el('tr', {}, el('th', { scope: 'row' }, word('ledgerOf')[share]), el('td', { class: 'whole' }, percent(report.ledger[share]))));
  return el('table', {}, el('caption', {}, word('ledger')), el('tbody', {}, rows));
}

/** What was not read, not looked at, or counts nothing. */
function remarks() {
  const { skipped, boilerplate, recurring, stats } = report;
  return el('div', { class: 'remarks' },
    skipped.all === 0 ? el('p', {}, word('allRead')) : listed(word('notRead', skipped.all), skipped, (line) => name(line), true),
    !report.removed && partialDocuments() > 0 && el('p', {}, word('notWholeDocuments', partialDocuments())),
    stats.passed_over > 0 && el('p', {}, word('passedOver', stats.passed_over)),
    stats.capped > 0 && el('p', {}, word('capped', stats.capped)),
    stats.unknown_words > 0 && el('p', {}, word('unknownWords', stats.unknown_words)),
    stats.one_language > 0 && el('p', {}, word('oneLanguage', stats.one_language)),
    boilerplate.all > 0 && listed(word('boilerplate', boilerplate.all), boilerplate, (one) => [
      el('span', { class: 'quiet' }, word('boilerplateIn', one.documents, one.chars)), el('p', { class: 'text', dir: 'auto' }, beginning(one.text, 200))]),
    recurring.all > 0 && listed(word('recurring', recurring.all), recurring, (one) => [
      el('span', { class: 'quiet' }, word('recurringIn', one.occurrences), ' ', name(one.document)), el('p', { class: 'text', dir: 'auto' }, beginning(one.text, 200))]));
}

/** Documents with findings whose whole texts are not in the page. */
function partialDocuments() {
  return report.documents.filter((document, at) => inDocuments[at].length > 0 && !document.whole).length;
}

/** Something to open, with a list in it that says how much of all it shows. */
function listed(title, capped, show, open = false) {
  return el('details', { open }, el('summary', {}, title),
    capped.shown.length < capped.all && el('p', { class: 'hint' }, word('shownOf', capped.shown.length, capped.all)),
    el('ul', {}, capped.shown.map((one) => el('li', {}, show(one)))));
}
