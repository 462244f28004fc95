import type { SecretRecord } from '../vault/secret-record.ts';

/** Members whose values are secrets, in the states that the providers' libraries leave behind. */
const secretName = /(secret|password|token|assertion|verifier)$/i;

/** Answers every secret of a record, as it would stand in a text. */
export function secretsOf(record: SecretRecord): readonly string[] {
  switch (record.kind) {
    case 'password':
      return [record.password];
    case 'client':
      return [record.secret];
    case 'relay':
      return [record.keyPem];
    case 'consent':
      return [];
    case 'grant':
      return [record.state, ...secretsIn(record.state)];
    default:
      return record satisfies never;
  }
}

/** A state is JSON, and may hold JSON as text, as the cache of MSAL does. */
function secretsIn(text: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return walk(value);
}

function walk(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]): readonly string[] => {
    if (typeof each !== 'string') return walk(each);
    if (secretName.test(name)) return [each];
    return each.startsWith('{') ? secretsIn(each) : [];
  });
}

interface Vault {
  readonly list: () => Promise<readonly string[]>;
  readonly get: (id: string) => Promise<SecretRecord | null>;
}

/**
 * Opens the vault and answers all its secrets.
 *
 * @returns `unopened` counts records that cannot be opened here: nobody can know their secrets, this program included
 */
export async function vaultSecrets(
  vault: Vault,
): Promise<{ readonly secrets: readonly string[]; readonly unopened: number }> {
  const secrets: string[] = [];
  let unopened = 0;
  // One at a time: the operating system's key store may ask the person, and once is enough.
  for (const id of await vault.list().catch(() => [])) {
    try {
      const record = await vault.get(id);
      if (record) secrets.push(...secretsOf(record));
    } catch {
      unopened += 1;
    }
  }
  return { secrets, unopened };
}
