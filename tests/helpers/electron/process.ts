import { registerHooks } from 'node:module';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Control } from './control.ts';

// The process that plays Electron's main process: the built main bundle runs in it byte by byte, with `electron` answered by the
// stand-in. It speaks with the test over Node's own channel, which clones values as Electron does.

const parts = ['app', 'pages', 'window', 'desktop'].map(
  (name) => new URL(`${name}.ts`, import.meta.url).href,
);
// As in Electron, where a default import answers the whole module.
const moduleText = [
  ...parts.map((url) => `export * from '${url}';`),
  "import * as all from 'electron'; export default all;",
].join(' ');

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: 'stand-in:electron', format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === 'stand-in:electron'
      ? { format: 'module', source: moduleText, shortCircuit: true }
      : next(url, context),
});

const { control } = (await import(new URL('control.ts', import.meta.url).href)) as { control: Control };
const setting = JSON.parse(process.env['ELECTRON_STAND_IN'] ?? '{}') as {
  main: string;
  packaged: boolean;
  appPath: string;
  argv: string[];
  executable: string;
};
process.execPath = setting.executable;
process.argv = ['electron', ...(setting.packaged ? [] : [setting.appPath]), ...setting.argv];
Object.defineProperty(process, 'defaultApp', { value: !setting.packaged });
Object.defineProperty(process, 'type', { value: 'browser' });

const send = (message: unknown) => {
  if (process.connected) process.send?.(message);
};
const questions = new Map<number, (answer: unknown) => void>();
let asked = 0;
control.connect(
  (what, text) =>
    new Promise((resolve) => {
      asked += 1;
      questions.set(asked, resolve);
      send({ kind: 'ask', id: asked, what, text });
    }),
  (channel, value) => send({ kind: 'push', channel, value }),
);

interface Command {
  readonly kind: 'command';
  readonly id: number;
  readonly name: keyof Control;
  readonly values: readonly unknown[];
}
interface Answer {
  readonly kind: 'answer';
  readonly id: number;
  readonly value: unknown;
}

process.on('message', (message: Command | Answer) => {
  if (message.kind === 'answer') {
    questions.get(message.id)?.(message.value);
    questions.delete(message.id);
  } else {
    void carryOut(message);
  }
});

async function carryOut({ id, name, values }: Command): Promise<void> {
  // What an answer before it has set going comes first.
  await setImmediate();
  try {
    const verb = control[name] as (...given: readonly unknown[]) => unknown;
    send({ kind: 'done', id, value: await verb(...values) });
  } catch (error) {
    send({ kind: 'failed', id, text: error instanceof Error ? error.message : String(error) });
  }
}

// Electron becomes ready only after the entry has been evaluated to its end: an entry that waits for ready never gets there.
await import(pathToFileURL(setting.main).href);
control.becomeReady();
send({ kind: 'ready' });
