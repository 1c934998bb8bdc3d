// The page in a real browser. `tests/browser.rs` makes the pages and says in LEITONG_PAGES where they are.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch, open } from './browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

const file = (name) => join(process.env.LEITONG_PAGES, name);
const [SEEDS, HOSTILE, MANY, PLACES, FOLDERS, REMOVED, COVERED] =
  ['seeds.html', 'hostile.html', 'many.html', 'places.html', 'folders.html', 'removed.html', 'covered.html'].map(file);

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Opens a page, does something with it, and checks that it had nothing to complain of. */
async function on(path, settings, work) {
  const { page, faults, close } = await open(browser, path, settings);
  await work(page);
  assert.deepEqual(faults, []);
  await close();
}

const data = (page) => page.evaluate(() => JSON.parse(document.getElementById('data').textContent));
const num = (count) => new Intl.NumberFormat('en').format(count);
const squeezed = (text) => text.replace(/[\s↵]/g, '');

describe('what is seen first', () => {
  test('篇一 again in the second half of 篇九', () => on(SEEDS, {}, async (page) => {
    const first = await page.locator('.card').first().innerText();
    assert.match(first, /篇一/);
    assert.match(first, /篇九 \(2\)/);
    assert.match(first, /4,257/);
    const box = await page.locator('.card').first().boundingBox();
    assert.ok(box.y + box.height < 900, 'without scrolling');
    assert.match(await page.locator('.totals').innerText(), /5 documents, 18 speeches, 66,974 characters/);
  }));

  test('how much of each document is reused is what the report says', () => on(SEEDS, {}, async (page) => {
    const { reused, documents } = await data(page);
    const percent = (share) => `${share < 0.1 ? (100 * share).toFixed(1) : (100 * share).toFixed(0)} %`;
    const rows = await page.locator('.reused-document').allInnerTexts();
    assert.equal(rows.length, reused.length);
    for (const [at, [document, share, within, partners]] of reused.entries()) {
      const text = rows[at].replace(/\s+/g, ' ');
      const parts = [documents[document].id, `${percent(share)} reused`, ...partners.slice(0, 3).map(([other, part]) => `${percent(part)} with ${documents[other].id}`)];
      for (const part of [...parts, ...(within > 0 ? [`${percent(within)} within itself`] : [])]) assert.ok(text.includes(part), `${part} is not in ${text}`);
    }
  }));

  test('it is drawn on the bar of its document, with an arc', () => on(SEEDS, {}, async (page) => {
    const bar = page.locator('.bar').first();
    assert.equal(await bar.locator('.mark[data-finding="1"]').count(), 2);
    assert.equal(await bar.locator('.arc[data-finding="1"]').count(), 1);
    assert.match(await bar.innerText(), /九 \(2\)/);
    await bar.locator('.mark[data-finding="1"]').first().click();
    assert.equal(new URL(page.url()).hash, '#f1');
  }));
});

describe('side by side', () => {
  test('each column says all of its text, in rows that are aligned', () => on(SEEDS, { hash: '#f1' }, async (page) => {
    await page.locator('.rows').evaluate(async (rows) => { while (rows.querySelector('.grow')) rows.querySelector('.grow').click(); });
    const [left, right] = await page.locator('.row').evaluateAll((rows) => [0, 1].map((side) => rows.map((row) => row.children[side].textContent).join('')));
    const sides = await page.evaluate(() => {
      const { documents, matches } = JSON.parse(document.getElementById('data').textContent);
      const texts = JSON.parse(document.getElementById('texts-0').textContent);
      const at = ({ document, start, end }) => {
        const stretch = documents[document].stretches.findLast((one) => one.start <= start);
        return texts[stretch.text].slice(start - stretch.start, end - stretch.start);
      };
      return [at(matches[0].a), at(matches[0].b)];
    });
    assert.equal(squeezed(left), squeezed(sides[0]));
    assert.equal(squeezed(right), squeezed(sides[1]));
    const tops = await page.locator('.row').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.getBoundingClientRect().top)));
    assert.ok(tops.every(([a, b]) => a === b));
  }));

  test('differences are marked by their class', () => on(SEEDS, { hash: '#f1' }, async (page) => {
    const counts = (await data(page)).matches[0].counts;
    assert.equal(await page.locator('.row .layout:not(.missing)').count() > 0, true);
    const marked = await page.locator('.row del.punctuation').count() + await page.locator('.row ins.punctuation').count();
    assert.ok(marked >= counts[6], `${marked} of ${counts[6]}`);
    await page.getByLabel('Only lines that differ').check();
    assert.equal(await page.locator('.row.equal:visible').count(), 0);
  }));

  test('all of every finding can be opened', () => on(MANY, { hash: '#findings' }, async (page) => {
    const { findings } = await data(page);
    for (const number of findings.keys()) {
      await page.evaluate((hash) => { location.hash = hash; }, `#f${number + 1}`);
      await page.waitForFunction((title) => document.title.startsWith(title), `Finding ${num(number + 1)} `);
      assert.ok(await page.locator('.detail .text').count() > 0, `finding ${number + 1}`);
    }
  }));
});

