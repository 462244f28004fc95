import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import type { Cipher } from '../../main/ports.ts';
import { allowsKeyFile, loadPolicy } from '../../main/profile-policy.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { customProvider } from '../helpers/example-policy.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function start(policy: object | string, strength?: Cipher['strength'], caFile: string | null = null) {
  const folder = await temporaryFolder();
  const policyPath = join(folder, 'policy.json');
  await writeFile(policyPath, typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2));
  const profileFolder = join(folder, 'profile');
  const cipher = createFakeCipher(strength);
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  const search = { policyPath, isDevelopment: true, openStore: ports.openStore };
  const load = () =>
    loadPolicy({
      ...{ ports, profileFolder, policyPath, isDevelopment: true, caFile, delivery: 'at-start' },
      host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
    });
  return { policyPath, search, load, copy: join(profileFolder, 'policy-last-good.json') };
}

describe('the accounts of a policy', () => {
  it('may leave the host to their provider, a custom one of the policy too', async () => {
    const accounts = [
      { id: 1_000_000, provider: 'microsoft' },
      { id: 1_000_001, provider: 'google', sendThrough: 'api' },
      { id: 1_000_002, provider: 'contoso' },
    ];
    const { load } = await start({ version: 1, settings: { customProviders: [customProvider] }, accounts });
    expect((await load()).status).toBe('active');
  });

  it.each([
    [{}, 'line 4: accounts.0.host: The host is missing.'],
    [{ host: 'smtp://a' }, /^line 6: accounts\.0\.host: The host must be a name/],
    [{ provider: 'microsoft', sendThrough: 'api', port: 0 }, /^line 8: accounts\.0\.port must be 1/],
    [{ provider: 'google', user: 'none' }, /^line 7: accounts\.0\.user: The SMTP User must be/],
    [{ host: 'a.example', businessObject: 'SystemUser' }, /^line 4: accounts\.0\.columnName: A key needs/],
  ])('%j are refused whole', async (account, message) => {
    const { load } = await start({ version: 1, accounts: [{ id: 1_000_000, ...account }] });
    const { status, info } = await load();
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
    const { search, policyPath, load } = await start({ version: 1, allowKeyFile: true });
    expect(allowsKeyFile(search)).toBe(true);
    await load();
    await writeFile(policyPath, '{');
    expect(allowsKeyFile(search)).toBe(true);
    expect(allowsKeyFile({ ...search, isDevelopment: false })).toBe(false);
  });
});

describe('the last good copy', () => {
  const policy = { version: 1, setBy: 'IT of Contoso', passwordsAlwaysEncrypted: true };

  it('is sealed, goes on while the file is refused, and is opened for nothing else', async () => {
    const { load, copy, policyPath } = await start(policy);
    expect((await load()).status).toBe('active');
    expect(await readFile(copy, 'utf8')).not.toMatch(/Contoso|passwordsAlwaysEncrypted/);
    await writeFile(policyPath, '{');
    expect(await load()).toMatchObject({ status: 'last-good', policy: { passwordsAlwaysEncrypted: true } });
  });

  it('that somebody wrote in clear, or changed, is no copy', async () => {
    const { load, copy, policyPath } = await start(policy);
    await load();
    await writeFile(policyPath, '{');
    const plain = { version: 1, source: policyPath, policy: { version: 1 }, certificateAuthorities: [] };
    await writeFile(copy, JSON.stringify(plain));
    expect(await load()).toMatchObject({ status: 'refused', policy: null });
    const sealed = Buffer.from(JSON.stringify(plain)).toString('base64');
    const keyFile = { source: policyPath, allowed: false };
    await writeFile(copy, JSON.stringify({ version: 1, digest: '', sealed, keyFile }));
    expect(await load()).toMatchObject({ status: 'refused', policy: null });
  });

  it('is not kept where secrets are kept in memory only', async () => {
    const { load, policyPath } = await start(policy, 'memory');
    expect((await load()).status).toBe('active');
    await writeFile(policyPath, '{');
    expect((await load()).status).toBe('refused');
  });
});

describe('the certificates of --ca-file', () => {
  it('are added to those of the policy', async () => {
    const path = join(await temporaryFolder(), 'ca.pem');
    const { certificatePem } = await createCertificateAuthority();
    await writeFile(path, `Contoso\n${certificatePem}`);
    const { load } = await start({ version: 1 }, undefined, path);
    expect((await load()).certificateAuthorities).toEqual([certificatePem]);
  });

  it('are refused whole where one is damaged, with the reason and the way out', async () => {
    const path = join(await temporaryFolder(), 'ca.pem');
    const { certificatePem, serverCertificatePem } = await createCertificateAuthority();
    await writeFile(path, certificatePem + serverCertificatePem.slice(0, 300));
    const { load } = await start({ version: 1 }, undefined, path);
    await expect(load()).rejects.toMatchObject({
      ...{ code: 'invalid-request', field: 'ca-file' },
      message: 'The file of --ca-file holds a block without its end; it wants certificates as PEM (Base-64).',
    });
  });
});
