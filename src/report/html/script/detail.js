// One finding: two places side by side, or a family with all its places and variants.

/** Members of a family that are shown at once. */
const MEMBERS = 20;

function detail() {
  const finding = findings[state.finding - 1];
  if (!state.finding) return el('p', { class: 'hint choose' }, word('choose'));
  if (!finding) return el('p', { class: 'hint choose' }, word('unknown'));
  const whole = finding.cluster && state.member < 0;
  return el('article', { class: `finding ${tone(finding)}` }, head(finding), whole ? family(finding) : pair(finding));
}

function head(finding) {
  const go = (by, label) => el('a', { class: 'step', href: address(list.step(by)?.number ?? finding.number) }, label);
  return el('header', { class: 'finding-head' },
    el('div', { class: 'steps' }, el('a', { class: 'step back', href: address() }, word('back')), go(-1, word('previous')), go(1, word('next'))),
    el('h1', {}, word('finding', finding.number)),
    el('p', {}, tag('levels', finding.level), tag('kinds', finding.kind), measure(finding)),
    verdictButtons(finding));
}

/** Whether what is shown of a removal is nothing but what the list says of it: only its first lines are read again. */
function isOnlyListed({ a, b }) {
  return report.removed && (textAt(a) === null || textAt(b) === null);
}

/** Two places side by side. */
function pair(finding) {
  const chosen = chosenPair(finding);
  if (!chosen) return el('p', { class: 'hint' }, word('notCompared'));
  const match = report.matches[chosen.at];
  const [left, right] = chosen.turned ? ['b', 'a'] : ['a', 'b'];
  const text = sideBySide(chosen.at, chosen.turned);
  return el('div', { class: 'pair' },
    finding.cluster && el('p', {}, el('a', { href: address(finding.number) }, word(isCovered(finding.cluster) ? 'inCovered' : 'inFamily'))),
    el('div', { class: 'sides' }, side(match, left, right), side(match, right, left)),
    !isOnlyListed(match) && el('div', { class: 'legend' }, counts(match), onlyDifferent(text)),
    match.rewording && rewording(match.rewording),
    isOnlyListed(match) || textAt(match.a) === null && textAt(match.b) === null ? el('p', { class: 'hint' }, word('noText')) : text);
}

/** Which words stand for each other, and what the two places say differently. */
function rewording({ reworded, guards, by_chance: byChance }) {
  return el('div', { class: 'rewording' },
    byChance !== undefined && el('p', { class: 'hint' }, word('byChance')(byChance)),
    guards.length > 0 && el('p', {}, word('guarded'), ' ', guards.map((guard) => word('guards')[guard]).join(word('comma'))),
    el('ul', { class: 'counts', 'aria-label': word('reworded') }, reworded.map(([a, b]) => el('li', {}, name(a), ' ↔ ', name(b)))));
}

/** The match that a pair shows: the only one, or that of a member of a family with its representative. */
function chosenPair(finding) {
  return finding.cluster ? withRepresentative(finding.cluster, state.member) : { at: finding.at, turned: false };
}

function side(match, which, other) {
  const place = match[which];
  const whole = match.level === 'paragraph' ? 'paragraph' : place.speech === undefined ? 'text' : 'speech';
  return el('div', { class: 'side' }, placeLine(place),
    !report.removed && el('span', { class: 'quiet' }, percent(place.coverage), ' ', word('of')[whole]),
    !report.removed && el('a', { class: 'context', href: readingAddress(place.document, match[other].document, place.start, match[other].start) }, word('context')),
    report.removed && el('span', { class: 'tag note' }, word(which === 'a' ? 'kept' : 'removed')),
    place.quoted && el('span', { class: 'tag note' }, word('quotation')),
    match.earlier === which && el('span', { class: 'tag note' }, word('earlier')),
    match.contained === which && el('span', { class: 'tag note' }, word('contained')));
}

function onlyDifferent(text) {
  return el('label', { class: 'only' }, el('input', { type: 'checkbox', onchange: (event) => text.classList.toggle('only-different', event.target.checked) }), ' ', word('onlyDifferent'));
}

