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
const [SEEDS, HOSTILE, MANY] = ['seeds.html', 'hostile.html', 'many.html'].map(file);

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
    assert.match(first, /4,255/);
    const box = await page.locator('.card').first().boundingBox();
    assert.ok(box.y + box.height < 900, 'without scrolling');
    assert.match(await page.locator('.totals').innerText(), /5 documents, 18 speeches, 66,974 characters/);
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
    const hash = () => new URL(page.url()).hash;
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
    assert.match(hash(), /^#f2\?q=npn$/);
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
    assert.ok(await page.locator('canvas').isVisible());
    const painted = await page.locator('canvas').evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0));
    assert.ok(painted);
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
      for (const hash of ['', '#map', '#findings', '#f1']) {
        await on(SEEDS, { hash, width }, async (page) => {
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, hash);
        });
      }
    });
  }
});

describe('hostile documents', () => {
  const views = ['', '#map', '#findings', '#f1', '#f2', '#f3', '#f4'];

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

describe('for everybody', () => {
  const cases = [
    ['overview', SEEDS, ''], ['map', SEEDS, '#map'], ['heat map', MANY, '#map'], ['list', SEEDS, '#findings'],
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
