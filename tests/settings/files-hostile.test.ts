import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSidecar } from '../../main/agent/sidecar.ts';
import { parseAccountsFile } from '../../main/accounts/accounts-file.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { newProgress } from '../../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { nodeFiles, readPolicy } from '../../main/settings/policy.ts';
import { createSettings } from '../../main/settings/settings-store.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { emailAddress } from '../../shared/email-address.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { changedBytes, damagedJson } from '../helpers/damage.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { customProvider } from '../helpers/example-policy.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { outboxContent } from '../helpers/outbox-content.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { startApp } from '../helpers/start-app.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { exampleGrant } from '../vault/example-records.ts';

const files = effort({ quick: 60, full: 1_000 });
const few = effort({ quick: 15, full: 1_000 });
const patience = { timeout: 20 * 60_000 };
const secret = 'canary-secret';

async function startPorts() {
  const profileFolder = join(await temporaryFolder(), 'profile');
  await mkdir(profileFolder, { mode: 0o700 });
  const { platform } = process;
  const ports = createNodePorts({
    ...{ profileFolder, platform, env: {}, cipher: createFakeCipher(), log: () => undefined },
  });
  return { profileFolder, ports };
}

/** Runs a piece of work that may only fail with a word of the catalog that says nothing secret. */
function attempt<Value>(work: () => Value): { readonly value: Value } | { readonly error: AppError } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).not.toBe('internal');
    expect(error.message).toMatch(/^\S.{8,}/s);
    expect(JSON.stringify([error.message, error.detail])).not.toContain(secret);
    return { error };
  }
}

const policy = {
  version: 1,
  setBy: 'Contoso IT',
  settings: { canSignInWhenSending: false, customProviders: [customProvider] },
  providers: {
    google: {
      ...{ clientId: 'contoso', clientSecret: secret, issuer: 'https://accounts.example.com' },
      authorizationEndpoint: 'https://accounts.example.com/auth',
      tokenEndpoint: 'https://accounts.example.com/token',
    },
  },
  accounts: [{ id: 1_000_000, host: 'mail.example.com', user: 'sa@example.com' }],
};

test('a damaged policy counts whole or not at all, and says why', patience, async () => {
  const random = createRandom(seed);
  const path = join(await temporaryFolder(), 'policy.json');
  const source = { path, machineWide: false };
  const tally = { active: 0, refused: 0 };
  for (let number = 0; number < files; number += 1) {
    const bytes = damagedJson(random, policy);
    writeFileSync(path, bytes);
    const read = readPolicy({ source, lastGood: null, files: nodeFiles(process.platform) });
    const text = bytes.toString();
    const shown = { seed, number, text, status: read.status };
    expect(shown).toMatchObject({ status: expect.stringMatching(/^(active|refused)$/) });
    if (read.status === 'active') tally.active += 1;
    else tally.refused += 1;
    expect({ ...shown, counts: read.policy !== null }).toEqual({
      ...shown,
      counts: read.status === 'active',
    });
    if (read.status === 'refused') expect(read.info.failure?.code).toBe('policy-invalid');
    expect(JSON.stringify(read.info)).not.toContain(secret);
    // No sign-in goes to a place that is neither https nor this computer.
    const { google } = read.policy?.providers ?? {};
    for (const endpoint of [google?.issuer, google?.authorizationEndpoint, google?.tokenEndpoint]) {
      if (typeof endpoint === 'string')
        expect(endpoint).toMatch(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\]))/);
    }
  }
  expect(Math.min(tally.active, tally.refused)).toBeGreaterThan(files / 50);
  tried(files);
});

const accountsFile = {
  ...{ version: 1, nextId: 9, toForget: [{ kind: 'grant', id: 'grant-1' }] },
  accounts: [1, 2, 7].map((id) =>
    exampleAccount(id, { host: 'mail.example.com', user: `user${id}@example.com` }),
  ),
};
const settingsFile = {
  version: 1,
  settings: { ...defaultSettings, customProviders: [customProvider] },
};

