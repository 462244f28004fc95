import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSelfTestSandbox, signInAndSend } from '../../../main/electron/self-test-sandbox.ts';
import { policyFor } from '../../../sandbox/policy.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const smtp = { starttls: 587, implicit: 465 };
const places = { googlePort: 1, clientSecret: 'canary', microsoftPort: 2, smtp, caFileName: 'ca.pem' };

async function read(change: object = {}, policy = policyFor(places)) {
  const folder = await temporaryFolder();
  const policyFile = join(folder, 'policy.json');
  const sandbox = {
    policyFile,
    inbox: 'http://localhost:3/inbox',
    browser: 'http://127.0.0.1:4/',
    people: { google: 'grace@harbor.test', microsoft: 'ben@contoso.test' },
    ...change,
  };
  const file = join(folder, 'sandbox.json');
  await Promise.all([writeFile(policyFile, policy), writeFile(file, JSON.stringify(sandbox))]);
  return { sandbox, given: readSelfTestSandbox(file) };
}

it('a sandbox on this computer is taken', async () => {
  const { sandbox, given } = await read();
  expect(given).toEqual({ sandbox });
  expect(readSelfTestSandbox(null)).toEqual({ sandbox: null });
});

it.each([
  ['http://localhost:1/token', 'https://tokens.example.test/token'],
  ['http://localhost:1/token', 'https://localhost.example.test/token'],
  ['"host": "localhost"', '"host": "mail.example.test"'],
  ['https://localhost:2/', 'https://login.example.test/'],
])('a policy that leads elsewhere is refused: %s → %s', async (here, elsewhere) => {
  const { given } = await read({}, policyFor(places).replace(here, elsewhere));
  expect(given).toEqual({ mistake: 'The policy of --selftest-sandbox leads to another computer.' });
});

it.each([
  [{ browser: 'http://person.example.test/' }],
  [{ browser: 'https://localhost/' }],
  [{ inbox: 'file:///etc' }],
  [{ people: { google: 'grace@harbor.test' } }],
  [{ policyFile: '/not/there.json' }],
  [{ other: 1 }],
])('a file that is no sandbox is refused, without its words: %j', async (change) => {
  const { given } = await read(change);
  expect(given).toEqual({ mistake: 'The file of --selftest-sandbox, or its policy, cannot be read.' });
});

it('without a sandbox nobody signs in, and nothing has passed', async () => {
  const call = () => Promise.reject(new Error('asked'));
  const deps = { call, sandbox: null, profileFolder: '/not/there', clock: createFakeClock() };
  expect(await signInAndSend({ ...deps, provider: 'google' })).toEqual({
    outcome: 'skipped',
    seen: 'no sandbox given',
  });
});
