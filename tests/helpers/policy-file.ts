import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A profile under a policy file of its own: the sandbox's, with more members as the test writes them. */
export async function policyBeside(sandbox: Pick<Sandbox, 'policyFile' | 'caFile'>) {
  const folder = await temporaryFolder();
  const policyFile = join(folder, 'policy.json');
  const original = JSON.parse(await readFile(sandbox.policyFile, 'utf8')) as object;
  const write = (members: object) =>
    writeFile(
      policyFile,
      JSON.stringify({ ...original, certificateAuthorities: sandbox.caFile, ...members }),
    );
  await write({});
  return { policyFile, profileFolder: join(folder, 'profile'), write };
}
