import { maxImportBytes } from '../../shared/transfer.ts';
import { blobToBase64 } from '../compose/document-upload.ts';

/** Why a file is not read. */
export type FileFault = 'too-large' | 'empty' | 'unreadable' | 'not-one';

/** A file as the contract takes it. */
export interface ReadFile {
  readonly name: string;
  readonly base64: string;
}

/** Answers why files cannot be imported, before anything of them is read; null: there is one, and it may be. */
export function fileFault(files: readonly Pick<File, 'size'>[]): FileFault | null {
  const [file, ...others] = files;
  if (!file || others.length > 0) return 'not-one';
  if (file.size > maxImportBytes) return 'too-large';
  return file.size === 0 ? 'empty' : null;
}

/** Reads a file as base64, whatever is in it. */
export async function readFile(file: File): Promise<ReadFile | 'unreadable'> {
  try {
    return { name: file.name, base64: await blobToBase64(file) };
  } catch {
    return 'unreadable';
  }
}
