import { flushSync } from 'react-dom';
import type { AccountRow } from '../../shared/account.ts';
import type { CardAction } from '../../shared/fix-cards/rule.ts';
import { showToast } from '../failures/toast-list.ts';
import { useRequest, useServices } from '../services.tsx';
import { clientKey, ownClientProviders } from '../settings/client-form.ts';
import { signInRequestOf } from '../sign-in/sign-ins.ts';
import { openTab } from '../tabs/tab-state.ts';
import { useDiagnoseWords } from './diagnose-words.ts';

/**
 * Answers what the buttons of a card do.
 *
 * @param provider where there is no account, the provider that is at fault
 * @param onLeave closes the dialog that the card stands in, before something else is shown
 */
export function useCardActions(
  account: AccountRow | null,
  provider: string,
  onLeave: () => void,
): (action: CardAction) => void {
  const { signIns, openAccount, tabs, shownSetting, toasts } = useServices();
  const request = useRequest();
  const d = useDiagnoseWords();
  const sendThroughGraph = async (row: AccountRow) => {
    const answer = await request('accountsSendThrough', { accountId: row.id, sendThrough: 'api' });
    if (answer?.switched) showToast(toasts, { text: d('card.switchedToGraph', { id: row.id }) });
    // Once somebody has signed in for it, the account sends so.
    else if (answer) await signIns.begin({ ...signInRequestOf(row), sendThrough: 'api' });
  };
  return (action) => {
    // A dialog on a tab that is hidden at the same time would leave the page closed to screen readers.
    flushSync(onLeave);
    if (action === 'reconfigure') {
      tabs.update((now) => openTab(now, 'settings'));
      const own = ownClientProviders.find((each) => each === (account?.provider ?? provider));
      shownSetting.set(own ? `${clientKey(own)}.source` : 'customProviders');
    } else if (account && action === 'edit-account') openAccount.set(account.id);
    else if (account && action === 'send-through-graph') void sendThroughGraph(account);
    else if (account && action === 'allow-large-messages') {
      void signIns.begin({ ...signInRequestOf(account), permissions: ['large-messages'] });
    } else if (account) {
      void signIns.begin(signInRequestOf(account));
    }
  };
}
