import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { loadPolicy } from '../../main/profile-policy.ts';
import { policyFormat } from '../../main/settings/policy-format.ts';
import { policyLocation } from '../../main/settings/policy-location.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { newAccountDraft } from '../../shared/account.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/administrators.md'), 'utf8');
const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json);

async function load(policy: string) {
  const folder = await temporaryFolder();
  const policyPath = join(folder, 'policy.json');
  const { certificatePem } = await createCertificateAuthority();
  await writeFile(policyPath, policy);
  await writeFile(join(folder, 'contoso-ca.pem'), certificatePem);
  const profileFolder = join(folder, 'profile');
  const cipher = createFakeCipher();
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  return loadPolicy({
    ...{ ports, profileFolder, policyPath, isDevelopment: true, caFile: null, delivery: 'at-start' },
    host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
  });
}

describe('docs/administrators.md', () => {
  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'has a policy that counts as it stands: example %i',
    async (_, example) => {
      const { status, info } = await load(example);
      expect(info.failure).toBeNull();
      expect(status).toBe('active');
    },
  );

  it('shows every member in its first example', () => {
    expect(examples.length).toBeGreaterThan(1);
    const members = Object.keys(JSON.parse(examples[0] ?? '{}') as object);
    expect(members.toSorted()).toEqual(Object.keys(policyFormat.unwrap().shape).toSorted());
  });

  it.each([
    ['member', Object.keys(policyFormat.unwrap().shape)],
    ['setting', Object.keys(defaultSettings)],
    ['field of an account', Object.keys(newAccountDraft)],
  ])('names every %s', (_, names) => {
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('says where the file lies', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(text).toContain(`\`${policyLocation(platform, {})}\``);
  });
});
