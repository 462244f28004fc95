import type { AccountRow } from '../../shared/account.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import type { SignInView } from '../../shared/message.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { addBySignIn } from './journey.ts';
import type { Client } from './journey.ts';

/** Enters a custom provider with its client's secret in the settings; resolves when it is offered. */
export async function addCustomProvider(
  client: Client,
  { entry, clientSecret }: { readonly entry: CustomProvider; readonly clientSecret: string },
): Promise<void> {
  await client.call('settingsSave', {
    customProviders: [entry],
    clientSecrets: { [entry.id]: clientSecret },
  });
  await client.until('the provider to be offered', ({ providers }) =>
    providers.some(({ id }) => id === entry.id) ? true : null,
  );
}

/**
 * Adds an account that sends as a mailbox without a sign-in of its own.
 *
 * @param signInAccount whose sign-in it is
 * @param mailbox the SMTP User
 */
export function addShared(
  client: Client,
  signInAccount: string,
  mailbox: string,
  signIn: (view: SignInView) => Promise<void>,
): Promise<AccountRow> {
  const key = mailbox.split('@')[0] ?? mailbox;
  return addBySignIn(client, 'microsoft', key, signIn, { sendThrough: 'smtp', user: mailbox, signInAccount });
}

/** Runs a Check of every account and answers how each ended. */
export async function checkAll(client: Client): Promise<readonly CheckView[]> {
  const { accounts } = await client.state();
  const views: CheckView[] = [];
  for (const { id: accountId } of accounts) {
    const { checkId } = await client.call('checkStart', { accountId });
    views.push(
      await client.until('the Check to end', ({ checks }) => {
        const view = checks.find((each) => each.checkId === checkId);
        return view && view.outcome !== 'running' ? view : null;
      }),
    );
  }
  return views;
}
