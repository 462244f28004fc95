import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { Registration } from './identity/registrations.ts';
import { submitByGmailApi } from './mail/gmail.ts';
import type { Mailbox } from './mail/message.ts';
import { submitBySmtp } from './mail/smtp.ts';
import type {
  Authentication,
  Envelope,
  MessageFile,
  SubmissionHooks,
  SubmissionOutcome,
} from './mail/submission.ts';
import { routeOf } from './sending-account.ts';

/** Who a message is from and where answers go, as the account says. */
export interface SenderOfAccount {
  readonly from: Mailbox;
  /** Empty: the From address. */
  readonly replyTo: string;
}

/**
 * Answers who the messages of an account are from.
 *
 * @throws {AppError} `sender-rejected` — the account names nobody
 */
export function senderOf(account: Account): SenderOfAccount {
  const address = account.from === '' ? account.user : account.from;
  if (address === '') {
    throw new AppError('sender-rejected', 'The account has neither a From address nor an SMTP User.', {
      field: 'from',
    });
  }
  return { from: { name: account.senderName, address }, replyTo: account.replyTo };
}

interface Deps {
  readonly settings: () => Settings;
  readonly certificateAuthorities: readonly string[];
  readonly registration: (provider: string) => Registration | null;
}

/** One message on its way through one account. */
export interface AccountSubmission extends SubmissionHooks {
  readonly account: Account;
  readonly authentication: Authentication;
  readonly envelope: Envelope;
  readonly bcc: readonly string[];
  readonly message: MessageFile;
}

/** Answers the function that hands a message over in the way its account sends. */
export function createSubmitByAccount({ settings, certificateAuthorities, registration }: Deps) {
  return async (submission: AccountSubmission): Promise<SubmissionOutcome> => {
    const { account, authentication, ...rest } = submission;
    const route = routeOf(account, settings());
    if (account.sendThrough !== 'api')
      return submitBySmtp({ ...rest, authentication, route, certificateAuthorities });
    const gmailApi = registration(account.provider)?.gmailApi;
    if (authentication.kind !== 'oauth' || !gmailApi) return { kind: 'rejected', code: 'account-invalid' };
    const { accessToken } = authentication;
    return submitByGmailApi({
      ...rest,
      baseUrl: gmailApi,
      accessToken,
      certificateAuthorities,
      timeoutMs: route.timeoutMs,
    });
  };
}
