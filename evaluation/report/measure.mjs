// Measures how fast a report is in a browser: node evaluation/report/measure.mjs report.html
//
// Prints its size, the times of the first paint and of the first view, and the times of filters,
// findings and the map, from the event until the next frame is drawn (median and maximum).

import { statSync } from 'node:fs';

import { launch, open } from '../../tests/browser/browser.mjs';

const [file, rounds = 7] = process.argv.slice(2);
const browser = await launch();

/** Milliseconds from the start of `act` in the page until its changes are drawn. */
async function drawn(page, act, argument) {
  return page.evaluate(async ([source, value]) => {
    const begin = performance.now();
    const Steps = Object.getPrototypeOf(async () => {}).constructor;
    await new Steps('value', source)(value);
    await new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    }));
    return performance.now() - begin;
  }, [act, argument]);
}

/** Steps that write a value into the input of a selector. */
const write = (selector) => `
  const box = document.querySelector('${selector}');
  box.value = value;
  box.dispatchEvent(new Event('input', { bubbles: true }));`;

const SEARCH = write('#search');
const LENGTH = write('input[type=number]');
const OPEN = `await new Promise((done) => {
  addEventListener('hashchange', done, { once: true });
  location.hash = value;
});`;

/** The median and the maximum in words. */
function summary(times) {
  const sorted = [...times].sort((x, y) => x - y);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms (most ${sorted.at(-1).toFixed(0)})`;
}

const starts = [];
for (let round = 0; round < rounds; round++) {
  const { page, close } = await open(browser, file);
  starts.push(await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    shown: performance.getEntriesByName('leitong-shown')[0].startTime,
  })));
  await close();
}

const { page } = await open(browser, file, { hash: '#findings' });
await page.waitForTimeout(3000);
const { findings, documents } = await page.evaluate(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  return { findings: data.findings.length, documents: data.documents.length };
});

/** The times of `act` for each value. */
async function over(act, values) {
  const times = [];
  for (const value of values) times.push(await drawn(page, act, value));
  return times;
}

const several = Math.min(20, findings);
const numbers = Array.from(
  { length: several },
  (_, at) => `#f${1 + Math.floor((at * findings) / several)}`,
);
const searches = await over(SEARCH, ['社', '社区', '没有这样的文字', '文', '学习思想', '']);
const lengths = await over(LENGTH, ['30', '60', '100', '']);
const opened = await over(OPEN, numbers);
const maps = await over(OPEN, ['#map', '#overview', '#map', '#overview']);

const megabytes = (statSync(file).size / 1e6).toFixed(1);
console.log(`${file}: ${megabytes} MB, ${documents} documents, ${findings} findings`);
console.log(`first paint          ${summary(starts.map((one) => one.paint))}`);
console.log(`first view shown     ${summary(starts.map((one) => one.shown))}`);
console.log(`search in all text   ${summary(searches)}`);
console.log(`filter by length     ${summary(lengths)}`);
console.log(`open a finding       ${summary(opened)}`);
console.log(`map and overview     ${summary(maps)}`);
await browser.close();
