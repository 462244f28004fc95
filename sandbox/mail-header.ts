import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';

/** The addresses that a message's header names. */
export interface HeaderAddresses {
  readonly from: readonly string[];
  /** To, Cc and Bcc, each address once. */
  readonly recipients: readonly string[];
}

const headerEnd = /\r?\n\r?\n/;

/** Where the header ends and the body begins; a message without a body is all header. */
const split = (raw: Buffer): { readonly header: string; readonly rest: Buffer } => {
  // latin1 keeps every byte as it is, so that what is put together again is what came.
  const text = raw.toString('latin1');
  const end = headerEnd.exec(text)?.index ?? text.length;
  return { header: text.slice(0, end), rest: raw.subarray(end) };
};

const addressesIn = (fields: AddressObject | AddressObject[] | undefined): string[] =>
  [fields ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap((entry) => [entry, ...(entry.group ?? [])]))
    .map(({ address }) => address ?? '')
    .filter((address) => address !== '');

/** Reads the addresses from a message's header. */
export const headerAddresses = async (raw: Buffer): Promise<HeaderAddresses> => {
  const { header } = split(raw);
  const parsed = await simpleParser(Buffer.from(`${header}\r\n\r\n`, 'latin1'));
  return {
    from: addressesIn(parsed.from),
    recipients: [...new Set([parsed.to, parsed.cc, parsed.bcc].flatMap(addressesIn))],
  };
};

/** Answers the message without these header fields, everything else byte for byte. */
export const withoutFields = (raw: Buffer, name: string): Buffer => {
  const { header, rest } = split(raw);
  const kept = header
    .split(/\r?\n(?![ \t])/)
    .filter((field) => !field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return Buffer.concat([Buffer.from(kept.join('\r\n'), 'latin1'), rest]);
};

/** Answers the message with its From field replaced, as Gmail does with a sender that is not the account's own. */
export const withFrom = (raw: Buffer, address: string): Buffer =>
  Buffer.concat([Buffer.from(`From: <${address}>\r\n`, 'latin1'), withoutFields(raw, 'from')]);
