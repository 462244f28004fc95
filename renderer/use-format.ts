import { useMemo } from 'react';
import { useAppState } from './services.tsx';
import { formatLocale } from './words/words.ts';

export interface Format {
  readonly number: (value: number) => string;
  /** Date and time; the time alone for today. */
  readonly time: (ms: number) => string;
  /** Date and time to the second. */
  readonly exactTime: (ms: number) => string;
  readonly size: (bytes: number) => string;
  readonly list: (texts: readonly string[]) => string;
}

/** Answers how numbers, times and sizes are written in a locale; undefined: the system's. */
export function createFormat(locale: string | undefined): Format {
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short' });
  const short = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
  const timeOnly = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const sizeIn = (
    unit: 'byte' | 'kilobyte' | 'megabyte' | 'gigabyte',
    unitDisplay: 'long' | 'short',
    maximumFractionDigits: number,
  ) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits });
  // Only the long form of a byte has a plural.
  const bytes = sizeIn('byte', 'long', 0);
  const fewKilobytes = sizeIn('kilobyte', 'short', 1);
  const kilobytes = sizeIn('kilobyte', 'short', 0);
  const megabytes = sizeIn('megabyte', 'short', 1);
  const gigabytes = sizeIn('gigabyte', 'short', 1);
  return {
    number: (value) => number.format(value),
    time: (ms) => (day.format(ms) === day.format(Date.now()) ? timeOnly : short).format(ms),
    exactTime: (ms) => exact.format(ms),
    size: (size) => {
      if (size < 1000) return bytes.format(size);
      if (size < 10_000) return fewKilobytes.format(size / 1000);
      if (size < 1_000_000) return kilobytes.format(size / 1000);
      return size < 1_000_000_000
        ? megabytes.format(size / 1_000_000)
        : gigabytes.format(size / 1_000_000_000);
    },
    list: (texts) => list.format(texts),
  };
}

/** Answers how numbers, times and sizes are written in the language of the window. */
export function useFormat(): Format {
  const language = useAppState((state) => state.settings.language);
  return useMemo(() => createFormat(formatLocale(language)), [language]);
}
