import { randomBytes, randomUUID } from 'node:crypto';

/**
 * Whose pages a person signs in on; `none` has a mailbox with a password and nothing else, `custom` is another company's
 * authorization server.
 */
export type Provider = 'google' | 'microsoft' | 'none' | 'custom';

/** Somebody who can sign in here. */
export interface Person {
  /** What the provider knows the person by: `sub` at Google, `oid` at Microsoft. */
  readonly id: string;
  readonly name: string;
  /** The mailbox. */
  readonly address: string;
  /** What is typed at sign-in: the same as the address, except where a company's user names differ (UPN). */
  readonly signInName: string;
  readonly provider: Provider;
  readonly password: string;
  /** Other addresses that the mailbox may send as. */
  readonly aliases: readonly string[];
}

/** A mailbox without a sign-in of its own, at Microsoft; members send as it with their own token. */
export interface SharedMailbox {
  readonly address: string;
  readonly provider: 'microsoft';
  readonly members: readonly string[];
}

/** Everybody here, and how to find them; addresses are compared without regard to case. */
export interface Directory {
  readonly people: readonly Person[];
  readonly sharedMailboxes: readonly SharedMailbox[];
  readonly byId: (id: string) => Person | undefined;
  /** The person who has this address or sign-in name. */
  readonly byName: (name: string) => Person | undefined;
  readonly sharedMailbox: (address: string) => SharedMailbox | undefined;
  readonly of: (provider: Provider) => readonly Person[];
}

/** The one Microsoft tenant of this sandbox. */
export const tenantId = '5c1d7a52-3e0f-4b7e-9d55-1f4c0a6f2b10';

const secretBytes = 12;

const newPerson = (
  provider: Provider,
  name: string,
  address: string,
  more: { readonly signInName?: string; readonly aliases?: readonly string[] } = {},
): Person => ({
  id:
    provider === 'google'
      ? `1${BigInt(`0x${randomBytes(8).toString('hex')}`)
          .toString()
          .padStart(20, '0')}`
      : randomUUID(),
  name,
  address,
  signInName: more.signInName ?? address,
  provider,
  // Readable for whoever types it, random so that a search of files and logs for it finds only a real leak.
  password: `${address.split('@')[0] ?? 'person'}-${randomBytes(secretBytes).toString('base64url')}`,
  aliases: more.aliases ?? [],
});

/** Answers the people of a new sandbox; passwords and ids differ at each start. */
export const createDirectory = (): Directory => {
  const people = [
    newPerson('google', 'Grace Harbor', 'grace@harbor.test', { aliases: ['billing@harbor.test'] }),
    newPerson('google', 'Alan Weir', 'alan@harbor.test'),
    newPerson('google', 'Ida Lock', 'ida@harbor.test'),
    newPerson('microsoft', 'Ben Sailer', 'ben@contoso.test'),
    // Companies keep user names of an internal domain while mail goes by another: UPN and address differ.
    newPerson('microsoft', 'Anna Berg', 'anna@contoso.test', { signInName: 'anna@corp.local' }),
    newPerson('microsoft', 'Clara Voss', 'clara@contoso.test'),
    newPerson('custom', 'Fay Brand', 'fay@fabrikam.test'),
    newPerson('custom', 'Gus Marsh', 'gus@fabrikam.test'),
    newPerson('none', 'Store orders', 'orders@store.example'),
    newPerson('none', 'Store invoices', 'invoices@store.example'),
  ];
  const sharedMailboxes: SharedMailbox[] = [
    { address: 'sales@contoso.test', provider: 'microsoft', members: ['ben@contoso.test'] },
  ];
  const same = (left: string, right: string): boolean => left.toLowerCase() === right.trim().toLowerCase();
  return {
    people,
    sharedMailboxes,
    byId: (id) => people.find((person) => person.id === id),
    byName: (name) => people.find(({ address, signInName }) => same(address, name) || same(signInName, name)),
    sharedMailbox: (address) => sharedMailboxes.find((mailbox) => same(mailbox.address, address)),
    of: (provider) => people.filter((person) => person.provider === provider),
  };
};
