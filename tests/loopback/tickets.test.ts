import { expect, test } from 'vitest';
import { createTickets } from '../../main/loopback/tickets.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const twoMinutesMs = 120_000;

test('a ticket is good once, for two minutes, and no other is', async () => {
  const clock = createFakeClock();
  const tickets = createTickets({ clock });
  const [first, second, late] = [tickets.issue(), tickets.issue(), tickets.issue()];
  expect(first).toMatch(/^[\w-]{43}$/);
  expect([tickets.take(first), tickets.take(first), tickets.take('another')]).toEqual([true, false, false]);
  await clock.advance(twoMinutesMs - 1);
  expect(tickets.take(second)).toBe(true);
  await clock.advance(1);
  expect(tickets.take(late)).toBe(false);
});
