// Tries the page of a server by hand: `node served.mjs URL [--screenshots FOLDER]`. See bench/serve/README.md.
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
  console.error('node served.mjs [--screenshots FOLDER] URL');
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
    failures.push(`${name}: axe: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
  }
  if (options.screenshots) {
    mkdirSync(options.screenshots, { recursive: true });
    await page.screenshot({ path: join(options.screenshots, name + '.png'), fullPage: true });
  }
}

/** Presses a button; the answer is what it says when it is there. */
async function press(page, button, name, expected) {
  await page.click('#' + button);
  try {
    await page.waitForSelector('#answer ' + expected, { timeout: 60_000 });
    if (button === 'write') await page.waitForSelector('#stop', { state: 'hidden', timeout: 60_000 });
  } catch (late) {
    failures.push(`${name}: ${button} gives no ${expected}: ${await page.innerText('#answer')}`);
  }
  await look(page, `${name}-${button}`);
}

const models = (await (await fetch(new URL('v1/models', url))).json()).models;
for (const width of [1280, 390]) {
  const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) failures.push('console: ' + message.text());
  });
  page.on('pageerror', error => failures.push('error: ' + error.message));
  await page.goto(url, { waitUntil: 'networkidle' });
  for (const model of models) {
    const name = `${model.name}-${width}`;
    await page.selectOption('#model', model.name);
    await page.waitForLoadState('networkidle');
    await press(page, 'ask', name, model.task === 'forecast' ? 'svg' : 'table');
    if (model.actions.includes('explain')) await press(page, 'why', name, 'mark');
    if (model.actions.includes('generate')) await press(page, 'write', name, '.written');
  }
}
await browser.close();
failures.forEach(failure => console.log(failure));
console.log(`${models.length} models, ${failures.length} failures`);
process.exit(failures.length > 0 ? 1 : 0);
