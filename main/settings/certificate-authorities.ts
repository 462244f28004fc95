import process from 'node:process';

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const blockBegin = /-----BEGIN [A-Z0-9 ]+-----/g;

/**
 * Answers the certificates of a PEM file, one text each; text around the blocks is allowed, as openssl writes it.
 *
 * @throws {RangeError} with the reason: no certificate in it, something else than certificates, or one that is damaged
 */
export function parseCertificateAuthorities(text: string): readonly string[] {
  const blocks = [...text.matchAll(block)].map(([pem, label]) => ({ pem, label: label ?? '' }));
  if (blocks.length === 0) throw new RangeError('holds no PEM certificate');
  // A file that was cut short must not look like one with fewer certificates.
  if ([...text.matchAll(blockBegin)].length > blocks.length)
    throw new RangeError('holds a block without its end');
  if (blocks.some(({ label }) => label.endsWith('PRIVATE KEY'))) {
    throw new RangeError('holds a private key, which belongs nowhere near this file');
  }
  return blocks.map(({ pem, label }, index) => {
    const readable = label === 'CERTIFICATE' && isCertificate(pem);
    if (!readable) throw new RangeError(`holds a block that is no certificate (number ${index + 1})`);
    return `${pem}\n`;
  });
}

function isCertificate(pem: string): boolean {
  // No start waits for Node's cryptography that has no such file.
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
