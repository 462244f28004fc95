import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxState } from '../../shared/message.ts';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import { isFinal, newProgress, publicItem, transition } from '../../main/outbox/outbox-item.ts';
import type { ItemProgress, OutboxEvent } from '../../main/outbox/outbox-item.ts';
import { runs } from '../helpers/effort.ts';

const day = 86_400_000;
const nowMs = 1_000_000_000;
const composed = {
  fileName: 'a.eml',
  sizeBytes: 1,
  needs8Bit: false,
  needsSmtpUtf8: false,
  isMailData: true,
  crc32: 7,
};
const accepted: SubmissionOutcome = {
  kind: 'accepted',
  reply: '250 OK',
  accepted: ['a@b.example'],
  refused: [],
};
const outcome = (value: SubmissionOutcome): OutboxEvent => ({
  kind: 'outcome',
  outcome: value,
  nextTryAtMs: nowMs + 5_000,
});

const events = {
  take: { kind: 'take' },
  composed: { kind: 'composed', composed },
  ending: { kind: 'ending' },
  'not taken': { kind: 'not-taken' },
  accepted: outcome(accepted),
  deferred: outcome({ kind: 'deferred', code: 'deferred', reply: '451 later' }),
  rejected: outcome({ kind: 'rejected', code: 'recipient-rejected', reply: '550 no' }),
  blocked: outcome({ kind: 'rejected', code: 'scope-missing' }),
  'not signed in': outcome({
    kind: 'authentication-rejected',
    code: 'smtp-auth-disabled',
    tokenMayBeStale: false,
  }),
  unconfirmed: outcome({ kind: 'unconfirmed' }),
  interrupted: { kind: 'interrupted' },
  hold: { kind: 'hold', code: 'sign-in-required', reason: 'Failed to obtain an access token' },
  release: { kind: 'release' },
  cancel: { kind: 'cancel' },
  'send-now': { kind: 'send-now' },
  'send-again': { kind: 'send-again' },
  'mark-sent': { kind: 'mark-sent' },
  move: { kind: 'move', accountId: 2 },
  recover: { kind: 'recover' },
} as const satisfies Record<string, OutboxEvent>;
type EventName = keyof typeof events;

const item = (state: OutboxState, changes: Partial<ItemProgress> = {}): ItemProgress => ({
  ...newProgress(1, nowMs - day),
  state,
  ...changes,
});
const starts = {
  ...Object.fromEntries(outboxStates.map((state) => [state, item(state)])),
  ending: item('sending', { ending: true }),
};

/** The state table of the product, every state and every event; what is not named is refused. */
const table: Record<OutboxState | 'ending', Partial<Record<EventName, OutboxState>>> = {
  queued: {
    take: 'sending',
    hold: 'held',
    cancel: 'cancelled',
    'send-now': 'queued',
    move: 'queued',
    recover: 'queued',
  },
  sending: {
    composed: 'sending',
    ending: 'sending',
    'not taken': 'sending',
    accepted: 'sent',
    deferred: 'queued',
    rejected: 'failed',
    blocked: 'held',
    'not signed in': 'held',
    unconfirmed: 'unconfirmed',
    interrupted: 'queued',
    hold: 'held',
    cancel: 'cancelled',
    recover: 'queued',
  },
  ending: {
    'not taken': 'sending',
    accepted: 'sent',
    deferred: 'queued',
    rejected: 'failed',
    blocked: 'held',
    'not signed in': 'held',
    unconfirmed: 'unconfirmed',
    recover: 'unconfirmed',
  },
  held: {
    hold: 'held',
    release: 'queued',
    cancel: 'cancelled',
    'send-now': 'queued',
    move: 'queued',
    recover: 'held',
  },
  failed: { 'send-now': 'queued', cancel: 'cancelled', recover: 'failed' },
  unconfirmed: { 'send-again': 'queued', 'mark-sent': 'sent', recover: 'unconfirmed' },
  sent: { recover: 'sent' },
  cancelled: { recover: 'cancelled' },
};

const cells = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(events).map(([name, event]) => ({
    state,
    name,
    event,
    next: new Map(Object.entries(row)).get(name),
  })),
);

