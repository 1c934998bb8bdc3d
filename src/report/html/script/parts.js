// Pieces of which several views are made.

function tag(group, key) {
  const means = group === 'kinds' ? word('kindMeans')[key] : undefined;
  return el('span', { class: `tag is-${key}`, title: means }, named(group, key));
}

/** Colours of the style sheet, and colours in all. */
const STYLED_TONES = 8;
const TONES = 64;

/** Adds the colours beyond those of the style sheet: hues that are far from those before them. */
function addTones() {
  const sheet = new CSSStyleSheet();
  for (let number = STYLED_TONES; number < TONES; number++) {
    const hue = Math.round((number * 137.508) % 360);
    const [light, dark] = [[0.5, 0.78], [0.42, 0.86], [0.46, 0.7]][number % 3];
    sheet.insertRule(`.tone-${number} { --tone: light-dark(oklch(${light} 0.13 ${hue}), oklch(${dark} 0.11 ${hue})); }`);
  }
  document.adoptedStyleSheets = [sheet];
}

/** The class of a colour by number. */
function toneNumbered(number) {
  return `tone-${number % TONES}`;
}

/** The class of the colour that a finding has everywhere. */
function tone(finding) {
  return toneNumbered(finding.number - 1);
}

/** Document, line and title of a place. */
function placeLine(place, ...extra) {
  const document = report.documents[place.document];
  const title = titleOf(place);
  return el('span', { class: 'place' },
    title && el('span', { class: 'title' }, name(title)),
    el('span', { class: 'where' }, name(document.id), word('comma'), word('lineOf', place.line)),
    document.date && el('time', {}, document.date),
    extra);
}

/** The beginning of a text, in one line. */
function beginning(text, most) {
  const line = text.slice(0, most * 2).replace(/\s+/gu, ' ').trim();
  return [visible(line.slice(0, most)), text.length > most ? '…' : ''];
}

/** How many differences of each class. */
function counts(match) {
  const some = report.edit_kinds.map((kind, at) => [kind, match.counts[at]]).filter(([, count]) => count > 0);
  if (some.length === 0) return el('span', { class: 'quiet' }, word('noDifferences'));
  return el('ul', { class: 'counts', 'aria-label': word('differences') }, some.map(([kind, count]) =>
    el('li', { title: word('editMeans')[kind] }, el('span', { class: `sample ${kind}` }, named('edits', kind)), ' ', num(count))));
}

function measure(finding) {
  const { cluster } = finding;
  return el('span', { class: 'measure' },
    finding.length > 0 && [word('length', finding.length), word('comma')], cluster && !isCovered(cluster) ? word('lowest') : word('similarity'), ' ', finding.similarity.toFixed(2),
    cluster ? [word('comma'), word('places', cluster.members.length), !isCovered(cluster) && [word('comma'), word('variants', cluster.variants)]] : null);
}

function variantLetter(number) {
  return number < 26 ? String.fromCharCode(65 + number) : String(number + 1);
}

/** Draws more of something whenever its end comes into sight, and by a button. */
function growing(node, make, label) {
  const button = el('button', { type: 'button', class: 'grow' }, label);
  const grow = () => {
    const more = make();
    button.before(...more.nodes);
    if (more.done) {
      watch.disconnect();
      button.remove();
    }
  };
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && grow(), { rootMargin: '600px' });
  button.addEventListener('click', grow);
  node.append(button);
  grow();
  if (button.isConnected || button.parentNode) watch.observe(button);
  return node;
}
