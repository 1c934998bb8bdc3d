// What is shown, and when: the address changes, a key is pressed, the language or the theme is switched, the page is printed.

const main = document.getElementById('main');

/** The findings' two panes, which stay while one finding after the other is opened. */
let panes = null;

function show() {
  readAddress();
  document.title = state.finding ? `${word('finding', state.finding)} – Leitong` : `${word('tasks')[report.task]} – Leitong`;
  top_();
  if (state.view !== 'findings') panes = null;
  if (state.view === 'overview') replace(overview());
  else if (state.view === 'map') replace(map());
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
    list.update();
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
  nav.replaceChildren(...['overview', 'map', 'findings'].filter((view) => view !== 'map' || !report.removed).map(link));
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

/** `n` and `p` go from finding to finding, `/` searches. */
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
  if (step) goOn(step);
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

/** Paper has no lists that scroll: what the filter lets through is laid out for it. */
function layOut() {
  const all = filtered(state.filter);
  const some = all.slice(0, PRINTED);
  const open = findings[state.finding - 1];
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
show();
performance.mark('leitong-shown');
// What a search needs is read while nothing else is to be done.
report.text_blocks.forEach((_, at) => (window.requestIdleCallback ?? setTimeout)(() => block(`texts-${at}`)));
