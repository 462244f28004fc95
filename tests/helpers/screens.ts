import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { windowLanguage } from '../../renderer/words/words.ts';
import { languageNames, pseudoLanguage } from '../../shared/languages.ts';
import { axeFindingsNow } from './axe.ts';
import { createFakeApp } from './fake-app.ts';
import type { FakeApp } from './fake-app.ts';
import { openFakePage } from './fake-page.ts';
import type { FakePage } from './fake-page.ts';
import { layoutFaults } from './layout.ts';
import { looks, looksIn, showLook } from './looks.ts';
import type { Look } from './looks.ts';
import type { Scene } from './scenes/scene.ts';
import { untranslatedTexts } from './untranslated.ts';

/** Folder for pictures of every screen; without it none are taken. */
const picturesFolder = process.env['SCREENS'];

/** Language of the pictures; without it English ones are taken in every look. */
const picturesLanguage = Object.keys(languageNames).find((tag) => tag === process.env['SCREENS_LANGUAGE']);
const shownLooks = picturesLanguage === undefined ? looks : looksIn(windowLanguage(picturesLanguage));

interface Shown extends FakePage {
  readonly app: FakeApp;
  /** What is open on top of the screen, by role. */
  readonly overlays: readonly string[];
}

const overlaysOf = (page: Page) =>
  page
    .locator('[role=dialog], [role=alertdialog], [role=menu], [role=listbox], [role=timer]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('role') ?? ''));

async function open({ start, show }: Scene, look: Look): Promise<Shown> {
  const app = createFakeApp(start);
  const fake = await openFakePage(app);
  await showLook(fake.page, app, look);
  await show(fake.page, app);
  return { ...fake, app, overlays: await overlaysOf(fake.page) };
}

async function check({ name, start, data = [] }: Scene, { page, app }: Shown, look: Look): Promise<void> {
  if (picturesFolder !== undefined) {
    await mkdir(picturesFolder, { recursive: true });
    await page.screenshot({ path: join(picturesFolder, `${name}-${look.name}.png`), caret: 'hide' });
  }
  expect.soft(await layoutFaults(page), look.name).toEqual([]);
  // Neither other sizes nor other words change anything that axe looks at, and other colours little.
  if (look.viewport === undefined && look.language === undefined) {
    const isFirst = look === shownLooks[0];
    expect.soft(await axeFindingsNow(page, isFirst ? 'all' : 'colors'), look.name).toEqual([]);
  }
  if (look.language !== pseudoLanguage) return;
  const { importPlan = null, watchFolders = [], programs = [], relay = null } = start;
  const shown = JSON.stringify([
    ...[app.state(), app.outbox(), importPlan, watchFolders, programs, relay],
    ...data,
  ]);
  expect.soft(await untranslatedTexts(page, shown), look.name).toEqual([]);
}

/** Declares one test per scene: it is accessible, whole and translated in every look. */
export function testScreens(scenes: readonly Scene[]): void {
  test.each(scenes)('the screen "$name" is accessible, whole and translated in every look', async (scene) => {
    let shown = await open(scene, shownLooks[0]);
    try {
      for (const look of shownLooks) {
        if (look.language !== undefined && scene.words === 'english') continue;
        const isSaid = look.language !== undefined && scene.words === 'said';
        if (!isSaid) await showLook(shown.page, shown.app, look);
        // Some things close when the window changes; then it gets its look first.
        if (isSaid || String(await overlaysOf(shown.page)) !== String(shown.overlays)) {
          if (scene.complains !== true) expect.soft(shown.complaints).toEqual([]);
          await shown.close();
          shown = await open(scene, look);
          await showLook(shown.page, shown.app, look);
        }
        await check(scene, shown, look);
      }
      if (scene.complains !== true) expect(shown.complaints).toEqual([]);
    } finally {
      await shown.close();
    }
  });
}