describe('a family', () => {
  test('all places are stacked, and each stands beside the representative', () => on(MANY, {}, async (page) => {
    const { findings, clusters } = await data(page);
    const number = findings.findIndex((one) => one.cluster !== undefined && clusters[one.cluster].variants > 1);
    const cluster = clusters[findings[number].cluster];
    await page.evaluate((hash) => { location.hash = hash; }, `#f${number + 1}`);
    await page.locator('.member').first().waitFor();
    assert.equal(await page.locator('.member').count(), cluster.members.length);
    const dates = await page.locator('.member time').allInnerTexts();
    assert.deepEqual(dates, [...dates].sort());
    await page.locator('.member a.step').first().click();
    await page.locator('.row').first().waitFor();
    assert.match(page.url(), new RegExp(`#f${number + 1}\\.\\d+$`));
  }));
});

describe('keys and addresses', () => {
  test('n and p go on and back, / searches, Escape leaves the search', () => on(SEEDS, {}, async (page) => {
    await page.keyboard.press('n');
    // The address changes before the finding is shown, and a key acts on what is shown.
    const shows = async (number) => {
      await page.waitForFunction((wanted) => location.hash === wanted, `#f${number}`);
      await page.getByRole('heading', { name: `Finding ${number}`, exact: true }).waitFor();
      await page.locator('.rows').waitFor();
    };
    await shows(1);
    for (const [key, number] of [['n', 2], ['n', 3], ['p', 2]]) {
      await page.keyboard.press(key);
      await shows(number);
    }
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement.id === 'search');
    await page.keyboard.type('npn');
    await page.waitForFunction(() => location.hash === '#f2?q=npn');
    await page.keyboard.press('Escape');
    assert.notEqual(await page.evaluate(() => document.activeElement.id), 'search');
    await page.goBack();
    await page.waitForFunction(() => location.hash.startsWith('#f3'));
  }));

  test('an address opens the same again, with its filter', () => on(SEEDS, { hash: '#f4?level=passage&kind=exact&sort=length' }, async (page) => {
    const texts = await page.locator('.count').innerText();
    assert.match(texts, /3 of 11 findings/);
    assert.equal(await page.locator('.item').count(), 3);
    assert.equal(await page.locator('.item[aria-current]').count(), 1);
    assert.equal(await page.locator('.finding h1').innerText(), 'Finding 4');
    assert.ok(await page.getByLabel('exact').isChecked());
  }));

  test('an address of nothing says so', () => on(SEEDS, { hash: '#f999' }, async (page) => {
    assert.match(await page.locator('.detail').innerText(), /no such finding/);
  }));

  test('marks of a bar are reached by arrows', () => on(SEEDS, {}, async (page) => {
    await page.locator('.mark').first().focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.track .mark')].indexOf(document.activeElement)), 1);
    await page.keyboard.press('Enter');
    await page.locator('.finding').waitFor();
  }));
});

