// Tries the page of a server by hand: `node served.mjs URL [--screenshots FOLDER]`. See bench/serve/README.md.
import { browser, failures, finish, listen, look, url } from './page.mjs';

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
  listen(page, `page-${width}`);
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
await finish(`${models.length} models`);
