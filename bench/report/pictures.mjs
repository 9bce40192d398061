// Takes the pictures of docs/report: `node pictures.mjs FOLDER CLASSES_REPORT FORECASTS_REPORT`. See README.md.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, classes, forecasts] = process.argv.slice(2);
if (!forecasts) {
  console.error('node pictures.mjs FOLDER CLASSES_REPORT FORECASTS_REPORT');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

async function picture(name, report, [width, height], scheme, section) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve(report)).href + (section ? '#section-' + section : ''));
  await page.waitForTimeout(1000); // charts are drawn
  await page.screenshot({ path: join(folder, name + '.png') });
  await context.close();
}

await picture('summary', classes, [1100, 720], 'light');
await picture('probabilities', classes, [1100, 800], 'light', 'probabilities');
await picture('forecast-dark', forecasts, [1100, 800], 'dark', 'forecasts');
await picture('phone-dark', classes, [390, 844], 'dark');
await browser.close();
