import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from '../tests/helpers/chromium.ts';
import { icnsFile, icnsTypes, icoFile, icoSizes, linuxSizes } from './icon-files.ts';
import type { IconImage } from './icon-files.ts';

// Draws the icons of the installers anew from build/icon.svg: icon.ico for Windows, icon.icns for macOS, icons/ for Linux. They are kept
// with the sources, so this runs only after the drawing was changed: node build/icons.ts

const folder = import.meta.dirname;
const svg = await readFile(join(folder, 'icon.svg'), 'utf8');
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  const draw = async (size: number): Promise<IconImage> => {
    await page.setViewportSize({ width: size, height: size });
    const style = `body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }`;
    await page.setContent(`<style>${style}</style>${svg}`);
    return { size, png: await page.screenshot({ omitBackground: true }) };
  };
  const images: IconImage[] = [];
  for (const size of new Set<number>([...icoSizes, ...Object.values(icnsTypes), ...linuxSizes])) {
    images.push(await draw(size));
  }
  const of = (sizes: readonly number[]) => images.filter(({ size }) => sizes.includes(size));
  await writeFile(join(folder, 'icon.ico'), icoFile(of(icoSizes)));
  await writeFile(join(folder, 'icon.icns'), icnsFile(images));
  await mkdir(join(folder, 'icons'), { recursive: true });
  for (const { size, png } of of(linuxSizes))
    await writeFile(join(folder, 'icons', `${size}x${size}.png`), png);
} finally {
  await browser.close();
}
