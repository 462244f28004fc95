import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { challengedBy } from '../../main/identity/claims-challenge.ts';
import type { Clock } from '../../main/ports.ts';
import type {
  CodeRedemption,
  DeviceCodeRequest,
  FreshGrant,
  IdentityProvider,
} from '../../main/identity/identity-provider.ts';
import type { Registration } from '../../main/identity/registration.ts';
import type { SignedInAs } from '../../main/identity/signed-in-as.ts';
import { registrationsAt } from './scripted-server.ts';

/** An authorization server without a network: it rotates, detects reuse, and does what a test says. */
export interface FakeProvider extends IdentityProvider {
  readonly refreshes: () => number;
  /** What the next calls wait for, e.g. to look at what happens meanwhile. */
  gate: Promise<unknown>;
  /** Code of the failure of the next calls; null: they work. */
  failing: ErrorCode | null;
  /** What a code is refused for until it is proved; empty: nothing. */
  challenge: string;
  /** Who signs in next. */
  person: SignedInAs;
  readonly redeemed: CodeRedemption[];
  readonly adopted: string[];
  /** What codes were asked for with. */
  readonly codes: DeviceCodeRequest[];
  /** Ends the asking for the last code: somebody signed in with it, or it ended otherwise. */
  signsInElsewhere: (end?: Error) => void;
  readonly revoked: string[];
}

interface FakeState {
  readonly refresh: number;
  readonly access: string;
  readonly expiresAtMs: number;
}

const lifetimeMs = 3_600_000;

/** Answers a provider whose first grant is `firstState`. */
export function createFakeProvider(
  clock: Clock,
  registration: Registration = registrationsAt('https://accounts.example').google,
): FakeProvider & { readonly firstState: string } {
  let generation = 1;
  let refreshes = 0;
  const stateOf = (): FakeState => ({
    refresh: generation,
    access: `access-${generation}`,
    expiresAtMs: clock.nowMs() + lifetimeMs,
  });
  const parse = (text: string): FakeState => JSON.parse(text);
  const fail = () => {
    if (provider.failing) throw new AppError(provider.failing, 'as the test says');
  };

  const provider: FakeProvider & { readonly firstState: string } = {
    firstState: JSON.stringify(stateOf()),
    registration,
    sendThrough: 'api',
    redirect: { host: '127.0.0.1', port: null, path: '/oauth2/callback' },
    responseMode: 'query',
    gate: Promise.resolve(),
    failing: null,
    challenge: '',
    person: { key: '1001', addresses: ['anna@example.com'], displayName: 'anna@example.com' },
    redeemed: [],
    adopted: [],
    codes: [],
    signsInElsewhere: () => undefined,
    revoked: [],
    refreshes: () => refreshes,
    authorizationUrl: async (request) => {
      const { redirectUri, state, nonce, codeChallenge, loginHint, selectAccount, claims = '' } = request;
      const query = {
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: codeChallenge,
        login_hint: loginHint,
        ...(claims !== '' && { claims }),
      };
      return `https://accounts.example/auth?${new URLSearchParams({ ...query, select: String(selectAccount) }).toString()}`;
    },
    redeem: async (redemption) => {
      provider.redeemed.push(redemption);
      await provider.gate;
      fail();
      if (provider.challenge !== '')
        throw challengedBy(new AppError('authorization-failed', 'as the test says'), provider.challenge);
      return { identity: provider.person, scopes: ['openid'], state: JSON.stringify(stateOf()) };
    },
    adopt: async (refreshToken) => {
      provider.adopted.push(refreshToken);
      await provider.gate;
      fail();
      return { identity: provider.person, scopes: ['openid'], state: JSON.stringify(stateOf()) };
    },
    deviceCode: async (request) => {
      fail();
      provider.codes.push(request);
      const granted = Promise.withResolvers<FreshGrant>();
      provider.signsInElsewhere = (end) => {
        if (end) granted.reject(end);
        else
          granted.resolve({
            identity: provider.person,
            scopes: ['openid'],
            state: JSON.stringify(stateOf()),
          });
      };
      return {
        userCode: 'FJ7KQ2XRT',
        verificationUri: 'https://accounts.example/device',
        expiresAtMs: clock.nowMs() + 900_000,
        granted: granted.promise,
      };
    },
    accessToken: async (text, { force, minimumValidityMs }) => {
      const state = parse(text);
      if (!force && state.expiresAtMs - clock.nowMs() >= minimumValidityMs) {
        return { accessToken: state.access, expiresAtMs: state.expiresAtMs, state: text, refreshed: false };
      }
      refreshes += 1;
      await provider.gate;
      fail();
      if (state.refresh !== generation)
        throw new AppError('grant-revoked', 'A refresh token was used twice.');
      generation += 1;
      const next = stateOf();
      return {
        accessToken: next.access,
        expiresAtMs: next.expiresAtMs,
        state: JSON.stringify(next),
        refreshed: true,
      };
    },
    revoke: async (state) => {
      provider.revoked.push(state);
      return { revoked: true, consentPageUrl: null };
    },
  };
  return provider;
}
