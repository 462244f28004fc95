const minuteMs = 60_000;
const perMinute = 600;

/** Answers who counts the messages of programs: at most 600 a minute each, so that one that runs wild fills no disk. */
export function createRelayPace({ nowMs }: { readonly nowMs: () => number }) {
  const begun = new Map<string, { sinceMs: number; count: number }>();
  return {
    /** Counts a message; false: there were too many in this minute. */
    begin: (name: string): boolean => {
      const minute = begun.get(name);
      if (!minute || Math.abs(nowMs() - minute.sinceMs) >= minuteMs) {
        begun.set(name, { sinceMs: nowMs(), count: 1 });
        return true;
      }
      minute.count += 1;
      return minute.count <= perMinute;
    },
  };
}
