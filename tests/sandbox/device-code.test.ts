import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { PersonAtPages } from '../helpers/follow-pages.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import {
  claimsOf,
  graphMailSend,
  personOf,
  postToken,
  readProvider,
  smtpSend,
} from '../helpers/sandbox-tokens.ts';
import type { ProviderEntry } from '../helpers/sandbox-tokens.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
const scope = `openid profile email offline_access ${smtpSend}`;

let sandbox: Sandbox;
let microsoft: ProviderEntry;
let ben: PersonAtPages;

beforeAll(async () => {
  sandbox = await startSandbox();
  microsoft = await readProvider(sandbox, 'microsoft');
  ben = personOf(sandbox, 'ben@contoso.test');
});
afterAll(() => sandbox.close());

const askForCode = async (fields: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(microsoft.tokenEndpoint.replace('/token', '/devicecode'), {
    method: 'POST',
    body: new URLSearchParams({ client_id: microsoft.clientId, scope, ...fields }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const redeem = (device_code: string, more: Readonly<Record<string, string>> = {}) =>
  postToken(microsoft, { grant_type: grantType, device_code, scope, ...more });

describe("Microsoft's sign-in by code", () => {
  it('gives out a code, waits, and answers tokens once somebody signed in with it, one time', async () => {
    const { status, body } = await askForCode();
    expect([status, body]).toMatchObject([200, { expires_in: 900, interval: 5 }]);
    expect(Object.keys(body)).not.toContain('verification_uri_complete');
    expect(body.user_code).toMatch(/^[A-Z]{9}$/);
    expect(body.message).toContain(`enter the code ${body.user_code}`);
    expect(await redeem(body.device_code)).toMatchObject({
      ...{ status: 400, body: { error: 'authorization_pending', error_codes: [70_016] } },
    });

    const landing = await followSignIn(body.verification_uri, { ...ben, userCode: body.user_code });
    expect(landing.seen.at(-1)).toBe('You are signed in to SMTP Setup');
    const tokens = await redeem(body.device_code);
    expect(tokens).toMatchObject({ status: 200, body: { refresh_token: expect.any(String) } });
    expect(claimsOf(String(tokens.body['id_token']))).toMatchObject({
      preferred_username: 'ben@contoso.test',
    });
    expect(await redeem(body.device_code)).toMatchObject({ body: { error: 'bad_verification_code' } });
    expect(sandbox.secrets()).toContain(body.device_code);
  });

  it('says that it was declined', async () => {
    const { body } = await askForCode();
    await followSignIn(body.verification_uri, { ...ben, userCode: body.user_code, decline: true });
    expect(await redeem(body.device_code)).toMatchObject({ body: { error: 'authorization_declined' } });
  });

  it('says that the code has expired', async () => {
    sandbox.faults.tokenLifetime({ provider: 'microsoft', seconds: 1 });
    const { body } = await askForCode();
    sandbox.faults.reset();
    await expect
      .poll(async () => (await redeem(body.device_code)).body, { timeout: 3_000 })
      .toMatchObject({ error: 'expired_token', error_codes: [70_020] });
    const { seen } = await followSignIn(body.verification_uri, { ...ben, userCode: body.user_code });
    expect(seen.at(-1)).toBe('the code has expired');
  });

  it('takes scopes of one resource only when the code is redeemed', async () => {
    expect(await redeem('any', { scope: `${scope} ${graphMailSend}` })).toMatchObject({
      body: { error: 'invalid_request', error_codes: [28_000] },
    });
  });

  it.each([
    [{ client_id: '00000000-0000-0000-0000-000000000000' }, 'unauthorized_client', 700_016],
    [{ client_id: '' }, 'invalid_request', 900_144],
  ])('refuses %o', async (fields, error, number) => {
    expect(await askForCode(fields)).toMatchObject({
      ...{ status: 400, body: { error, error_codes: [number] } },
    });
  });
});
