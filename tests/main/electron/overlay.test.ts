import type { NativeImage } from 'electron';
import { expect, test } from 'vitest';
import { followOverlay } from '../../../main/electron/overlay.ts';
import { shellWords } from '../../../main/electron/words.ts';
import { exampleState } from '../../helpers/example-state.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { fakeAccount } from '../../helpers/fake-app.ts';

const asking = fakeAccount(1, { status: { kind: 'sign-in-needed', because: 'grant-revoked' } });
const mark = { isEmpty: () => false } as NativeImage;

test('the button in the taskbar is marked while an account needs somebody, also that of a new window', async () => {
  const app = createFakeAppPort({}, { ...exampleState(), accounts: [] });
  const shown: (readonly [boolean, string])[] = [];
  const button = {
    setOverlayIcon: (image: NativeImage | null, text: string) => void shown.push([image === mark, text]),
  };
  let opened: typeof button | null = button;
  const overlay = followOverlay({
    app: Promise.resolve(app),
    window: () => opened,
    createImage: () => mark,
    words: () => shellWords('en', []),
  });
  await overlay.following;
  expect(shown).toEqual([]);
  app.change({}, { upserted: [asking], removedIds: [] });
  app.change({ signIn: null });
  const marked = [true, 'One account needs you.'] as const;
  expect(shown).toEqual([marked]);
  opened = null;
  overlay.showAgain();
  opened = button;
  overlay.showAgain();
  expect(shown).toEqual([marked, marked]);
  app.change({}, { upserted: [], removedIds: [asking.id] });
  expect(shown.at(-1)).toEqual([false, '']);
});
