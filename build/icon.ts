import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from '../tests/helpers/chromium.ts';

// Draws build/icon.png, from which electron-builder makes the icons of all systems, and the small pictures of the tray in
// main/electron/tray-images.ts, anew from build/icon.svg. The pictures are kept with the sources, so this runs only after the drawing
// was changed: node build/icon.ts

const root = join(import.meta.dirname, '..');
const svg = await readFile(join(root, 'build', 'icon.svg'), 'utf8');
/** At this size the ground has to reach the edge. */
const small = svg.replace('viewBox="0 0 1024 1024"', 'viewBox="92 92 840 840"');
/** Somebody is needed: the mark is red and says so. */
const needed = small
  .replace('fill="#107c41"', 'fill="#c50f1f"')
  .replace('<path d="M700 710 L746 756 L826 664"', '<path d="M762 630 L762 716 M762 770 L762 774"');

/** Lies over a corner of the button in the taskbar of Windows, where nothing of a drawing would be seen. */
const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#c50f1f"/><path d="M8 4v5M8 11v1" stroke="#fff" stroke-width="2"/></svg>';

const browser = await launchChromium();
async function draw(drawing: string, sizePixels: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: sizePixels, height: sizePixels } });
  const style = `body { margin: 0 } svg { display: block; width: ${sizePixels}px; height: ${sizePixels}px }`;
  await page.setContent(`<style>${style}</style>${drawing}`);
  return page.screenshot({ omitBackground: true });
}
const dataUrl = async (drawing: string, sizePixels: number) =>
  `  'data:image/png;base64,${(await draw(drawing, sizePixels)).toString('base64')}',`;

try {
  await writeFile(join(root, 'build', 'icon.png'), await draw(svg, 1024));
  const images = [
    '// Drawn by build/icon.ts.',
    '',
    '/** The picture of the tray, of 16 and of 32 pixels. */',
    'export const trayImage = [',
    ...[await dataUrl(small, 16), await dataUrl(small, 32)],
    '] as const;',
    '',
    '/** The same with a mark that somebody is needed. */',
    'export const trayNeededImage = [',
    ...[await dataUrl(needed, 16), await dataUrl(needed, 32)],
    '] as const;',
    '',
    '/** The mark alone, for the button in the taskbar. */',
    'export const overlayImage = [',
    ...[await dataUrl(mark, 16), await dataUrl(mark, 32)],
    '] as const;',
    '',
  ];
  await writeFile(join(root, 'main', 'electron', 'tray-images.ts'), images.join('\n'));
} finally {
  await browser.close();
}
