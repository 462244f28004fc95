import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseCertificateAuthorities } from '../../main/settings/certificate-authorities.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';

const { certificatePem, serverCertificatePem, serverKeyPem } = await createCertificateAuthority();

it('every certificate of a PEM file is answered, whatever text stands around it', () => {
  const text = `Contoso root\r\n${certificatePem.replaceAll('\n', '\r\n')}\n# next\n${serverCertificatePem}`;
  const found = parseCertificateAuthorities(text).map((pem) => new X509Certificate(pem).fingerprint256);
  expect(found).toEqual(
    [certificatePem, serverCertificatePem].map((pem) => new X509Certificate(pem).fingerprint256),
  );
});

it.each<[string, string, RegExp]>([
  ['nothing', '', /no PEM certificate/],
  ['DER', 'MIIB', /no PEM certificate/],
  ['half a certificate', certificatePem.slice(0, -30), /no PEM certificate/],
  [
    'a second certificate that was cut off',
    certificatePem + serverCertificatePem.slice(0, -30),
    /without its end/,
  ],
  ['a first one that was cut off', certificatePem.slice(0, 200) + serverCertificatePem, /without its end/],
  ['a damaged certificate', certificatePem.replace(/\n.{10}/, '\nAAAAAAAAAA'), /no certificate \(number 1\)/],
  ['a private key beside it', certificatePem + serverKeyPem, /private key/],
  [
    'a request',
    certificatePem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
    /no certificate \(number 1\)/,
  ],
])('%s is refused', (_, text, reason) => {
  expect(() => parseCertificateAuthorities(text)).toThrow(reason);
});
