/**
 * A program on a disk of a few megabytes that fills up while messages wait, and is emptied again; what happened is its one line of
 * output. It runs in a name space of its own, where it may mount such a disk.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createApp } from '../../main/app.ts';
import { createLog } from '../../main/log.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { systemClock, systemRandom } from './system-ports.ts';

const [disk = '', policyPath = '', faultsUrl = '', port = '', user = '', password = ''] =
  process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]);
const profileFolder = join(disk, 'profile');
const filler = join(disk, 'filler');
const { platform, env } = process;
const log = createLog({ write: () => undefined, clock: systemClock });
const app = await createApp({
  ports: createNodePorts({
    ...{ profileFolder, platform, env, log, clock: systemClock },
    cipher: createKeyFileCipher({
      path: join(profileFolder, 'vault.key'),
      random: systemRandom,
      platform,
      sealedFilesExist: () => Promise.resolve(false),
    }),
  }),
  profileFolder,
  host: { kind: 'command-line', platform: 'linux', version: '0.0.0', userName: 'sa' },
  ...{ policyPath, caFile: null, delivery: 'at-start', isDevelopment: true },
});

/** The code of the error; `ok` where there was none. */
async function codeOf(name: Parameters<typeof app.call>[0], input: unknown): Promise<string> {
  const reply = await app.call(name, input, { origin: 'user' });
  return reply.ok ? 'ok' : reply.error.code;
}
async function call<Value>(name: Parameters<typeof app.call>[0], input: unknown): Promise<Value> {
  const reply = await app.call(name, input, { origin: 'user' });
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply.value as Value;
}
const fault = (name: string, body: object) =>
  fetch(`${faultsUrl}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const item = (itemId: string) => call<OutboxItem>('outboxGet', { itemId });
async function until(itemId: string, holds: (item: OutboxItem) => boolean): Promise<string> {
  for (let look = 0; look < 1_000; look += 1) {
    if (holds(await item(itemId))) break;
    await systemClock.sleep(10);
  }
  return (await item(itemId)).state;
}

/** Not a byte is left afterwards. */
function fill(): void {
  const file = openSync(filler, 'a');
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // Full, for pieces of this size.
    }
  }
  closeSync(file);
}

async function handOver(key: string): Promise<{ readonly code: string; readonly itemId: string }> {
  const document = await app.call('documentBegin', { name: `${key}.pdf` }, { origin: 'user' });
  if (!document.ok) return { code: document.error.code, itemId: '' };
  const { documentId } = document.value as { documentId: string };
  const base64 = Buffer.alloc(50_000, key).toString('base64');
  const appended = await codeOf('documentAppend', { documentId, offsetBytes: 0, base64 });
  if (appended !== 'ok') return { code: appended, itemId: '' };
  const ended = await codeOf('documentEnd', { documentId });
  if (ended !== 'ok') return { code: ended, itemId: '' };
  const reply = await app.call(
    'outboxSubmit',
    {
      ...{
        submissionKey: `full-disk-${key}`,
        accountId: 1,
        records: [],
        to: ['kay@fabrikam.test'],
        cc: [],
        bcc: [],
      },
      ...{ subject: key, body: 'Attached.', documentIds: [documentId] },
    },
    { origin: 'user' },
  );
  return reply.ok
    ? { code: 'ok', itemId: (reply.value as { itemId: string }).itemId }
    : { code: reply.error.code, itemId: '' };
}

await call('accountsSave', {
  ...{ accountId: null, pendingGrantId: null, signOut: false, password },
  draft: { ...newAccountDraft, host: 'localhost', port: Number(port), user },
});
const first = await handOver('first');
const seen: Record<string, string> = { first: await until(first.itemId, ({ state }) => state === 'sent') };

// One message waits for its server while the disk fills up.
await fault('drop-connection', { stage: 'mail' });
const waiting = await handOver('waiting');
await until(waiting.itemId, ({ state, attempts }) => state === 'queued' && attempts > 0);
fill();
await fault('drop-connection', { stage: null });
seen['sendNowWhileFull'] = await codeOf('outboxSendNow', { itemId: waiting.itemId });
await systemClock.sleep(500);
seen['waitingWhileFull'] = (await item(waiting.itemId)).state;
seen['handedOverWhileFull'] = (await handOver('refused')).code;
seen['settingsWhileFull'] = await codeOf('settingsSave', { retentionDays: 100 });
seen['listedWhileFull'] = await codeOf('outboxPage', { states: [], beforeSequence: null, limit: 10 });

rmSync(filler);
// Nobody presses anything: what waited goes out by itself once there is room.
seen['waitingAfterwards'] = await until(waiting.itemId, ({ state }) => state === 'sent');
const again = await handOver('refused');
seen['handedOverAfterwards'] = await until(again.itemId, ({ state }) => state === 'sent');
seen['settingsAfterwards'] = await codeOf('settingsSave', { retentionDays: 100 });
await app.stop();
process.stdout.write(`${JSON.stringify(seen)}\n`);
