// How quick a report is in a browser: node benches/report/measure.mjs report.html
//
// Prints its size, when it is first painted and when its first view is shown, and how long filters, findings and the map take, from the
// event until the next frame is drawn (median and most of several).

import { statSync } from 'node:fs';

import { launch, open } from '../../tests/browser/browser.mjs';

const [file, rounds = 7] = process.argv.slice(2);
const browser = await launch();

/** Runs `act` in the page and waits until what it changed is drawn: milliseconds. */
async function drawn(page, act, argument) {
  return page.evaluate(async ([source, value]) => {
    const begin = performance.now();
    const Steps = Object.getPrototypeOf(async () => {}).constructor;
    await new Steps('value', source)(value);
    await new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
    return performance.now() - begin;
  }, [act, argument]);
}

const SEARCH = "const box = document.getElementById('search'); box.value = value; box.dispatchEvent(new Event('input', { bubbles: true }));";
const LENGTH = "const box = document.querySelector('input[type=number]'); box.value = value; box.dispatchEvent(new Event('input', { bubbles: true }));";
const OPEN = 'await new Promise((done) => { addEventListener("hashchange", done, { once: true }); location.hash = value; });';

function told(times) {
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
const over = async (act, values) => { const times = []; for (const value of values) times.push(await drawn(page, act, value)); return times; };
const several = Math.min(20, findings);
const numbers = Array.from({ length: several }, (_, at) => `#f${1 + Math.floor((at * findings) / several)}`);
const searches = await over(SEARCH, ['社', '社区', '没有这样的文字', '文', '学习思想', '']);
const lengths = await over(LENGTH, ['30', '60', '100', '']);
const opened = await over(OPEN, numbers);
const maps = await over(OPEN, ['#map', '#overview', '#map', '#overview']);

console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB, ${documents} documents, ${findings} findings`);
console.log(`first paint          ${told(starts.map((one) => one.paint))}`);
console.log(`first view shown     ${told(starts.map((one) => one.shown))}`);
console.log(`search in all text   ${told(searches)}`);
console.log(`filter by length     ${told(lengths)}`);
console.log(`open a finding       ${told(opened)}`);
console.log(`map and overview     ${told(maps)}`);
await browser.close();
