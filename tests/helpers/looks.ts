import type { Page } from 'playwright-core';
import { pseudoLanguage } from '../../shared/languages.ts';
import type { WindowLanguage } from '../../renderer/words/words.ts';
import type { FakeApp } from './fake-app.ts';

/** A way in which the window can look, from its colours to its size and direction. */
export interface Look {
  readonly name: string;
  /** Pixels; absent: 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'dark';
  readonly forcedColors?: 'active';
  readonly language?: WindowLanguage;
}

/** Every look; the first is how the window is shown at first. In this order the fewest things change from one to the next. */
export const looks: readonly [Look, ...(readonly Look[])] = [
  { name: 'light' },
  { name: 'narrow', viewport: { width: 600, height: 800 } },
  { name: 'zoomed', viewport: { width: 640, height: 400 } },
  { name: 'contrast', forcedColors: 'active' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'rtl', language: pseudoLanguage },
];

// Chromium styles a page all over again at every call, also when nothing changes.
const media = new WeakMap<Page, string>();

/** How pictures for people who read a language look. */
export const looksIn = (language: WindowLanguage): readonly [Look, ...(readonly Look[])] => [
  { name: language, language },
  { name: `${language}-narrow`, language, viewport: { width: 600, height: 800 } },
];

/** Gives the window the size and colours of a look. */
export async function showFrame(page: Page, look: Look): Promise<void> {
  const { viewport = { width: 1280, height: 800 }, colorScheme = 'light', forcedColors = 'none' } = look;
  const size = page.viewportSize();
  if (size?.width !== viewport.width || size.height !== viewport.height) await page.setViewportSize(viewport);
  if ((media.get(page) ?? 'light none') !== `${colorScheme} ${forcedColors}`) {
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
    media.set(page, `${colorScheme} ${forcedColors}`);
  }
}

/** Gives the window a look while whatever is open stays open, and waits until nothing moves any more. */
export async function showLook(page: Page, app: FakeApp, look: Look): Promise<void> {
  const { language = '' } = look;
  await showFrame(page, look);
  if (app.state().settings.language !== language) {
    app.change({ settings: { ...app.state().settings, language } });
    const isPseudo = language === pseudoLanguage;
    await page.waitForFunction(
      ([tag, direction]) => {
        const { lang, dir } = document.documentElement;
        return lang === tag && dir === direction;
      },
      [isPseudo || language === '' ? 'en' : language, isPseudo ? 'rtl' : 'ltr'] as const,
    );
  }
  await endAnimations(page);
}

/** Ends what still moves, but for what never ends, and waits until that is drawn. */
export async function endAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await drawn();
    const moving = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    for (const animation of moving) animation.finish();
    if (moving.length > 0) await drawn();
  });
}
