import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';

/** The addresses that a message's header names. */
export interface HeaderAddresses {
  readonly from: readonly string[];
  /** To, Cc and Bcc, each address once. */
  readonly recipients: readonly string[];
}

/** Where the header ends and the body begins; a message without a body is all header. */
const split = (raw: Buffer): { readonly header: string; readonly rest: Buffer } => {
  // Messages may be larger than is good for one text, and only the header is read as text.
  const ends = ['\n\r\n', '\n\n'].map((lineEnds) => raw.indexOf(lineEnds)).filter((at) => at >= 0);
  const at = Math.min(raw.length, ...ends);
  const end = at < raw.length && raw[at - 1] === 13 ? at - 1 : at;
  // latin1 keeps every byte as it is, so that what is put together again is what came.
  return { header: raw.toString('latin1', 0, end), rest: raw.subarray(end) };
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
