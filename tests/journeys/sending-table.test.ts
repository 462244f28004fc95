import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { startApp } from '../helpers/start-app.ts';

type Condition = 'token' | 'none' | 'revoked' | 'network down' | 'cancelled' | 'wrong account' | 'timed out';

interface Cell {
  readonly setting: boolean;
  readonly origin: 'user' | 'agent';
  readonly condition: Condition;
  readonly state: OutboxState;
  readonly code: ErrorCode | null;
  /** Questions that were asked, and browsers that were opened by an answer to them. */
  readonly questions: number;
  readonly browsers: number;
}

const cell = (
  setting: boolean,
  origin: 'user' | 'agent',
  condition: Condition,
  state: OutboxState,
  code: ErrorCode | null,
  questions: number,
  browsers: number,
): Cell => ({ setting, origin, condition, state, code, questions, browsers });

/** "Can Sign In When Sending Email", as the product describes it: every cell written out. */
const table: readonly Cell[] = [
  cell(true, 'user', 'token', 'sent', null, 0, 0),
  cell(true, 'user', 'none', 'held', 'sign-in-required', 1, 0),
  cell(true, 'user', 'revoked', 'held', 'sign-in-required', 1, 0),
  cell(true, 'user', 'network down', 'queued', 'provider-unreachable', 0, 0),
  cell(true, 'user', 'cancelled', 'held', 'sign-in-cancelled', 1, 0),
  cell(true, 'user', 'wrong account', 'held', 'wrong-account', 1, 1),
  cell(true, 'user', 'timed out', 'held', 'sign-in-timed-out', 1, 1),
  cell(false, 'user', 'token', 'sent', null, 0, 0),
  cell(false, 'user', 'none', 'held', 'sign-in-required', 0, 0),
  cell(false, 'user', 'revoked', 'held', 'sign-in-required', 0, 0),
  cell(false, 'user', 'network down', 'queued', 'provider-unreachable', 0, 0),
  cell(false, 'user', 'cancelled', 'held', 'sign-in-required', 0, 0),
  cell(false, 'user', 'wrong account', 'held', 'sign-in-required', 0, 0),
  cell(false, 'user', 'timed out', 'held', 'sign-in-required', 0, 0),
  cell(true, 'agent', 'token', 'sent', null, 0, 0),
  cell(true, 'agent', 'none', 'held', 'sign-in-required', 0, 0),
  cell(true, 'agent', 'revoked', 'held', 'sign-in-required', 0, 0),
  cell(true, 'agent', 'network down', 'queued', 'provider-unreachable', 0, 0),
  cell(true, 'agent', 'cancelled', 'held', 'sign-in-required', 0, 0),
  cell(true, 'agent', 'wrong account', 'held', 'sign-in-required', 0, 0),
  cell(true, 'agent', 'timed out', 'held', 'sign-in-required', 0, 0),
  cell(false, 'agent', 'token', 'sent', null, 0, 0),
  cell(false, 'agent', 'none', 'held', 'sign-in-required', 0, 0),
  cell(false, 'agent', 'revoked', 'held', 'sign-in-required', 0, 0),
  cell(false, 'agent', 'network down', 'queued', 'provider-unreachable', 0, 0),
  cell(false, 'agent', 'cancelled', 'held', 'sign-in-required', 0, 0),
  cell(false, 'agent', 'wrong account', 'held', 'sign-in-required', 0, 0),
  cell(false, 'agent', 'timed out', 'held', 'sign-in-required', 0, 0),
];

const signInWindowMs = 5 * 60_000;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

function person(provider: string, index = 0): Sandbox['people'][number] {
  const found = sandbox.people.filter((each) => each.provider === provider)[index];
  if (!found) throw new Error(`no ${provider} person ${index}`);
  return found;
}

const title = (each: Cell) =>
  `setting ${each.setting ? 'True' : 'False'}, ${each.origin}, ${each.condition}: ${each.state} ${each.code ?? ''}`.trim();

for (const provider of ['google', 'microsoft'] as const) {
  for (const each of table) {
    test(`${provider}, ${title(each)}`, async () => {
      const clock = each.condition === 'timed out' ? createFakeClock() : undefined;
      const app = await startApp({ sandbox, ...(clock && { clock }) });
      const owner = person(provider);
      const account = await app.addSignedIn(owner);
      await app.call('settingsSave', { canSignInWhenSending: each.setting });
      await prepare();
      app.opened.length = 0;
      app.pushes.length = 0;
      const vaultBefore = account.signedInAs;

      const { itemId } = await app.send(account.id, person('none').address, each.origin);
      await app.until('the first try to end', async () => {
        const item = await app.call('outboxGet', { itemId });
        return item.state === 'sending' || (item.state === 'queued' && item.attempts === 0) ? null : item;
      });
      await answer();
      const item = await app.settled(itemId, each.state);
      // What was decided in this turn is pushed before the answer.
      await app.call('stateGet', {});

      expect({ state: item.state, because: item.because }).toEqual({ state: each.state, because: each.code });
      expect(askedQuestions()).toBe(each.questions);
      expect(app.opened).toHaveLength(each.browsers);
      if (each.questions === 0) expect(app.notices).toEqual([]);
      if (each.state === 'queued') expect(item.nextTryAtMs).toBeGreaterThan(Date.now());
      if (each.origin === 'agent' && each.code === 'sign-in-required') {
        expect(item.reason).toBe('Failed to obtain an access token');
      }
      if (each.condition === 'wrong account') expect(app.row(account.id)?.signedInAs).toBe(vaultBefore);
      if (each.condition === 'network down') expect(app.row(account.id)?.status.kind).toBe('ready');
      // A batch that was answered is not asked for again.
      if (each.code !== 'sign-in-required') expect(app.state().questions).toEqual([]);

      async function prepare(): Promise<void> {
        if (each.condition === 'none') {
          await app.call('signOut', { accountId: account.id, allAccounts: true });
        } else if (each.condition === 'network down') {
          sandbox.faults.expireAccessTokens({ address: owner.address });
          sandbox.faults.tokenEndpoint({ provider, mode: 'reset' });
        } else if (each.condition !== 'token') {
          sandbox.faults.revoke({ address: owner.address });
        }
      }

      async function answer(): Promise<void> {
        if (!['cancelled', 'wrong account', 'timed out'].includes(each.condition)) return;
        if (each.questions === 0) {
          expect(app.state().questions).toEqual([]);
          return;
        }
        const question = await app.until('the question', ({ questions }) => questions[0] ?? null);
        expect(question).toMatchObject({ accountId: account.id, expected: account.user, waitingItems: 1 });
        const { questionId } = question;
        if (each.condition === 'cancelled') {
          await app.call('questionAnswer', { questionId, answer: 'cancel', openBrowser: true });
          return;
        }
        if (each.condition === 'wrong account') app.signsInAs(person(provider, 2), { chooseOther: true });
        else app.setPerson(() => undefined);
        await app.call('questionAnswer', { questionId, answer: 'sign-in', openBrowser: true });
        await app.until('the browser', () => app.opened[0] ?? null);
        await clock?.advance(signInWindowMs);
        await app.signInEnd();
      }

      function askedQuestions(): number {
        const ids = app.pushes.flatMap((push) =>
          [...push.matchAll(/"questionId":"([^"]+)"/g)].map(([, id]) => id),
        );
        return new Set(ids).size;
      }
    });
  }
}
