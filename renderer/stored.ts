/** Reads what this window remembers between starts; anything unreadable counts as absent. */
export function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Remembers a value between starts; a full or forbidden store is no reason to fail. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Widths and open tabs are conveniences.
  }
}
