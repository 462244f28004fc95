import { createServer } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNodePorts, trustCertificates } from '../../main/loopback/node-ports.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const value = { version: 1 };

describe('the ports of plain Node', () => {
  it('keep documents in the profile folder', async () => {
    const profileFolder = await temporaryFolder();
    const open = () =>
      createNodePorts({
        profileFolder,
        platform: 'linux',
        env: {},
        cipher: createFakeCipher(),
        log: () => undefined,
      }).openStore('example', (document) => document as typeof value, { version: 0 });
    expect(open().get()).toEqual({ version: 0 });
    open().set(value);
    expect(open().get()).toEqual(value);
  });

  it('trust a certificate once it is added, besides the computer’s own', async () => {
    const { certificatePem, serverCertificatePem, serverKeyPem } = await createCertificateAuthority();
    const server = createServer({ cert: serverCertificatePem, key: serverKeyPem }, (_, response) =>
      response.end('hello'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ask = () => fetch(`https://127.0.0.1:${port}/`).then((answer) => answer.text());
    await expect(ask()).rejects.toThrow();
    trustCertificates([certificatePem]);
    expect(await ask()).toBe('hello');
  });
});
