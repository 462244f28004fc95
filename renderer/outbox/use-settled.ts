import { useEffect, useState } from 'react';

/** So long nothing is typed before it is looked for, in milliseconds. */
const settleMs = 200;

/** Answers a value once it has not changed for a fifth of a second. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
