// Completion and hover in a config, the walk-through, and the verdict on every broken config beside
// that of the program. See README.md.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { close, completions, hover, open, root } from './editor.mjs';
import { walk, walkThrough } from './walk.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const golden = join(root, 'src/test/resources/golden/config');

const failures = [];
function expect(what, found, wanted) {
  const missing = wanted.filter(word => !found.includes(word));
  console.log(`${missing.length ? 'FAIL' : 'ok  '} ${what}: ${missing.length ? 'without ' + missing.join(', ') : wanted.join(', ')}`);
  if (missing.length) {
    failures.push(what);
    console.log('     found: ' + JSON.stringify(found).slice(0, 600));
  }
}

async function completes(what, marked, wanted) {
  expect(`completes ${what}`, (await completions(marked)).map(item => item.label), wanted);
}

async function explains(what, marked, wanted) {
  expect(`explains ${what}`, await hover(marked), wanted);
}

console.log('completion and hover');
await completes('the keys of an empty file', '|', ['name', 'data', 'network', 'training', 'evaluation', 'seed']);
await completes('a section', 'training:\n  |', ['epochs', 'batch_size', 'optimizer', 'early_stopping']);
await completes('the kinds of a layer', 'network:\n  - |', ['embedding', 'lstm', 'dense', 'pooling']);
await completes('the parts of a network that writes', 'network:\n  |', ['encoder', 'decoder', 'attention']);
await completes('the layers of a decoder', 'network:\n  encoder: []\n  decoder:\n    - |', ['embedding', 'gru']);
await completes('the kinds of attention', 'network:\n  encoder: []\n  attention: |', ['additive', 'dot', 'general']);
await completes('the keys of a layer', 'network:\n  - lstm:\n      |', ['units', 'dropout', 'return_sequences']);
await completes('the words of an activation', 'network:\n  - dense:\n      units: 3\n      activation: |', ['relu', 'tanh', 'gelu']);
await completes('the optimizers', 'training:\n  optimizer: |', ['adam', 'sgd']);
await completes('the optimizers as keys', 'training:\n  optimizer:\n    |', ['adam', 'sgd']);
await completes('the keys of an optimizer', 'training:\n  optimizer:\n    adam:\n      |', ['learning_rate', 'beta1']);
await completes('metrics', 'evaluation:\n  metrics:\n    - |', ['mae', 'accuracy']);
await completes('baselines', 'evaluation:\n  baselines:\n    - |', ['majority', 'drift']);
await completes('the source', 'data:\n  source:\n    |', ['csv', 'tsv']);
await completes('the scale of a column', 'data:\n  columns:\n    load:\n      scale:\n        |', ['standard', 'robust']);
await completes('true and false', 'data:\n  input:\n    text:\n      mask: |', ['true', 'false']);
await explains('a key', 'training:\n  batch|_size: 3', ['number of examples in a batch', 'default', '32']);
await explains('a section', 'tra|ining:\n  epochs: 3', ['How to train the network']);
await explains('a layer', 'network:\n  - ls|tm: {units: 3}', ['Long short-term memory']);
await explains('a key of a layer', 'network:\n  - lstm: {un|its: 3}', ['size of the state', 'required']);
await explains('a word', 'network:\n  - dense: {units: 3, activation: ge|lu}', ['Allowed Values', 'Hendrycks']);

console.log('\nwalk-through');
const walked = await walk();
expect('docs/from-an-empty-file.md is what the editor does', readFileSync(walkThrough, 'utf8') === walked ? 'fresh' : 'stale', ['fresh']);

console.log('\nright configs');
for (const folder of ['config', 'src/test/resources/golden/accepted']) {
  for (const name of readdirSync(join(root, folder)).filter(name => name.endsWith('.yaml'))) {
    const { diagnostics } = await open(readFileSync(join(root, folder, name), 'utf8'));
    expect(`accepts ${name}`, diagnostics.map(d => d.message).join('\n') || 'nothing', ['nothing']);
  }
}

console.log('\nbroken configs');
const { unseenByTheEditor, onlySeenByTheEditor } =
  JSON.parse(readFileSync(join(here, 'beyond-a-schema.json'), 'utf8'));
const known = new Set([...Object.keys(unseenByTheEditor), ...Object.keys(onlySeenByTheEditor)]);
const names = readdirSync(golden).filter(name => name.endsWith('.yaml')).map(name => name.replace('.yaml', ''));
let [agreed, compared] = [0, 0];
for (const name of names) {
  const yaml = readFileSync(join(golden, name + '.yaml'), 'utf8');
  if (yaml.startsWith('# --set ')) continue; // the editor knows no overrides
  compared++;
  // Each line of the program's message that names a place is a problem.
  const problems = [...readFileSync(join(golden, name + '.txt'), 'utf8').matchAll(/^([^ :]+)\.yaml(?::(\d+):\d+)?: (.*)$/gm)];
  const program = problems.filter(([, file]) => file === name) // and not a file that it extends
    .map(([, , line, what]) => ({ line: +(line ?? 1), what }));
  const { diagnostics } = await open(yaml);
  const editor = diagnostics.map(d => ({ from: d.range.start.line, to: d.range.end.line, what: d.message }));
  const touches = (d, p) => d.from <= p.line && p.line <= d.to;
  const disagreements = (allowed, found) => allowed && !found.length ? [`agreed upon by now: ${allowed}`] : allowed ? [] : found;
  const complaints = [
    ...(problems.length ? [] : ['the message names no place']),
    ...disagreements(unseenByTheEditor[name], program.filter(p => !editor.some(d => touches(d, p)))
      .map(p => `unseen by the editor, line ${p.line}: ${p.what}`)),
    ...disagreements(onlySeenByTheEditor[name], editor.filter(d => !program.some(p => touches(d, p)))
      .map(d => `only seen by the editor, line ${d.from}: ${d.what}`)),
  ];
  if (complaints.length) failures.push(name);
  else if (!known.has(name)) agreed++;
  console.log(`${complaints.length ? 'FAIL' : 'ok  '} ${name}: `
    + (complaints.length ? '' : unseenByTheEditor[name] ?? onlySeenByTheEditor[name] ?? `both, ${program.length}`));
  complaints.forEach(complaint => console.log('     ' + complaint));
}
failures.push(...[...known].filter(name => !names.includes(name)));
console.log(`\n${compared} broken configs: ${agreed} refused by both at the same lines, ${known.size} differ for a known reason`);
console.log(failures.length ? 'FAIL ' + failures.join(', ') : 'no failures');
close();
process.exit(failures.length ? 1 : 0);
