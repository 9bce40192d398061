// Writes a config as somebody does who knows nothing of it: by choosing among what the editor offers.
// `npm run walk` writes docs/from-an-empty-file.md anew; the check notices when it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { close, completions, hover, root } from './editor.mjs';

export const walkThrough = join(root, 'docs/from-an-empty-file.md');

// `choose` takes an offer, `type` writes over what it left open, `press` goes to a new line.
const steps = [
  { say: 'The file is empty. Ctrl+Space shows what it may hold; choose `name`, and give one.', choose: 'name', over: 'reviews', type: 'my-reviews' },
  { say: 'On the next line, `data`.', press: '\n', choose: 'data' },
  { say: 'Where the rows come from:', choose: 'source', over: 'reviews.csv', type: 'data/reviews.csv' },
  { say: 'What goes into the network:', press: '\n  ', choose: 'input' },
  { press: '\n    ', choose: 'text', say: 'The editor offers the kinds of input. Reviews are `text`, in a column of the file:', type: 'review', over: 'column:' },
  { say: 'What comes out:', press: '\n  ', choose: 'target' },
  { press: '\n    ', choose: 'class', say: 'The sentiment is a `class`:', type: 'sentiment', over: 'column:' },
  { say: 'A part of the rows should be kept for the test:', press: '\n  ', choose: 'split' },
  { choose: 'test', say: 'Choose the part `test`:' },
  { choose: 'share', say: 'and a `share` of the rows, which the editor proposes:' },
  { say: 'The network is a list of layers:', press: '\n', choose: 'network' },
  { choose: 'embedding', say: 'Words become vectors by an `embedding`:', type: '32', over: 'size:' },
  { press: '\n  - ', choose: 'lstm', say: 'and an `lstm` reads them:', type: '32', over: 'units:' },
  { say: 'How long to train:', press: '\n', choose: 'training' },
  { choose: null, say: 'Another optimizer? After `optimizer:`, the editor lists them:', press: '\n  optimizer: ' },
  { choose: 'adam', say: 'The name alone keeps all defaults.', quiet: true },
];

export async function walk() {
  let text = '';
  const page = [];
  for (const step of steps) {
    text = step.press ? text.trimEnd() + step.press : text;
    const offers = await completions(text + '|');
    page.push(step.say, '');
    if (!step.quiet) {
      page.push('| offered | meaning |', '|---|---|', ...table(offers), '');
    }
    if (step.choose) {
      const chosen = offers.find(offer => offer.label === step.choose);
      if (!chosen) throw new Error(`no ${step.choose} after\n${text}|`);
      text = written(text, chosen, step);
      page.push('```yaml', section(text), '```', '');
    }
  }
  const explained = await hover(text.replace('max_length', 'max_|length'));
  return readFileSync(walkThrough, 'utf8').replace(
    /(<!-- written by npm run walk -->\n)[^]*(?=<!-- end -->)/,
    (_, start) => start + '\n' + page.join('\n') + '\nWith the pointer on `max_length`, the editor says:\n\n'
      + explained.replace(/\n*Source:.*$/s, '').trim().split('\n').map(line => ('> ' + line).trimEnd()).join('\n')
      + '\n\n## The whole\n\n```yaml\n' + shown(text) + '\n```\n\n');
}

// The lines since the last key of the top level.
const section = text => shown(text).split(/\n(?=\w)/).at(-1);

const shown = text => text.replace(/ +$/gm, '').trimEnd();

function table(offers) {
  const seen = new Map();
  for (const offer of offers) {
    const doc = (offer.documentation?.value ?? offer.documentation ?? '').split('\n')[0];
    if (!doc.startsWith('```') && (offer.kind !== undefined) && !(seen.get(offer.label))) seen.set(offer.label, doc);
  }
  return [...seen].map(([label, doc]) => `| \`${label}\` | ${doc.replaceAll('|', '\\|')} |`);
}

// As an editor does: later lines get the indentation of the first, a placeholder its proposal.
function written(text, offer, step) {
  const indentation = text.slice(text.lastIndexOf('\n') + 1).match(/^ */)[0];
  const inserted = (offer.textEdit?.newText ?? offer.insertText)
    .replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d+/g, '')
    .replaceAll('\n', '\n' + indentation);
  if (step.type === undefined) return text + inserted;
  const typed = step.over.endsWith(':')
    ? inserted.replace(new RegExp(`${step.over}.*`), `${step.over} ${step.type}`) // over a proposal, too
    : inserted.replace(step.over, step.type);
  return text + typed;
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(walkThrough, await walk());
  close();
}
