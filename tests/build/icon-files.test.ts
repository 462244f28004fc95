import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icnsFile, icoFile, iconFindings } from '../../build/icon-files.ts';

const folder = join(import.meta.dirname, '../../build');
const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null);
const png = (size: number) => read(`icons/${size}x${size}.png`) ?? Buffer.alloc(0);

describe('the icons of the installers', () => {
  it('are there for every system and in every size', () => {
    expect(iconFindings(read)).toEqual([]);
  });

  it.each([
    ['icon.ico', ['build/icon.ico is missing, or is none']],
    ['icon.icns', ['build/icon.icns is missing, or is none']],
    ['icons/48x48.png', ['build/icons lacks 48']],
  ])('without %s the check fails', (gone, expected) => {
    expect(iconFindings((path) => (path === gone ? null : read(path)))).toEqual(expected);
  });

  it('a file that only has the name of an icon is none', () => {
    const wrong = iconFindings((path) => (path.startsWith('icons/') ? png(16) : png(512)));
    expect(wrong).toContain('build/icon.ico is missing, or is none');
    expect(wrong).toContain('build/icon.icns is missing, or is none');
    expect(wrong).toContain('build/icons lacks 512');
    expect(wrong).not.toContain('build/icons lacks 16');
  });

  it('one without a size lacks it, and one with a drawing of another size too', () => {
    const images = [16, 24, 32, 48, 64, 128].map((size) => ({ size, png: png(size) }));
    const ico = icoFile([...images, { size: 256, png: png(128) }]);
    const icns = icnsFile([16, 32, 64, 128, 256, 512].map((size) => ({ size, png: png(size) })));
    const found = iconFindings((path) =>
      path === 'icon.ico' ? ico : path === 'icon.icns' ? icns : read(path),
    );
    expect(found).toEqual(['build/icon.ico lacks 256', 'build/icon.icns lacks ic10']);
  });
});
