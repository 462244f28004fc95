import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SendThrough } from '../../shared/account.ts';
import type { SignInView } from '../../shared/message.ts';
import { createAccessTokens } from '../../main/identity/access-tokens.ts';
import { createGoogleProvider } from '../../main/identity/google.ts';
import type { IdentityProvider } from '../../main/identity/identity-provider.ts';
import { createMicrosoftProvider } from '../../main/identity/microsoft.ts';
import { bindingOf } from '../../main/identity/registration.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import { createSignIn } from '../../main/identity/sign-in.ts';
import type { SignInRequest } from '../../main/identity/sign-in.ts';
import { policyFormat } from '../../main/settings/policy-format.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import type { GrantRecord } from '../../main/vault/secret-record.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import type { PersonAtPages } from '../helpers/follow-pages.ts';
import { systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.faults.reset());
afterAll(() => sandbox.close());

const person = (address: string): Person =>
  sandbox.people.find((somebody) => somebody.address === address) ?? expect.unreachable(address);

/** Sign-ins, tokens and a sealed vault on one profile, against the sandbox's policy file. */
async function start(folder?: string) {
  const profile = folder ?? (await temporaryFolder());
  const clock = createFakeClock();
  const policy = policyFormat.parse(JSON.parse(await readFile(sandbox.policyFile, 'utf8')));
  const registrations = createRegistrations(policy.providers);
  const events: string[] = [];
  const log = (event: string, fields?: unknown) => void events.push(`${event} ${JSON.stringify(fields)}`);
  const vault = createTokenVault({
    folder: profile,
    clock,
    random: systemRandom,
    cipher: createKeyFileCipher({
      path: join(profile, 'vault.key'),
      random: systemRandom,
      platform: process.platform,
      sealedFilesExist: () => hasSealedFiles(profile),
    }),
  });

  function providerFor(name: string, sendThrough: SendThrough): IdentityProvider {
    const registration = registrations.find(({ provider }) => provider === name) ?? expect.unreachable(name);
    const create = name === 'google' ? createGoogleProvider : createMicrosoftProvider;
    return create({ registration, sendThrough, fetch, clock });
  }

  const tokens = createAccessTokens({
    vault,
    providerFor: (grant) => providerFor(grant.provider, grant.sendThrough),
    clock,
    log,
  });
  const signIn = createSignIn({
    clock,
    random: systemRandom,
    openBrowser: () => Promise.resolve(),
    language: () => 'en',
    log,
    providerFor,
    knownIdentityKey: () => null,
    accept: async (fresh, { dialogId }, provider) => {
      const grant: GrantRecord = {
        ...bindingOf(provider.registration, provider.sendThrough),
        ...fresh,
        scopes: [...fresh.scopes],
        kind: 'grant',
        id: 'grant-00000001',
        dialogId,
        savedAtMs: clock.nowMs(),
      };
      await vault.put(grant);
      tokens.forget(grant.id);
      return { signedInAs: fresh.identity.displayName, pendingGrantId: null };
    },
    mayRevoke: async () => true,
    onView: () => undefined,
  });
  onTestFinished(() => signIn.stop());

  async function signInAs(who: PersonAtPages, change: Partial<SignInRequest> & { provider: string }) {
    const request: SignInRequest = {
      accountId: null,
      dialogId: null,
      expected: who.address,
      sendThrough: change.provider === 'google' ? 'api' : 'smtp',
      openBrowser: true,
      ...change,
    };
    const view: SignInView = await signIn.start(request);
    const landing = await followSignIn(view.url, who);
    return { landing, end: await signIn.finished(view.attemptId) };
  }

  return { profile, clock, vault, tokens, signIn, signInAs, providerFor, events };
}

const grantId = 'grant-00000001';

interface Journey {
  readonly name: string;
  readonly provider: 'google' | 'microsoft';
  readonly address: string;
  readonly sendThrough: SendThrough;
}
const journeys: Journey[] = [
  { name: 'Google for its API', provider: 'google', address: 'grace@harbor.test', sendThrough: 'api' },
  { name: 'Google for SMTP', provider: 'google', address: 'alan@harbor.test', sendThrough: 'smtp' },
  { name: 'Microsoft', provider: 'microsoft', address: 'ben@contoso.test', sendThrough: 'smtp' },
  {
    name: 'Microsoft under a user name that is no mailbox',
    provider: 'microsoft',
    address: 'anna@contoso.test',
    sendThrough: 'smtp',
  },
];

