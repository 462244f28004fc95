import type { TFunction } from 'i18next';
import type { CertificateFacts, CheckStep } from '../../shared/diagnose.ts';
import type { Format } from '../use-format.ts';

type Words = TFunction<'diagnose'>;

function certificateLines(certificate: CertificateFacts, format: Format, d: Words): readonly string[] {
  const { subject, issuer, validFromMs, validToMs } = certificate;
  const nowMs = Date.now();
  const date = format.exactTime(nowMs < validFromMs ? validFromMs : validToMs);
  const validity =
    nowMs < validFromMs
      ? d('facts.notYetValid', { date })
      : d(nowMs > validToMs ? 'facts.expired' : 'facts.validTo', { date });
  return [d('facts.certificate', { subject, issuer }), validity];
}

/** Answers what a step found, a line each. */
export function stepFacts({ name, state, facts }: CheckStep, format: Format, d: Words): readonly string[] {
  const { proxy, refusedPort, addresses, address, tlsVersion, certificate } = facts;
  const { offers, refreshed, user, reply } = facts;
  return [
    ...(proxy === undefined ? [] : [proxy]),
    ...(refusedPort === undefined ? [] : [d('facts.wentAround', { port: refusedPort })]),
    ...(addresses ? [format.list(addresses)] : []),
    ...(address === undefined ? [] : [address]),
    ...(tlsVersion === undefined ? [] : [tlsVersion]),
    ...(certificate ? certificateLines(certificate, format, d) : []),
    ...(offers && offers.length > 0 ? [offers.join(' · ')] : []),
    ...(refreshed ? [d('facts.refreshed')] : []),
    ...(user === undefined ? [] : [user]),
    ...(reply === undefined ? [] : [reply]),
    ...(name === 'sender' && state === 'not-checked' ? [d('facts.senderUnknown')] : []),
  ];
}
