import type { AccountRow } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import type { SignInView } from '../../shared/message.ts';
import type { AppFailure, Call } from '../call.ts';
import { createCell } from '../cell.ts';
import type { Cell } from '../cell.ts';

/** What a sign-in is for. */
export interface SignInRequest {
  readonly accountId: number | null;
  /** Accounts besides that one which use the sign-in too. */
  readonly alsoAccountIds?: readonly number[];
  /** The SMTP Setup dialog that waits for it; null: it acts at once. */
  readonly dialogId: string | null;
  readonly expected: string;
  readonly sendThrough: 'smtp' | 'api';
  /** What is asked for besides sending as oneself; absent: nothing. */
  readonly permissions?: Input<'signInStart'>['permissions'];
  /** null: the person chooses. */
  readonly provider: string | null;
}

/** How somebody signs in where not in the browser of this computer. */
export type SignInWay = Pick<Input<'signInStart'>, 'refreshToken' | 'deviceCode'>;

/** Answers the way of an attempt that is made once more; a token was given once. */
export const wayOf = ({ userCode }: Pick<SignInView, 'userCode'>): SignInWay =>
  userCode === undefined ? {} : { deviceCode: true };

/** The Email Sign In dialog of this window: what it is for, and which attempt it shows. */
export interface OpenSignIn {
  readonly request: SignInRequest;
  /** null: a provider is chosen first, or the attempt is being started. */
  readonly attempt: SignInView | null;
  readonly isStarting: boolean;
}

export interface SignIns {
  readonly open: Cell<OpenSignIn | null>;
  /** Opens Email Sign In; with a provider it goes straight to the browser, by a code or with a refresh token past it. */
  readonly begin: (request: SignInRequest, way?: SignInWay) => Promise<void>;
  /** Goes back to the choice of providers. */
  readonly chooseProvider: () => void;
  /** Shows an attempt that runs already. */
  readonly show: (attempt: SignInView, sendThrough: 'smtp' | 'api') => void;
  /** Tells the SMTP Setup dialog to take the one who signed in as its user, and signs in once more. */
  readonly acceptInDialog: (actual: string) => void;
  /** What `acceptInDialog` was last told; the dialog takes it over and empties it. */
  readonly accepted: Cell<string | null>;
  readonly close: () => void;
}

/** Answers whose sign-in an account needs: the sign-in account, else the SMTP User. */
export function expectedFor(account: Pick<AccountRow, 'signInAccount' | 'user'>): string {
  return account.signInAccount.trim() || account.user.trim();
}

/** Answers what signing in for one account of the table is; it acts at once. */
export function signInRequestOf(
  account: Pick<AccountRow, 'id' | 'signInAccount' | 'user' | 'sendThrough' | 'provider'>,
): SignInRequest {
  const { id, sendThrough, provider } = account;
  return {
    accountId: id,
    dialogId: null,
    expected: expectedFor(account),
    sendThrough,
    provider: provider === 'none' ? null : provider,
  };
}

export function createSignIns(call: Call, onFailure: (failure: AppFailure) => void): SignIns {
  const open = createCell<OpenSignIn | null>(null);
  const accepted = createCell<string | null>(null);
  const begin: SignIns['begin'] = async (request, way = {}) => {
    const { provider } = request;
    if (provider === null) return open.set({ request, attempt: null, isStarting: false });
    const starting: OpenSignIn = { request, attempt: null, isStarting: true };
    open.set(starting);
    const { alsoAccountIds: others, ...purpose } = request;
    const answer = await call('signInStart', {
      ...purpose,
      ...(others && others.length > 0 && { alsoAccountIds: [...others] }),
      provider,
      openBrowser: true,
      ...way,
    });
    // Closed, or started anew, while the answer was on its way.
    if (open.value() !== starting) return;
    if (answer.ok) return open.set({ request, attempt: answer.value, isStarting: false });
    onFailure(answer.error);
    open.set(null);
  };
  return {
    open,
    begin,
    chooseProvider: () =>
      open.update(
        (now) => now && { request: { ...now.request, provider: null }, attempt: null, isStarting: false },
      ),
    show: (attempt, sendThrough) => {
      const { accountId, dialogId, expected, provider } = attempt;
      open.set({
        request: { accountId, dialogId, expected, provider, sendThrough },
        attempt,
        isStarting: false,
      });
    },
    accepted,
    acceptInDialog: (actual) => {
      accepted.set(actual);
      const now = open.value();
      if (!now) return;
      const provider = now.attempt?.provider ?? now.request.provider;
      void begin({ ...now.request, expected: actual, provider }, wayOf(now.attempt ?? {}));
    },
    close: () => open.set(null),
  };
}
