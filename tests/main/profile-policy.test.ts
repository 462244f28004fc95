import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { allowsKeyFile, loadPolicy } from '../../main/profile-policy.ts';
import { customProvider } from '../helpers/example-policy.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function start(policy: object | string) {
  const folder = await temporaryFolder();
  const policyPath = join(folder, 'policy.json');
  await writeFile(policyPath, typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2));
  const profileFolder = join(folder, 'profile');
  const cipher = createFakeCipher();
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  const search = { policyPath, isDevelopment: true, openStore: ports.openStore };
  const load = () =>
    loadPolicy({
      ...{ ports, profileFolder, policyPath, isDevelopment: true, caFile: null, delivery: 'at-start' },
      host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
    });
  return { policyPath, search, load };
}

describe('the accounts of a policy', () => {
  it('may leave the host to their provider, a custom one of the policy too', async () => {
    const accounts = [
      { id: 1_000_000, provider: 'microsoft' },
      { id: 1_000_001, provider: 'google', sendThrough: 'api' },
      { id: 1_000_002, provider: 'contoso' },
    ];
    const { load } = await start({ version: 1, settings: { customProviders: [customProvider] }, accounts });
    expect(load().status).toBe('active');
  });

  it.each([
    [{}, 'line 4: accounts.0.host: The host is missing.'],
    [{ host: 'smtp://a' }, /^line 6: accounts\.0\.host: The host must be a name/],
    [
      { provider: 'microsoft', sendThrough: 'api' },
      /^line 7: accounts\.0\.sendThrough: The provider does not/,
    ],
    [{ provider: 'google', user: 'none' }, /^line 7: accounts\.0\.user: The SMTP User must be/],
    [{ host: 'a.example', businessObject: 'SystemUser' }, /^line 4: accounts\.0\.columnName: A key needs/],
  ])('%j are refused whole', async (account, message) => {
    const { load } = await start({ version: 1, accounts: [{ id: 1_000_000, ...account }] });
    const { status, info } = load();
    expect(status).toBe('refused');
    expect(info.failure?.message).toMatch(message);
  });
});

describe('a key file', () => {
  it.each<[object | string, boolean]>([
    [{ version: 1, allowKeyFile: true }, true],
    [{ version: 1, allowKeyFile: false }, false],
    [{ version: 1 }, false],
    ['{"version":1,"allowKeyFile":true', false],
  ])('under %j is allowed: %j', async (policy, allowed) => {
    const { search } = await start(policy);
    expect(allowsKeyFile(search)).toBe(allowed);
  });

  it('is allowed by the last good copy too, and not where --policy does not count', async () => {
    const { search, policyPath } = await start({ version: 1, allowKeyFile: true });
    expect(allowsKeyFile(search)).toBe(true);
    await writeFile(policyPath, '{');
    expect(allowsKeyFile(search)).toBe(true);
    expect(allowsKeyFile({ ...search, isDevelopment: false })).toBe(false);
  });
});
