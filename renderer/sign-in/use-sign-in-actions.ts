import type { SignInView } from '../../shared/message.ts';
import { draftOf } from '../../shared/account.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { wayOf } from './sign-ins.ts';
import type { SignInWay } from './sign-ins.ts';

export interface SignInActions {
  readonly choose: (provider: string) => void;
  readonly chooseOther: (view: SignInView) => void;
  readonly openAgain: (view: SignInView) => void;
  /** In the same way as before. */
  readonly again: (view: SignInView) => void;
  /** Gets a code for the owner of the mailbox instead. */
  readonly byCode: (view: SignInView) => void;
  readonly inBrowser: (view: SignInView) => void;
  /** Takes a token instead of the browser. */
  readonly takeToken: (view: SignInView, refreshToken: string) => void;
  /** Changes the account so that it fits who signed in, then signs in once more. */
  readonly acceptActual: (view: SignInView, actual: string) => void;
  readonly cancel: (view: SignInView | null) => void;
  readonly close: () => void;
}

/** Answers what the buttons of Email Sign In do. */
export function useSignInActions(): SignInActions {
  const { signIns } = useServices();
  const request = useRequest();
  const accounts = useAppState((state) => state.accounts);
  const providers = useAppState((state) => state.providers);

  const sendThroughOf = (provider: string) => {
    const open = signIns.open.value();
    const account = accounts.find(({ id }) => id === open?.request.accountId);
    if (open && (open.request.provider === provider || account?.provider === provider))
      return open.request.sendThrough;
    return providers.find(({ id }) => id === provider)?.presets[0]?.sendThrough ?? 'smtp';
  };
  const begin = (change: { provider: string; expected?: string }, way?: SignInWay) => {
    const open = signIns.open.value();
    if (!open) return;
    const sendThrough = sendThroughOf(change.provider);
    void signIns.begin({ ...open.request, ...change, sendThrough }, way);
  };
  const saveActual = async (view: SignInView, actual: string) => {
    const account = accounts.find(({ id }) => id === view.accountId);
    if (view.dialogId !== null || !account) return signIns.acceptInDialog(actual);
    const field = account.signInAccount.trim() === '' ? 'user' : 'signInAccount';
    const saved = await request('accountsSave', {
      accountId: account.id,
      draft: { ...draftOf(account), [field]: actual },
      pendingGrantId: null,
      signOut: false,
    });
    if (saved) begin({ provider: view.provider, expected: actual }, wayOf(view));
  };

  return {
    choose: (provider) => begin({ provider }),
    chooseOther: (view) => {
      if (view.stage === 'waiting' || view.stage === 'checking') {
        void request('signInCancel', { attemptId: view.attemptId });
      }
      signIns.chooseProvider();
    },
    openAgain: (view) => void request('signInOpenAgain', { attemptId: view.attemptId }),
    again: (view) => begin({ provider: view.provider, expected: view.expected }, wayOf(view)),
    byCode: ({ provider, expected }) => begin({ provider, expected }, { deviceCode: true }),
    inBrowser: ({ provider, expected }) => begin({ provider, expected }),
    takeToken: ({ provider, expected }, refreshToken) => begin({ provider, expected }, { refreshToken }),
    acceptActual: (view, actual) => void saveActual(view, actual),
    cancel: (view) => {
      if (view) void request('signInCancel', { attemptId: view.attemptId });
      signIns.close();
    },
    close: signIns.close,
  };
}
