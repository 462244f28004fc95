import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { followPower } from '../../../main/electron/power.ts';
import { createQuitQuestion, quitQuestion, underWay } from '../../../main/electron/quit-question.ts';
import { shellWords } from '../../../main/electron/words.ts';
import { exampleState } from '../../helpers/example-state.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const words = shellWords('en', []);

function setUp() {
  const powerMonitor = new EventEmitter();
  const clock = createFakeClock();
  const network = { online: true };
  let tries = 0;
  const app = createFakeAppPort({ outboxTryAgain: () => (tries += 1) });
  const power = followPower({
    ...{ powerMonitor, clock, app: Promise.resolve(app), isOnline: () => network.online },
    log: () => undefined,
  });
  return { powerMonitor, clock, network, power, tries: () => tries };
}

test('a computer that wakes up tries again once, as soon as there is a network', async () => {
  const { powerMonitor, clock, network, tries } = setUp();
  powerMonitor.emit('suspend');
  network.online = false;
  powerMonitor.emit('resume');
  await clock.advance(3_000);
  expect(tries()).toBe(0);
  network.online = true;
  await clock.advance(5_000);
  expect(tries()).toBe(1);
  await clock.advance(600_000);
  expect(tries()).toBe(1);
});

test('one that sleeps again meanwhile has the tries of its last waking up only', async () => {
  const { powerMonitor, clock, tries } = setUp();
  powerMonitor.emit('resume');
  await clock.advance(2_000);
  powerMonitor.emit('resume');
  await clock.advance(2_000);
  expect(tries()).toBe(0);
  await clock.advance(60_000);
  expect(tries()).toBe(1);
});

test('without a network it gives up asking for it, and tries', async () => {
  const { powerMonitor, clock, network, tries } = setUp();
  network.online = false;
  powerMonitor.emit('resume');
  for (const ms of [3_000, 5_000, 15_000, 30_000]) await clock.advance(ms);
  expect(tries()).toBe(1);
});

test('a system that shuts down is told apart', () => {
  const { powerMonitor, power } = setUp();
  expect(power.isShuttingDown()).toBe(false);
  powerMonitor.emit('shutdown');
  expect(power.isShuttingDown()).toBe(true);
});

test('the question before the end counts what is on its way and what belongs to it', () => {
  const { outbox } = exampleState();
  const at = (sending: number, batch: typeof outbox.batch) =>
    underWay({ outbox: { ...outbox, counts: { ...outbox.counts, sending }, batch } });
  expect(at(0, null)).toBe(0);
  expect(at(2, null)).toBe(2);
  expect(at(2, { done: 40, total: 200, perMinute: null, expectedEndMs: null })).toBe(160);
});

test('nobody is asked where nothing is under way or nobody is there; Enter and Escape let it go on', async () => {
  const left = { count: 0 };
  const present = { attended: true };
  const asked: string[] = [];
  const question = createQuitQuestion({
    underWay: () => left.count,
    isAttended: () => present.attended,
    words: () => words,
    ask: async ({ detail, cancelId, defaultId }) => {
      asked.push(`${detail}`);
      expect(defaultId).toBe(cancelId);
      return asked.length === 1 ? (cancelId ?? -1) : 1;
    },
  });
  expect(question()).toBeNull();
  left.count = 3;
  present.attended = false;
  expect(question()).toBeNull();
  present.attended = true;
  expect(await question()?.()).toBe(false);
  expect(await question()?.()).toBe(true);
  expect(asked[0]).toBe('3 messages have not left yet. They are safe, and go out after the next start.');
  expect(quitQuestion(1, words).buttons).toEqual(['Keep Sending', 'Quit']);
});
