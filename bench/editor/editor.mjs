// The real yaml-language-server, spoken to as an editor does.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const rpc = createRequire(import.meta.url)('vscode-jsonrpc/node');
const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
const schema = pathToFileURL(join(root, 'docs/sluice.schema.json')).href;

const server = spawn(
  process.execPath, [join(here, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
  { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
const diagnosed = new Map(); // uri -> function that takes its diagnostics
const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, yamlVersion: '1.2' } };
connection.onRequest('workspace/configuration', ({ items }) => items.map(item => settings[item.section] ?? null));
connection.onRequest('client/registerCapability', () => null);
connection.onRequest('custom/schema/content', () => null);
connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => diagnosed.get(uri)?.(diagnostics));
connection.listen();
await connection.sendRequest('initialize', {
  processId: process.pid, rootUri: pathToFileURL(root).href,
  capabilities: {
    textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }, hover: {} },
    workspace: { configuration: true },
  },
});
await connection.sendNotification('initialized', {});
await connection.sendNotification('workspace/didChangeConfiguration', { settings });

let documents = 0;
export async function open(text) {
  const uri = pathToFileURL(join(root, 'config', `editor-${documents++}.yaml`)).href;
  const line = `# yaml-language-server: $schema=${schema}\n`;
  const diagnostics = new Promise(done => diagnosed.set(uri, done));
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: line + text },
  });
  return { uri, text: line + text, diagnostics: await diagnostics };
}

function positionOf(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1).length };
}

// `|` marks the cursor.
async function ask(request, marked) {
  const cursor = marked.indexOf('|');
  const { uri, text } = await open(marked.replace('|', ''));
  const position = positionOf(text, text.length - (marked.length - 1 - cursor));
  return connection.sendRequest('textDocument/' + request, { textDocument: { uri }, position });
}

export async function completions(marked) {
  const answer = await ask('completion', marked);
  return answer.items ?? answer;
}

export async function hover(marked) {
  return (await ask('hover', marked))?.contents?.value ?? '';
}

export function close() {
  connection.dispose();
  server.kill();
}
