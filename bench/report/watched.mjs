// Follows a training in a browser: `node watched.mjs [--screenshots FOLDER] URL`, while `sluice train --watch` runs. See README.md.
import { browser, failures, finish, listen, look, url } from './page.mjs';

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
  listen(page, name);
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
  listen(report, `${name}: report`);
  await report.waitForSelector('#curve-loss svg', { timeout: 30_000 });
}
await finish(`${pages.length} pages`);