test(
  'a damaged file of the profile is read whole or refused, and its bytes stay as they are',
  patience,
  async () => {
    const random = createRandom(seed);
    const { profileFolder, ports } = await startPorts();
    const tally = { read: 0, refused: 0 };
    for (let number = 0; number < files; number += 1) {
      for (const [name, content] of [
        ['accounts', accountsFile],
        ['settings', settingsFile],
      ] as const) {
        const bytes = damagedJson(random, content);
        const path = join(profileFolder, `${name}.json`);
        writeFileSync(path, bytes);
        const opened = attempt(() =>
          name === 'accounts'
            ? ports
                .openStore('accounts', parseAccountsFile, {
                  version: 1,
                  nextId: 1,
                  accounts: [],
                  toForget: [],
                })
                .get()
            : createSettings({ openStore: ports.openStore, policy: null }).get(),
        );
        tally['value' in opened ? 'read' : 'refused'] += 1;
        expect({ seed, number, kept: readFileSync(path).equals(bytes) }).toEqual({
          seed,
          number,
          kept: true,
        });
        if ('error' in opened) expect(opened.error.code).toBe('profile-unreadable');
        else if (name === 'accounts') {
          // No row is left out in silence.
          const { accounts } = JSON.parse(bytes.toString()) as { accounts: unknown[] };
          expect(opened.value).toMatchObject({ accounts: accounts.map(() => expect.anything()) });
        }
      }
    }
    expect(Math.min(tally.read, tally.refused)).toBeGreaterThan(files / 50);
    tried(2 * files);
  },
);

test(
  'a damaged secret is unreadable or itself, never another one, and stays as it is',
  patience,
  async () => {
    const random = createRandom(seed);
    const folder = await temporaryFolder();
    const cipher = createFakeCipher();
    const vault = createTokenVault({ folder, cipher, clock: systemClock, random: systemRandom });
    const grant = exampleGrant({ state: secret });
    const other = exampleGrant({ id: 'grant-00000002', state: 'canary-of-another' });
    await vault.put(grant);
    await vault.put(other);
    const path = join(folder, 'vault', `${grant.id}.json`);
    const [good, foreign] = [path, join(folder, 'vault', `${other.id}.json`)].map((file) =>
      readFileSync(file),
    );
    let refused = 0;
    for (let number = 0; number < files; number += 1) {
      const source = random.chance(0.2) ? foreign : good;
      const bytes = damagedJson(random, JSON.parse(String(source)));
      writeFileSync(path, bytes);
      const answer = await vault.get(grant.id).catch((error: unknown) => error);
      if (answer instanceof AppError) {
        refused += 1;
        expect(answer.code).toBe('vault-unreadable');
        expect(JSON.stringify([answer.message, answer.detail])).not.toContain('canary');
        expect(readFileSync(path).equals(bytes)).toBe(true);
      } else expect({ seed, number, answer }).toEqual({ seed, number, answer: grant });
      expect(await vault.list()).toContain(grant.id);
      expect(await vault.get(other.id)).toEqual(other);
    }
    expect(refused).toBeGreaterThan(files / 2);
    tried(files);
  },
);

test(
  'a damaged database is refused, or every message in it is as it was or known to be damaged',
  patience,
  async () => {
    const random = createRandom(seed);
    const folder = await temporaryFolder();
    const path = join(folder, 'outbox.db');
    const count = 40;
    const whole = createOutboxStore(path);
    const ids = Array.from(
      { length: count },
      (_, at) => whole.submit(outboxContent(at + 1), newProgress(1, at)).item.itemId,
    );
    const before = new Map(ids.map((id) => [id, whole.find(id)]));
    whole.close();
    const good = readFileSync(path);
    const damagedFile = join(folder, 'damaged.db');
    const tally = { opened: 0, refused: 0, damaged: 0 };
    for (let number = 0; number < few; number += 1) {
      let bytes: Buffer = changedBytes(random, good);
      for (let more = random.upTo(2); more > 0; more -= 1) bytes = changedBytes(random, bytes);
      for (const end of ['', '-wal', '-shm']) writeFileSync(`${damagedFile}${end}`, end === '' ? bytes : '');
      const opened = attempt(() => createOutboxStore(damagedFile));
      if ('error' in opened) {
        tally.refused += 1;
        expect(['profile-unreadable', 'storage-unusable', 'storage-full']).toContain(opened.error.code);
        continue;
      }
      tally.opened += 1;
      for (const id of ids) {
        const found = opened.value.find(id);
        if (found?.isDamaged) tally.damaged += 1;
        else expect({ seed, number, item: found }).toEqual({ seed, number, item: before.get(id) });
      }
      // No row is lost in silence, wherever one looks for it.
      const { items } = opened.value.page({ states: [], beforeSequence: null, limit: count });
      expect({ seed, number, listed: new Set(items.map(({ itemId }) => itemId)) }).toEqual({
        ...{ seed, number, listed: new Set(ids) },
      });
      opened.value.close();
    }
    expect(tally.refused).toBeGreaterThan(0);
    tried(few);
  },
);

