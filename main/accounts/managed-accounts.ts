import { createHash } from 'node:crypto';
import * as z from 'zod';
import { accountDraft, firstManagedId, newAccountDraft } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import type { AccountFault } from '../settings/policy.ts';
import type { ManagedAccount } from '../settings/policy-format.ts';
import { serverOf } from './account-server.ts';
import { draftFault } from './draft-fault.ts';
import { normalizeHost } from './host-name.ts';
import type { Presets } from './presets.ts';
import { tidyDraft } from './tidy-draft.ts';
import { late } from '../../shared/late-schema.ts';

/** An account of the policy, whole: what was left out is as in a new record, or as its provider fills it in. */
export type ManagedDraft = AccountDraft & { readonly id: number };

/** Answers the accounts of a policy by ascending ID. */
export function managedDrafts(
  listed: readonly ManagedAccount[],
  providers: readonly Presets[],
): readonly ManagedDraft[] {
  return listed
    .map(({ id, ...given }) => ({
      ...tidyDraft(accountDraft.parse({ ...newAccountDraft, ...given }), providers),
      id,
    }))
    .toSorted((a, b) => a.id - b.id);
}

/** Answers the first fault that makes an account of a policy useless, e.g. a host that is none; null: all are good. */
export function managedFault(
  listed: readonly ManagedAccount[],
  providers: readonly Presets[],
): AccountFault | null {
  const drafts = managedDrafts(listed, providers);
  const accounts = drafts.map((draft) => withLink(draft, undefined));
  for (const { id, ...draft } of drafts) {
    const fault = draftFault({
      // The person will fill it in.
      draft: hasOwnUser(draft) ? { ...draft, user: 'person@example.com' } : draft,
      accountId: id,
      accounts,
      presets: providers,
      passwordTyped: false,
      passwordSet: false,
    });
    const index = listed.findIndex((each) => each.id === id);
    if (fault) return { index, field: fault.field ?? 'id', message: fault.message };
  }
  return null;
}

/** What a person adds to an account of the policy. */
export const managedLink = late(() =>
  z.strictObject({
    id: z.int().min(firstManagedId),
    /** Digest of the server that the policy named last; another one is a correction. */
    server: z.string(),
    /** SMTP User, where the policy leaves it to the person. */
    user: z.string().max(320),
    grantId: z.string().nullable(),
    passwordId: z.string().nullable(),
  }),
);
export type ManagedLink = z.infer<typeof managedLink>;

/** Says whether the policy leaves the SMTP User to the person; a relay that needs none has none. */
export function hasOwnUser({ user, provider, from }: AccountDraft): boolean {
  return user === '' && (provider !== 'none' || from === '');
}

/** Answers the account as it sends, with the person's own part. */
export function withLink(draft: ManagedDraft, link: ManagedLink | undefined): Account {
  const own = linkOf(draft, link);
  const { grantId, passwordId } = own;
  return { ...draft, user: draft.user || own.user, grantId, passwordId };
}

/** Answers the person's part as far as the policy has room for it: no sign-in where it names no provider, and so on. */
export function linkOf(
  draft: ManagedDraft,
  own: Pick<ManagedLink, 'user' | 'grantId' | 'passwordId'> | undefined,
): ManagedLink {
  const signsIn = draft.provider !== 'none';
  return {
    id: draft.id,
    server: createHash('sha256').update(serverOf(draft)).digest('hex').slice(0, digestLength),
    user: hasOwnUser(draft) ? (own?.user ?? '') : '',
    grantId: signsIn ? (own?.grantId ?? null) : null,
    passwordId: signsIn ? null : (own?.passwordId ?? null),
  };
}

type Place = Pick<Account, 'provider' | 'sendThrough' | 'host' | 'port' | 'alternateServer'>;

/** Says whether an account sends where its draft in the policy says. */
export function isSamePlace(draft: ManagedDraft | undefined, account: Place): boolean {
  return draft !== undefined && placeOf(draft) === placeOf(account);
}

function placeOf({ provider, sendThrough, host, port, alternateServer }: Place): string {
  return JSON.stringify([provider, sendThrough, normalizeHost(host), port, alternateServer.toLowerCase()]);
}

const digestLength = 16;
