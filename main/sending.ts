import { isManagedId, isSharedMailbox } from '../shared/account.ts';
import type { Account } from '../shared/account.ts';
import type { PolicyInfo } from '../shared/app-state.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { Credentials } from './credentials.ts';
import type { Registration } from './identity/registration.ts';
import { createSubmitToServers } from './mail/alternate-server.ts';
import { submitByGmailApi } from './mail/gmail.ts';
import { submitByGraph } from './mail/graph.ts';
import type {
  Authentication,
  Envelope,
  MessageFile,
  Submit,
  SubmissionHooks,
  SubmissionOutcome,
} from './mail/submission.ts';
import type { SendingAccount } from './outbox/attempt.ts';
import type { Clock, Log, ProxyFor } from './ports.ts';
import { alternateOf, routeOf } from './sending-account.ts';
import { sendingPlaceOf } from './sending-pace.ts';
import type { RelayAccount } from './relay/relay-route.ts';
import type { Transcript } from './transcript.ts';

/**
 * Answers what the outbox has to know of an account; null: there is none.
 *
 * @param policy a refused one stops all sending
 */
export function sendingAccount(
  accountId: number,
  account: Account | null,
  policy: { readonly status: PolicyInfo['status'] },
): SendingAccount | null {
  if (!account) {
    // It stands in the file that is refused: nobody can say that it is gone.
    const isHidden = policy.status === 'refused' && isManagedId(accountId);
    return isHidden ? { ...nobody, accountId, heldBecause: 'policy-invalid' } : null;
  }
  const address = account.from === '' ? account.user : account.from;
  const authentication = account.provider !== 'none' ? 'oauth' : account.user === '' ? 'none' : 'password';
  const place = sendingPlaceOf(account);
  return {
    accountId: account.id,
    heldBecause: heldBecause(account, address, policy.status),
    from: { name: account.senderName, address },
    replyTo: account.replyTo,
    authentication,
    ...place,
    // Where a pace decides, a round trip less makes nothing faster.
    looksAhead: account.sendThrough !== 'api' && place.pace === null,
  };
}

/** Answers what the relay has to know of an account: it sends as its From address and as its SMTP User. */
export function relayAccount({ id, enabled, from, user, sendThrough }: Account): RelayAccount {
  const addresses = [from, user].filter((address) => address !== '');
  return { id, enabled, addresses, isByHeader: sendThrough === 'api' };
}

const nobody = {
  from: { name: '', address: '' },
  replyTo: '',
  authentication: 'none',
  ...{ mailbox: '', server: '', pace: null },
} as const;

function heldBecause(
  { enabled, provider }: Account,
  from: string,
  policy: PolicyInfo['status'],
): ErrorCode | null {
  if (policy === 'refused') return 'policy-invalid';
  if (!enabled) return 'account-disabled';
  if (from !== '') return null;
  // A sign-in fills the SMTP User in; without a provider only a person can.
  return provider === 'none' ? 'account-invalid' : 'sign-in-required';
}

interface Deps {
  readonly settings: () => Settings;
  readonly certificateAuthorities: readonly string[];
  /** Default: servers are connected to straight. */
  readonly proxyFor?: ProxyFor;
  readonly registration: (provider: string) => Registration | null;
  /** The policy lets no password leave in clear. */
  readonly passwordsAlwaysEncrypted: boolean;
  /** Whether the policy names the servers of an account; absent: of none. */
  readonly isServedByPolicy?: (account: Account) => boolean;
  /** By SMTP; default: on a connection for each message. */
  readonly submit?: Submit;
  /** Whether this is still what the account is. */
  readonly isCurrent: (account: Account) => boolean;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Log;
  /** Absent: nothing is taken down. */
  readonly transcript?: (accountId: number) => Transcript;
}

/** One message on its way through one account. */
export interface AccountSubmission extends SubmissionHooks {
  readonly account: Account;
  readonly authentication: Authentication;
  readonly envelope: Envelope;
  readonly bcc: readonly string[];
  /** The header names somebody who must not get the message; absent: no. */
  readonly namesOthers?: boolean;
  readonly message: MessageFile;
}

/** Answers the function that hands a message over in the way its account sends. */
export function createSubmitByAccount(deps: Deps) {
  const { settings, certificateAuthorities, proxyFor, registration, clock, log } = deps;
  const { passwordsAlwaysEncrypted } = deps;
  const submitToServers = createSubmitToServers({
    ...(deps.submit && { submit: deps.submit }),
    nowMs: clock.nowMs,
    onAlternate: (accountId, { host, port }) => log('alternate-server', { accountId, host, port }),
  });
  return async (submission: AccountSubmission): Promise<SubmissionOutcome> => {
    const { account, authentication, ...given } = submission;
    const rest = { ...given, transcript: deps.transcript?.(account.id) };
    const route = routeOf(account, settings());
    if (account.sendThrough !== 'api') {
      const own = registration(account.provider);
      const alternate = alternateOf(account, authentication.kind, own, settings(), {
        alwaysEncrypted: passwordsAlwaysEncrypted,
        namesServers: deps.isServedByPolicy?.(account) ?? false,
      });
      const { mailbox, pace } = sendingPlaceOf(account);
      return submitToServers({
        ...{ ...rest, accountId: account.id, authentication, certificateAuthorities, proxyFor },
        owner: {
          ...{ accountId: account.id, mailbox, connections: pace?.connections ?? null },
          isCurrent: () => deps.isCurrent(account),
        },
        routes: alternate.route ? [route, alternate.route] : [route],
        leftOut: alternate.leftOut,
      });
    }
    const own = registration(account.provider);
    if (authentication.kind !== 'oauth' || !own) return { kind: 'rejected', code: 'account-invalid' };
    // It was taken over for a way that goes by the envelope; this one would send it to all whom the header names.
    if (submission.namesOthers) return { kind: 'rejected', code: 'recipient-rejected' };
    const { accessToken } = authentication;
    const byApi = { ...rest, accessToken, certificateAuthorities, proxyFor, timeoutMs: route.timeoutMs };
    if (own.gmailApi !== null) return submitByGmailApi({ ...byApi, baseUrl: own.gmailApi });
    if (own.graphApi === null) return { kind: 'rejected', code: 'account-invalid' };
    const sharedMailbox = isSharedMailbox(account) ? account.user : null;
    return submitByGraph({ ...byApi, baseUrl: own.graphApi, sharedMailbox });
  };
}

/**
 * Answers how an attempt of the outbox proves who sends and hands its message over: by the account as it was when it proved
 * itself, so that an edit in between leads no secret to another server.
 */
export function createAttemptSending(deps: {
  /** @throws {AppError} `account-not-found` */
  readonly account: (accountId: number) => Account;
  readonly authenticate: Credentials['authenticate'];
  readonly submit: (submission: AccountSubmission) => Promise<SubmissionOutcome>;
}) {
  const provedBy = new WeakMap<Authentication, Account>();
  return {
    credentials: async (
      accountId: number,
      wish: { readonly rejectedToken?: string; readonly claims?: string },
    ): Promise<Authentication> => {
      const account = deps.account(accountId);
      const authentication = await deps.authenticate(account, wish);
      provedBy.set(authentication, account);
      return authentication;
    },
    submit: (submission: Omit<AccountSubmission, 'account'> & { readonly accountId: number }) => {
      const { accountId, ...rest } = submission;
      return deps.submit({ ...rest, account: provedBy.get(rest.authentication) ?? deps.account(accountId) });
    },
  };
}
