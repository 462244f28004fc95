import type { BrowserWindow, Dialog } from 'electron';
import type { PickFolder } from '../ports.ts';

interface Deps {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  /** null: there is none, and nobody who could choose. */
  readonly window: () => BrowserWindow | null;
}

/** Answers how a person chooses a folder in the window of the system. */
export function createPickFolder({ dialog, window }: Deps): PickFolder {
  return async () => {
    const parent = window();
    if (!parent) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
      properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
    });
    return canceled ? null : (filePaths[0] ?? null);
  };
}
