// What the scripts that look at a page of a server have in common.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { values: options, positionals: [address] } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } }
});
if (!address) {
  console.error(`node ${basename(process.argv[1])} [--screenshots FOLDER] URL`);
  process.exit(2);
}

export const url = address;
export const failures = [];
export const browser = await chromium.launch({
  executablePath: options.chromium, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
});

/** Notes what a page complains of. */
export function listen(page, name) {
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) failures.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', error => failures.push(`${name}: error: ${error.message}`));
  page.on('dialog', dialog => { failures.push(`${name}: a script of the data ran: ${dialog.message()}`); dialog.dismiss(); });
}

export async function look(page, name) {
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

/** Prints all failures and ends the program. */
export async function finish(what) {
  await browser.close();
  failures.forEach(failure => console.log(failure));
  console.log(`${what}, ${failures.length} failures`);
  process.exit(failures.length > 0 ? 1 : 0);
}