test.each(cells)('$state and $name: $next', ({ state, event, next }) => {
  const before = new Map(Object.entries(starts)).get(state);
  if (!before) throw new Error('the table names a state that there is not');
  if (next === undefined) expect(() => transition(before, event, nowMs)).toThrow(AppError);
  else {
    const after = transition(before, event, nowMs);
    expect(after.state).toBe(next);
    expect(after.ending).toBe(event.kind === 'ending');
  }
});

test('a refused event says so with the code that people see, and names the state', () => {
  expect(() => transition(item('sent'), events.cancel, nowMs)).toThrow(
    expect.objectContaining({ code: 'transition-refused', detail: { state: 'sent', ending: false } }),
  );
});

test.for([
  ['unconfirmed', 'cancel', 'may have been sent. It takes "mark-sent" or "send-again"'],
  ['unconfirmed', 'send-now', '"mark-sent" or "send-again"'],
  ['held', 'send-again', 'takes "send-now" or "cancel"'],
  ['sent', 'cancel', 'it is over, and "resend" makes a new message of it'],
] as const)('%s refuses "%s" and names what it takes instead', ([state, kind, words]) => {
  const before = { ...newProgress(1, 0), state };
  expect(() => transition(before, { kind }, 1)).toThrow(words);
});

describe('an item', () => {
  test('that was taken counts the attempt, and keeps why it waited', () => {
    const after = transition(item('queued', { because: 'deferred', nextTryAtMs: 5 }), events.take, nowMs);
    expect(after).toMatchObject({ attempts: 1, nextTryAtMs: null, because: 'deferred', changedAtMs: nowMs });
  });

  test('that was sent knows who got it and who did not', () => {
    const refused = [{ address: 'c@d.example', reply: '550 5.1.1 Who?' }];
    const after = transition(item('sending', { ending: true }), outcome({ ...accepted, refused }), nowMs);
    expect(after).toMatchObject({
      state: 'sent',
      accepted: ['a@b.example'],
      refused,
      confirmedBy: 'server',
      because: null,
      reply: '250 OK',
    });
  });

  test('that a person marks as sent says that a person did', () => {
    expect(transition(item('unconfirmed'), events['mark-sent'], nowMs)).toMatchObject({
      state: 'sent',
      confirmedBy: 'person',
    });
  });

  test('that is deferred knows why and when it is tried next', () => {
    expect(transition(item('sending'), events.deferred, nowMs)).toMatchObject({
      state: 'queued',
      because: 'deferred',
      reply: '451 later',
      nextTryAtMs: nowMs + 5_000,
      failures: 1,
    });
  });

  test('that is deferred four days after it was handed over is given up', () => {
    const late = item('sending', { giveUpAtMs: nowMs });
    expect(transition(late, events.deferred, nowMs)).toMatchObject({
      state: 'failed',
      because: 'deferred',
      nextTryAtMs: null,
    });
    expect(transition(late, events.deferred, nowMs - 1).state).toBe('queued');
  });

  test('does not age while it is held', () => {
    const before = item('queued');
    const held = transition(before, events.hold, nowMs);
    for (const event of [events.release, events['send-now'], events.move]) {
      expect(transition(held, event, nowMs + 10 * day).giveUpAtMs).toBe(before.giveUpAtMs + 10 * day);
    }
    expect(transition(before, events.move, nowMs + day).giveUpAtMs).toBe(before.giveUpAtMs);
    const other = transition(held, { kind: 'hold', code: 'sign-in-cancelled', reason: null }, nowMs + day);
    expect(transition(other, events.release, nowMs + 2 * day).giveUpAtMs).toBe(before.giveUpAtMs + 2 * day);
  });

  test('does not age while it stands in line, or while the app does not run', () => {
    const { take } = events;
    const fresh = item('queued', { changedAtMs: nowMs });
    expect(transition(fresh, take, nowMs + 5 * day).giveUpAtMs).toBe(fresh.giveUpAtMs + 5 * day);
    const again = item('queued', { changedAtMs: nowMs, nextTryAtMs: nowMs + day });
    expect(transition(again, take, nowMs + day).giveUpAtMs).toBe(again.giveUpAtMs);
    expect(transition(again, take, nowMs + 3 * day).giveUpAtMs).toBe(again.giveUpAtMs + 2 * day);
    // A clock that was put back makes nobody older either.
    expect(transition(fresh, take, nowMs - day).giveUpAtMs).toBe(fresh.giveUpAtMs);
  });

  test('that is held again for the same reason has not changed', () => {
    const held = transition(item('queued'), events.hold, nowMs);
    expect(transition(held, events.hold, nowMs + day)).toBe(held);
  });

  test('that is sent again by a person has four days again and no failures behind it', () => {
    for (const [state, event] of [
      ['failed', events['send-now']],
      ['unconfirmed', events['send-again']],
    ] as const) {
      expect(transition(item(state, { failures: 9, giveUpAtMs: 0 }), event, nowMs)).toMatchObject({
        failures: 0,
        giveUpAtMs: nowMs + 4 * day,
        nextTryAtMs: null,
        because: null,
      });
    }
  });

  test('that was broken off by us is due at once and has not failed', () => {
    expect(transition(item('sending', { failures: 2 }), events.interrupted, nowMs)).toMatchObject({
      failures: 2,
      nextTryAtMs: null,
    });
  });

  test('whose composed file cannot be read is composed anew', () => {
    const event = outcome({ kind: 'deferred', code: 'document-unreadable' });
    expect(transition(item('sending', { composed }), event, nowMs).composed).toBeNull();
    expect(transition(item('sending', { composed }), events.deferred, nowMs).composed).toBe(composed);
  });

  test("that a dead process left at its end is nobody's to send again", () => {
    expect(transition(item('sending', { ending: true }), events.recover, nowMs)).toMatchObject({
      state: 'unconfirmed',
      because: 'delivery-unconfirmed',
    });
  });

  test.each(Object.keys(errorCatalog) as ErrorCode[])(
    'rejected with %s fails or is held, by whether another message would fare alike',
    (code) => {
      const after = transition(item('sending'), outcome({ kind: 'rejected', code }), nowMs);
      const failing = ['correct-input', 'report', 'confirm-by-hand'].includes(errorCatalog[code].remedy);
      expect(after).toMatchObject({ state: failing ? 'failed' : 'held', because: code });
    },
  );

  test.each([
    ['recipient-rejected', 'failed'],
    ['message-too-large', 'failed'],
    ['sender-rejected', 'failed'],
    ['scope-missing', 'held'],
    ['tls-failed', 'held'],
    ['client-rejected', 'held'],
  ] as const)('rejected with %s is %s', (code, state) => {
    expect(transition(item('sending'), outcome({ kind: 'rejected', code }), nowMs).state).toBe(state);
  });

  test('shows the window nothing of its insides', () => {
    const stored = {
      ...item('queued'),
      ...({
        itemId: 'a',
        submissionKey: 'secret-key',
        messageId: '<a@b>',
        origin: 'user',
        sequence: 1,
        createdAtMs: 1,
      } as const),
      ...{ to: [], cc: [], bcc: [], subject: '', documents: [] },
    };
    const shown = publicItem(stored);
    for (const name of ['submissionKey', 'ending', 'failures', 'giveUpAtMs', 'composed', 'body'])
      expect(shown).not.toHaveProperty(name);
  });
});

