import type { ParseAddresses } from './relay-message.ts';

/** Loads the parser of address lists; group names are left out, their members are not. */
export async function parseFromLibrary(): Promise<ParseAddresses> {
  const { default: parse } = await import('nodemailer/lib/addressparser');
  return (text) => parse(text, { flatten: true }).map(({ address }) => address);
}