describe('list', () => {
  test('it filters by text, document, level, kind and length, and sorts', () => on(SEEDS, { hash: '#findings' }, async (page) => {
    const shown = async () => Number((await page.locator('.count').innerText()).match(/^\d+/)[0]);
    assert.equal(await shown(), 11);
    await page.locator('#search').fill('忠诚于党');
    assert.equal(await shown(), 1);
    await page.locator('#search').fill('(.*');
    assert.equal(await shown(), 0);
    assert.ok(await page.getByText('No finding matches these filters.').isVisible());
    await page.locator('#search').fill('');
    await page.getByLabel('Document', { exact: true }).fill('003_');
    assert.equal(await shown(), 4);
    await page.getByLabel('Document', { exact: true }).fill('');
    await page.getByLabel('Least length').fill('60');
    assert.equal(await shown(), 4);
    await page.getByLabel('Least length').fill('');
    await page.getByLabel('Sort by').selectOption('similarity');
    const similarities = await page.locator('.item-head .quiet').allInnerTexts();
    const values = similarities.map((text) => Number(/\d\.\d\d/.exec(text)[0]));
    assert.deepEqual(values, [...values].sort((x, y) => y - x));
    assert.match(page.url(), /#findings\?sort=similarity$/);
  }));

  test('only rows that can be seen exist', () => on(MANY, { hash: '#findings' }, async (page) => {
    const { findings } = await data(page);
    assert.ok(findings.length > 60, String(findings.length));
    assert.ok(await page.locator('.item').count() < 30);
    await page.keyboard.press('n');
    await page.evaluate((hash) => { location.hash = hash; }, `#f${findings.length}`);
    await page.locator(`.item[href="#f${findings.length}"]`).waitFor();
  }));
});

describe('map', () => {
  test('every document has its bar, and many documents a picture', () => on(MANY, { hash: '#map' }, async (page) => {
    const { documents } = await data(page);
    const rows = page.locator('.long-row');
    assert.ok(await rows.count() < documents.length);
    assert.equal(await rows.first().getAttribute('aria-setsize'), String(documents.length));
    assert.ok(await page.locator('.matrix-table').isVisible());
    await page.getByRole('button', { name: 'as read' }).click();
    assert.equal(await page.locator('.bar-name bdi').first().innerText(), documents[0].id);
  }));
});

describe('language, theme, paper', () => {
  test('the language is switched on the page', () => on(SEEDS, {}, async (page) => {
    await page.getByRole('button', { name: '中文' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
    assert.equal(await page.locator('h1').innerText(), '何处雷同');
    await page.getByRole('button', { name: 'English' }).click();
    assert.equal(await page.locator('h1').innerText(), 'What reappears');
  }));

  test('both languages have the same words', () => on(SEEDS, {}, async (page) => {
    const script = await page.locator('script[type=module]').evaluate((node) => node.textContent);
    const words = new Function(`${script.slice(script.indexOf('const WORDS'), script.indexOf('/** The word for'))}; return WORDS;`)();
    const keys = (value) => (typeof value === 'object' ? Object.entries(value).map(([key, of]) => [key, keys(of)]).sort() : null);
    assert.deepEqual(keys(words.en), keys(words['zh-Hans']));
  }));

  test('the theme is switched on the page', () => on(SEEDS, { colorScheme: 'dark' }, async (page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.locator('#theme').click();
    assert.notEqual(await paper(), dark);
    await page.locator('#theme').click();
    assert.equal(await paper(), dark);
  }));

  test('it can be printed', () => on(SEEDS, { hash: '#f1' }, async (page) => {
    const pdf = await page.pdf();
    assert.ok(pdf.length > 10_000);
    assert.equal(await page.locator('#paper').count(), 0);
  }));

  test('on paper nothing of a text is left out', () => on(SEEDS, { hash: '#f1' }, async (page) => {
    await page.locator('.rows').evaluate((rows) => { while (rows.querySelector('.grow')) rows.querySelector('.grow').click(); });
    const all = await page.locator('.row').count();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.locator('#paper .row').count(), all);
    assert.equal(await page.locator('#paper .grow').count(), 0);
  }));

  for (const width of [320, 400, 800, 1400, 2560]) {
    test(`nothing sticks out at ${width} pixels`, async () => {
      for (const hash of ['', '#map', '#findings', '#f1', '#d1', '#d1?with=5']) {
        await on(SEEDS, { hash, width }, async (page) => {
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, hash);
        });
      }
    });
  }
});

describe('whole texts', () => {
  const made = (page) => page.waitForFunction(() => [...document.querySelectorAll('.chunk')].every((chunk) => chunk.childNodes.length > 0));
  const settled = async (page) => {
    const tops = () => page.locator('.scroller').evaluateAll((all) => all.map((one) => one.scrollTop).join());
    for (let [last, now] = ['', await tops()]; last !== now; [last, now] = [now, await tops()]) {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
  };
  /** The text at the reading line of both columns. */
  const linesRead = (page) => page.evaluate(() => [...document.querySelectorAll('.scroller')].map((scroller) => {
    const box = scroller.getBoundingClientRect();
    const own = [...scroller.querySelectorAll('.chunk p')].filter((one) => one.textContent.trim());
    return own.findLast((one) => one.getBoundingClientRect().top <= box.top + box.height / 4 + 12)?.textContent ?? '';
  }));
  /** The characters at which the chosen places begin in both columns, by what stands before them. */
  const chosenTexts = (page) => page.locator('.text-column').evaluateAll((columns) => columns.map((column) => [...column.querySelectorAll('.chosen')].map((one) => one.textContent).join('')));

  test('a finding leads to both texts, whole and at its places', () => on(SEEDS, { hash: '#f3' }, async (page) => {
    const { matches, findings, documents } = await data(page);
    const { a, b } = matches[findings[2].match];
    await page.getByRole('link', { name: 'Read in context' }).first().click();
    await page.locator('.text-columns').waitFor();
    assert.equal(new URL(page.url()).hash, `#d${a.document + 1}?with=${b.document + 1}&at=${a.start}&to=${b.start}`);
    await made(page);
    const shown = await page.locator('.whole-text').evaluateAll((all) => all.map((one) => one.textContent));
    for (const [side, place] of [a, b].entries()) {
      const source = readFileSync(join(process.env.LEITONG_SEEDS, documents[place.document].id), 'utf8');
      assert.equal(squeezed(shown[side]), squeezed(source));
      assert.equal(squeezed((await chosenTexts(page))[side]), squeezed(Array.from(source).slice(place.start, place.end).join('')));
    }
    await settled(page);
    const seen = await page.locator('.chosen').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top).filter((top) => top > 0 && top < innerHeight).length);
    assert.ok(seen >= 2, 'both places are in sight');
    // A match of a cluster may begin a little behind the place that the cluster has.
    const counted = await page.locator('.counter').innerText();
    await page.evaluate((hash) => { location.hash = hash; }, `#d${a.document + 1}?with=${b.document + 1}&at=${a.start + 3}&to=${b.start + 2}`);
    await page.waitForFunction((hash) => document.querySelector('.place-steps') && location.hash.includes(hash), `at=${a.start + 3}`);
    assert.equal(await page.locator('.counter').innerText(), counted);
    assert.ok(await page.locator('.chosen').count() >= 2);
  }));

  test('one text follows the other along their places', () => on(SEEDS, { hash: '#d1' }, async (page) => {
    await page.locator('.chosen').first().waitFor();
    await settled(page);
    for (const side of [0, 1]) {
      for (let step = 0; step < 3; step++) {
        await page.locator('.scroller').nth(side).hover();
        await page.mouse.wheel(0, 400);
        await settled(page);
        await page.waitForFunction(() => true);
      }
      const [left, right] = await linesRead(page);
      assert.ok(left.length > 20);
      assert.equal(squeezed(left).slice(0, 12), squeezed(right).slice(0, 12), `column ${side}`);
    }
  }));

  test('n and p go from place to place, and an address opens the same again', () => on(SEEDS, { hash: '#d1' }, async (page) => {
    const tops = () => page.locator('.text-column').evaluateAll((all) => all.map((one) => one.querySelector('.chosen').getBoundingClientRect().top));
    const counter = async (wanted) => page.waitForFunction((text) => document.querySelector('.counter').textContent.startsWith(text), wanted);
    await counter('1 of');
    await page.keyboard.press('n');
    await counter('2 of');
    await page.keyboard.press('n');
    await counter('3 of');
    await page.keyboard.press('p');
    await counter('2 of');
    await settled(page);
    const before = await tops();
    const texts = await chosenTexts(page);
    await page.reload();
    await counter('2 of');
    await settled(page);
    assert.deepEqual(await chosenTexts(page), texts);
    (await tops()).forEach((top, side) => assert.ok(Math.abs(top - before[side]) < 30, `${top} for ${before[side]}`));
  }));

  test('a place leads to its counterpart, and one of another document to that document', () => on(SEEDS, { hash: '#d1?with=5' }, async (page) => {
    await made(page);
    const own = await page.locator('.text-column').nth(1).locator('a.reuse').first();
    await own.click();
    await page.waitForFunction(() => location.hash.includes('&to='));
    assert.match(new URL(page.url()).hash, /^#d1\?with=5&at=\d+&to=\d+$/);
    const other = page.locator('.text-column').first().locator('a.reuse[href*="with=1&"]').first();
    await other.scrollIntoViewIfNeeded();
    await other.click();
    await page.waitForFunction(() => location.hash.startsWith('#d1?with=1&'));
    assert.equal(await page.locator('.column-head h2').nth(1).innerText(), await page.locator('.column-head h2').nth(0).innerText());
  }));

  test('every pair of places of every finding leads to a place', () => on(MANY, { hash: '#findings' }, async (page) => {
    const { findings } = await data(page);
    const clusters = findings.flatMap((one, at) => (one.cluster === undefined ? [] : [at])).slice(0, 8);
    assert.ok(clusters.length > 2);
    for (const at of [0, ...clusters.map((number) => `${number + 1}.1`), ...clusters.map((number) => `${number + 1}.2`)]) {
      await page.evaluate((hash) => { location.hash = hash; }, `#f${at || 1}`);
      const link = page.locator('.sides .context').first();
      if (!await link.waitFor({ timeout: 2000 }).then(() => true, () => false)) continue;
      await link.click();
      await page.locator('.text-columns .chosen').first().waitFor();
      assert.match(await page.locator('.counter').innerText(), /^\d+ of/, String(at));
    }
  }));

  test('places have the colour of their document, and lie over each other', () => on(MANY, { hash: '#d1' }, async (page) => {
    const { findings, clusters, matches, documents } = await data(page);
    const places = (one) => (one.cluster === undefined ? [matches[one.match].a, matches[one.match].b] : clusters[one.cluster].members);
    const inDocument = (at) => findings.flatMap(places).filter((place) => place.document === at);
    const overlap = documents.findIndex((_, at) => inDocument(at).some((x, i, all) => all.some((y, j) => i < j && x.start < y.end && y.start < x.end)));
    const many = documents.findIndex((_, at) => new Set(findings.filter((one) => places(one).some((place) => place.document === at)).flatMap((one) => places(one).map((place) => place.document))).size > 4);
    await page.evaluate((hash) => { location.hash = hash; }, `#d${many + 1}`);
    await page.waitForFunction((text) => document.querySelector('.column-head h2')?.textContent === text, documents[many].id);
    await made(page);
    const colours = await page.locator('.text-column').first().locator('a.reuse').evaluateAll((all) => new Set(all.map((one) => getComputedStyle(one).borderBottomColor)).size);
    assert.ok(colours > 1, `${colours} colours`);
    if (overlap < 0) return;
    await page.evaluate((hash) => { location.hash = hash; }, `#d${overlap + 1}`);
    await page.waitForFunction((text) => document.querySelector('.column-head h2')?.textContent === text, documents[overlap].id);
    await made(page);
    assert.ok(await page.locator('.reuse.layer .reuse').count() > 0);
  }));

  test('a page without whole texts says what it lacks', () => on(PLACES, { hash: '#d1' }, async (page) => {
    assert.match(await page.locator('.column-head').first().innerText(), /Only the reused places/);
    assert.ok(await page.locator('.gap').count() > 1);
    await page.evaluate(() => { location.hash = '#overview'; });
    assert.match(await page.locator('.remarks').innerText(), /Of 4 documents with findings only the reused places are in this page/);
  }));

  test('a document without findings, and one that does not exist, say so', () => on(SEEDS, { hash: '#d99' }, async (page) => {
    assert.match(await page.locator('main').innerText(), /no such document/);
    const { documents, matches } = await data(page);
    const used = new Set(matches.flatMap(({ a, b }) => [a.document, b.document]));
    const unused = documents.findIndex((_, at) => !used.has(at));
    await page.evaluate((hash) => { location.hash = hash; }, `#d${unused + 1}`);
    await page.locator('.column-head').waitFor();
    assert.match(await page.locator('.column-head').innerText(), /Nothing of this document is in another one/);
  }));

  test('a text of ten megabytes is made as it comes into sight', () => on(HOSTILE, {}, async (page) => {
    const { documents } = await data(page);
    const long = documents.findIndex((one) => one.id === 'long 0');
    // Nothing is made ahead, so that what was made is what was seen.
    await page.evaluate((hash) => { window.requestIdleCallback = () => 0; location.hash = hash; }, `#d${long + 1}`);
    await page.locator('.chosen').first().waitFor();
    await settled(page);
    const chunks = await page.locator('.chunk').count();
    const filled = await page.locator('.chunk:not(:empty)').count();
    assert.ok(chunks > 1000 && filled < 40, `${filled} of ${chunks}`);
  }));
});

describe('documents by documents', () => {
  test('cells say the shares of both ways, and lead to the findings of the pair', () => on(SEEDS, { hash: '#map' }, async (page) => {
    const { documents, findings, matches } = await data(page);
    const rows = page.locator('.matrix-table tbody tr');
    assert.deepEqual(await rows.locator('th').allInnerTexts(), await page.locator('.matrix-table thead th').evaluateAll((all) => all.map((one) => one.textContent)));
    const cell = page.locator('.matrix-table td a').first();
    assert.match(await cell.getAttribute('aria-label'), /^[\d.]+ % of \S+\.txt in \S+\.txt; [\d.]+ % of \S+\.txt in \S+\.txt$/);
    assert.equal(await cell.getAttribute('title'), await cell.getAttribute('aria-label'));
    const [x, y] = /pair=(\d+),(\d+)/.exec(decodeURIComponent(await cell.getAttribute('href'))).slice(1).map((number) => Number(number) - 1);
    await cell.click();
    await page.locator('.count').waitFor();
    const wanted = findings.filter(({ match }) => [x, y].every((at) => [matches[match].a.document, matches[match].b.document].includes(at)));
    assert.equal(await page.locator('.item').count(), wanted.length);
    assert.ok((await page.locator('.pair-filter').innerText()).includes(documents[x].id));
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.waitForFunction((count) => document.querySelector('.count').textContent.startsWith(`${count} `), findings.length);
    assert.equal(await page.locator('.pair-filter').count(), 0);
  }));

  test('the reported shares of a pair stand in both of its cells', () => on(SEEDS, { hash: '#map' }, async (page) => {
    const { shares } = await data(page);
    const [a, b, inA] = shares.find(([x, y]) => x !== y);
    const label = await page.locator(`.matrix-table a[href*="pair=${a + 1}%2C${b + 1}"]`).getAttribute('aria-label');
    const said = (share) => `${100 * share < 10 ? (100 * share).toFixed(1) : (100 * share).toFixed(0)} %`;
    assert.ok(label.startsWith(`${said(inA)} of `), label);
    assert.equal(await page.locator(`.matrix-table a[href*="pair=${b + 1}%2C${a + 1}"]`).count(), 1);
  }));

  test('arrow keys go from cell to cell, of which one is reached by Tab', () => on(SEEDS, { hash: '#map' }, async (page) => {
    assert.equal(await page.locator('.matrix-table [tabindex="0"]').count(), 1);
    await page.locator('.matrix-table td [tabindex="0"]').focus();
    const first = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    await page.keyboard.press('ArrowDown');
    const second = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.ok(second && second !== first);
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), first);
  }));

  test('many documents are grouped by folder, and a group is opened', () => on(FOLDERS, { hash: '#map' }, async (page) => {
    const labels = await page.locator('.matrix-table tbody th').allInnerTexts();
    assert.deepEqual(labels, ['north (25)', 'south (25)']);
    await page.locator('.matrix-table td button').first().click();
    assert.equal(await page.locator('.matrix-table tbody th').count(), 25);
    await page.getByRole('button', { name: 'Back to all documents' }).click();
    assert.equal(await page.locator('.matrix-table tbody th').count(), 2);
  }));
});

