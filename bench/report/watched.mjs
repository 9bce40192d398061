// Follows a training in a browser: `node watched.mjs [--screenshots FOLDER] URL`, while `sluice train --watch` runs. See README.md.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { values: options, positionals: [url] } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } }
});
if (!url) {
  console.error('node watched.mjs [--screenshots FOLDER] URL');
  process.exit(2);
}
const failures = [];
const browser = await chromium.launch({
  executablePath: options.chromium, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
});

async function look(page, name) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) failures.push(`${name}: is ${wider} pixels wider than the window`);
  const found = await page.evaluate(axe + '; axe.run(document, { resultTypes: ["violations"] })');
  for (const violation of found.violations) {
    if (['serious', 'critical'].includes(violation.impact)) {
      failures.push(`${name}: axe: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
    }
  }
  if (options.screenshots) {
    mkdirSync(options.screenshots, { recursive: true });
    await page.screenshot({ path: join(options.screenshots, name + '.png'), fullPage: true });
  }
}

/** How many controls the Tab key reaches. */
async function reached(page) {
  const seen = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => {
      const at = document.activeElement;
      return at.id || at.getAttribute('aria-label') || at.textContent;
    }));
  }
  return seen;
}

const pages = [];
for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const name = `watch-${width}-${scheme}`;
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) failures.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', error => failures.push(`${name}: error: ${error.message}`));
  page.on('dialog', dialog => { failures.push(`${name}: a script of the data ran: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url)) failures.push(`${name}: asks for ${request.url()}`);
  });
  await page.goto(url);
  pages.push({ page, name, context });
}
for (const { page, name } of pages) {
  await page.waitForSelector('#curve-loss svg', { timeout: 300_000 });
  await look(page, name + '-running');
}
const controls = await reached(pages[0].page);
for (const expected of ['lines', 'The numbers of this chart as a table', 'Download this chart as PNG']) {
  if (!controls.has(expected)) failures.push('the Tab key does not reach: ' + expected);
}
for (const { page, name, context } of pages) {
  await page.waitForFunction(() => document.getElementById('connection').textContent.startsWith('The training has ended'),
    null, { timeout: 600_000 });
  await page.waitForSelector('#runs a[href^="blob:"]', { timeout: 10_000 });
  await look(page, name + '-ended');
  const [report] = await Promise.all([context.waitForEvent('page'), page.click('#runs a')]);
  report.on('console', message => {
    if (['error', 'warning'].includes(message.type())) failures.push(`${name}: report: console: ${message.text()}`);
  });
  report.on('pageerror', error => failures.push(`${name}: report: ${error.message}`));
  await report.waitForSelector('#curve-loss svg', { timeout: 30_000 });
}
await browser.close();
failures.forEach(failure => console.log(failure));
console.log(`${pages.length} pages, ${failures.length} failures`);
process.exit(failures.length > 0 ? 1 : 0);
