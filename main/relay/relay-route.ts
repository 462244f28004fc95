import { domainToASCII } from 'node:url';
import { refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';

/** What the relay has to know of an account. */
export interface RelayAccount {
  readonly id: number;
  readonly enabled: boolean;
  /** The addresses that it sends as: its From address and its SMTP User. */
  readonly addresses: readonly string[];
  /** It sends by an interface that reads the recipients from the header. */
  readonly isByHeader: boolean;
}

/** Answers the form in which addresses are compared: nobody has two mailboxes that differ in case only. */
export function comparableAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.toLowerCase();
}

/** Whether an account sends as an address. */
export function sendsAs(account: RelayAccount, address: string): boolean {
  const wanted = comparableAddress(address);
  return account.addresses.some((own) => comparableAddress(own) === wanted);
}

interface RouteInput {
  /** Accounts that the program may use and that are there. */
  readonly permitted: readonly RelayAccount[];
  /** Email Server ID after `+` in the user name; null: none. */
  readonly named: number | null;
  /** What the records of the message lead to: an Email Server ID, or null for no account; undefined: it has none. */
  readonly byRecords: number | null | undefined;
  /** Address of the From field. */
  readonly from: string;
  /** Address of the Sender field; null: it has none. */
  readonly senderField: string | null;
  /** Envelope sender. */
  readonly sender: string;
}

const notPermitted = refused(550, '5.7.1', 'This user name may not use that account');
const notAsSender = (address: string) =>
  refused(550, '5.7.60', `The account may not send as ${address.slice(0, 254)}`);

/**
 * Answers the account that sends a message of a program, or why none does.
 *
 * What is said most clearly counts: the account in the user name, else the records of the message, else the account that sends
 * as the From address (enabled ones first, then the lowest ID). Whichever it is, the program must be allowed to use it, and it
 * must send as From, Sender and the envelope sender.
 */
export function routeRelayed(input: RouteInput): RelayAccount | RelayRefusal {
  const { permitted, named, byRecords, from, senderField, sender } = input;
  if (named === null && byRecords === null) {
    return refused(550, '5.7.1', 'No account has a key that fits the records of the message');
  }
  const wanted = named ?? byRecords;
  const account =
    wanted === undefined || wanted === null
      ? permitted
          .filter((each) => sendsAs(each, from))
          .toSorted((a, b) => Number(b.enabled) - Number(a.enabled) || a.id - b.id)[0]
      : permitted.find(({ id }) => id === wanted);
  if (!account) return wanted === undefined ? notAsSender(from) : notPermitted;
  const others = [from, sender, ...(senderField === null ? [] : [senderField])];
  const other = others.find((each) => !sendsAs(account, each));
  return other === undefined ? account : notAsSender(other);
}
