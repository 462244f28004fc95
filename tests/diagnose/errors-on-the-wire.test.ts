import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import type { Symptom } from '../../shared/fix-cards/symptom.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { validateAuthorizationResponse } from '../../main/identity/authorization-response.ts';
import { openTokenEndpoint } from '../../main/identity/token-endpoint.ts';
import { submitByGmailApi } from '../../main/mail/gmail.ts';
import { submitByGraph } from '../../main/mail/graph.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import { startScriptedServer } from '../identity/scripted-server.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startHttpProxy } from '../helpers/proxy-server.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { submissionRequest } from '../helpers/submission-request.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { graphErrors, knownErrors, moreErrors } from '../shared/fix-cards/known-errors.ts';
import type { Wire } from '../shared/fix-cards/known-errors.ts';
import { runCheck } from './run-check.ts';

const password = { kind: 'password', user: 'anna@example.com', password: 'canary-password' } as const;
const verbs = {
  greeting: 'greeting',
  hello: 'EHLO',
  starttls: 'STARTTLS',
  authentication: 'AUTH',
  sender: 'MAIL',
  recipient: 'RCPT',
  data: 'DATA',
  message: 'message',
} as const;

function symptomOf(outcome: SubmissionOutcome): Symptom {
  if (!('code' in outcome)) throw new Error(`it was ${outcome.kind}`);
  return { code: outcome.code, ...(outcome.reply !== undefined && { reply: outcome.reply }) };
}

/** Lets a server say the bytes and answers what the app makes of them. */
async function meet(wire: Exclude<Wire, { readonly kind: 'connection' }>): Promise<Symptom> {
  if (wire.kind === 'smtp') {
    // Whoever is refused everything has heard enough: the next replies of the script are as polite as ever.
    const { port } = await startSmtpScript({ answers: { [verbs[wire.stage]]: wire.bytes } });
    return symptomOf(await submitBySmtp(await submissionRequest(port, { authentication: password })));
  }
  const { status, body } = wire;
  const type = body.startsWith('<') ? 'text/html' : 'application/json';
  const { origin } = await startScriptedServer(() => ({ status, body, type }));
  if (wire.kind !== 'token') {
    const more = { baseUrl: origin, accessToken: 'canary', bcc: [], timeoutMs: 2_000 };
    const request = { ...(await submissionRequest(1)), ...more };
    return symptomOf(
      await (wire.kind === 'gmail'
        ? submitByGmailApi(request)
        : submitByGraph({ ...request, sharedMailbox: null })),
    );
  }
  const fail = async () => {
    if (wire.step === 'authorize') {
      const told: Record<string, unknown> = JSON.parse(body);
      const parameters = Object.entries(told).map(([name, value]) => [name, String(value)]);
      return validateAuthorizationResponse(new URLSearchParams([...parameters, ['state', 's']]), {
        state: 's',
        issuer: origin,
      });
    }
    const place = `${origin}/token`;
    const endpoint = openTokenEndpoint({ fetch, clock: systemClock, endpoints: [place], step: wire.step });
    return endpoint.post(place, { body: 'grant_type=refresh_token' });
  };
  const error = await fail().catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error('it was taken');
  return { code: error.code, ...(error.detail && { detail: error.detail }) };
}

const said = [...knownErrors, ...moreErrors, ...graphErrors].flatMap(({ card, provider, wire }) =>
  wire.kind === 'connection' ? [] : [{ card, provider, wire }],
);

test.each(said)('a server that says it leads to $card ($wire.kind)', async ({ card, provider, wire }) => {
  const symptom = await meet(wire);
  expect([fixCardFor(symptom, { ...noFacts, provider }).id, symptom]).toEqual([card, symptom]);
});

const timeoutMs = 300;
const check = (host: string, port: number, tls: 'none' | 'starttls' | 'implicit') =>
  runCheck({ target: { route: { host, port, tls, timeoutMs } } });
const script = async () => (await startSmtpScript()).port;

/** Connections that fail on real sockets. */
const connections: Readonly<Record<string, () => Promise<CheckView>>> = {
  'tls-method-wrong': async () => check('localhost', await script(), 'implicit'),
  'no-greeting': async () =>
    check('localhost', (await startSmtpScript({ answers: { greeting: () => null } })).port, 'none'),
  'starttls-missing': async () => check('localhost', await script(), 'starttls'),
  'connection-refused': () => check('127.0.0.1', 1, 'none'),
  'name-unknown': () => check('nobody.invalid', 25, 'none'),
  // Everybody on this network at once: no connection leads there.
  'port-blocked': () => check('255.255.255.255', 25, 'none'),
  'certificate-unknown': async () => check('localhost', (await startMailServer()).port, 'starttls'),
  'certificate-name': async () => {
    const [{ port, certificateAuthority }, proxy] = [await startMailServer(), await startHttpProxy()];
    // The proxy knows only this computer, by whatever name.
    return runCheck({
      target: { route: { host: 'mail.example.com', port, tls: 'starttls', timeoutMs: 2_000 } },
      certificateAuthorities: [certificateAuthority],
      proxyFor: async () => [proxy.way()],
    });
  },
};

test.each(Object.keys(connections))('a connection that fails leads to %s', async (card) => {
  const view = await connections[card]?.();
  expect([view?.failure && fixCardFor(view.failure, noFacts).id, view?.failure]).toEqual([
    card,
    view?.failure,
  ]);
});

test('each of the fifty errors is met here', () => {
  const met = new Set([...said.map(({ card }) => card), ...Object.keys(connections)]);
  expect(knownErrors.filter(({ card }) => !met.has(card)).map(({ card }) => card)).toEqual([]);
});

test('an error that nobody knows shows what the server said', async () => {
  const reply = await meet({
    kind: 'smtp',
    stage: 'recipient',
    bytes: '550 5.7.999 The moon is in the wrong house\r\n',
  });
  expect(fixCardFor(reply, noFacts)).toMatchObject({
    id: null,
    reply: expect.stringContaining('The moon is in the wrong house'),
  });
  const body = JSON.stringify({ error: 'moon_in_wrong_house', error_description: 'AADSTS1234567: canary' });
  const card = fixCardFor(await meet({ kind: 'token', step: 'redeem', status: 400, body }), noFacts);
  expect(card.details).toEqual(
    expect.arrayContaining([
      ['error', 'moon_in_wrong_house'],
      ['aadsts', '1234567'],
    ]),
  );
});
