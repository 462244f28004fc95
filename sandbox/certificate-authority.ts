import { createPublicKey, generateKeyPair, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const day = 24 * 60 * 60 * 1000;

/** A throw-away certificate authority and one server certificate for this computer's loopback names, all PEM. */
export interface CertificateAuthority {
  readonly certificatePem: string;
  readonly serverCertificatePem: string;
  readonly serverKeyPem: string;
}

// The few DER pieces that an X.509 certificate is made of (X.690 §8). Tags: 0x30 SEQUENCE, 0x31 SET, 0xa0+n [n].
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);
const octets = (...parts: readonly Uint8Array[]): Buffer => der(0x04, ...parts);
const bits = (bytes: Uint8Array, unusedBits = 0): Buffer => der(0x03, Buffer.from([unusedBits]), bytes);
const text = (value: string): Buffer => der(0x0c, Buffer.from(value, 'utf8'));
const isTrue = der(0x01, Buffer.from([0xff]));
const time = (atMs: number): Buffer =>
  der(0x17, Buffer.from(new Date(atMs).toISOString().replaceAll(/^\d\d|[-:T]|\.\d+/g, ''), 'ascii'));
const objectId = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] =>
    value < 0x80 ? [value] : [...base128(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(objectId('2.5.4.3'), text(commonName))));
const extension = (dotted: string, critical: boolean, value: Buffer): Buffer =>
  sequence(objectId(dotted), ...(critical ? [isTrue] : []), octets(value));

interface CertificateRequest {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** @see RFC 5280 §4.1 */
const certificatePem = (request: CertificateRequest): string => {
  const now = Date.now();
  // The first byte is fixed: a serial number is positive and its encoding minimal.
  const serial = Buffer.concat([Buffer.from([0x5a]), randomBytes(15)]);
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(request.issuer),
    sequence(time(now - day), time(now + 30 * day)),
    nameOf(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...request.extensions)),
  );
  const signature = sign('sha256', toBeSigned, request.signingKey);
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bits(signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const authorityExtensions = [
  extension('2.5.29.19', true, sequence(isTrue, integer(Buffer.from([0])))),
  extension('2.5.29.15', true, bits(Buffer.from([0b0000_0110]), 1)),
];
const serverExtensions = [
  extension('2.5.29.19', true, sequence()),
  extension('2.5.29.15', true, bits(Buffer.from([0b1000_0000]), 7)),
  extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
  extension(
    '2.5.29.17',
    false,
    sequence(
      der(0x82, Buffer.from('localhost', 'ascii')),
      der(0x87, Buffer.from([127, 0, 0, 1])),
      der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
    ),
  ),
];

/**
 * Makes a new certificate authority and lets it sign one certificate for `localhost`, 127.0.0.1 and ::1.
 *
 * Written out here because Node reads certificates but makes none; what it makes is verified by Node's own TLS.
 *
 * @see RFC 5280
 */
export const createCertificateAuthority = async (): Promise<CertificateAuthority> => {
  const newKeys = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
    promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const [authority, server] = await Promise.all([newKeys(), newKeys()]);
  const issuer = `SMTP Setup sandbox ${randomBytes(4).toString('hex')}`;
  const signed = { issuer, signingKey: authority.privateKey };
  return {
    certificatePem: certificatePem({
      ...signed,
      subject: issuer,
      publicKey: createPublicKey(authority.privateKey),
      extensions: authorityExtensions,
    }),
    serverCertificatePem: certificatePem({
      ...signed,
      subject: 'localhost',
      publicKey: server.publicKey,
      extensions: serverExtensions,
    }),
    serverKeyPem: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
