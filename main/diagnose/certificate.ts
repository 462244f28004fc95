import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import type { CertificateFacts } from '../../shared/diagnose.ts';
import { lateTls } from '../network/late-tls.ts';
import { openConnection } from '../network/open-connection.ts';
import type { Destination } from '../network/open-connection.ts';
import type { SubmissionRoute } from '../mail/submission.ts';

const maxNames = 10;
const maxNameLength = 100;
/** It is only looked at to explain a failure that is known already. */
const patienceMs = 5_000;

const short = (text: unknown) =>
  (Array.isArray(text) ? text.join(', ') : typeof text === 'string' ? text : '')
    .replace(/\p{C}/gu, ' ')
    .slice(0, maxNameLength);

/** Answers what a person has to know of a certificate; null: there is none. */
export function certificateFacts(certificate: PeerCertificate | undefined): CertificateFacts | null {
  if (!certificate?.subject) return null;
  const names = (certificate.subjectaltname ?? '')
    .split(/,\s*/)
    .flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? [])
    .slice(0, maxNames)
    .map(short);
  const { subject, issuer, valid_from: from, valid_to: to } = certificate;
  return {
    subject: short(subject.CN) || (names[0] ?? short(subject.O)),
    issuer: [short(issuer?.CN), short(issuer?.O)].filter((part) => part !== '').join(', '),
    names,
    validFromMs: Date.parse(from) || 0,
    validToMs: Date.parse(to) || 0,
  };
}

/**
 * Answers the certificate of a server that was not trusted, so that a person sees whose it is; null: none was shown.
 *
 * A connection of its own that says nothing but EHLO and STARTTLS, and ends before anything else.
 */
export async function peekCertificate(
  { host, port, tls }: Pick<SubmissionRoute, 'host' | 'port' | 'tls'>,
  signal: AbortSignal,
  { proxyFor, mayGoAround = false }: Pick<Destination, 'proxyFor' | 'mayGoAround'>,
): Promise<CertificateFacts | null> {
  if (tls === 'none') return null;
  const destination = { host, port, timeoutMs: patienceMs, signal, proxyFor, mayGoAround };
  const socket = await openConnection(destination).catch(() => null);
  if (!socket) return null;
  const stop = () => void socket.destroy();
  const timer = setTimeout(stop, patienceMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<CertificateFacts | null>((resolve) => {
      socket.on('error', () => resolve(null));
      socket.once('close', () => resolve(null));
      const look = () => resolve(handshake(socket, host));
      if (tls === 'implicit') look();
      else askForTls(socket, look);
      if (signal.aborted) stop();
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

/** Its last line has a space, or nothing, after the code. */
const wholeReply = /(?:^|\n)\d{3}(?: [^\r\n]*)?\r?\n$/;

/** Says EHLO after the greeting and STARTTLS after its reply; calls back when the server is ready. */
function askForTls(socket: Socket, ready: () => void): void {
  const commands = ['EHLO [127.0.0.1]\r\n', 'STARTTLS\r\n'];
  let heard = '';
  const hear = (bytes: Buffer) => {
    heard += bytes.toString('latin1');
    if (!wholeReply.test(heard)) return;
    const isGood = heard.startsWith('2');
    heard = '';
    const next = commands.shift();
    if (!isGood) socket.destroy();
    else if (next === undefined) {
      socket.off('data', hear);
      ready();
    } else socket.write(next);
  };
  socket.on('data', hear).resume();
}

function handshake(socket: Socket, host: string): Promise<CertificateFacts | null> {
  return new Promise((resolve) => {
    // Nothing is sent over this connection and it is closed at once: the certificate is shown to a person, not trusted.
    const secure = lateTls().connect({
      socket,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
    });
    secure.on('error', () => resolve(null));
    secure.once('secureConnect', () => {
      resolve(certificateFacts(secure.getPeerCertificate()));
      secure.destroy();
    });
  });
}
