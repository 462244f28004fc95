import { generateKeyPair, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const day = 86_400_000;
/** Programs are told once to trust it, and nobody renews what a scanner trusts. */
const validForMs = 3_650 * day;

/** A certificate with its key, both PEM. */
export interface LoopbackCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** One element of DER: tag, length, content. @see ITU-T X.690 §8.1 */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = content.length < 0x100 ? [content.length] : [content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts);
const integer = (bytes: Uint8Array) => element(0x02, bytes);
const bitString = (unused: number, bytes: Uint8Array) => element(0x03, Buffer.from([unused]), bytes);
const octetString = (bytes: Uint8Array) => element(0x04, bytes);

function objectId(...numbers: readonly number[]): Buffer {
  const [first = 0, second = 0, ...rest] = numbers;
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** UTCTime, which holds until 2049. @see RFC 5280 §4.1.2.5.1 */
const utcTime = (atMs: number) =>
  element(
    0x17,
    Buffer.from(new Date(atMs).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '') + 'Z', 'ascii'),
  );

const ecdsaWithSha256 = sequence(objectId(1, 2, 840, 10_045, 4, 3, 2));
const commonName = (name: string) =>
  sequence(element(0x31, sequence(objectId(2, 5, 4, 3), element(0x0c, Buffer.from(name, 'utf8')))));
const extension = (id: Buffer, isCritical: boolean, value: Buffer) =>
  sequence(id, ...(isCritical ? [element(0x01, Buffer.from([0xff]))] : []), octetString(value));

const extensions = sequence(
  // No authority: whoever trusts it trusts it for this computer's loopback names and nothing else.
  extension(objectId(2, 5, 29, 19), true, sequence()),
  // digitalSignature
  extension(objectId(2, 5, 29, 15), true, bitString(7, Buffer.from([0x80]))),
  // serverAuth
  extension(objectId(2, 5, 29, 37), false, sequence(objectId(1, 3, 6, 1, 5, 5, 7, 3, 1))),
  extension(
    objectId(2, 5, 29, 17),
    false,
    sequence(
      element(0x82, Buffer.from('localhost', 'ascii')),
      element(0x87, Buffer.from([127, 0, 0, 1])),
      element(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
    ),
  ),
);

/** DER of a certificate that its own key has signed. @see RFC 5280 §4.1 */
function certificateOf(publicKey: KeyObject, privateKey: KeyObject, nowMs: number): Buffer {
  // Positive and without a leading zero.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const name = commonName(`SMTP Setup relay ${randomBytes(4).toString('hex')}`);
  const toBeSigned = sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    name,
    sequence(utcTime(nowMs - day), utcTime(nowMs + validForMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, extensions),
  );
  return sequence(toBeSigned, ecdsaWithSha256, bitString(0, sign('sha256', toBeSigned, privateKey)));
}

/**
 * Makes a certificate for `localhost`, 127.0.0.1 and ::1 that is good for ten years and signed by its own key (ECDSA P-256).
 *
 * Written out here because Node reads certificates but makes none.
 */
export async function createLoopbackCertificate(nowMs: number): Promise<LoopbackCertificate> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const lines =
    certificateOf(publicKey, privateKey, nowMs)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
