import { textOf } from './http-answer.ts';

const refusalName = 'FaultRefused';

/** An error for a call whose body does not fit; the message says which member and what is wanted. */
export const refused = (message: string): Error => Object.assign(new Error(message), { name: refusalName });

/** Whether the error only says that a call's body does not fit. */
export const isFaultRefused = (error: unknown): error is Error =>
  error instanceof Error && error.name === refusalName;

/** The members of a call's body, not looked at yet. */
export type Body = Readonly<Record<string, unknown>>;

/** Reads the member `address`. */
export const addressOf = (body: Body): string => {
  const { address } = body;
  if (typeof address !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(address)) {
    throw refused('"address" must be an e-mail address');
  }
  return address.toLowerCase();
};

/** Reads the member `on`; a form sends it as text. */
export const switchOf = (body: Body, otherwise?: boolean): boolean => {
  const on = body['on'] ?? otherwise;
  if (on === true || on === 'true') return true;
  if (on === false || on === 'false') return false;
  throw refused('"on" must be true or false');
};

/** Reads a whole number within bounds. */
export const numberOf = (body: Body, member: string, least: number, most: number): number => {
  const value = Number(body[member]);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw refused(`"${member}" must be a whole number from ${least} to ${most}`);
  }
  return value;
};

/** Reads a choice. */
export const oneOf = <Choice extends string>(
  body: Body,
  member: string,
  choices: readonly Choice[],
): Choice => {
  const choice = choices.find((known) => known === textOf(body[member]));
  if (choice === undefined) throw refused(`"${member}" must be one of ${choices.join(', ')}`);
  return choice;
};

/** Takes a JSON value for a body. */
export const bodyOf = (value: unknown): Body => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused('the body must be a JSON object');
  }
  return { ...value };
};
