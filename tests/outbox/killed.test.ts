import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxState } from '../../shared/message.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { killPoints } from '../helpers/outbox-worker-points.ts';
import type { KillPoint } from '../helpers/outbox-worker-points.ts';
import { sendingAccount, startTestOutbox } from '../helpers/test-outbox.ts';

/** What is true of the item right after the kill, and how many messages the server has then. */
const truths: Record<KillPoint, { readonly state: OutboxState; readonly taken: number | 'unknown' }> = {
  submitted: { state: 'queued', taken: 0 },
  taken: { state: 'queued', taken: 0 },
  composed: { state: 'queued', taken: 0 },
  connecting: { state: 'queued', taken: 0 },
  envelope: { state: 'queued', taken: 0 },
  message: { state: 'queued', taken: 0 },
  'before-ending-record': { state: 'queued', taken: 0 },
  'after-ending-record': { state: 'unconfirmed', taken: 0 },
  ending: { state: 'unconfirmed', taken: 'unknown' },
  'before-outcome-record': { state: 'unconfirmed', taken: 1 },
  'after-outcome-record': { state: 'sent', taken: 1 },
};

async function runUntilKilled(folder: string, port: number, point: KillPoint): Promise<string> {
  const script = join(import.meta.dirname, '../helpers/outbox-worker.ts');
  const child = spawn(process.execPath, [script, folder, String(port), point], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let itemId = '';
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => (itemId += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const [code, signal] = await once(child, 'close');
  expect([code, signal, errors]).toEqual([null, 'SIGKILL', '']);
  return itemId;
}

interface Grave {
  readonly folder: string;
  readonly server: MailServer;
  readonly itemId: string;
}

const graves = new Map<KillPoint, Grave>();
const closing: (() => Promise<void>)[] = [];

// All of them at once, a few at a time: most of a process's life is its start.
beforeAll(async () => {
  const left = [...killPoints];
  const worker = async () => {
    for (let point = left.shift(); point; point = left.shift()) {
      const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-'));
      const server = await startMailServer({}, '127.0.0.1', (close) => closing.push(close));
      graves.set(point, { folder, server, itemId: await runUntilKilled(folder, server.port, point) });
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}, 60_000);

afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await Promise.all([...graves.values()].map(({ folder }) => rm(folder, { recursive: true, force: true })));
});

test.each(killPoints)(
  'a process killed at "%s" leaves the truth behind: nothing is lost, nothing goes twice without a person',
  async (point) => {
    const grave = graves.get(point);
    if (!grave) throw new Error('no process was killed there');
    const { folder, server, itemId } = grave;
    const afterKill = server.taken().length;

    const { outbox, until, stateOf, store } = await startTestOutbox({
      folder,
      accountFor: (id) =>
        sendingAccount(id, { from: { name: '', address: 'anna@example.com' }, authentication: 'none' }),
      credentials: () => Promise.resolve({ kind: 'none' }),
      submit: (submission) =>
        submitBySmtp({
          ...submission,
          route: { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 5_000 },
          certificateAuthorities: [],
        }),
    });
    const { state, taken } = truths[point];
    expect(stateOf(itemId)).toBe(state);
    if (taken !== 'unknown') expect(afterKill).toBe(taken);
    const { messageId } = outbox.get(itemId);

    outbox.start();
    if (state === 'unconfirmed') {
      // Time alone changes nothing; a person does.
      await until(() => store.nextDueAtMs(Number.MAX_SAFE_INTEGER - 1) === null);
      expect([stateOf(itemId), server.taken().length]).toEqual(['unconfirmed', afterKill]);
      outbox.sendAgain(itemId);
    }
    await until(() => stateOf(itemId) === 'sent');
    const expected = state === 'unconfirmed' ? afterKill + 1 : 1;
    expect(server.taken()).toHaveLength(expected);
    for (const { raw, to } of server.taken()) {
      expect(raw.toString('latin1')).toContain(`Message-ID: ${messageId}`);
      expect(raw.length).toBeGreaterThan(200_000 * 1.3);
      expect(to).toEqual(['ben@example.org']);
    }
    // Nothing that was half written stays.
    await until(() => readdirSync(join(folder, 'messages')).length === 0);
    expect(existsSync(join(folder, 'spool'))).toBe(true);
  },
  20_000,
);
