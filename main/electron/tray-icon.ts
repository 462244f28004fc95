import type { Menu, NativeImage, Tray } from 'electron';
import { trayImage, trayNeededImage } from './tray-images.ts';
import type { TrayIcon } from './tray.ts';

/** Answers a picture in the size of usual screens, with the one for dense screens inside. */
export function imageOf(
  [small, large]: readonly [string, string],
  createImage: (dataUrl: string) => NativeImage,
): NativeImage {
  const made = createImage(small);
  made.addRepresentation({ scaleFactor: 2, dataURL: large });
  return made;
}

interface Deps {
  readonly createImage: (dataUrl: string) => NativeImage;
  readonly createTray: (image: NativeImage) => Tray;
  readonly buildMenu: (typeof Menu)['buildFromTemplate'];
}

/** Puts the icon of the app into the tray of the system. */
export function createTrayIcon({ createImage, createTray, buildMenu }: Deps): TrayIcon {
  const ready = imageOf(trayImage, createImage);
  const needed = imageOf(trayNeededImage, createImage);
  const tray = createTray(ready);
  return {
    onClick: (listener) => void tray.on('click', listener),
    setToolTip: (text) => tray.setToolTip(text),
    setNeeded: (isNeeded) => tray.setImage(isNeeded ? needed : ready),
    setMenu: (template) => tray.setContextMenu(buildMenu(template)),
    destroy: () => tray.destroy(),
  };
}
