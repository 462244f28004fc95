import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Faults } from '../../sandbox/faults.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { personOf } from '../helpers/person-of.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { startApp } from '../helpers/start-app.ts';
import { untilIdle } from '../helpers/until-idle.ts';

const hourMs = 3_600_000;
/** How long nothing may change before everybody waits for the clock; real milliseconds. */
const quietMs = 15;
const names = ['grace', 'ida', 'ben', 'anna'];

/** What looks as if a sign-in had ended, or keeps it from being renewed, and is over within the hour. */
const troubles: readonly (readonly [string, (faults: Faults) => void])[] = [
  ['none', () => undefined],
  ...(['429', '500', 'html', 'reset', 'lost-answer', 'echo'] as const).map(
    (mode) =>
      [
        `tokens: ${mode}`,
        (faults: Faults) => {
          for (const provider of ['google', 'microsoft'] as const) faults.tokenEndpoint({ provider, mode });
        },
      ] as const,
  ),
  ...(['429', '500', 'reset', 'reset-after-accept'] as const).map(
    (mode) => [`Gmail: ${mode}`, (faults: Faults) => faults.gmailApi({ mode })] as const,
  ),
  ...(['429', '503', 'reset', 'reset-after-accept'] as const).map(
    (mode) => [`Graph: ${mode}`, (faults: Faults) => faults.graphApi({ mode })] as const,
  ),
  ...(['greeting', 'auth', 'data', 'body', 'after-body'] as const).map(
    (stage) =>
      [`SMTP cut: ${stage}`, (faults: Faults) => faults.dropConnection({ stage, times: 3 })] as const,
  ),
  ['SMTP: too fast', (faults) => faults.smtpThrottle({ on: true, code: 432 })],
  ['SMTP: too many connections', (faults) => faults.smtpThrottle({ on: true, code: 421 })],
];

const hours = effort({ quick: troubles.length, full: 7 * 24 });

test(
  `${hours} hours in which providers answer wrongly end no sign-in, lose nothing and send nothing twice`,
  { timeout: 20 * 60_000 },
  async () => {
    const { pick, chance, upTo } = createRandom(seed * 1_000 + 7);
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const clock = createFakeClock();
    const app = await startApp({ sandbox, clock });
    const people = names.map((name) => personOf(sandbox, name));
    const accounts: number[] = [];
    for (const [index, person] of people.entries()) {
      // One of each provider by SMTP, one by its API.
      const { id } = await app.addSignedIn(person, {}, index % 2 === 0 ? 'smtp' : 'api');
      accounts.push(id);
    }
    const { opened } = app;
    const openedBefore = opened.length;
    const to = personOf(sandbox, 'orders').address;

    const arrived = new Map<string, number>();
    const takeArrived = () => {
      for (const { subject } of sandbox.inbox.messages())
        arrived.set(subject, (arrived.get(subject) ?? 0) + 1);
      sandbox.inbox.clear();
    };
    const handedOver = new Map<string, string>();
    const pass = async (ms: number, steps: number) => {
      for (let step = 0; step < steps; step += 1) {
        await clock.advance(ms / steps);
        await untilIdle(() => app.state().outbox, quietMs);
      }
      takeArrived();
    };

    const shuffled = <Value>(list: readonly Value[]): Value[] =>
      list
        .map((each) => ({ each, at: upTo(1_000_000) }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ each }) => each);
    let due: (typeof troubles)[number][] = [];
    for (let hour = 0; hour < hours; hour += 1) {
      if (due.length === 0) due = shuffled(troubles);
      const [about, begin] = due.pop() ?? pick(troubles);
      begin(sandbox.faults);
      if (about.startsWith('tokens') || chance(0.3))
        for (const { address } of people) sandbox.faults.expireAccessTokens({ address });
      for (let count = 1 + upTo(2); count > 0; count -= 1) {
        const subject = `Invoice ${handedOver.size}`;
        const { itemId } = await app.send(pick(accounts), to, chance(0.5) ? 'user' : 'agent', { subject });
        handedOver.set(itemId, subject);
      }
      if (chance(0.1)) await app.restart();
      // A computer that slept wakes up some hours later.
      if (chance(0.1)) await clock.advance(upTo(5) * hourMs);
      await pass(hourMs, 4);
      sandbox.faults.reset();
    }
    await pass(24 * hourMs, 24);

    const ends: Record<string, number> = {};
    for (const [itemId, subject] of handedOver) {
      const { state, because } = await app.call('outboxGet', { itemId });
      const copies = arrived.get(subject) ?? 0;
      const isTrue = state === 'sent' ? copies === 1 : state === 'unconfirmed' && copies <= 1;
      expect({ subject, state, because, copies, isTrue }).toMatchObject({ isTrue: true });
      ends[state] = (ends[state] ?? 0) + 1;
    }
    expect(ends['sent']).toBeGreaterThan(handedOver.size / 2);
    expect(app.state().accounts.map(({ id, status }) => [id, status.because ?? null])).toEqual(
      accounts.map((id) => [id, null]),
    );
    for (const accountId of accounts) {
      const { events } = await app.call('accountsHistory', { accountId });
      expect(events.map(({ kind }) => kind)).toEqual(['signed-in']);
    }
    expect(app.state().questions).toEqual([]);
    expect(opened).toHaveLength(openedBefore);
    tried(handedOver.size);
    process.stdout.write(`${handedOver.size} messages in ${hours} hours: ${JSON.stringify(ends)}\n`);
  },
);
