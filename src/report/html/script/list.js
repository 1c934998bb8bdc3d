// The list of findings, with what filters and sorts it.

/** Height of a row. */
const ROW_HEIGHT = 96;

const list = {
  found: [],
  long: null,
  form: null,

  /** The pane with the filters and the list, made once for each language. */
  pane() {
    this.long = new LongList(word('findings'), (at) => listRow(this.found[at]));
    this.count = el('p', { class: 'count', role: 'status' });
    this.empty = el('p', { class: 'hint', hidden: true }, word('nothingMatches'));
    return el('div', { class: 'list' }, el('h1', { class: 'hidden' }, word('findings')), this.form = filters(), exportsMenu(), this.count, this.empty, this.long.node);
  },

  /** Shows a filter that came with the address, not from the form. */
  refilter() {
    const anew = filters();
    this.form.replaceWith(anew);
    this.form = anew;
    this.update();
  },

  /** Shows what the filter lets through. */
  update() {
    this.found = filtered(state.filter);
    hits.search(state.filter.q);
    this.count.textContent = word('matching', this.found.length, findings.length);
    this.empty.hidden = this.found.length > 0;
    this.long.show(this.found.map(() => ROW_HEIGHT));
  },

  /** Shows verdicts that were taken. The list keeps its findings until the filter changes, so that the next one can be found. */
  judged() {
    if (this.long?.node.isConnected) this.long.refresh();
  },

  /** Marks the finding that is open, and brings it into sight. */
  choose() {
    this.long.refresh();
    const at = this.found.findIndex((one) => one.number === state.finding);
    if (at >= 0) this.long.scrollTo(at);
  },

  /** The finding so many steps on from the open one. */
  step(by) {
    const at = this.found.findIndex((one) => one.number === state.finding);
    return this.found[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.found.length - 1)];
  },
};

function listRow(finding) {
  const [first, second] = finding.places;
  const more = finding.places.length - 2;
  const text = textAt(finding.match.a);
  return el('a', { class: `item ${tone(finding)}`, href: address(finding.number), 'aria-current': finding.number === state.finding ? 'true' : null },
    el('span', { class: 'item-head' },
      el('span', { class: 'number' }, finding.number), tag('levels', finding.level), tag('kinds', finding.kind),
      verdicts.of(finding.number) && el('span', { class: `tag is-${verdicts.of(finding.number)} decided` }, word('verdicts')[verdicts.of(finding.number)]),
      el('span', { class: 'quiet' }, word('length', finding.length), word('comma'), finding.similarity.toFixed(2), finding.date && [word('comma'), finding.date])),
    el('span', { class: 'item-text', dir: 'auto' }, text ? beginning(text, 60) : ''),
    el('span', { class: 'item-places quiet' }, shortPlace(first), ' ↔ ', shortPlace(second), more > 0 && ` + ${num(more)}`));
}

function shortPlace(place) {
  return name(titleOf(place) || report.documents[place.document].id);
}

/** The form above the list. */
function filters() {
  const { filter } = state;
  const change = (changes) => {
    state.filter = { ...state.filter, ...changes };
    history.replaceState(null, '', address(state.finding, state.member));
    list.update();
    list.choose();
  };
  const toggles = (key, group, values = [...new Set(findings.map((one) => one[key]))]) => {
    return values.length > 1 && el('fieldset', {}, el('legend', {}, word(key)), values.map((value) => el('label', {},
      el('input', { type: 'checkbox', checked: filter[key].includes(value), onchange: (event) => change({ [key]: toggled(state.filter[key], value, event.target.checked) }) }),
      ' ', named(group, value))));
  };
  const field = (label, attributes, onInput) => el('label', { class: 'field' }, el('span', {}, label), el('input', { ...attributes, oninput: onInput }));
  return el('form', { class: 'filters', role: 'search', 'aria-label': word('filter'), onsubmit: (event) => event.preventDefault() },
    field(word('search'), { type: 'search', id: 'search', value: filter.q }, (event) => change({ q: event.target.value })),
    el('div', { class: 'toggles' }, toggles('level', 'levels'), toggles('kind', 'kinds'), toggles('quotes', 'quoting'), toggles('verdict', 'verdicts', [...VERDICTS, 'none'])),
    filter.pair.length > 0 && el('p', { class: 'pair-filter' }, word('pairFilter'), ' ', filter.pair.map((at, number) => [number > 0 && ' ↔ ', name(report.documents[at].id)]), ' ',
      el('a', { href: address(0, -1, { ...filter, pair: [] }) }, word('allPairs'))),
    el('div', { class: 'fields' },
      field(word('inDocument'), { type: 'search', value: filter.document }, (event) => change({ document: event.target.value })),
      field(word('minLength'), { type: 'number', min: 0, value: filter.min || '' }, (event) => change({ min: Number(event.target.value) || 0 })),
      el('label', { class: 'field' }, el('span', {}, word('sort')),
        el('select', { onchange: (event) => change({ sort: event.target.value }) },
          Object.entries(word('sorts')).map(([key, label]) => el('option', { value: key, selected: filter.sort === key }, label))))));
}

function toggled(values, value, on) {
  const rest = values.filter((one) => one !== value);
  return on ? [...rest, value] : rest;
}
