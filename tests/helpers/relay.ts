import { randomBytes } from 'node:crypto';
import type { TestApp } from './start-app.ts';

/** A program that may use the relay of a test. */
export interface TestProgram {
  readonly user: string;
  readonly password: string;
}

/** Turns the relay on, on a free port, and answers the port. */
export async function turnRelayOn(app: TestApp): Promise<number> {
  await app.call('settingsSave', { relayEnabled: true, relayPort: 0 });
  for (;;) {
    const { listening, failure } = await app.call('relayStatus', {});
    if (failure) throw new Error(`the relay does not listen: ${failure.message}`);
    const [first] = listening;
    if (first !== undefined) return Number(first.slice(first.lastIndexOf(':') + 1));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Gives a program a password for accounts. */
export async function addProgram(
  app: TestApp,
  name: string,
  accountIds: readonly number[],
): Promise<TestProgram> {
  const password = randomBytes(20).toString('base64url');
  await app.call('relayProgramAdd', { name, password, accountIds: [...accountIds] });
  return { user: name, password };
}

/** The text of AUTH PLAIN. */
export function authPlain({ user, password }: TestProgram): string {
  return `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`;
}