describe('time', () => {
  test('documents with dates are on an axis, the earliest first', () => on(MANY, { hash: '#map' }, async (page) => {
    const dates = await page.locator('.timeline-names time').allInnerTexts();
    assert.ok(dates.length > 2);
    assert.deepEqual(dates, [...dates].sort());
    const across = await page.locator('.timeline .dot').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.deepEqual(across, [...across].sort((x, y) => x - y));
    assert.ok(await page.locator('.time-line').count() > 0);
    await page.locator('.timeline-names a').nth(2).focus();
    const [own, all] = [await page.locator('.of-document').count(), await page.locator('.time-line').count()];
    assert.ok(own > 0 && own < all, `${own} of ${all} lines`);
    await page.locator('.timeline details summary').click();
    const arrows = await page.locator('.copies .quiet').allInnerTexts();
    assert.ok(arrows.every((text) => { const [from, to] = text.split(' → '); return from < to; }), arrows[0]);
  }));

  test('without dates there is no axis', () => on(SEEDS, { hash: '#map' }, async (page) => {
    assert.equal(await page.locator('.timeline').count(), 0);
  }));
});

describe('verdicts', () => {
  const saved = async (page, act) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return readFileSync(await download.path(), 'utf8');
  };

  test('keys and buttons decide; the browser keeps it, and the head counts it', () => on(SEEDS, { hash: '#f2' }, async (page) => {
    await page.locator('.verdict-buttons').waitFor();
    await page.keyboard.press('2');
    assert.equal(await page.locator('.verdict[aria-pressed="true"]').innerText(), 'quoted2');
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Finding 3', exact: true }).waitFor();
    await page.getByRole('button', { name: /^real/ }).click();
    assert.match(await page.locator('#verdicts').innerText(), /2 of 11 decided/);
    await page.reload();
    await page.locator('.verdict-buttons').waitFor();
    assert.equal(await page.locator('.verdict[aria-pressed="true"]').innerText(), 'real1');
    await page.keyboard.press('1');
    assert.match(await page.locator('#verdicts').innerText(), /1 of 11 decided/);
    assert.equal(await page.locator('.item .decided').count(), 1);
  }));

  test('the list filters by them', () => on(SEEDS, { hash: '#f2' }, async (page) => {
    await page.locator('.verdict-buttons').waitFor();
    await page.keyboard.press('4');
    await page.getByLabel('dismissed', { exact: true }).check();
    assert.match(await page.locator('.count').innerText(), /^1 of 11/);
    await page.getByLabel('dismissed', { exact: true }).uncheck();
    await page.getByLabel('undecided').check();
    assert.match(await page.locator('.count').innerText(), /^10 of 11/);
    assert.match(page.url(), /verdict=none/);
  }));

  for (const [format, at] of [['JSON', 0], ['CSV', 1]]) {
    test(`they are exported as ${format}, and imported into another browser`, async () => {
      let file = '';
      await on(SEEDS, { hash: '#f2' }, async (page) => {
        await page.locator('.verdict-buttons').waitFor();
        await page.keyboard.press('1');
        await page.locator('.exports summary').click();
        file = await saved(page, () => page.locator('.export-buttons').nth(1).getByRole('button', { name: format }).click());
      });
      assert.ok(file.includes('real'), file);
      await on(SEEDS, { hash: '#findings' }, async (page) => {
        await page.locator('.exports summary').click();
        await page.locator('#import').setInputFiles({ name: `verdicts.${at}`, mimeType: 'text/plain', buffer: Buffer.from(file) });
        await page.getByText('Verdicts imported: 1.').waitFor();
        assert.match(await page.locator('#verdicts').innerText(), /1 of 11 decided/);
        await page.locator('#import').setInputFiles({ name: 'other', mimeType: 'text/plain', buffer: Buffer.from('{"verdicts": 3}') });
        await page.getByText('This file has no verdicts.').waitFor();
      });
    });
  }

  test('those of one report do not show in another one', () => on(SEEDS, { hash: '#f2' }, async (page) => {
    await page.locator('.verdict-buttons').waitFor();
    await page.keyboard.press('1');
    await page.goto(page.url().replace('seeds.html', 'many.html'));
    await page.locator('.verdict-buttons').waitFor();
    assert.equal(await page.locator('.verdict[aria-pressed="true"]').count(), 0);
    assert.ok(await page.locator('#verdicts').isHidden());
  }));

  test('the shown list is exported', () => on(HOSTILE, { hash: '#findings' }, async (page) => {
    await page.locator('.exports summary').click();
    const shown = page.locator('.export-buttons').first();
    const { findings } = await data(page);
    const markdown = await saved(page, () => shown.getByRole('button', { name: 'Markdown' }).click());
    assert.equal(markdown.match(/^## Finding/gm).length, findings.length);
    assert.ok(!/(^|[^\\])<(script|img|b )/.test(markdown), 'markup is escaped');
    assert.ok(!/[\u202e\u0000]/.test(markdown));
    const csv = await saved(page, () => shown.getByRole('button', { name: 'CSV' }).click());
    assert.ok(csv.startsWith('\uFEFFfinding,verdict,level,kind,'));
    assert.ok(csv.includes('"') && csv.endsWith('\r\n'));
  }));
});

describe('small things', () => {
  test('what was searched for is marked in the list and in the text', () => on(SEEDS, { hash: '#f1' }, async (page) => {
    await page.locator('#search').fill('社区建设');
    const marked = () => page.evaluate(() => [...CSS.highlights.get('hits')].map((range) => ({ text: range.toString(), inRows: Boolean(range.startContainer.parentElement.closest('.rows')) })));
    await page.waitForFunction(() => CSS.highlights.get('hits').size > 3);
    const found = await marked();
    assert.ok(found.every((one) => one.text === '社区建设'));
    assert.ok(found.some((one) => one.inRows) && found.some((one) => !one.inRows));
    await page.locator('#search').blur();
    await page.keyboard.press('n');
    await page.waitForFunction(() => !location.hash.startsWith('#f1?') && [...CSS.highlights.get('hits')].some((range) => range.startContainer.parentElement?.closest('.detail')));
    await page.locator('#search').fill('');
    assert.equal((await marked()).length, 0);
  }));

  test('findings beyond eight have colours of their own', () => on(MANY, { hash: '#findings' }, async (page) => {
    const colours = await page.evaluate(() => Array.from({ length: 24 }, (_, number) => {
      const probe = document.createElement('i');
      probe.className = `tone-${number}`;
      document.body.append(probe);
      probe.style.setProperty('color', 'var(--tone)');
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return colour;
    }));
    assert.equal(new Set(colours).size, 24);
  }));

  test('the list of orders is wide enough for its words', async () => {
    for (const width of [400, 1400]) {
      await on(SEEDS, { hash: '#findings', width }, async (page) => {
        const select = page.getByLabel('Sort by');
        const [needed, is] = await select.evaluate((node) => {
          const probe = document.createElement('span');
          probe.textContent = node.selectedOptions[0].textContent;
          probe.style.setProperty('font', getComputedStyle(node).font);
          document.body.append(probe);
          const { width } = probe.getBoundingClientRect();
          probe.remove();
          return [width, node.clientWidth];
        });
        assert.ok(is >= needed + 24, `${is} for ${needed}`);
      });
    }
  });

  /** The colours of all elements, when nothing is on its way from one colour to another. */
  const colours = async (page) => {
    await page.waitForFunction(() => [...document.querySelectorAll('.chunk')].every((chunk) => chunk.childNodes.length > 0));
    return page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
      return [...document.querySelectorAll('body, body *')].filter((one) => !['SCRIPT', 'STYLE'].includes(one.tagName) && !one.closest('.tools'))
        .map((one) => { const { color, backgroundColor, borderBottomColor, stroke } = getComputedStyle(one); return `${one.className?.baseVal ?? one.className} ${color} ${backgroundColor} ${borderBottomColor} ${stroke}`; });
    });
  };
  for (const hash of ['#overview', '#map', '#f3', '#d1']) {
    test(`a switch of the theme leaves no colour of the other one, ${hash}`, async () => {
      const fresh = {};
      for (const colorScheme of ['light', 'dark']) await on(SEEDS, { hash, colorScheme }, async (page) => { fresh[colorScheme] = await colours(page); });
      assert.notDeepEqual(fresh.light, fresh.dark);
      await on(SEEDS, { hash, colorScheme: 'dark' }, async (page) => {
        await page.locator('#theme').click();
        assert.deepEqual(await colours(page), fresh.light);
        await page.locator('#theme').click();
        assert.deepEqual(await colours(page), fresh.dark);
        await page.locator('#theme').click();
        await page.emulateMedia({ colorScheme: 'light' });
        assert.deepEqual(await colours(page), fresh.light);
      });
    });
  }

  test('a text that is read is printed whole, with its places', () => on(SEEDS, { hash: '#d1' }, async (page) => {
    const { documents } = await data(page);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const source = readFileSync(join(process.env.LEITONG_SEEDS, documents[0].id), 'utf8');
    const printed = await page.locator('#paper').evaluate((paper) => [...paper.querySelectorAll('.text')].map((one) => one.textContent).join(''));
    assert.equal(squeezed(printed), squeezed(source));
    assert.ok(await page.locator('#paper .reuse').count() > 0);
  }));
});

