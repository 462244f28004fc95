import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { readProvider } from '../helpers/sandbox-tokens.ts';

describe('a sandbox in this process', () => {
  it('ends within two seconds, whatever hangs on it, and may be ended twice', async () => {
    const sandbox = await startSandbox();
    const { tokenEndpoint } = await readProvider(sandbox, 'google');
    sandbox.faults.tokenEndpoint({ provider: 'google', mode: 'stall' });
    const stalled = expect(fetch(tokenEndpoint, { method: 'POST', body: 'x' })).rejects.toThrow(
      'fetch failed',
    );
    const idle = createConnection({ port: sandbox.smtp.starttls, host: 'localhost' });
    // Half a TLS handshake: the server waits for the rest.
    const half = createConnection({ port: sandbox.smtp.implicit, host: 'localhost' });
    await new Promise((resolve) => idle.once('data', resolve));
    half.write(Buffer.from([0x16, 0x03, 0x01]));
    const gone = [idle, half].map(
      (socket) => new Promise((resolve) => socket.on('error', () => {}).once('close', resolve)),
    );

    const startedAtMs = performance.now();
    await Promise.all([sandbox.close(), sandbox.close()]);
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
    await stalled;
    await Promise.all(gone);
    expect(existsSync(dirname(sandbox.policyFile))).toBe(false);
  });

  it('answers on both loopback addresses with one port, and on no other', async () => {
    const sandbox = await startSandbox();
    const port = new URL(sandbox.inboxUrl).port;
    for (const host of ['127.0.0.1', '[::1]']) {
      expect((await fetch(`http://${host}:${port}/inbox/messages`)).status).toBe(200);
    }
    const authorized = await new Promise((resolve, reject) => {
      const socket = connectTls(
        { port: sandbox.smtp.implicit, host: '::1', rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().subjectaltname);
          socket.destroy();
        },
      ).on('error', reject);
    });
    expect(authorized).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    await sandbox.close();
  });

  it('is another one at each start: people keep their names, not their passwords', async () => {
    const [one, other] = await Promise.all([startSandbox(), startSandbox()]);
    expect(one.people.map(({ address }) => address)).toEqual(other.people.map(({ address }) => address));
    const passwords = [...one.people, ...other.people].map(({ password }) => password);
    expect(new Set(passwords).size).toBe(passwords.length);
    await Promise.all([one.close(), other.close()]);
  });
});
