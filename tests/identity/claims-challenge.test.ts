import { expect, test } from 'vitest';
import { challengedBy, claimsAskedBy, parseClaims } from '../../main/identity/claims-challenge.ts';
import { createMicrosoftProvider } from '../../main/identity/microsoft.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { microsoftAnswer, registrationsAt, responseWith, startScriptedServer } from './scripted-server.ts';

const claims = '{"access_token":{"capolids":{"essential":true,"values":["policy-one"]}}}';

test.each<[string, unknown, string]>([
  ['an object is passed back as it came', claims, claims],
  ['without its spaces', ' { "access_token" : {} } ', '{"access_token":{}}'],
  ['text that is no JSON is not', 'claims', ''],
  ['nor a list', '["a"]', ''],
  ['nor an empty object', '{}', ''],
  ['nor a number', 7, ''],
  ['nor a text that no address bar holds', JSON.stringify({ a: 'x'.repeat(5000) }), ''],
])('%s', (_name, value, passedBack) => {
  expect(parseClaims(value)).toBe(passedBack);
});

test('what is to be proved stands beside a failure and never in it', () => {
  const failure = challengedBy(new AppError('grant-revoked', 'The sign-in is over.'), claims);
  expect(claimsAskedBy(failure)).toBe(claims);
  expect(JSON.stringify(toFailure(failure))).not.toContain('capolids');
  expect(claimsAskedBy(challengedBy(new AppError('internal', 'none'), ''))).toBe('');
  expect(claimsAskedBy('no failure')).toBe('');
});

async function startMicrosoft() {
  const server = await startScriptedServer();
  server.script = () => ({ body: microsoftAnswer(server.origin) });
  const registration = registrationsAt(server.origin).microsoft;
  const provider = createMicrosoftProvider({ registration, sendThrough: 'smtp', fetch, clock: systemClock });
  const redeem = () =>
    provider.redeem({
      ...{ response: responseWith('code'), redirectUri: 'http://localhost:1', nonce: 'nonce' },
      codeVerifier: 'verifier-0123456789012345678901234567890123456789',
    });
  return { server, provider, redeem };
}

const refusal = { error: 'interaction_required', suberror: 'basic_action', error_codes: [50_076], claims };

test('Microsoft says at a refresh what it wants to see proved, and the browser is told so', async () => {
  const { server, provider, redeem } = await startMicrosoft();
  const { state } = await redeem();
  server.script = () => ({ status: 400, body: refusal });
  const wish = { force: true, minimumValidityMs: 0 };
  const failure: unknown = await provider.accessToken(state, wish).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'grant-revoked', detail: { aadsts: 50_076 } });
  const request = { redirectUri: 'http://localhost:1', state: 's', nonce: 'n', codeChallenge: 'c' };
  const url = await provider.authorizationUrl({
    ...{ ...request, loginHint: 'anna@corp.example', selectAccount: false },
    claims: claimsAskedBy(failure),
  });
  expect(JSON.parse(new URL(url).searchParams.get('claims') ?? '')).toMatchObject(JSON.parse(claims));
});

test('a code can be answered with a challenge too', async () => {
  const { server, redeem } = await startMicrosoft();
  server.script = () => ({ status: 400, body: refusal });
  const failure: unknown = await redeem().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'authorization-failed' });
  expect(claimsAskedBy(failure)).toBe(claims);
});

test('what an API wants to see proved goes to the token endpoint, past the token that is there', async () => {
  const { server, provider, redeem } = await startMicrosoft();
  const { state } = await redeem();
  server.seen.length = 0;
  server.script = () => ({ body: microsoftAnswer(server.origin, { access_token: 'access-2' }) });
  const token = await provider.accessToken(state, { force: true, minimumValidityMs: 0, claims });
  expect(token).toMatchObject({ accessToken: 'access-2', refreshed: true });
  expect(JSON.parse(server.seen[0]?.form.get('claims') ?? '')).toMatchObject(JSON.parse(claims));
});
