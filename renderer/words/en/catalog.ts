import { accountDialog } from './account-dialog.ts';
import { accounts } from './accounts.ts';
import { assistant } from './assistant.ts';
import { compose } from './compose.ts';
import { businessObjects, customProviders } from './custom-providers.ts';
import { failures } from './failures.ts';
import { grid } from './grid.ts';
import { oauthClients } from './oauth-clients.ts';
import { outbox } from './outbox.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { whichAccount } from './which-account.ts';
import { transfer } from './transfer.ts';

/** All English words of the window; every other language has the same keys. */
export const english = {
  shell,
  grid,
  accounts,
  accountDialog,
  whichAccount,
  signIn,
  compose,
  outbox,
  settings,
  oauthClients,
  customProviders,
  businessObjects,
  transfer,
  assistant,
  failures,
} as const;