/** All places of a family, the earliest first. */
function family(finding) {
  const { cluster } = finding;
  const dated = (number) => report.documents[cluster.members[number].document].date ?? '9999';
  const numbers = cluster.members.map((_, number) => number);
  if (numbers.some((number) => dated(number) !== '9999')) numbers.sort((x, y) => (dated(x) < dated(y) ? -1 : dated(x) > dated(y) ? 1 : x - y));
  const variants = new Set();
  let next = 0;
  const make = () => {
    const some = numbers.slice(next, next + MEMBERS);
    next += MEMBERS;
    return { nodes: some.map((number) => member(finding, number, variants)), done: next >= numbers.length };
  };
  const members = growing(el('ol', { class: 'family' }), () => wrapped(make()), word('more', cluster.members.length - MEMBERS));
  return el('div', {}, members, cluster.related && further(cluster.related));
}

/** The matches of a family with places that are no members; each shows its two texts in one when it is opened. */
function further(related) {
  const node = opened(word('further', related.length), () => {
    let next = 0;
    const make = () => {
      const some = related.slice(next, next + MEMBERS);
      next += MEMBERS;
      return { nodes: some.map((at) => el('li', {}, furtherMatch(at))), done: next >= related.length };
    };
    return growing(el('ul', { class: 'family' }), make, word('more', related.length - MEMBERS));
  });
  node.classList.add('further');
  return node;
}

function furtherMatch(at) {
  const match = report.matches[at];
  return el('section', { class: 'member' },
    [match.a, match.b].map((place) => el('div', { class: 'member-head' }, placeLine(place))),
    opened(word('openText'), () => inOne(segments(at))));
}

/** What is made when it is first opened. */
function opened(label, make) {
  const node = el('details', {}, el('summary', {}, label));
  node.addEventListener('toggle', () => node.append(make()), { once: true });
  return node;
}

function wrapped({ nodes, done }) {
  return { nodes: nodes.map((node) => el('li', {}, node)), done };
}

/** One place; its text is shown where its variant stands first. */
function member(finding, number, variants) {
  const { cluster } = finding;
  const place = cluster.members[number];
  const isFirst = !variants.has(place.variant);
  variants.add(place.variant);
  const isRepresentative = number === cluster.representative;
  return el('section', { class: 'member' },
    el('div', { class: 'member-head' },
      cluster.variants > 1 && !isCovered(cluster) && el('span', { class: `variant v${place.variant % 6}` }, word('variantName', variantLetter(place.variant))),
      placeLine(place),
      number === cluster.earliest && el('span', { class: 'tag note' }, word('earliest')),
      report.removed && el('span', { class: 'tag note' }, word(isRepresentative !== isCovered(cluster) ? 'kept' : 'removed')),
      isRepresentative && !report.removed && el('span', { class: 'tag note' }, word('representative')),
      !isRepresentative && el('a', { class: 'step', href: address(finding.number, number) }, word('sideBySide')),
      !report.removed && el('a', { class: 'step', href: contextOf(cluster, number) }, word('context'))),
    isFirst ? memberText(cluster, number) : opened(word('openText'), () => memberText(cluster, number)));
}

/** Where a member is read in its document, beside the representative, or beside another member. */
function contextOf({ members, representative }, number) {
  const place = members[number];
  const other = members[number === representative ? Number(number === 0) : representative];
  return readingAddress(place.document, other.document, place.start, other.start);
}

/** The text of a place, with what distinguishes it from the representative. */
function memberText(cluster, number) {
  const chosen = number === cluster.representative ? null : withRepresentative(cluster, number);
  if (chosen && !isOnlyListed(report.matches[chosen.at])) return inOne(segments(chosen.at, chosen.turned));
  const text = textAt(cluster.members[number]);
  return text === null ? el('p', { class: 'hint' }, word('noText')) : el('p', { class: 'text one', dir: 'auto' }, visible(text.slice(0, 4000)), text.length > 4000 && ' …');
}

/** The match of a member with its family's representative, and whether the member stands first in it. */
function withRepresentative(cluster, number) {
  const [first, second] = [cluster.members[cluster.representative], cluster.members[number]];
  if (!second) return null;
  if (isCovered(cluster)) return { at: cluster.matches[number], turned: false };
  const same = (x, y) => {
    const shared = Math.min(x.end, y.end) - Math.max(x.start, y.start);
    return x.document === y.document && (x.start === x.end || shared >= 0.8 * Math.max(x.end - x.start, y.end - y.start));
  };
  for (const at of cluster.matches) {
    const { a, b } = report.matches[at];
    if (same(a, first) && same(b, second)) return { at, turned: false };
    if (same(b, first) && same(a, second)) return { at, turned: true };
  }
  return null;
}