test('whatever happens in whatever order, an item is never sent again by itself after its end left', () => {
  const step = fc.tuple(fc.constantFrom(...Object.values(events)), fc.integer({ min: 0, max: 5 * day }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = nowMs;
      let current: ItemProgress = newProgress(1, now);
      let mayBeSent = false;
      let wasFinal: OutboxState | null = null;
      for (const [event, passedMs] of steps) {
        now += passedMs;
        let next: ItemProgress;
        try {
          next = transition(current, event, now);
        } catch {
          continue;
        }
        if (wasFinal !== null) expect(next.state).toBe(wasFinal);
        if (event.kind === 'ending') mayBeSent = true;
        const decided = event.kind === 'outcome' && event.outcome.kind !== 'unconfirmed';
        if (
          decided ||
          event.kind === 'not-taken' ||
          event.kind === 'send-again' ||
          event.kind === 'mark-sent'
        )
          mayBeSent = false;
        // The one thing that must hold: nothing is on its way again while the last one may have arrived.
        if (event.kind === 'take') expect(mayBeSent).toBe(false);
        expect(next.ending && next.state !== 'sending').toBe(false);
        expect(next.nextTryAtMs !== null && next.state !== 'queued').toBe(false);
        expect(next.changedAtMs).toBeLessThanOrEqual(now);
        if (isFinal(next.state)) wasFinal = next.state;
        current = next;
      }
    }),
    runs({ quick: 500, full: 20_000 }),
  );
});
