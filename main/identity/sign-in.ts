import { Buffer } from 'node:buffer';
import { AppError } from '../../shared/errors.ts';
import type { SendThrough } from '../../shared/account.ts';
import type { Language } from '../../shared/languages.ts';
import type { SignInStage, SignInView } from '../../shared/message.ts';
import type { Clock, Log, OpenBrowser, Random } from '../ports.ts';
import type { FreshGrant, IdentityProvider } from './identity-provider.ts';
import { renderResponsePage } from './response-page.ts';
import type { ExtraPermission } from './registration.ts';
import { openAttempt, openByCode, openTakeOver } from './sign-in-attempt.ts';
import type { AttemptOptions, EndStage, OpenAttempt } from './sign-in-attempt.ts';
import type { SignedInAs } from './signed-in-as.ts';

const attemptIdBytes = 12;
const rememberedAttempts = 50;
const cleanUpWithinMs = 2_000;

/** What a sign-in is for; the input of `signInStart`. */
export interface SignInRequest {
  readonly provider: string;
  /** null: a new record. */
  readonly accountId: number | null;
  /** Accounts besides that one which use the result too, where it is the sign-in that they expect. */
  readonly alsoAccountIds?: readonly number[] | undefined;
  /** The dialog that the result waits for; null: it takes effect at once. */
  readonly dialogId: string | null;
  /** Who is expected; empty: anybody. */
  readonly expected: string;
  readonly sendThrough: SendThrough;
  /** What is asked for besides sending as oneself; absent: nothing. */
  readonly permissions?: readonly ExtraPermission[] | undefined;
  readonly openBrowser: boolean;
}

/** How somebody signs in where not by the browser of this computer; kept nowhere. */
export type SignInWay =
  | { readonly kind: 'refresh-token'; readonly refreshToken: string }
  /** In a browser anywhere, by a code that is typed there. */
  | { readonly kind: 'device-code' };

/** Sign-ins, one at a time. */
export interface SignIn {
  /**
   * Begins a sign-in and answers its first view; a call for the running attempt joins it, another one cancels it.
   *
   * A browser that does not open is no failure: the link can be copied.
   *
   * @throws {AppError} `client-rejected` — no client ID is configured for the provider
   * @throws {AppError} `redirect-unavailable` — the browser could not come back
   * @throws {AppError} `invalid-request` — the provider signs nobody in by code
   * @throws {AppError} `sign-in-cancelled` — another attempt took its place before it had begun
   */
  readonly start: (request: SignInRequest, way?: SignInWay) => Promise<SignInView>;
  /**
   * Opens the page of the running attempt once more.
   *
   * @throws {AppError} `browser-not-opened`
   * @throws {AppError} `invalid-request` — that attempt does not wait for a browser
   */
  readonly openAgain: (attemptId: string) => Promise<void>;
  /**
   * Ends a running attempt, or takes the view of an ended one away; resolves when its port is free.
   *
   * A result that is being kept already is not cancelled any more.
   */
  readonly cancel: (attemptId: string) => Promise<void>;
  /** Ends the attempt of a dialog that closes; afterwards nothing is accepted for that dialog any more. */
  readonly discardDialog: (dialogId: string) => Promise<void>;
  /** Ends the attempts at these providers, whose client or place is another one by now. */
  readonly endAt: (providers: ReadonlySet<string>) => Promise<void>;
  readonly current: () => SignInView | null;
  /**
   * Resolves with the last view of an attempt, once the browser has its page.
   *
   * @throws {AppError} `invalid-request` — that attempt is not known
   */
  readonly finished: (attemptId: string) => Promise<SignInView>;
  /** Cancels what runs; resolves when every port is free. */
  readonly stop: () => Promise<void>;
}

interface SignInDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly openBrowser: OpenBrowser;
  readonly log: Log;
  /** @throws {AppError} where there is no such provider */
  readonly providerFor: (provider: string, sendThrough: SendThrough) => IdentityProvider;
  /** Key of the identity that the request must bring; null: a first sign-in, compared by address. */
  readonly knownIdentityKey: (request: SignInRequest) => string | null;
  /** What the provider wanted to see proved when it refused the sign-in that this one renews; empty: nothing. Absent: nobody knows. */
  readonly claimsFor?: (request: SignInRequest) => string;
  /** Keeps the grant; from its first moment on the attempt cannot be cancelled. */
  readonly accept: (
    fresh: FreshGrant,
    request: SignInRequest,
    provider: IdentityProvider,
  ) => Promise<{ readonly signedInAs: string; readonly pendingGrantId: string | null }>;
  /** Whether a grant that is not kept may be revoked: only if no account holds that identity, since all would lose theirs. */
  readonly mayRevoke: (identity: SignedInAs, provider: IdentityProvider) => Promise<boolean>;
  readonly onView: (view: SignInView | null) => void;
  /** What the browser's pages are written in, asked for each of them. */
  readonly language: () => Language;
}

