// Files that the page makes of what it shows, and tables that it reads.

/** Lets the browser save a text as a file. */
function save(fileName, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el('a', { href: url, download: fileName, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Rows as CSV with the names of their fields, by RFC 4180, in UTF-8 with a mark by which spreadsheets know it. */
function csvText(rows, fields) {
  const cell = (value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return `\uFEFF${[fields, ...rows.map((row) => fields.map((field) => row[field] ?? ''))].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

/** Rows of a table whose first row names the fields. */
function csvRows(text) {
  const [fields, ...rows] = csvCells(text.replace(/^\uFEFF/, ''));
  return rows.map((cells) => Object.fromEntries(fields.map((field, at) => [field, cells[at] ?? ''])));
}

function csvCells(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0]);
}

const VERDICT_FIELDS = ['finding', 'verdict', 'level', 'kind', 'a_document', 'a_start', 'a_end', 'b_document', 'b_start', 'b_end'];
const FINDING_FIELDS = ['finding', 'verdict', 'level', 'kind', 'similarity', 'content_chars', 'places',
  'a_document', 'a_title', 'a_line', 'a_start', 'a_end', 'a_text', 'b_document', 'b_title', 'b_line', 'b_start', 'b_end', 'b_text'];

/** A finding as a row: its first two places, and how many there are. */
function findingRow({ number, level, kind, similarity, length, places }) {
  const row = { finding: number, verdict: verdicts.of(number), level, kind, similarity, content_chars: length, places: places.length };
  for (const [side, place] of [['a', places[0]], ['b', places[1]]]) {
    Object.assign(row, placeRow(side, place), { [`${side}_title`]: titleOf(place), [`${side}_line`]: place.line, [`${side}_text`]: textAt(place) ?? '' });
  }
  return row;
}

/** Text in which nothing is markup of Markdown or HTML, on one line. */
function markdownLine(text) {
  return plainName(text, Infinity).replace(/[\\`*_{}[\]()<>#+\-.!|~&:@$^=]/g, '\\$&');
}

/** Text as a quotation of Markdown, each line of it escaped. */
function markdownQuote(text) {
  return text.split(/\r?\n|\r/).map((line) => `> ${markdownLine(line)}`.trimEnd()).join('\n>\n');
}

function findingMarkdown({ number, level, kind, similarity, length, places }) {
  const verdict = verdicts.of(number);
  const facts = [word('length', length), `${word('similarity')} ${similarity.toFixed(2)}`, places.length > 2 && word('places', places.length), verdict && word('verdicts')[verdict]];
  const place = (one) => {
    const title = titleOf(one);
    const where = `**${markdownLine(report.documents[one.document].id)}**, ${word('lineOf', one.line)}${title ? `: ${markdownLine(title)}` : ''}`;
    return `${where}\n\n${markdownQuote(textAt(one) ?? word('noText'))}`;
  };
  return `## ${word('finding', number)}: ${named('levels', level)}, ${named('kinds', kind)}\n\n${facts.filter(Boolean).join(word('comma'))}\n\n${places.slice(0, 2).map(place).join('\n\n')}\n`;
}

function markdownText(some) {
  return `# ${word('tasks')[report.task]}\n\n${word('matching', some.length, findings.length)}\n\n${some.map(findingMarkdown).join('\n')}`;
}

/** Buttons that save the findings of the list, and verdicts, and one that reads verdicts. */
function exportsMenu() {
  const button = (label, onclick) => el('button', { type: 'button', onclick }, label);
  const file = el('input', { type: 'file', id: 'import', class: 'hidden', accept: '.json,.csv', 'aria-label': word('importVerdicts'), tabindex: '-1', onchange: (event) => importVerdicts(event.target) });
  const said = el('p', { class: 'hint', id: 'imported', role: 'status' });
  return el('details', { class: 'exports' }, el('summary', {}, word('exports')),
    el('div', { class: 'export-buttons' }, el('span', {}, word('shownFindings')),
      button('Markdown', () => save('findings.md', 'text/markdown', markdownText(list.found))),
      button('CSV', () => save('findings.csv', 'text/csv', csvText(list.found.map(findingRow), FINDING_FIELDS)))),
    el('div', { class: 'export-buttons' }, el('span', {}, word('verdict')),
      button('JSON', () => save('verdicts.json', 'application/json', verdicts.json())),
      button('CSV', () => save('verdicts.csv', 'text/csv', csvText(verdicts.rows(), VERDICT_FIELDS))),
      button(word('importVerdicts'), () => file.click()), file),
    said, !verdicts.isKept && el('p', { class: 'hint' }, word('notKept')));
}

/** Takes the verdicts of a file that the reader chose, and says how many. */
async function importVerdicts(input) {
  const [chosen] = input.files;
  if (!chosen) return;
  let told;
  try {
    told = word('taken', verdicts.take(await chosen.text()));
  } catch {
    told = word('notVerdicts');
  }
  input.value = '';
  document.getElementById('imported').textContent = told;
  showVerdictCounts();
  list.judged();
  if (state.finding) panes?.detail.replaceChildren(detail());
}
