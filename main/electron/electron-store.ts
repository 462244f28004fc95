import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import type { DocumentWriter, WriterOptions } from '../settings/profile-store.ts';

/** Answers electron-store as the writer of one document of the profile. */
export function createElectronStoreWriter(options: WriterOptions): DocumentWriter {
  const writer = new ElectronStore({ ...options });
  // The library answers this channel to any frame that asks, without a look at who it is.
  ipcMain.removeAllListeners('electron-store-get-data');
  return writer;
}
