import { expect, test } from 'vitest';
import { localTimeText, parseEndTime, parseTime } from '../../main/cli/local-time.ts';

const local = (...parts: [number, number, number, number?, number?, number?]) => new Date(...parts).getTime();

test.for<[string, number]>([
  ['2026-11-22T08:00', local(2026, 10, 22, 8)],
  ['2026-11-22 08:00:30', local(2026, 10, 22, 8, 0, 30)],
  ['2026-11-22', local(2026, 10, 22)],
  ['2026-11-22T08:00Z', Date.UTC(2026, 10, 22, 8)],
  ['2026-11-22T08:00:00.000Z', Date.UTC(2026, 10, 22, 8)],
  ['2026-11-22T08:00+01:00', Date.UTC(2026, 10, 22, 7)],
  ['2026-11-22T08:00-0330', Date.UTC(2026, 10, 22, 11, 30)],
  ['2028-02-29T00:00Z', Date.UTC(2028, 1, 29)],
])('%s is a time', ([text, atMs]) => {
  expect(parseTime(text)).toBe(atMs);
});

test.for([
  '',
  'now',
  '8:00',
  '22.11.2026',
  '2026-02-30',
  '2026-11-22T24:30',
  '2026-11-22T08:00+25:00',
  '2026-13-01',
])('"%s" is no time', (text) => {
  expect(parseTime(text)).toBeNull();
});

test('a day as an end is over when the next one begins', () => {
  expect(parseEndTime('2026-11-22')).toBe(local(2026, 10, 23));
  expect(parseEndTime('2026-12-31')).toBe(local(2027, 0, 1));
  expect(parseEndTime('2026-11-22T08:00')).toBe(local(2026, 10, 22, 8));
});

test('a time is told with its distance to UTC, and read back', () => {
  const atMs = local(2026, 10, 22, 8, 5, 9);
  expect(localTimeText(atMs)).toMatch(/^2026-11-22 08:05:09 [+-]\d\d:\d\d$/);
  expect(parseTime(localTimeText(atMs).replace(/ (?=[+-])/, ''))).toBe(atMs);
});
