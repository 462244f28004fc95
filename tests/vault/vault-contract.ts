import { describe, expect, it } from 'vitest';
import type { Cipher } from '../../main/ports.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { exampleClient, exampleGrant, examplePassword } from './example-records.ts';

/** What a vault must do over any cipher; `create` answers a working cipher for a profile folder. */
export function vaultContract(name: string, create: (folder: string) => Promise<Cipher>): void {
  describe(`the vault with ${name}`, () => {
    const open = async () => {
      const folder = await temporaryFolder();
      const cipher = await create(folder);
      return createTokenVault({ folder, cipher, clock: systemClock, random: systemRandom });
    };

    it('answers what was put', async () => {
      const vault = await open();
      await vault.put(exampleGrant());
      await vault.put(examplePassword());
      await vault.put(exampleClient());
      expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
      expect(await vault.get(examplePassword().id)).toEqual(examplePassword());
      expect(await vault.get(exampleClient().id)).toEqual(exampleClient());
      expect([...(await vault.list())].toSorted()).toEqual(
        [exampleGrant().id, examplePassword().id, exampleClient().id].toSorted(),
      );
    });

    it('replaces a record under the same ID', async () => {
      const vault = await open();
      await vault.put(exampleGrant({ state: 'old' }));
      await vault.put(exampleGrant({ state: 'new' }));
      expect(await vault.get(exampleGrant().id)).toMatchObject({ state: 'new' });
      expect(await vault.list()).toHaveLength(1);
    });

    it('forgets a removed record, and removing twice is no error', async () => {
      const vault = await open();
      await vault.put(exampleGrant());
      await vault.remove(exampleGrant().id);
      await vault.remove(exampleGrant().id);
      expect(await vault.get(exampleGrant().id)).toBeNull();
      expect(await vault.list()).toEqual([]);
    });

    it('answers null for an ID it does not know or that is none', async () => {
      const vault = await open();
      expect(await vault.get('grant-unknown')).toBeNull();
      expect(await vault.get('../../etc/passwd')).toBeNull();
      await vault.remove('../../etc/passwd');
    });

    it('keeps the order of puts that are made at once', async () => {
      const vault = await open();
      const states = Array.from({ length: 20 }, (_, index) => `state ${index}`);
      await Promise.all(states.map((state) => vault.put(exampleGrant({ state }))));
      expect(await vault.get(exampleGrant().id)).toMatchObject({ state: 'state 19' });
    });

    it('leaves nothing of a record that was removed while it was put', async () => {
      const vault = await open();
      await Promise.all([vault.put(exampleGrant()), vault.remove(exampleGrant().id)]);
      expect(await vault.get(exampleGrant().id)).toBeNull();
    });
  });
}
