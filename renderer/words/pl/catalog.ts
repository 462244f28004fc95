import type { Catalog, PolishForm } from '../translation.ts';
import { accountDialog } from './account-dialog.ts';
import { accounts } from './accounts.ts';
import { assistant } from './assistant.ts';
import { compose } from './compose.ts';
import { businessObjects, customProviders } from './custom-providers.ts';
import { diagnose } from './diagnose.ts';
import { failures } from './failures.ts';
import { grid } from './grid.ts';
import { oauthClients } from './oauth-clients.ts';
import { outbox } from './outbox.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { transfer } from './transfer.ts';
import { relay, watchFolders } from './unattended.ts';
import { whichAccount } from './which-account.ts';

/** Everything that the window says in Polish. */
export const polish: Catalog<PolishForm> = {
  words: {
    shell,
    grid,
    accounts,
    accountDialog,
    whichAccount,
    signIn,
    compose,
    outbox,
    settings,
    assistant,
    failures,
    oauthClients,
    customProviders,
    businessObjects,
    transfer,
    watchFolders,
    relay,
  },
  diagnose,
};
