// What the reader decided about findings. The browser keeps it under the identity of the report.

/** The verdicts, in the order of their keys 1 to 4. */
const VERDICTS = ['real', 'quoted', 'template', 'dismissed'];

/** What a file of verdicts says of itself. */
const VERDICTS_SCHEMA = 'leitong/verdicts/1';

const verdicts = {
  key: `leitong/verdicts/${report.identity}`,
  /** Whether the browser keeps them when the page is closed. */
  isKept: true,
  byFinding: new Map(),

  load() {
    try {
      const stored = Object.entries(JSON.parse(localStorage.getItem(this.key) ?? '{}'));
      this.byFinding = new Map(stored.map(([number, verdict]) => [Number(number), verdict]).filter(([number, verdict]) => findings[number - 1] && VERDICTS.includes(verdict)));
    } catch {
      this.byFinding = new Map();
    }
  },

  store() {
    try {
      localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.byFinding)));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  },

  of(number) {
    return this.byFinding.get(number) ?? '';
  },

  /** Decides about a finding; the same verdict again takes it back. */
  set(number, verdict) {
    if (!findings[number - 1]) return;
    if (!verdict || this.of(number) === verdict) this.byFinding.delete(number);
    else this.byFinding.set(number, verdict);
    this.store();
  },

  /** How many findings have each verdict. */
  counts() {
    const counts = new Map(VERDICTS.map((verdict) => [verdict, 0]));
    for (const verdict of this.byFinding.values()) counts.set(verdict, counts.get(verdict) + 1);
    return counts;
  },

  /** All verdicts with their places, so that another report of the same texts can take them. */
  rows() {
    return [...this.byFinding].sort(([x], [y]) => x - y).map(([number, verdict]) => {
      const { level, kind, places: [a, b] } = findings[number - 1];
      return { finding: number, verdict, level, kind, ...placeRow('a', a), ...placeRow('b', b) };
    });
  },

  json() {
    return JSON.stringify({ schema: VERDICTS_SCHEMA, report: report.identity, verdicts: this.rows() }, null, 2);
  },

  /** Takes verdicts from a file of JSON or CSV, and returns how many findings of this report they are about. */
  take(text) {
    const rows = text.trimStart().startsWith('{') ? JSON.parse(text).verdicts : csvRows(text);
    const byPlaces = new Map(findings.map(({ number, places: [a, b] }) => [placesKey({ ...placeRow('a', a), ...placeRow('b', b) }), number]));
    const taken = rows.filter((row) => VERDICTS.includes(row.verdict) && byPlaces.has(placesKey(row)));
    for (const row of taken) this.byFinding.set(byPlaces.get(placesKey(row)), row.verdict);
    this.store();
    return taken.length;
  },
};

/** Document, first character and end of a place as fields of a row. */
function placeRow(side, place) {
  return { [`${side}_document`]: report.documents[place.document].id, [`${side}_start`]: place.start, [`${side}_end`]: place.end };
}

function placesKey(row) {
  return JSON.stringify(['a', 'b'].flatMap((side) => [row[`${side}_document`], Number(row[`${side}_start`]), Number(row[`${side}_end`])]));
}

/** Buttons for the verdicts on a finding. */
function verdictButtons(finding) {
  const button = (verdict, at) => el('button', {
    type: 'button', class: `verdict is-${verdict}`, 'aria-pressed': String(verdicts.of(finding.number) === verdict), title: `${word('verdictMeans')[verdict]} (${at + 1})`,
    'aria-keyshortcuts': at + 1, onclick: () => judge(finding.number, verdict),
  }, word('verdicts')[verdict], el('kbd', { 'aria-hidden': 'true' }, at + 1));
  return el('div', { class: 'verdict-buttons', role: 'group', 'aria-label': word('verdict') }, VERDICTS.map(button));
}

/** Takes a verdict, and shows it wherever it stands. */
function judge(number, verdict) {
  verdicts.set(number, verdict);
  const now = verdicts.of(number);
  const buttons = document.querySelector('.verdict-buttons');
  if (buttons && number === state.finding) {
    const focused = [...buttons.children].indexOf(document.activeElement);
    const anew = verdictButtons(findings[number - 1]);
    buttons.replaceWith(anew);
    anew.children[focused]?.focus();
  }
  showVerdictCounts();
  list.judged();
  document.getElementById('says').textContent = `${word('finding', number)}: ${now ? word('verdicts')[now] : word('undecided')}`;
}

/** The counts at the head of the page. */
function showVerdictCounts() {
  const node = document.getElementById('verdicts');
  const some = [...verdicts.counts()].filter(([, count]) => count > 0);
  node.hidden = some.length === 0;
  node.setAttribute('title', word('verdict'));
  node.replaceChildren(
    el('span', { class: 'decided' }, word('decided', verdicts.byFinding.size, findings.length)),
    ...some.map(([verdict, count]) => el('a', { class: `tag is-${verdict}`, href: address(0, -1, { ...EMPTY, verdict: [verdict] }) }, word('verdicts')[verdict], ' ', num(count))));
}
