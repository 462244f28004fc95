import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import type { Submission } from '../../main/outbox/attempt.ts';
import { AppError } from '../../shared/errors.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { memoryFolder } from '../helpers/temporary-folder.ts';
import { accepted, password, startTestOutbox } from '../helpers/test-outbox.ts';

const hourMs = 3_600_000;
const hours = effort({ quick: 12, full: 7 * 24 });
const weeks = effort({ quick: 1, full: 2 });

/** Days before summer time ends, and before it begins: in one week an hour comes twice, in the other one it is missing. */
const startsMs = [Date.UTC(2026, 9, 24, 20), Date.UTC(2027, 2, 27, 20)];
const zone = process.env['TZ'];
beforeAll(() => void (process.env['TZ'] = 'Europe/Berlin'));
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** What an hour has in store. */
const troubles = [
  ...['none', 'unreachable', 'expired certificate', 'throttled', 'storm', 'revoked', 'cut', 'refused'],
  ...['locked', 'signed-out', "provider's certificate expired", 'restart', 'suspended'],
] as const;
type Trouble = (typeof troubles)[number];

async function credentialsIn(trouble: Trouble) {
  if (trouble === 'locked') throw new AppError('vault-unavailable', 'The key store is locked.');
  if (trouble === "provider's certificate expired")
    throw new AppError('provider-unreachable', 'The certificate of the provider has expired.');
  if (trouble === 'signed-out') throw new AppError('sign-in-required', 'Nobody is signed in.');
  return password;
}

test.each(Array.from({ length: weeks }, (_, week) => week + 1))(
  `${hours} hours with a fault in each lose nothing and send nothing twice: week %i`,
  { timeout: 20 * 60_000 },
  async (week) => {
    const { pick, chance, upTo } = createRandom(seed * 1_000 + week);
    // What happens by hour does not depend on how many tries files and threads allow in it.
    const replies = createRandom(seed * 1_000 + week + 500);
    const folder = await memoryFolder();
    const clock = createFakeClock(startsMs[(week - 1) % startsMs.length]);
    let trouble: Trouble = 'none';
    /** How often the servers got each message whole; no app may make two of one. */
    const arrived = new Map<string, number>();
    const messageIdOf = ({ message }: Submission) =>
      /^message-id: *(<[^>]+>)/im.exec(readFileSync(message.path, 'utf8'))?.[1] ?? 'none';

    function outcomeOf(submission: Submission): SubmissionOutcome {
      const arrives = () => {
        submission.onEnding();
        const key = messageIdOf(submission);
        arrived.set(key, (arrived.get(key) ?? 0) + 1);
      };
      switch (trouble) {
        case 'unreachable':
          return { kind: 'deferred', code: 'server-unreachable' };
        case 'expired certificate':
          return { kind: 'deferred', code: 'tls-failed' };
        case 'throttled':
          return { kind: 'deferred', code: 'throttled', concernsMailbox: true, retryAfterMs: hourMs };
        case 'storm':
          return replies.chance(0.7)
            ? { kind: 'deferred', code: 'deferred', reply: '451 later' }
            : (arrives(), accepted);
        case 'revoked':
          return { kind: 'authentication-rejected', code: 'grant-revoked', tokenMayBeStale: false };
        case 'cut': {
          if (replies.chance(0.5)) arrives();
          else submission.onEnding();
          return { kind: 'unconfirmed' };
        }
        case 'refused':
          return { kind: 'rejected', code: 'recipient-rejected', reply: '550 no' };
        default:
          arrives();
          return accepted;
      }
    }

    const begin = async () => {
      const started = await startTestOutbox({
        ...{ folder, clock },
        submit: (submission) => Promise.resolve(outcomeOf(submission)),
        credentials: () => credentialsIn(trouble),
      });
      started.outbox.start();
      return started;
    };
    let app = await begin();
    const handedOver = new Map<string, string>();
    // Files take real time, which the clock of the test does not wait for.
    const isSending = () =>
      [...handedOver.keys()].some((itemId) => app.outbox.get(itemId).state === 'sending');
    const triesAreOver = async () => {
      for (const endsAtMs = Date.now() + 60_000; isSending() && Date.now() < endsAtMs;)
        await new Promise((resolve) => setImmediate(resolve));
      expect(isSending()).toBe(false);
    };

    for (let hour = 0; hour < hours; hour += 1) {
      trouble = pick(troubles);
      for (let count = 1 + upTo(2); count > 0; count -= 1) {
        const itemId = await app.send({ accountId: 1 + upTo(4) });
        handedOver.set(itemId, app.outbox.get(itemId).messageId);
      }
      if (trouble === 'restart') {
        await app.stop();
        app = await begin();
      }
      if (trouble === 'suspended') {
        await clock.advance(upTo(5) * hourMs);
        app.outbox.tryUnreached();
      }
      // Within the hour, in steps that meet waits of seconds and of minutes.
      for (let step = 0; step < 4; step += 1) {
        await clock.advance(hourMs / 4);
        await triesAreOver();
      }
      // Somebody signs in again some hours later.
      if (chance(0.5)) app.outbox.releaseHeld(() => true);
    }

    trouble = 'none';
    for (let hour = 0; hour < 48; hour += 1) {
      app.outbox.releaseHeld(() => true);
      await clock.advance(hourMs);
      await triesAreOver();
    }
    const tally: Record<string, number> = {};
    for (const [itemId, messageId] of handedOver) {
      const { state } = app.outbox.get(itemId);
      const copies = arrived.get(messageId) ?? 0;
      tally[state] = (tally[state] ?? 0) + 1;
      const shown = { seed, week, itemId, state, copies };
      const isTrue =
        state === 'sent'
          ? copies === 1
          : state === 'unconfirmed'
            ? copies <= 1
            : state === 'failed' && copies === 0;
      expect({ ...shown, isTrue }).toEqual({ ...shown, isTrue: true });
    }
    const offset = (atMs: number) => new Date(atMs).getTimezoneOffset();
    expect(offset(clock.nowMs())).not.toBe(offset(startsMs[(week - 1) % startsMs.length] ?? 0));
    expect(tally['sent']).toBeGreaterThan(handedOver.size / 2);
    tried(handedOver.size);
  },
);
