// A browser for tests and measurements: Chromium from the system, no network.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  if (!found) throw new Error(`none of ${NAMES.join(', ')} is here`);
  return found;
}

export function launch() {
  // Root has no sandbox, and some containers little shared memory; the pages are our own.
  return chromium.launch({ executablePath: installed(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Opens a file, and keeps what it complains of, asks for or does that a report must not do. */
export async function open(browser, file, { hash = '', width = 1400, height = 900, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => request.resourceType() !== 'document' && faults.push(`request: ${request.url()}`));
  await page.goto(pathToFileURL(file).href + hash);
  await page.waitForFunction(() => performance.getEntriesByName('leitong-shown').length > 0);
  return { page, faults, close: () => context.close() };
}
