import { accountDialog } from './account-dialog.ts';
import { accounts } from './accounts.ts';
import { assistant } from './assistant.ts';
import { compose } from './compose.ts';
import { failures } from './failures.ts';
import { grid } from './grid.ts';
import { outbox } from './outbox.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { whichAccount } from './which-account.ts';

/** English words that the first screen needs, and what is said all over the window; every other language has the same keys. */
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
  assistant,
  failures,
} as const;