describe('hostile documents', () => {
  const views = ['', '#map', '#findings', '#f1', '#f2', '#f3', '#f4', ...Array.from({ length: 8 }, (_, at) => `#d${at + 1}`)];

  test('nothing of them runs, and nothing of the page breaks', async () => {
    for (const hash of views) {
      await on(HOSTILE, { hash }, async (page) => {
        assert.equal(await page.evaluate(() => window.stolen), undefined);
        const made = await page.evaluate(() => document.querySelectorAll('main script, main img, main iframe, main style, body > :not(a, header, main, p, noscript, script)').length);
        assert.equal(made, 0, hash);
        assert.ok(await page.locator('main').innerText() !== '');
      });
    }
  });

  test('their text is shown as text', () => on(HOSTILE, { hash: '#findings' }, async (page) => {
    await page.locator('#search').fill('</script><script>');
    assert.match(await page.locator('.count').innerText(), /^[1-9]/);
    const { findings, documents } = await data(page);
    assert.ok(documents.some((document) => document.id.includes('<img src=x onerror=')));
    let shown = '';
    for (const number of findings.keys()) {
      await page.evaluate((hash) => { location.hash = hash; }, `#f${number + 1}`);
      await page.waitForFunction((title) => document.title.startsWith(title), `Finding ${num(number + 1)} `);
      shown += await page.locator('.detail').innerText();
    }
    for (const text of ["</script><script>window.stolen=1</script>", '<!--', ']]>', '␀', 'U+202E', '<img src=x onerror=']) {
      assert.ok(shown.includes(text), text);
    }
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u0000]/.test(shown), 'no override reaches the page');
  }));

  test('their whole texts and names are shown as text', () => on(HOSTILE, {}, async (page) => {
    const { documents } = await data(page);
    let shown = '';
    for (const [at, { id }] of documents.entries()) {
      if (id.startsWith('long')) continue;
      await page.evaluate((hash) => { location.hash = hash; }, `#d${at + 1}`);
      await page.waitForFunction((number) => document.querySelector('.reading-bar select')?.value === String(number), at);
      await page.locator('.chunk:not(:empty) p').first().waitFor();
      shown += await page.locator('main').innerText();
      shown += (await page.locator('main [title]').evaluateAll((all) => all.map((one) => one.title))).join('');
      shown += await page.title();
    }
    for (const text of ["</script><script>window.stolen=1</script>", '␀', 'U+202E', '<img src=x onerror=', '<b onclick=', '{{7*7}}', '𠀀𠀁']) {
      assert.ok(shown.includes(text), text);
    }
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u0000]/.test(shown), 'no override reaches the page');
    await page.evaluate(() => { location.hash = '#map'; });
    await page.locator('.matrix-table').waitFor();
    assert.ok((await page.locator('.matrix-table').innerText()).includes('<img src=x'));
    assert.ok(!/[\u202a-\u202e]/.test(await page.locator('.matrix-table').evaluate((table) => table.outerHTML)));
  }));

  test('a line of ten megabytes is opened piece by piece', () => on(HOSTILE, {}, async (page) => {
    const { findings, matches } = await data(page);
    const number = findings.findIndex((one) => matches[one.match].a.end - matches[one.match].a.start > 3_000_000);
    assert.ok(number >= 0);
    await page.evaluate((hash) => { location.hash = hash; }, `#f${number + 1}`);
    await page.locator('.row').first().waitFor();
    assert.ok(await page.locator('.row').count() < 500);
  }));

  test('the policy of the page allows its own script and style, and nothing else', () => on(HOSTILE, {}, async (page) => {
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
    const blocked = await page.evaluate(() => new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.stolen = 1' }));
    }));
    assert.equal(blocked, 'script-src-elem');
    assert.equal(await page.evaluate(() => window.stolen), undefined);
  }).catch((error) => {
    // The browser tells that it blocked the script; that is what the test wants.
    if (!/violates the following Content Security Policy/.test(String(error.actual ?? error))) throw error;
  }));
});

