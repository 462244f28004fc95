import { describe, expect, test } from 'vitest';
import type { Origin } from '../../shared/message.ts';
import { createPace } from '../../main/outbox/pace.ts';
import type { PaceLimits } from '../../main/outbox/pace.ts';

const mailbox = 'microsoft ada@example.com';
const thirty: PaceLimits = { connections: 2, messagesPerMinute: 30, keptForPeople: 3 };

function paced(limits: PaceLimits | null = thirty) {
  const time = { nowMs: 1_000_000_000 };
  const pace = createPace({ nowMs: () => time.nowMs, fraction: () => 0 });
  const wait = (origin: Origin = 'user', name = mailbox) => pace.waitOf(name, limits, origin);
  /** Sends as many as may go now, one after the other, each in `ms`. */
  const send = (origin: Origin, most: number, ms: number) => {
    let sent = 0;
    for (; sent < most && !wait(origin); sent += 1) {
      const message = pace.begin(mailbox);
      time.nowMs += ms;
      message.left();
      message.over();
    }
    return sent;
  };
  return { time, pace, wait, send };
}

describe('a mailbox with thirty messages a minute', () => {
  test('sends thirty at once, then waits until the first is a minute old, and says so', () => {
    const { time, wait, send } = paced();
    const beganAtMs = time.nowMs;
    expect(send('user', 100, 100)).toBe(30);
    expect(wait()).toEqual({
      untilMs: beganAtMs + 100 + 60_000,
      reason: 'Only 30 messages a minute leave from this mailbox.',
    });
    time.nowMs = beganAtMs + 100 + 60_000 - 1;
    expect(wait()).not.toBeNull();
    time.nowMs += 1;
    expect(wait()).toBeNull();
  });

  test('never lets more than thirty leave within any minute, however they come', () => {
    const { time, pace, wait } = paced();
    const left: number[] = [];
    for (let second = 0; second < 600; second += 1) {
      while (!wait(second % 3 === 0 ? 'user' : 'agent')) {
        const message = pace.begin(mailbox);
        message.left();
        message.over();
        left.push(time.nowMs);
      }
      time.nowMs += 700;
    }
    const most = left.map((from) => left.filter((at) => at >= from && at < from + 60_000).length);
    expect(Math.max(...most)).toBe(30);
    expect(left.length).toBeGreaterThan(180);
  });

  test('keeps three of them for people: a batch does not use the last', () => {
    const { wait, send } = paced();
    expect(send('agent', 100, 10)).toBe(27);
    expect(wait('agent')?.untilMs).not.toBeNull();
    expect(send('user', 100, 10)).toBe(3);
    expect(wait('user')).not.toBeNull();
  });

  test('has two on their way at most, and a third waits for one of them, not for a time', () => {
    const { pace, wait } = paced();
    const [one] = [pace.begin(mailbox), pace.begin(mailbox)];
    expect(wait()).toMatchObject({ untilMs: null });
    one?.over();
    expect(wait()).toBeNull();
  });

  test('counts what is on its way, and not what never left', () => {
    const { pace, wait, send } = paced();
    expect(send('user', 29, 10)).toBe(29);
    const last = pace.begin(mailbox);
    expect(wait()).not.toBeNull();
    last.over();
    expect(wait()).toBeNull();
    const refused = pace.begin(mailbox);
    refused.left();
    refused.notTaken();
    refused.over();
    expect(wait()).toBeNull();
  });

  test('does not slow another mailbox down', () => {
    const { wait, send } = paced();
    send('user', 30, 10);
    expect(wait('user', 'microsoft ben@example.com')).toBeNull();
  });

  test('knows what left before the app was started', () => {
    const { time, pace, wait } = paced();
    for (let second = 0; second < 40; second += 1) pace.remember(mailbox, time.nowMs - second * 1_000);
    // Eleven of the forty have to grow older than a minute: the eleventh is 29 seconds old.
    expect(wait()).toMatchObject({ untilMs: time.nowMs + 31_000 });
    time.nowMs += 31_000;
    expect(wait()).toBeNull();
  });

  test('does not wait for hours when the clock was put back', () => {
    const { time, wait, send } = paced();
    send('user', 30, 10);
    time.nowMs -= 3_600_000;
    expect(wait()?.untilMs).toBe(time.nowMs + 60_000);
    time.nowMs += 60_000;
    expect(wait()).toBeNull();
  });
});

test('a mailbox without limits is never paced', () => {
  const { wait, send } = paced(null);
  expect(send('agent', 500, 1)).toBe(500);
  expect(wait('agent')).toBeNull();
});

describe('a mailbox that the server asked to wait', () => {
  test('waits ever longer while the server goes on asking, and not at all once it takes a message', () => {
    const { time, pace, wait } = paced(null);
    const delays: number[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const untilMs = pace.slowDown(mailbox);
      delays.push(untilMs - time.nowMs);
      expect(wait()).toEqual({ untilMs, reason: 'The server asked this mailbox to send more slowly.' });
      time.nowMs = untilMs;
      expect(wait()).toBeNull();
    }
    expect(delays.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(delays.at(-1)).toBe(3_600_000);
    pace.slowDown(mailbox);
    pace.goOn(mailbox);
    expect(wait()).toBeNull();
    expect(pace.slowDown(mailbox) - time.nowMs).toBe(5_000);
  });

  test('waits as long as the server says, and two messages told together are one request', () => {
    const { time, pace } = paced(null);
    expect(pace.slowDown(mailbox, 3_600_000)).toBe(time.nowMs + 3_600_000);
    expect(pace.slowDown(mailbox)).toBe(time.nowMs + 3_600_000);
    time.nowMs += 3_600_000;
    expect(pace.slowDown(mailbox) - time.nowMs).toBe(10_000);
  });

  test('does not wait for hours when the clock was put back', () => {
    const { time, pace, wait } = paced(null);
    pace.slowDown(mailbox);
    time.nowMs -= 86_400_000;
    expect(wait()?.untilMs).toBe(time.nowMs + 5_000);
  });
});