const sidecar = {
  ...{
    to: ['kay@fabrikam.test', 'lee@fabrikam.test'],
    cc: 'moe@fabrikam.test',
    bcc: [],
    subject: 'Quote',
    body: 'Hello',
  },
  records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }],
};
const table =
  'to;subject;SalesDocument.Sales_Doc_Type\r\n"kay@fabrikam.test, lee@fabrikam.test";Quote;INVOICE\r\n';

test('a damaged sidecar names people by whole addresses, or is refused with its reason', patience, () => {
  const random = createRandom(seed);
  let taken = 0;
  for (let number = 0; number < files; number += 1) {
    const isTable = random.chance(0.5);
    const bytes = isTable ? changedBytes(random, Buffer.from(table)) : damagedJson(random, sidecar);
    const read = attempt(() => parseSidecar(isTable ? 'a.pdf.csv' : 'a.pdf.json', bytes.toString()));
    if ('error' in read) {
      expect(read.error.code).toBe('invalid-request');
      continue;
    }
    taken += 1;
    const { to, cc, bcc, subject = '' } = read.value;
    const people = [...to, ...cc, ...bcc];
    expect(people.length).toBeGreaterThan(0);
    expect({ seed, number, odd: people.filter((each) => !emailAddress.safeParse(each).success) }).toEqual({
      ...{ seed, number, odd: [] },
    });
    expect(subject.length).toBeLessThanOrEqual(998);
    expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  }
  expect(taken).toBeGreaterThan(files / 20);
  tried(files);
});

test(
  'a damaged import is refused, or planned row by row, and changes nothing by being looked at',
  patience,
  async () => {
    const random = createRandom(seed);
    const app = await startApp({ sandbox: null });
    for (const id of [1, 2, 3]) await app.add({ host: 'mail.example.com', user: `user${id}@example.com` });
    const { text } = await app.call('exportProfile', { passphrase: null });
    const { text: csv } = await app.call('exportAccounts', { accountIds: null });
    const before = readFileSync(join(app.profileFolder, 'accounts.json'));
    const tally = { planned: 0, refused: 0 };
    for (let number = 0; number < few; number += 1) {
      const isTable = random.chance(0.3);
      const bytes = isTable ? changedBytes(random, Buffer.from(csv)) : damagedJson(random, JSON.parse(text));
      const reply = await app.reply('importPlan', { base64: bytes.toString('base64'), passphrase: null });
      tally[reply.ok ? 'planned' : 'refused'] += 1;
      if (reply.ok) {
        for (const row of reply.value.rows) {
          if (row.failure) expect(row.failure.message).toMatch(/\S{3}/);
        }
        // No row is left out in silence.
        const { accounts = [] } = isTable ? {} : (JSON.parse(bytes.toString()) as { accounts?: unknown[] });
        if (!isTable) expect(reply.value.rows).toHaveLength(accounts.length);
      } else
        expect({ seed, number, code: reply.error.code }).toEqual({ seed, number, code: 'import-refused' });
    }
    expect(readFileSync(join(app.profileFolder, 'accounts.json')).equals(before)).toBe(true);
    expect(Math.min(tally.planned, tally.refused)).toBeGreaterThan(few / 50);
    tried(few);
  },
);