describe('what was removed', () => {
  test('each passage counts once, and only settings that find passages are told', () => on(REMOVED, {}, async (page) => {
    assert.match(await page.locator('.headline .hint').innerText(), /^1,010 of 1,010 removals are listed here, 1,000 of them with their texts/);
    const settings = await page.locator('.run th').allInnerTexts();
    assert.deepEqual(settings, ['least similarity', 'levels', 'least length in ideographs', 'traditional = simplified']);
  }));

  test('a text that is not in the page is not shown as that of what is kept', () => on(REMOVED, { hash: '#f1' }, async (page) => {
    const heads = page.locator('.member');
    assert.match(await heads.first().innerText(), /variant A[^]*kept/);
    assert.match(await heads.nth(1).innerText(), /variant B[^]*removed/);
    assert.match(await heads.nth(2).innerText(), /variant B[^]*removed/);
    assert.match(await heads.nth(3).innerText(), /variant C[^]*removed/);
    for (const [member, isThere] of [[1, true], [1000, true], [1001, false], [1010, false]]) {
      await page.evaluate((number) => { location.hash = `#f1.${number}`; }, member);
      await page.locator('.pair').waitFor();
      await page.waitForFunction((id) => document.querySelector('.sides').innerText.includes(id), String(member - 1));
      const text = await page.locator('.pair').innerText();
      assert.equal(/The text of this place is not in the report/.test(text), !isThere, `${member}: ${text}`);
      assert.equal(/No differences|of the text/.test(text), false, text);
    }
  }));

  test('a covered record is shown with all that covers it, each passage beside its place', () => on(COVERED, { hash: '#f1' }, async (page) => {
    const heads = page.locator('.member');
    assert.equal(await heads.count(), 3);
    for (const [at, told] of [/digest[^]*removed/, /north[^]*kept/, /south[^]*kept/].entries()) {
      const text = await heads.nth(at).innerText();
      assert.match(text, told);
      assert.equal(/variant|not in the report/.test(text), false, text);
    }
    const whole = squeezed(await heads.first().locator('.text').innerText());
    const parts = [];
    for (const member of [1, 2]) {
      await page.evaluate((number) => { location.hash = `#f1.${number}`; }, member);
      await page.waitForFunction((id) => document.querySelector('.sides')?.innerText.includes(id), ['north', 'south'][member - 1]);
      assert.match(await page.locator('.sides').innerText(), /kept[^]*digest[^]*removed/);
      assert.match(await page.locator('.pair').innerText(), /All passages of the record/);
      parts.push(await page.locator('.pair .row .text').nth(1).innerText());
    }
    assert.equal(parts.map(squeezed).join('').replaceAll('。', ''), whole.replaceAll('。', ''));
  }));
});

describe('for everybody', () => {
  const cases = [
    ['overview', SEEDS, ''], ['matrix', SEEDS, '#map'], ['timeline', MANY, '#map'], ['folders', FOLDERS, '#map'], ['list', SEEDS, '#findings'],
    ['texts', SEEDS, '#d1'], ['text beside text', MANY, '#d1'], ['places', PLACES, '#d1'], ['verdict', SEEDS, '#f3?verdict=none&pair=1,4'],
    ['side by side', SEEDS, '#f3'], ['family', SEEDS, '#f10'],
  ];
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [400, 1400]) {
      test(`axe finds nothing, ${colorScheme}, ${width} pixels`, async () => {
        for (const [view, path, hash] of cases) {
          await on(path, { hash, width, colorScheme }, async (page) => {
            await page.evaluate(AXE);
            const found = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES);
            const told = found.violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map((node) => node.html.slice(0, 120) + ' ' + node.any.map((one) => one.message).join()).slice(0, 3).join(' | ')}`);
            assert.deepEqual(told, []);
          });
        }
      });
    }
  }
});
