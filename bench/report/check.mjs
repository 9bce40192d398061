// Opens reports in headless Chromium, wide and on a phone, light, dark and printed. See README.md.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const MOST_BYTES = 2_000_000;
const MOST_TABS = 400; // presses of the key, more than any page has controls to reach
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { values: options, positionals: reports } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } }
});
if (reports.length === 0) {
  console.error('node check.mjs [--screenshots FOLDER] REPORT...');
  process.exit(2);
}

const failures = [];
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
});

async function opened(report, width, scheme) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce', acceptDownloads: true
  });
  const page = await context.newPage();
  const problems = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) {
      problems.push('console: ' + message.text());
    }
  });
  page.on('pageerror', error => problems.push('error: ' + error.message));
  page.on('dialog', dialog => { problems.push('a script of the data ran: ' + dialog.message()); dialog.dismiss(); });
  page.on('request', request => {
    if (!/^(blob|data):/.test(request.url()) && request.url() !== pathToFileURL(report).href) {
      problems.push('asks for ' + request.url());
    }
  });
  await page.goto(pathToFileURL(report).href);
  return { context, page, problems };
}

/** Everything folded opened, so that all of it is looked at. */
const unfold = page => page.evaluate(() =>
  document.querySelectorAll('details').forEach(details => { details.open = true; }));

async function looked(report, width, scheme) {
  const { context, page, problems } = await opened(report, width, scheme);
  const wider = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) {
    problems.push(`is ${wider} pixels wider than the window`);
  }
  if (options.screenshots) {
    mkdirSync(options.screenshots, { recursive: true });
    const name = `${basename(dirname(report))}-${width}-${scheme}.png`;
    await page.screenshot({ path: join(options.screenshots, name), fullPage: true });
  }
  await unfold(page);
  const found = await page.evaluate(axe + '; axe.run(document, { resultTypes: ["violations"] })');
  for (const violation of found.violations) {
    if (['serious', 'critical'].includes(violation.impact)) {
      problems.push(`axe: ${violation.id}: ${violation.nodes.length} such as ${violation.nodes[0].html.slice(0, 200)}`);
    }
  }
  await context.close();
  return problems;
}

/** Every control is reached by the Tab key, is seen then, and does something by Enter. */
async function byKeyboard(report) {
  const { context, page, problems } = await opened(report, 1280, 'light');
  await unfold(page);
  const wanted = await page.evaluate(() => {
    const controls = [...document.querySelectorAll('a[href], button, select, input, summary')]
      .filter(control => !control.disabled && control.getClientRects().length > 0);
    controls.forEach((control, i) => { control.dataset.number = i; });
    return controls.length;
  });
  const reached = new Set();
  const most = Math.min(MOST_TABS, 2 * wanted + 50);
  for (let i = 0; i < most && reached.size < wanted; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const control = document.activeElement;
      return { number: control.dataset.number, outline: getComputedStyle(control).outlineStyle,
        html: control.outerHTML.slice(0, 120) };
    });
    if (at.number !== undefined) {
      reached.add(at.number);
      if (at.outline === 'none') {
        problems.push('the focus is not to be seen on ' + at.html);
      }
    }
  }
  if (reached.size < Math.min(wanted, MOST_TABS / 2)) {
    problems.push(`the Tab key reaches ${reached.size} of ${wanted} controls`);
  }
  const sorting = page.locator('thead button').first();
  if (await sorting.count() > 0) {
    await sorting.focus();
    await page.keyboard.press('Enter');
    if (await page.locator('th[aria-sort]').count() !== 1) {
      problems.push('Enter does not sort');
    }
  }
  const table = page.locator('figure button[aria-expanded]').first();
  if (await table.count() > 0) {
    await table.focus();
    await page.keyboard.press('Enter');
    if (await page.locator('figure .scroll table').count() !== 1) {
      problems.push('Enter does not show the numbers of a chart');
    }
  }
  await context.close();
  return problems;
}

async function saved(report) {
  const { context, page, problems } = await opened(report, 1280, 'light');
  const head = async button => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return readFileSync(await download.path());
  };
  const png = page.getByRole('button', { name: 'Download this chart as PNG' }).first();
  if (await png.count() > 0 && (await head(png)).subarray(1, 4).toString() !== 'PNG') {
    problems.push('a chart is saved as something else than a PNG');
  }
  const csv = page.locator('.table button', { hasText: 'CSV' }).first();
  const text = (await head(csv)).toString('utf8');
  if (!text.startsWith('\ufeff') || !text.includes('\r\n') || text.split('\r\n')[0].split(',').length < 2) {
    problems.push('a table is saved as ' + JSON.stringify(text.slice(0, 80)));
  }
  await context.close();
  return problems;
}

async function printed(report) {
  const { context, page, problems } = await opened(report, 1280, 'dark');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (paper !== 'rgb(255, 255, 255)') {
    problems.push('prints on ' + paper);
  }
  const folded = await page.locator('details:not([open])').count();
  if (folded > 0) {
    problems.push(`prints without ${folded} folded parts`);
  }
  if (options.screenshots) {
    await page.pdf({ path: join(options.screenshots, basename(dirname(report)) + '.pdf'), format: 'A4' });
  }
  await context.close();
  return problems;
}

for (const given of reports) {
  const report = resolve(given);
  const tell = (what, problems) => {
    console.log(`${problems.length ? 'FAIL' : 'ok  '} ${given}: ${what}`);
    problems.forEach(problem => console.log('     ' + problem));
    failures.push(...problems);
  };
  const bytes = statSync(report).size;
  tell(`${bytes} bytes`, bytes < MOST_BYTES ? [] : ['is too large']);
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark']) {
      tell(`${width} pixels, ${scheme}`, await looked(report, width, scheme));
    }
  }
  tell('by keyboard', await byKeyboard(report));
  tell('saved', await saved(report));
  tell('printed', await printed(report));
}
await browser.close();
process.exit(failures.length ? 1 : 0);
