import { useEffect, useState } from 'react';

// Whoever waits for less sees nothing; after more it has to look alive.
const quietMs = 400;

/** Says whether something has taken so long that it should be seen to be going on. */
export function useSlow(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setTimeout(() => setSlow(true), quietMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isBusy]);
  return isSlow;
}
