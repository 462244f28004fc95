import { expect, onTestFinished, test } from 'vitest';
import { createDailyRenewal } from '../../main/daily-renewal.ts';
import { AppError } from '../../shared/errors.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function start(
  refreshed: Record<string, number | null>,
  options: { fraction?: number; fails?: () => unknown } = {},
) {
  const clock = createFakeClock(Date.UTC(2026, 0, 1));
  const startMs = clock.nowMs();
  const renewed: string[] = [];
  const dead = new Set<string>();
  const announced: number[] = [];
  const refreshedAt = new Map<string, number | null>(
    Object.entries(refreshed).map(([id, agoMs]) => [id, agoMs === null ? null : startMs - agoMs]),
  );
  const renewal = createDailyRenewal({
    clock,
    random: { bytes: (count) => new Uint8Array(count), fraction: () => options.fraction ?? 0 },
    grantIds: () => [...refreshedAt.keys()],
    refreshedAtMs: async (id) => refreshedAt.get(id) ?? null,
    isDead: (id) => dead.has(id),
    onEnded: (count) => void announced.push(count),
    renew: async (id) => {
      renewed.push(`${id} ${Math.round((clock.nowMs() - startMs) / hourMs)}h`);
      const failure = options.fails?.();
      if (failure instanceof AppError && failure.code === 'sign-in-required') dead.add(id);
      if (failure) throw failure;
      refreshedAt.set(id, clock.nowMs());
    },
  });
  renewal.start();
  onTestFinished(() => renewal.stop());
  return { clock, renewed, refreshedAt, renewal, announced, dead };
}

test('every sign-in is renewed once a day, whatever its age was', async () => {
  const { clock, renewed } = start({ old: 30 * dayMs, young: 12 * hourMs });
  await clock.advance(2 * dayMs);
  expect(renewed).toEqual(['old 0h', 'young 12h', 'old 24h', 'young 36h']);
});

test('computers of one company do not come at the same minute', async () => {
  const { clock, renewed } = start({ one: 0 }, { fraction: 0.5 });
  await clock.advance(dayMs);
  expect(renewed).toEqual(['one 23h']);
});

test('a sign-in that was used meanwhile is not renewed before its day is over', async () => {
  const { clock, renewed, refreshedAt } = start({ one: 23 * hourMs });
  await clock.advance(0.5 * hourMs);
  refreshedAt.set('one', clock.nowMs());
  await clock.advance(23 * hourMs);
  expect(renewed).toEqual([]);
});

test('without a network it is tried again every hour', async () => {
  const { clock, renewed } = start(
    { one: 2 * dayMs },
    { fails: () => new AppError('provider-unreachable', 'No network.') },
  );
  await clock.advance(3 * hourMs);
  expect(renewed).toEqual(['one 0h', 'one 1h', 'one 2h']);
});

test('a sign-in that was withdrawn is not asked about again the same day', async () => {
  const { clock, renewed } = start(
    { one: 2 * dayMs },
    { fails: () => new AppError('sign-in-required', 'Withdrawn.') },
  );
  await clock.advance(23 * hourMs);
  expect(renewed).toHaveLength(1);
});

test('a grant that cannot be opened, or is gone, is no reason to stop', async () => {
  const { clock, renewed } = start({ closed: null, one: 2 * dayMs });
  await clock.advance(hourMs);
  expect(renewed).toEqual(['one 0h']);
});

test('after the end nothing is renewed', async () => {
  const { clock, renewed, renewal } = start({ one: 2 * dayMs });
  await renewal.stop();
  await clock.advance(dayMs);
  expect(renewed).toEqual([]);
});

test('sign-ins that have ended are announced together, and only once', async () => {
  const { clock, renewed, announced, dead } = start(
    { one: 2 * dayMs, two: 2 * dayMs },
    { fails: () => new AppError('sign-in-required', 'Withdrawn.') },
  );
  await clock.advance(3 * dayMs);
  expect(renewed.length).toBeGreaterThan(3);
  expect(announced).toEqual([2]);
  dead.delete('two');
  await clock.advance(2 * dayMs);
  expect(announced).toEqual([2, 1]);
});

test('a network that is away announces nothing', async () => {
  const { clock, announced } = start(
    { one: 2 * dayMs },
    { fails: () => new AppError('provider-unreachable', 'No network.') },
  );
  await clock.advance(dayMs);
  expect(announced).toEqual([]);
});
