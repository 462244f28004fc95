const address = /[^\s<>"'`,;:()[\]{}@=|\\]+@([^\s<>"'`,;:()[\]{}@=|\\]+)/gu;

/**
 * Answers a function that puts `address-1@contoso.test` in the place of every address: the same one for the same person, so
 * that one still sees who is who, and the domain, which decides what a server does.
 */
export function createAddressMask(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) =>
    text.replace(address, (whole: string, domain: string) => {
      const key = whole.toLowerCase();
      const masked = known.get(key) ?? `address-${known.size + 1}@${domain}`;
      known.set(key, masked);
      return masked;
    });
}

/** Answers a value with all its texts changed; names of members stay. */
export function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, change)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapTexts(each, change)]),
  ) as Value;
}
