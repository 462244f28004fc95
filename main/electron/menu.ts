import type { MenuItemConstructorOptions } from 'electron';
import { words } from './words.ts';

interface Options {
  readonly platform: NodeJS.Platform;
  /** A release has no developer tools and no reload, which would drop what was typed. */
  readonly packaged: boolean;
  readonly checkForUpdates: () => void;
}

/**
 * Answers the menu of the app. On macOS Cmd+C and Cmd+V work only where the edit menu is.
 *
 * Without a menu of ours Electron would install its own, with developer tools.
 */
export function menuTemplate({ platform, packaged, checkForUpdates }: Options): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: words.viewMenu, submenu: packaged ? view : [...view, ...development] },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: words.checkForUpdates, click: checkForUpdates }] },
  ];
}
