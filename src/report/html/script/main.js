// What is shown, and when: the address changes, a key is pressed, the language or the theme is switched, the page is printed.

const main = document.getElementById('main');

/** The findings' two panes, which stay while one finding after the other is opened. */
let panes = null;

function show() {
  readAddress();
  document.title = state.view === 'reading' ? `${plainName(report.documents[state.reading.document]?.id ?? word('reading'))} – Leitong`
    : state.view === 'findings' && state.finding ? `${word('finding', state.finding)} – Leitong` : `${word('tasks')[report.task]} – Leitong`;
  top_();
  if (state.view !== 'findings') panes = null;
  if (state.view === 'overview') replace(overview());
  else if (state.view === 'map') replace(map());
  else if (state.view === 'reading') reading.show();
  else showFindings();
}

function replace(node) {
  main.className = state.view;
  main.replaceChildren(node);
  scrollTo(0, 0);
}

function showFindings() {
  const query = address(0);
  if (!panes) {
    panes = { query, detail: el('div', { class: 'detail', tabindex: '-1' }) };
    replace(el('div', { class: 'panes' }, list.pane(), panes.detail));
    list.update();
  } else if (panes.query !== query && document.activeElement?.form === undefined) {
    list.refilter();
  }
  panes.query = query;
  main.className = state.finding ? 'findings open' : 'findings';
  panes.detail.replaceChildren(detail());
  panes.detail.scrollTop = 0;
  list.choose();
  if (state.finding && matchMedia('(max-width: 60rem)').matches) scrollTo(0, 0);
}

/** The views, the language and the theme. */
function top_() {
  const link = (view) => el('a', { href: `#${view}`, 'aria-current': state.view === view ? 'page' : null }, word(view));
  const nav = document.getElementById('views');
  nav.setAttribute('aria-label', word('views'));
  nav.replaceChildren(...['overview', 'map', 'findings'].filter((view) => view !== 'map' || !report.removed).map(link), ...(reusedDocuments().length && !report.removed ? [
    el('a', { href: readingAddress(state.view === 'reading' ? state.reading.document : reusedDocuments()[0].document), 'aria-current': state.view === 'reading' ? 'page' : null }, word('reading'))] : []));
  showVerdictCounts();
  const other = document.documentElement.lang === 'en' ? 'zh-Hans' : 'en';
  document.getElementById('skip').textContent = word('skip');
  document.getElementById('tools').replaceChildren(
    el('button', { type: 'button', id: 'language', lang: other, onclick: () => speak(other) }, WORDS[other].name),
    el('button', { type: 'button', id: 'theme', onclick: nextTheme, 'aria-label': word('theme')[theme], title: word('theme')[theme] }, { auto: '◐', light: '○', dark: '●' }[theme]));
}

function speak(language) {
  document.documentElement.lang = language;
  panes = null;
  show();
  document.getElementById('language').focus();
}

let theme = 'auto';

function nextTheme() {
  theme = { auto: 'light', light: 'dark', dark: 'auto' }[theme];
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  show();
  document.getElementById('theme').focus();
}

/** `n` and `p` go from finding to finding, or from place to place; `/` searches; `1` to `4` decide. */
function press(event) {
  const typing = ['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName) && event.target.type !== 'checkbox';
  if (typing && event.key === 'Escape') event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    if (state.view !== 'findings') location.hash = address();
    event.preventDefault();
    setTimeout(() => document.getElementById('search')?.focus());
  }
  const step = { n: 1, p: -1 }[event.key];
  if (step && state.view === 'reading') reading.step(step);
  else if (step) goOn(step);
  if (state.view === 'findings' && state.finding && '1234'.includes(event.key)) judge(state.finding, VERDICTS[Number(event.key) - 1]);
}

function goOn(step) {
  if (state.view !== 'findings') list.found = filtered(state.filter);
  const next = state.finding ? list.step(step) : list.found[0];
  if (!next) return;
  location.hash = address(next.number);
  document.getElementById('says').textContent = `${word('finding', next.number)}: ${named('levels', next.level)}, ${named('kinds', next.kind)}`;
}

/** Findings that are printed, and rows of one that is open. */
const PRINTED = 300;
const PRINTED_ROWS = 4000;

/** Characters of a text that are printed. */
const PRINTED_CHARS = 300_000;

/** The left one of the texts that are read, with its partner's name. */
function textForPaper({ left, right }) {
  const { id, chars } = report.documents[left.at];
  return [el('h1', {}, name(id)), right && el('p', {}, word('beside'), ': ', name(report.documents[right.at].id)), left.printed(PRINTED_CHARS),
    chars > PRINTED_CHARS && el('p', {}, word('printedChars', PRINTED_CHARS))];
}

/** Paper has no lists that scroll: what the filter lets through is laid out for it. */
function layOut() {
  if (state.view === 'reading' && reading.left) {
    document.body.append(el('div', { id: 'paper' }, textForPaper(reading)));
    return;
  }
  const all = filtered(state.filter);
  const some = all.slice(0, PRINTED);
  const open = state.view === 'findings' && findings[state.finding - 1];
  document.body.append(el('div', { id: 'paper' },
    open ? [el('h1', {}, word('finding', open.number)), placeLine(open.places[0]), placeLine(open.places[1]), wholeText(open)] : [
      el('h1', {}, word('tasks')[report.task]), el('p', {}, totals()), el('p', {}, word('printed', some.length, all.length)),
      some.map((finding) => card(finding, 'h3')), aboutRun()]));
}

/** A finding for paper, which does not scroll on. */
function wholeText(finding) {
  const text = sideBySide(finding.at);
  while (text.querySelector('.grow') && text.childElementCount < PRINTED_ROWS) text.querySelector('.grow').click();
  return text.querySelector('.grow') ? [text, el('p', {}, word('printedRows', PRINTED_ROWS))] : text;
}

window.addEventListener('hashchange', show);
window.addEventListener('keydown', press);
window.addEventListener('beforeprint', layOut);
window.addEventListener('afterprint', () => document.getElementById('paper')?.remove());
for (const event of ['mouseover', 'focusin']) main.addEventListener(event, light);
addTones();
verdicts.load();
hits.watch();
show();
performance.mark('leitong-shown');
// What a search needs is read while nothing else is to be done.
report.text_blocks.forEach((_, at) => (window.requestIdleCallback ?? setTimeout)(() => block(`texts-${at}`)));
