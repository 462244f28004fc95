import { useEffect, useState } from 'react';

/** Answers a span as minutes and seconds, e.g. `4:05`; past ones are `0:00`. */
export function formatTimeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Answers the time left until then, once a second. */
export function useTimeLeft(untilMs: number): string {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return formatTimeLeft(untilMs - nowMs);
}
