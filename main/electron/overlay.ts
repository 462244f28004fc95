import type { BrowserWindow, NativeImage } from 'electron';
import type { AppPort } from '../app-port.ts';
import { followState } from './follow-state.ts';
import { trayView } from './tray.ts';
import type { ShellWords } from './words.ts';

interface Deps {
  readonly app: Promise<Pick<AppPort, 'onState'>>;
  readonly window: () => Pick<BrowserWindow, 'setOverlayIcon'> | null;
  /** Called when it is first needed. */
  readonly createImage: () => NativeImage;
  /** In the language of now. */
  readonly words: () => ShellWords;
}

/**
 * Marks the button in the taskbar of Windows, which has no badge with a count, for as long as somebody is needed; screen readers
 * say for what.
 *
 * @returns what marks the button of a window that was just shown: a new one knows nothing of the one before
 */
export function followOverlay({ app, window, createImage, words }: Deps): {
  readonly showAgain: () => void;
  readonly following: Promise<void>;
} {
  let reason = '';
  let image: NativeImage | null = null;

  const showAgain = (): void => {
    if (reason !== '') image ??= createImage();
    window()?.setOverlayIcon(reason === '' ? null : image, reason);
  };

  const following = followState(app, (state) => {
    const { needed, lines } = trayView(state, words());
    const next = needed ? lines.join(' ') : '';
    if (next === reason) return;
    reason = next;
    showAgain();
  });
  return { showAgain, following };
}
