import type { Api } from './contract.ts';
import { methodNames } from './method-names.ts';
import type { MethodName } from './method-names.ts';

/**
 * Answers the contract as functions over any way of making a call; the preload and the preview's page differ only in that.
 *
 * @param call carries one call to the app and resolves with its reply
 */
export function createApi(call: (method: MethodName, input: unknown) => Promise<unknown>): Api {
  const entries = methodNames.map((name) => [name, (input: unknown) => call(name, input)] as const);
  // The other side derives its replies from the same contract; checking them here would take a validator into the page.
  return Object.fromEntries(entries) as unknown as Api;
}
