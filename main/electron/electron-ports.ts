import type { Ports } from '../ports.ts';
import { openProfileStore } from '../settings/profile-store.ts';
import { createElectronStoreWriter } from './electron-store.ts';

interface Deps extends Omit<Ports, 'openStore'> {
  /** Absolute. Only its owner may open stores. */
  readonly profileFolder: string;
}

/** Answers the ports of the shell: what Electron has for each, and electron-store for the documents of the profile. */
export function createElectronPorts({ profileFolder, ...ports }: Deps): Ports {
  return { ...ports, openStore: electronStores(profileFolder) };
}

/** Answers what opens the documents of a profile; only its owner may use it. */
export function electronStores(profileFolder: string): Ports['openStore'] {
  return (name, parse, initial, replay) =>
    openProfileStore({
      folder: profileFolder,
      name,
      parse,
      initial,
      replay,
      createWriter: createElectronStoreWriter,
    });
}
