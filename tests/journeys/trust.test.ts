import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { trustCertificates } from '../../main/loopback/node-ports.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const script = join(import.meta.dirname, '../../main/cli.ts');

/** Runs a command as a person does, on a computer whose own store is what the environment says. */
async function command(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { env: { ...process.env, ...env } };
  const ran = await promisify(execFile)(process.execPath, [script, ...words, '--json'], options).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return JSON.parse(ran.stdout || ran.stderr) as unknown;
}

test('a mail server of a private authority is trusted where the computer, or --ca-file, says so', async () => {
  const server = await startMailServer();
  const folder = await temporaryFolder();
  const profileFolder = join(folder, 'profile');
  const app = await startApp({ sandbox: null, profileFolder });
  const { id } = await app.add({ host: 'localhost', port: server.port, from: 'anna@example.com' });
  await app.stop();
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, server.certificateAuthority);
  const check = ['check', String(id), '--profile', profileFolder];

  expect(await command(check)).toMatchObject({
    ...{ outcome: 'failed', failure: { code: 'tls-failed' } },
    card: { id: 'certificate-unknown' },
  });
  const passed = { outcome: 'passed', failure: null };
  expect(await command([...check, '--ca-file', caFile])).toMatchObject(passed);
  // Where Linux keeps its own certificates; Windows and macOS have stores that only a person fills.
  if (process.platform === 'linux') {
    expect(await command(check, { SSL_CERT_FILE: caFile })).toMatchObject(passed);
  }
});

/** Puts TLS with a certificate of a private authority before a server of this computer; answers where. */
async function startFront(plainUrl: string, key: string, cert: string): Promise<string> {
  const { port } = new URL(plainUrl);
  const server = createServer({ key, cert }, (socket) => {
    const plain = connect(Number(port), 'localhost');
    for (const [one, other] of [
      [socket, plain],
      [plain, socket],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

type Endpoints = Readonly<Record<string, string>>;

test('sign-ins, the Gmail API and Graph behind a private authority are trusted by --ca-file alone', async () => {
  const before = getCACertificates('default');
  onTestFinished(() => setDefaultCACertificates(before));
  const sandbox = await startSandbox();
  onTestFinished(sandbox.close);
  const { certificatePem, serverKeyPem, serverCertificatePem } = await createCertificateAuthority();
  const folder = await temporaryFolder();
  const [policyFile, caFile] = [join(folder, 'policy.json'), join(folder, 'ca.pem')];
  const { certificateAuthorities: _, ...policy } = JSON.parse(await readFile(sandbox.policyFile, 'utf8')) as {
    certificateAuthorities: string;
    providers: Record<'google' | 'microsoft', Endpoints>;
  };
  const { google, microsoft } = policy.providers;
  const front = (url = '') => startFront(url, serverKeyPem, serverCertificatePem);
  const [googleFront, microsoftFront] = [await front(google['gmailApi']), await front(microsoft['graphApi'])];
  const providers = {
    google: { ...google, gmailApi: googleFront, tokenEndpoint: `${googleFront}/token` },
    microsoft: {
      ...{ ...microsoft, graphApi: microsoftFront },
      tokenEndpoint: `${microsoftFront}/organizations/oauth2/v2.0/token`,
    },
  };
  await writeFile(policyFile, JSON.stringify({ ...policy, providers }));
  await writeFile(caFile, certificatePem);
  const wishes = { sandbox, policyFile, profileFolder: join(folder, 'profile'), trustCertificates };
  const people = (['google', 'microsoft'] as const).map((provider) => {
    const found = sandbox.people.find((person) => person.provider === provider);
    if (!found) throw new Error(`nobody of ${provider}`);
    return found;
  });

  const stranger = await startApp(wishes);
  for (const person of people) {
    await expect(stranger.addSignedIn(person, {}, 'api')).rejects.toThrow(
      /"stage":"failed".*UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    );
  }
  await stranger.stop();

  const friend = await startApp({ ...wishes, caFile });
  const ids: number[] = [];
  for (const person of people) {
    const { id } = await friend.addSignedIn(person, {}, 'api');
    ids.push(id);
    const { itemId } = await friend.send(id, 'kay@fabrikam.test');
    expect(await friend.settled(itemId)).toMatchObject({ state: 'sent' });
  }
  expect(sandbox.inbox.messages().map(({ via }) => via)).toEqual(['gmail-api', 'graph']);
  await friend.stop();

  setDefaultCACertificates(before);
  const again = await startApp(wishes);
  for (const id of ids) {
    const { itemId } = await again.send(id, 'kay@fabrikam.test');
    const waits = await again.until('the next try', async () => {
      const item = await again.call('outboxGet', { itemId });
      return item.because === null ? null : item;
    });
    expect(waits).toMatchObject({ state: 'queued', because: 'tls-failed' });
  }
  expect(sandbox.inbox.messages()).toHaveLength(2);
});
