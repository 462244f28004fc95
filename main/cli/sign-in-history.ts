import type { AccountRow } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import { errorCatalog } from '../../shared/errors.ts';
import { fillIn } from '../../shared/fix-cards/fix-card.ts';
import { cardWords } from '../../shared/fix-cards/words.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import { accountOf, stateOf } from './accounts.ts';
import { cardFor } from './card-text.ts';
import type { Command } from './command.ts';
import { tableText } from './table.ts';

/** `accounts history ID` */
export const showSignInHistory: Command = async (context) => {
  const row = await accountOf(context, context.positionals[0] ?? '');
  const { providers } = await stateOf(context);
  const { events } = await context.call('accountsHistory', { accountId: row.id });
  const told = events.map((event) => ({ ...event, cause: causeOf(event, row, providers) }));
  if (events.length === 0) return { value: told, text: `Nobody has signed in for account ${row.id} yet.` };
  const rows = told.map(({ atMs, kind, signedInAs, cause }) => [
    new Date(atMs).toISOString(),
    kind,
    signedInAs,
    cause ?? '',
  ]);
  return { value: told, text: tableText(['Time', 'Event', 'Who', 'Likely cause'], rows) };
};

function causeOf(
  { code, detail }: SignInEvent,
  row: AccountRow,
  providers: readonly ProviderInfo[],
): string | null {
  if (code === null) return null;
  const { id, values, reply } = cardFor({ code, ...(detail && { detail }) }, row, providers);
  return id === null ? reply || errorCatalog[code].wayOut : fillIn(cardWords[id].title, values);
}
