import type { OptionValues } from './command.ts';
import { usageError } from './usage-error.ts';

const format =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$/i;

/**
 * Answers the moment that a text names: `2026-11-22`, `2026-11-22T08:00`, with seconds, with `Z` or `+01:00`.
 *
 * Without a zone it is the time of this computer; without a time of day the day's beginning here.
 *
 * @returns epoch milliseconds; null: not such a text, or no such day or hour
 */
export function parseTime(text: string): number | null {
  const match = format.exec(text.trim());
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = ''] = match;
  // The calendar of UTC has no hour that is left out, so what does not come back the same does not exist.
  const plain = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = new Date(`${plain}Z`);
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, plain.length) !== plain) return null;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  return new Date(`${plain}${offset}`).getTime();
}

/** Answers the moment after the day that a text names without a time of day; otherwise as `parseTime`. */
export function parseEndTime(text: string): number | null {
  const atMs = parseTime(text);
  if (atMs === null || text.trim().length > 'yyyy-mm-dd'.length) return atMs;
  // Not 24 hours later: two days of the year are longer or shorter.
  const next = new Date(atMs);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

/**
 * Answers the moment that an option names; null where it was not given.
 *
 * @throws {AppError} `invalid-request` — it is no time
 */
export function timeOption(
  options: OptionValues,
  name: string,
  parse: (text: string) => number | null = parseTime,
): number | null {
  const text = options.text(name);
  if (text === undefined) return null;
  const atMs = parse(text);
  if (atMs !== null) return atMs;
  const message = `--${name} must be a time like 2026-11-22T08:00 or 2026-11-22T08:00+01:00, not "${text}".`;
  throw usageError(message, name);
}

/** Answers a moment in the time of this computer, with the distance to UTC: `2026-11-22 08:00:00 +01:00`. */
export function localTimeText(atMs: number): string {
  const date = new Date(atMs);
  const offsetMin = -date.getTimezoneOffset();
  const two = (value: number) => String(value).padStart(2, '0');
  const local = new Date(atMs + offsetMin * 60_000).toISOString().replace('T', ' ').slice(0, 19);
  const offset = `${two(Math.floor(Math.abs(offsetMin) / 60))}:${two(Math.abs(offsetMin) % 60)}`;
  return `${local} ${offsetMin < 0 ? '-' : '+'}${offset}`;
}
