import type { MenuItemConstructorOptions } from 'electron';
import type { ShellWords } from './words.ts';

interface Options {
  readonly platform: NodeJS.Platform;
  /** A release has no developer tools and no reload, which would drop what was typed. */
  readonly packaged: boolean;
  readonly checkForUpdates: () => void;
  readonly words: ShellWords;
}

const line = { type: 'separator' } as const satisfies MenuItemConstructorOptions;

/**
 * Answers the menu of the app. On macOS Cmd+C and Cmd+V work only where the edit menu is.
 *
 * Without a menu of ours Electron would install its own, with developer tools. Every item has its words: Electron's own are
 * English whatever the system speaks.
 */
export function menuTemplate({
  platform,
  packaged,
  words,
  checkForUpdates,
}: Options): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const application: MenuItemConstructorOptions[] = [
    { role: 'about', label: words.about },
    line,
    { role: 'services', label: words.services },
    line,
    { role: 'hide', label: words.hide },
    { role: 'hideOthers', label: words.hideOthers },
    { role: 'unhide', label: words.showAll },
    line,
    { role: 'quit', label: words.quit },
  ];
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    line,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'delete', label: words.delete },
    line,
    { role: 'selectAll', label: words.selectAll },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
    line,
    { role: 'togglefullscreen', label: words.fullScreen },
  ];
  const development: MenuItemConstructorOptions[] = [line, { role: 'reload' }, { role: 'toggleDevTools' }];
  const window: MenuItemConstructorOptions[] = [
    { role: 'minimize', label: words.minimize },
    { role: 'zoom', label: words.zoom },
    ...(isMac
      ? [line, { role: 'front', label: words.front } as const]
      : [{ role: 'close', label: words.close } as const]),
  ];
  const end = isMac
    ? ({ role: 'close', label: words.close } as const)
    : ({ role: 'quit', label: words.exit } as const);
  return [
    ...(isMac ? [{ role: 'appMenu', submenu: application } as const] : []),
    { role: 'fileMenu', label: words.fileMenu, submenu: [end] },
    { role: 'editMenu', label: words.editMenu, submenu: edit },
    { label: words.viewMenu, submenu: packaged ? view : [...view, ...development] },
    { role: 'windowMenu', label: words.windowMenu, submenu: window },
    {
      role: 'help',
      label: words.helpMenu,
      submenu: [{ label: words.checkForUpdates, click: checkForUpdates }],
    },
  ];
}
