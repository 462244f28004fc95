import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';

/** A message that a real server took. */
export interface TakenMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** A real SMTP server of a test. */
export interface MailServer {
  readonly port: number;
  /** PEM of the authority that signed its certificate. */
  readonly certificateAuthority: string;
  readonly taken: () => readonly TakenMessage[];
}

const authority = createCertificateAuthority();

/** Starts smtp-server with a certificate for loopback names; it ends with the test, or when the caller says. */
export async function startMailServer(
  options: SMTPServerOptions = {},
  host = '127.0.0.1',
  whenOver: (close: () => Promise<void>) => void = onTestFinished,
): Promise<MailServer> {
  const { certificatePem, serverCertificatePem, serverKeyPem } = await authority;
  const taken: TakenMessage[] = [];
  const server = new SMTPServer({
    key: serverKeyPem,
    cert: serverCertificatePem,
    logger: false,
    disableReverseLookup: true,
    authOptional: true,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        taken.push({ from: mailFrom === false ? '' : mailFrom.address, to, raw: Buffer.concat(chunks) });
        callback(null, `taken as ${taken.length}`);
      });
    },
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, host, () => resolve());
  });
  whenOver(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return {
    port: (server.server.address() as AddressInfo).port,
    certificateAuthority: certificatePem,
    taken: () => taken,
  };
}
