import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from '../tests/helpers/chromium.ts';

// Draws build/icon.png, from which electron-builder makes the icons of all systems, anew from build/icon.svg. The picture is kept
// with the sources, so this runs only after the drawing was changed: node build/icon.ts

const sizePixels = 1024;
const svg = await readFile(join(import.meta.dirname, 'icon.svg'), 'utf8');
const target = join(import.meta.dirname, 'icon.png');

const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: sizePixels, height: sizePixels } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await writeFile(target, await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
console.log(`build/icon.png: ${(await stat(target)).size} bytes`);
