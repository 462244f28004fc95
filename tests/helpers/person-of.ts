import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Answers somebody of the sandbox, by what stands before the @ of the address. */
export function personOf({ people }: Pick<Sandbox, 'people'>, name: string): Sandbox['people'][number] {
  const person = people.find(({ address }) => address.startsWith(`${name}@`));
  if (!person) throw new Error(`no ${name}`);
  return person;
}