interface Attempt {
  readonly id: string;
  readonly request: SignInRequest;
  /** undefined: the browser of this computer. */
  readonly way: SignInWay | undefined;
  readonly provider: IdentityProvider;
  readonly cancel: AbortController;
  /** null: the browser's page is not known yet. */
  view: SignInView | null;
  readonly begun: PromiseWithResolvers<SignInView>;
  /** null: it never began. */
  readonly ended: PromiseWithResolvers<SignInView | null>;
}

/** Answers the sign-ins of a profile; who may sign in, and what is kept, is decided by its dependencies. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { clock, random, log } = deps;
  const attempts = new Map<string, Attempt>();
  const cleaning = new Set<Promise<unknown>>();
  let current: Attempt | null = null;
  let wrongBefore = '';
  /** What the provider asked for when it refused the attempt before. */
  let challenged = { purpose: '', claims: '' };
  let isStopped = false;

  function show(attempt: Attempt, view: SignInView): void {
    attempt.view = view;
    if (attempt === current) deps.onView(view);
  }

  function dismiss(): void {
    current = null;
    deps.onView(null);
  }

  function newAttempt(request: SignInRequest, way: SignInWay | undefined): Attempt {
    const attempt: Attempt = {
      provider: deps.providerFor(request.provider, request.sendThrough),
      id: Buffer.from(random.bytes(attemptIdBytes)).toString('base64url'),
      request,
      way,
      cancel: new AbortController(),
      view: null,
      begun: Promise.withResolvers(),
      ended: Promise.withResolvers(),
    };
    attempts.set(attempt.id, attempt);
    for (const id of attempts.keys()) {
      if (attempts.size <= rememberedAttempts) break;
      attempts.delete(id);
    }
    return attempt;
  }

  function discard(coming: Promise<FreshGrant>, provider: IdentityProvider): void {
    const cleanUp = async () => {
      const fresh = await coming.catch(() => null);
      if (fresh && (await deps.mayRevoke(fresh.identity, provider))) await provider.revoke(fresh.state);
      cleaning.delete(done);
    };
    const done = cleanUp();
    cleaning.add(done);
  }

  async function begin(attempt: Attempt, previous: Attempt | null) {
    const { request, id, provider, way } = attempt;
    const { provider: providerId, accountId, dialogId, expected } = request;
    // Only one attempt has a port at a time: a registered redirect URI may allow no other.
    if (previous) await endNow(previous);
    attempt.cancel.signal.throwIfAborted();
    const options: AttemptOptions = {
      provider,
      expected,
      knownKey: deps.knownIdentityKey(request),
      selectAccount: expected === '' || wrongBefore === purposeOf(request),
      claims:
        challenged.purpose === purposeOf(request) ? challenged.claims : (deps.claimsFor?.(request) ?? ''),
      permissions: request.permissions ?? [],
      clock,
      random,
      page: (outcome) => renderResponsePage(outcome, deps.language()),
      signal: attempt.cancel.signal,
      onChecking: () => advance({ stage: 'checking' }),
      onChallenge: (claims) => {
        if (claims !== '') challenged = { purpose: purposeOf(request), claims };
      },
      accept: async (fresh) => ({ stage: 'signed-in', ...(await deps.accept(fresh, request, provider)) }),
      discard: (coming) => discard(coming, provider),
    };
    const open = await openBy(way, options);
    const { url, userCode, expiresAtMs } = open;
    const base = {
      ...{ attemptId: id, provider: providerId, accountId, dialogId, expected, url, expiresAtMs },
      ...(userCode !== undefined && { userCode }),
    };
    const advance = (stage: SignInStage) => show(attempt, { ...base, ...stage });
    return { open, advance };
  }

  async function run(attempt: Attempt, previous: Attempt | null): Promise<void> {
    const startedAtMs = clock.nowMs();
    const { request, id, way } = attempt;
    const fields = { attemptId: id, provider: request.provider };
    let begun: Awaited<ReturnType<typeof begin>>;
    try {
      begun = await begin(attempt, previous);
    } catch (error) {
      attempts.delete(id);
      if (attempt === current) dismiss();
      attempt.begun.reject(error);
      attempt.ended.resolve(null);
      return;
    }
    const { open, advance } = begun;
    advance({ stage: way?.kind === 'refresh-token' ? 'checking' : 'waiting' });
    log('sign-in-begun', fields);
    if (attempt.view) attempt.begun.resolve(attempt.view);
    if (!way && request.openBrowser && !attempt.cancel.signal.aborted) {
      deps
        .openBrowser(open.url)
        .catch(() => log('browser-not-opened', { ...fields, code: 'browser-not-opened' }));
    }
    const end = await open.complete();
    if (end.stage === 'wrong-account') wrongBefore = purposeOf(request);
    else if (end.stage === 'signed-in') {
      wrongBefore = '';
      challenged = { purpose: '', claims: '' };
    }
    advance(end);
    log('sign-in-ended', { ...fields, ...outcomeOf(end), durationMs: clock.nowMs() - startedAtMs });
    await open.close();
    attempt.ended.resolve(attempt.view);
  }

  async function endNow(attempt: Attempt): Promise<void> {
    attempt.cancel.abort(new AppError('sign-in-cancelled', 'The sign-in was cancelled.'));
    await attempt.ended.promise;
  }

  return {
    start: async (request, way) => {
      if (isStopped) throw new AppError('sign-in-cancelled', 'The app is about to end.');
      const isJoined = current && isRunning(current) && isSame(current, { request, way });
      if (current && isJoined) {
        return current.view ?? current.begun.promise;
      }
      const previous = current;
      const attempt = newAttempt(request, way);
      current = attempt;
      void run(attempt, previous);
      return attempt.begun.promise;
    },
    openAgain: async (attemptId) => {
      const { view, way } = attempts.get(attemptId) ?? {};
      if (view?.stage !== 'waiting' || way) {
        throw new AppError('invalid-request', 'That sign-in does not wait for a browser.', {
          field: 'attemptId',
        });
      }
      await deps.openBrowser(view.url);
    },
    cancel: async (attemptId) => {
      const attempt = attempts.get(attemptId);
      if (!attempt) return;
      if (isRunning(attempt)) await endNow(attempt);
      else if (attempt === current) dismiss();
    },
    discardDialog: async (dialogId) => {
      const ofDialog = [...attempts.values()].filter(({ request }) => request.dialogId === dialogId);
      await Promise.all(ofDialog.map(endNow));
      if (current && ofDialog.includes(current)) dismiss();
    },
    endAt: async (providers) => {
      const running = [...attempts.values()].filter(isRunning);
      await Promise.all(running.filter(({ request }) => providers.has(request.provider)).map(endNow));
    },
    current: () => current?.view ?? null,
    finished: async (attemptId) => {
      const view = await attempts.get(attemptId)?.ended.promise;
      if (!view) throw new AppError('invalid-request', 'That sign-in is not known.', { field: 'attemptId' });
      return view;
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([...attempts.values()].filter(isRunning).map(endNow));
      // The end of the app does not wait for the network.
      const stopTimer = new AbortController();
      const tooLate = clock.sleep(cleanUpWithinMs, stopTimer.signal).catch(() => undefined);
      await Promise.race([Promise.all(cleaning), tooLate]);
      stopTimer.abort();
    },
  };
}

const isRunning = ({ view }: Attempt) =>
  view === null || view.stage === 'waiting' || view.stage === 'checking';

type Wish = Pick<Attempt, 'request' | 'way'>;

/** Wishes that one attempt answers; whether a browser is to be opened makes no difference. A token is tried each time. */
const isSame = ({ request: one, way }: Wish, { request: other, way: otherWay }: Wish) =>
  way?.kind === otherWay?.kind &&
  way?.kind !== 'refresh-token' &&
  purposeOf(one) === purposeOf(other) &&
  one.expected === other.expected &&
  one.sendThrough === other.sendThrough;

async function openBy(way: SignInWay | undefined, options: AttemptOptions): Promise<OpenAttempt> {
  if (way?.kind === 'refresh-token') return openTakeOver(options, way.refreshToken);
  return way ? openByCode(options) : openAttempt(options);
}

const purposeOf = ({ provider, accountId, alsoAccountIds = [], dialogId, permissions = [] }: SignInRequest) =>
  JSON.stringify([provider, accountId, alsoAccountIds, dialogId, permissions]);

const outcomeOf = (end: EndStage) =>
  'failure' in end ? { stage: end.stage, code: end.failure.code } : { stage: end.stage };
