import { hash } from 'node:crypto';
import * as z from 'zod';
import { toFailure } from '../../shared/errors.ts';
import type { Cipher, Store } from '../ports.ts';
import { noLastGood, parseLastGood } from './policy.ts';
import type { LastGood } from './policy.ts';
import { late } from '../../shared/late-schema.ts';

const format = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** SHA-256 of the copy, in hex: says whether it has to be sealed anew, and nothing else. */
    digest: z.string(),
    /** Base64. */
    sealed: z.string(),
    /**
     * In clear, because it says how the copy itself is opened where a keyring is missing: whoever edits it decides no more than
     * where his own secrets lie while the policy file is refused.
     */
    keyFile: z.strictObject({ source: z.string(), allowed: z.boolean() }),
  }),
);

/** The last good copy of the policy, sealed: whoever may write the file cannot write a policy. */
export type SealedCopy = z.infer<typeof format>;

/** Before there was any policy. */
export const noSealedCopy: SealedCopy = {
  version: 1,
  digest: '',
  sealed: '',
  keyFile: { source: '', allowed: false },
};

const olderFormat = late(() => z.looseObject({ version: z.literal(1), policy: z.unknown() }));

/** Takes what the store of the copy holds; the plain copy of an earlier version could be edited, so it counts as none. */
export function parseSealedCopy(value: unknown): SealedCopy {
  return olderFormat.safeParse(value).data?.policy !== undefined ? noSealedCopy : format.parse(value);
}

/** Seals a good copy, unless this one is kept already; nothing is kept where nothing can be sealed for another day. */
export async function keepSealed(store: Store<SealedCopy>, cipher: Cipher, copy: LastGood): Promise<void> {
  if (cipher.strength === 'memory') return;
  const text = JSON.stringify(copy);
  const digest = hash('sha256', text);
  if (store.get().digest === digest) return;
  try {
    const sealed = Buffer.from(await cipher.encrypt(text)).toString('base64');
    const keyFile = { source: copy.source, allowed: copy.policy?.allowKeyFile ?? false };
    store.set({ version: 1, digest, sealed, keyFile });
  } catch {
    // The policy itself is good; only the copy for a bad day is missing.
  }
}

/** Answers the copy; one that is damaged or sealed elsewhere is none, and makes room for the next good one. */
export async function openSealed(store: Store<SealedCopy>, cipher: Cipher): Promise<LastGood> {
  const { sealed } = store.get();
  if (sealed === '' || cipher.strength === 'memory') return noLastGood;
  try {
    const { text } = await cipher.decrypt(Buffer.from(sealed, 'base64'));
    return parseLastGood(JSON.parse(text));
  } catch (error) {
    // A key store that is only locked today will open it tomorrow.
    if (toFailure(error).code !== 'vault-unavailable') forget(store);
    return noLastGood;
  }
}

function forget(store: Store<SealedCopy>): void {
  try {
    store.set(noSealedCopy);
  } catch {
    // It is no copy either way.
  }
}
