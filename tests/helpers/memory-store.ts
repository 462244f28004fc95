import type { Ports } from '../../main/ports.ts';

/** A store that keeps its document in memory, as JSON would leave it. */
export function memoryStore(): Ports['openStore'] {
  return (_name, parse, initial) => {
    let text = JSON.stringify(initial);
    return { get: () => parse(JSON.parse(text)), set: (value) => void (text = JSON.stringify(value)) };
  };
}
