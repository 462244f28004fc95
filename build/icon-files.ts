/** One drawing of the icon at a size. */
export interface IconImage {
  /** Pixels; as wide as high. */
  readonly size: number;
  readonly png: Buffer;
}

/** Sizes that a Windows icon needs: from the title bar to large tiles. */
export const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const;

/** Types of a macOS icon that hold a PNG, and how many pixels each has; the second of a size is for dense screens. */
export const icnsTypes = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  icp6: 64,
  ic12: 64,
  ic07: 128,
  ic08: 256,
  ic13: 256,
  ic09: 512,
  ic14: 512,
  ic10: 1024,
} as const;

/** Sizes of the icon theme of Linux. */
export const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const;

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Answers the pixels that a PNG is wide, where it is as high as wide; null: it is none. */
export function pngSize(png: Buffer): number | null {
  if (png.length < 24 || !png.subarray(0, 8).equals(pngSignature)) return null;
  const width = png.readUInt32BE(16);
  return width === png.readUInt32BE(20) ? width : null;
}

/** Answers a Windows icon of these images. */
export function icoFile(images: readonly IconImage[]): Buffer {
  const entryBytes = 16;
  const head = Buffer.alloc(6 + images.length * entryBytes);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + index * entryBytes;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** Answers a macOS icon of these images, which hold every size of `icnsTypes`. */
export function icnsFile(images: readonly IconImage[]): Buffer {
  const parts = Object.entries(icnsTypes).map(([type, size]) => {
    const png = images.find((image) => image.size === size)?.png ?? Buffer.alloc(0);
    const head = Buffer.alloc(8, type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8, 'icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

/** Answers the sizes of the drawings in a Windows icon; null: it is none. */
function icoImages(file: Buffer): readonly number[] | null {
  if (file.length < 6 || file.readUInt32LE(0) !== 0x10000) return null;
  const entries = Array.from({ length: file.readUInt16LE(4) }, (_each, index) => 6 + index * 16);
  if (entries.some((at) => at + 16 > file.length)) return null;
  return entries.map((at) => pngSize(file.subarray(file.readUInt32LE(at + 12))) ?? 0);
}

/** Answers the drawings in a macOS icon, by type; null: it is none. */
function icnsImages(file: Buffer): ReadonlyMap<string, number> | null {
  if (file.length < 8 || file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length)
    return null;
  const found = new Map<string, number>();
  for (let at = 8; at + 8 <= file.length;) {
    const bytes = file.readUInt32BE(at + 4);
    if (bytes < 8) return null;
    found.set(file.toString('latin1', at, at + 4), pngSize(file.subarray(at + 8, at + bytes)) ?? 0);
    at += bytes;
  }
  return found;
}

/**
 * Answers which icons of the installers are missing or not what they are called, one sentence each.
 *
 * @param read answers the bytes of a file of `build/`; null: it is not there
 */
export function iconFindings(read: (path: string) => Buffer | null): string[] {
  const ico = icoImages(read('icon.ico') ?? Buffer.alloc(0));
  const icns = icnsImages(read('icon.icns') ?? Buffer.alloc(0));
  const missing = {
    windows: ico === null ? null : icoSizes.filter((size) => !ico.includes(size)),
    macos:
      icns === null
        ? null
        : Object.entries(icnsTypes).flatMap(([type, size]) => (icns.get(type) === size ? [] : type)),
  };
  const linux = linuxSizes.filter((size) => {
    const file = read(`icons/${size}x${size}.png`);
    return file === null || pngSize(file) !== size;
  });
  const say = (name: string, lacks: readonly (string | number)[] | null) =>
    lacks === null
      ? [`build/${name} is missing, or is none`]
      : lacks.map((each) => `build/${name} lacks ${each}`);
  return [...say('icon.ico', missing.windows), ...say('icon.icns', missing.macos), ...say('icons', linux)];
}
