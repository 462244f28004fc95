import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { axeFindings } from './axe.ts';
import { sharedChromium } from './chromium.ts';
import type { AppWindow } from './open-window.ts';
import type { TestApp } from './start-app.ts';

/** For `expect.poll`: as patient as two busy cores need. */
export const patience = { timeout: 15_000 } as const;

/** What a file of browser journeys shares: one sandbox and one Chromium. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  /** Somebody of the sandbox, by what stands before the @ of the address. */
  readonly person: (name: string) => Sandbox['people'][number];
}

/** Sets the stage before the tests of a file and takes it down after them; every test finds all faults off. */
export function setStage(): Stage {
  let sandbox: Sandbox | null = null;
  let browser: Browser | null = null;
  const found = <Value>(value: Value | null | undefined): Value => {
    if (value === null || value === undefined) throw new Error('That is not on the stage.');
    return value;
  };
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), sharedChromium()]);
  });
  afterAll(async () => {
    await sandbox?.close();
  });
  beforeEach(() => {
    sandbox?.faults.reset();
    sandbox?.inbox.clear();
  });
  return {
    get sandbox() {
      return found(sandbox);
    },
    get browser() {
      return found(browser);
    },
    person: (name) => found(sandbox?.people.find(({ address }) => address.startsWith(`${name}@`))),
  };
}

/** The names of the sealed files of a profile: one for each grant and password. */
export async function vaultFiles({ profileFolder }: TestApp): Promise<string[]> {
  const names = await readdir(join(profileFolder, 'vault')).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}

/** The label, or else the text, of what has the focus. */
export function focusedName({ page }: AppWindow): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const isField = focused instanceof HTMLInputElement || focused instanceof HTMLSelectElement;
    const label = isField ? focused.labels?.[0]?.textContent : focused?.textContent;
    return (label ?? '').replace(/\*$/, '').trim();
  });
}

/** Fails where axe finds anything that stays, or the page has complained: what a dialog hides, it hides and shows a moment later. */
export async function expectAccessible({ page, complaints }: AppWindow): Promise<void> {
  await expect.poll(() => axeFindings(page), patience).toEqual([]);
  expect(complaints).toEqual([]);
}
