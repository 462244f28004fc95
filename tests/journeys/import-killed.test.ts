import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { besideSealed, profileText } from '../../main/settings/profile-document.ts';
import { sealText } from '../../main/settings/sealed-export.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { startApp } from '../helpers/start-app.ts';
import { systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const passphrase = 'correct horse battery staple';
const provider: CustomProvider = {
  ...{
    id: 'contoso',
    name: 'Contoso',
    issuer: 'https://id.contoso.example',
    scopes: 'mail',
    clientId: 'contoso-app',
  },
  ...{ authorizationEndpoint: 'https://id.contoso.example/a', tokenEndpoint: 'https://id.contoso.example/t' },
  ...{ revocationEndpoint: null, clientAuthentication: 'post', mechanism: 'XOAUTH2' },
  ...{
    smtp: { host: 'smtp.contoso.example', port: 587, tlsMethod: 'auto' },
    redirectPort: null,
    redirectPath: '/',
  },
};
const { id: _, name: __, ...place } = { ...provider };

/** Two accounts with passwords, one with a sign-in, a setting and the secret of a client. */
async function sealedFile(): Promise<string> {
  const user = (name: string) => `${name}@contoso.example`;
  const mail = { host: 'mail.contoso.example', alternateServer: '' };
  const accounts = [
    { id: 3, ...newAccountDraft, ...mail, user: user('a') },
    { id: 5, ...newAccountDraft, ...mail, user: user('b') },
    { id: 6, ...newAccountDraft, provider: 'contoso', host: 'smtp.contoso.example', user: user('c') },
  ];
  const contents = {
    nextId: 9,
    settings: { defaultAccountId: 5, theme: 'dark', customProviders: [provider] },
    accounts,
  };
  const { issuer, clientId, tokenEndpoint } = place;
  const secrets = {
    passwords: [
      { accountId: 3, host: mail.host, user: user('a'), password: 'password-a' },
      { accountId: 5, host: mail.host, user: user('b'), password: 'password-b' },
    ],
    grants: [
      {
        ...{ accountIds: [6], provider: 'contoso', sendThrough: 'smtp', clientId, issuer, tokenEndpoint },
        ...{ revocationEndpoint: null, gmailApi: null, smtpHost: 'smtp.contoso.example', scopes: ['mail'] },
        identity: { key: 'contoso:c', addresses: [user('c')], displayName: 'C' },
        ...{ state: '{}', savedAtMs: 1 },
      },
    ],
    clients: [{ provider: 'contoso', clientId, issuer, tokenEndpoint, secret: 'client-secret' }],
  };
  const sealed = await sealText(JSON.stringify(secrets), {
    ...{ passphrase, beside: besideSealed(contents), random: systemRandom, cost: { N: 2 ** 14, r: 1, p: 1 } },
  });
  return profileText(contents, sealed);
}

/** Runs the import in a process of its own that dies at its n-th step; answers what it said, if it lived. */
async function runKilledAt(profileFolder: string, path: string, step: number): Promise<string | null> {
  const script = join(import.meta.dirname, '../helpers/import-worker.ts');
  const child = spawn(process.execPath, [script, profileFolder, path, passphrase, String(step)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(errors).toBe('');
  if (signal === 'SIGKILL') return null;
  expect(code).toBe(0);
  return out;
}

test('wherever an import dies, the profile is good, no secret is left over, and the import can be repeated', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'smtp-setup.json');
  const text = await sealedFile();
  await writeFile(path, text);
  // One account is there already and is changed: its old password is for another host.
  const start = join(folder, 'start');
  const app = await startApp({ sandbox: null, profileFolder: start });
  for (const name of ['x', 'y', 'a']) {
    await app.add(
      { host: 'old.contoso.example', user: `${name}@contoso.example` },
      { password: `old-${name}` },
    );
  }
  await app.stop();

  const seen: string[] = [];
  for (let step = 1; ; step += 1) {
    const profileFolder = join(folder, `step-${step}`);
    await cp(start, profileFolder, { recursive: true });
    const out = await runKilledAt(profileFolder, path, step);
    const killed = await startApp({ sandbox: null, profileFolder });
    const { accounts } = (await killed.call('stateGet', {})).state;
    // Account 3 is the old one with its password, or the new one with its own; the others come with it.
    const isIn = accounts.length > 3;
    expect(
      accounts.map(({ id, passwordSet }) => [id, passwordSet]),
      `step ${step}`,
    ).toEqual([
      ...[
        [1, true],
        [2, true],
        [3, true],
      ],
      ...(isIn
        ? [
            [5, true],
            [6, false],
          ]
        : []),
    ]);
    expect(accounts[2]?.host).toBe(isIn ? 'mail.contoso.example' : 'old.contoso.example');
    seen.push(isIn ? 'in' : 'out');

    const file = { base64: Buffer.from(text).toString('base64'), passphrase };
    const plan = await killed.call('importPlan', file);
    const result = await killed.call('importApply', { ...file, planId: plan.planId });
    expect(result, `step ${step}`).toMatchObject({ added: isIn ? 0 : 2, refused: 0, signInNeeded: [] });
    await killed.stop();

    const own = JSON.parse(await readFile(join(profileFolder, 'accounts.json'), 'utf8')) as {
      nextId: number;
      toForget: unknown[];
      accounts: { passwordId: string | null; grantId: string | null }[];
    };
    expect([own.nextId, own.toForget]).toEqual([9, []]);
    const used = own.accounts.flatMap(({ passwordId, grantId }) => [passwordId ?? [], grantId ?? []].flat());
    const kept = (await readdir(join(profileFolder, 'vault'))).map((name) => name.replace('.json', ''));
    expect(kept.filter((id) => !id.startsWith('client-')).toSorted(), `step ${step}`).toEqual(
      used.toSorted(),
    );
    expect(kept.filter((id) => id.startsWith('client-'))).toHaveLength(1);
    const again = await startApp({ sandbox: null, profileFolder });
    expect((await again.call('importPlan', file)).rows.map(({ action }) => action)).toEqual([
      'same',
      'same',
      'same',
    ]);
    expect((await again.call('stateGet', {})).state.settings).toMatchObject({
      theme: 'dark',
      defaultAccountId: 5,
    });
    if (out !== null) {
      expect(JSON.parse(out)).toMatchObject({
        ok: true,
        value: { added: 2, changed: 1, settingsChanged: 4 },
      });
      break;
    }
  }
  expect(seen.length).toBeGreaterThan(12);
  expect([seen[0], seen.at(-1)]).toEqual(['out', 'in']);
}, 240_000);