describe.each(journeys)('with $name', ({ provider, address, sendThrough }) => {
  it('a person signs in, and the token outlives a restart and is renewed', async () => {
    const { signInAs, tokens, profile } = await start();
    const { landing, end } = await signInAs(person(address), { provider, sendThrough });
    expect(end).toMatchObject({ stage: 'signed-in', signedInAs: person(address).signInName });
    expect(landing.body).toContain('You can close this tab');
    const first = await tokens.get(grantId);

    sandbox.log.clear();
    const again = await start(profile);
    expect(await again.tokens.get(grantId)).toEqual(first);
    const renewed = await again.tokens.renew(grantId);
    expect(renewed.accessToken).not.toBe(first.accessToken);
    expect((await again.tokens.get(grantId, { rejectedToken: renewed.accessToken })).accessToken).not.toBe(
      renewed.accessToken,
    );
    expect(sandbox.log.tokenRequests().map(({ grantType, ok }) => [grantType, ok])).toEqual([
      ['refresh_token', true],
      ['refresh_token', true],
    ]);
  });

  it('a hundred callers cause one refresh per expiry', async () => {
    const { signInAs, tokens, clock } = await start();
    await signInAs(person(address), { provider, sendThrough });
    sandbox.log.clear();
    for (let round = 1; round <= 3; round += 1) {
      await clock.advance(2 * 3_600_000);
      const answers = await Promise.all(Array.from({ length: 100 }, () => tokens.get(grantId)));
      expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(sandbox.log.tokenRequests()).toHaveLength(round);
    }
  });

  it.each(['429', '500', 'html', 'reset', 'lost-answer'] as const)(
    'trouble (%s) keeps the grant',
    async (mode) => {
      const { signInAs, tokens, vault } = await start();
      await signInAs(person(address), { provider, sendThrough });
      const before = await vault.get(grantId);
      sandbox.faults.tokenEndpoint({ provider, mode });
      await expect(tokens.renew(grantId)).rejects.toMatchObject({
        code: mode === 'html' ? expect.stringMatching(/^provider-/) : 'provider-unreachable',
      });
      expect(await vault.get(grantId)).toEqual(before);
      sandbox.faults.reset();
      expect((await tokens.renew(grantId)).accessToken).not.toBe('');
    },
  );

  it('a grant that was revoked wants a new sign-in, which works', async () => {
    const { signInAs, tokens } = await start();
    await signInAs(person(address), { provider, sendThrough });
    sandbox.faults.revoke({ address });
    await expect(tokens.renew(grantId)).rejects.toMatchObject({ code: 'grant-revoked' });
    const { end } = await signInAs(person(address), { provider, sendThrough });
    expect(end.stage).toBe('signed-in');
    expect((await tokens.renew(grantId)).accessToken).not.toBe('');
  });

  it('a person declines', async () => {
    const { signInAs, vault } = await start();
    const { landing, end } = await signInAs({ ...person(address), decline: true }, { provider, sendThrough });
    expect(end).toMatchObject({ stage: 'failed', failure: { code: 'authorization-denied' } });
    expect(landing.body).toContain('Sign-in was not completed');
    expect(await vault.list()).toEqual([]);
  });

  it('another person than the expected one is refused, and keeps nothing', async () => {
    const { signInAs, vault } = await start();
    const expected = provider === 'google' ? 'ida@harbor.test' : 'clara@contoso.test';
    const { end } = await signInAs(person(address), { provider, sendThrough, expected });
    expect(end).toMatchObject({
      stage: 'wrong-account',
      signedInAs: person(address).signInName,
      failure: { code: 'wrong-account' },
    });
    expect(await vault.list()).toEqual([]);
  });

  it('a token endpoint that fails ends the sign-in with its code', async () => {
    const { signInAs, vault } = await start();
    sandbox.faults.tokenEndpoint({ provider, mode: '500' });
    const { end } = await signInAs(person(address), { provider, sendThrough });
    expect(end).toMatchObject({ stage: 'failed', failure: { code: 'provider-unreachable' } });
    expect(await vault.list()).toEqual([]);
  });

  it('no secret is found in the profile, the log or the views', async () => {
    const { signInAs, tokens, profile, events, signIn } = await start();
    await signInAs(person(address), { provider, sendThrough });
    await tokens.renew(grantId);
    const names = await readdir(profile, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    expect(files.length).toBeGreaterThanOrEqual(2);
    const everything = [...texts, ...events, JSON.stringify(signIn.current())].join('\n');
    for (const secret of sandbox.secrets()) expect(everything).not.toContain(secret);
  });
});

describe('with Google', () => {
  it('a permission that was unticked is noticed, and nothing is kept', async () => {
    const { signInAs, vault } = await start();
    const grace = { ...person('grace@harbor.test'), untickSending: true };
    const { end } = await signInAs(grace, { provider: 'google' });
    expect(end).toMatchObject({ stage: 'failed', failure: { code: 'scope-missing' } });
    expect(await vault.list()).toEqual([]);
  });

  it('a grant is revoked there when it is taken back', async () => {
    const { signInAs, vault, providerFor, tokens } = await start();
    await signInAs(person('ida@harbor.test'), { provider: 'google' });
    const record = await vault.get(grantId);
    if (record?.kind !== 'grant') expect.unreachable();
    const google = providerFor('google', 'api');
    expect(await google.revoke(record.state)).toEqual({ revoked: true, consentPageUrl: null });
    expect(await google.revoke(record.state)).toEqual({ revoked: true, consentPageUrl: null });
    await expect(tokens.renew(grantId)).rejects.toMatchObject({ code: 'grant-revoked' });
  });
});
