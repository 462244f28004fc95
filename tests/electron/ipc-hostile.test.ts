import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { errorCatalog } from '../../shared/errors.ts';
import { methodNames } from '../../shared/method-names.ts';
import type { Sender } from '../helpers/electron/control.ts';
import { startShell } from '../helpers/electron/shell.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const messages = effort({ quick: 300, full: 50_000 });
const atOnce = 50;
const { chance, pick, upTo, many } = createRandom(seed);

/** Nothing that a page may name. */
const planted = '/canary-of-a-page';
const foreign: readonly Sender[] = [
  'gone',
  { origin: 'https://example.test', inside: false },
  { origin: 'app://bundle', inside: true },
  { origin: 'app://bundle.example.test', inside: false },
  { origin: 'null', inside: false },
];
const words: readonly unknown[] = [
  ...[
    '',
    'x',
    '../../etc/passwd',
    planted,
    `file://${planted}`,
    'https://example.test/',
    'javascript:alert(1)',
  ],
  ...['a@b.test\r\nBcc: c@d.test', '\0', '\u202e', '${7*7}', "'; drop table items; --", 'x'.repeat(5_000)],
  ...[0, -1, 1, 1e308, Number.NaN, 2 ** 53, true, false, null, undefined, 10n, new Date(0), /x/],
];
const members = [
  ...['accountId', 'accountIds', 'draft', 'host', 'port', 'user', 'itemId', 'documentId', 'path', 'name'],
  ...['passphrase', 'planId', 'base64', 'states', 'limit', 'beforeSequence', 'provider', 'attemptId'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length'],
];
const large = 'x'.repeat(10 * 1024 * 1024);

function value(depth: number): unknown {
  if (depth === 0 || chance(0.5)) return pick(words);
  if (chance(0.3)) return many(upTo(4), () => value(depth - 1));
  if (chance(0.05)) return new Map([[pick(words), value(depth - 1)]]);
  // A member called __proto__ has to be one, not the prototype.
  return Object.fromEntries(many(upTo(5), () => [pick(members), value(depth - 1)]));
}

function deep(levels: number): unknown {
  let nested: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) nested = chance(0.5) ? [nested] : { draft: nested };
  return nested;
}

/** One in some thousand is very large: many of them would only test the patience of the pipe. */
function anyInput(index: number): unknown {
  if (index % 5_000 === 7) return pick([large, { passphrase: large }, [large], { draft: { host: large } }]);
  return chance(0.02) ? deep(200) : value(3);
}

const anyMethod = () => (chance(0.85) ? pick(methodNames) : pick([...words, ...members]));
const channels = ['smtp-setup:call', 'smtp-setup:subscribe'];

test(
  `the app stays itself under ${messages.toLocaleString('en')} messages of a hostile page`,
  { timeout: 30 * 60_000 },
  async () => {
    const folder = await temporaryFolder();
    const shell = await startShell({ folder });
    await shell.shown;
    onTestFinished(async () => {
      shell.kill('SIGKILL');
      await shell.exitCode;
    });
    const wrong: unknown[] = [];
    let answered = 0;

    async function say(index: number): Promise<void> {
      // Among them the page says what is right: what was said before must not keep it from its answer.
      const isRight = index % 50 === 0;
      const sender = !isRight && chance(0.25) ? pick(foreign) : 'page';
      const channel = isRight || chance(0.98) ? 'smtp-setup:call' : pick(channels);
      const [method, input] = isRight ? ['stateGet', {}] : [anyMethod(), anyInput(index)];
      // Nobody sits in front of it: whatever is asked is declined, and whatever starts is not waited for.
      const values = many(upTo(1), () => pick(words));
      const reply = await shell.control.invoke(channel, sender, [method, input, ...values]);
      const fault = faultOf(reply, sender);
      if (typeof reply === 'object' && reply !== null && 'ok' in reply && reply.ok === true) answered += 1;
      if (fault)
        wrong.push({ index, fault, sender, channel, method, reply: JSON.stringify(reply).slice(0, 300) });
    }

    for (let from = 0; from < messages && wrong.length === 0; from += atOnce) {
      const count = Math.min(atOnce, messages - from);
      await Promise.all(Array.from({ length: count }, (_, at) => say(from + at)));
    }
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(answered).toBeGreaterThanOrEqual(messages / 50);

    const seen = await shell.control.observe();
    expect(seen.opened.filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(seen.windows.map(({ url }) => url)).toEqual(['app://bundle/index.html']);
    expect(existsSync(planted)).toBe(false);
    const places = await readdir(folder, { recursive: true });
    expect(places.filter((place) => /canary|passwd/.test(place))).toEqual([]);
    expect(await readdir(join(folder, 'smtp-setup'))).not.toContain('crash');
    // It still answers, and what it answers is its state and not one of a prototype that was changed.
    const state = await shell.control.invoke('smtp-setup:call', 'page', ['stateGet', {}]);
    expect(state).toMatchObject({ ok: true, value: { state: { accounts: [] } } });
    expect(shell.written()).not.toMatch(/uncaught|unhandled/i);
    tried(messages);
  },
);

/** Answers what is wrong with a reply; null: nothing. */
function faultOf(reply: unknown, sender: Sender): string | null {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return 'no reply';
  if (reply.ok === true) return sender === 'page' ? null : 'a stranger was answered';
  const { error } = reply as { error?: { code?: string; message?: string } };
  if (!Object.hasOwn(errorCatalog, error?.code ?? '')) return 'an unknown code';
  if (sender !== 'page' && error?.code !== 'invalid-request') return 'a stranger was looked at';
  if (error?.code === 'internal') return 'nobody had thought of it';
  return (error?.message?.length ?? 0) > 6_000 ? 'a message as long as the input' : null;
}
