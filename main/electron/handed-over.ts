import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMessageLink } from '../../shared/message-link.ts';
import type { Launch } from './launch.ts';

/** What the system hands over with a start: links that were followed, files that were sent to the app or opened with it. */
export interface HandedOver {
  readonly links: readonly string[];
  /** Absolute. */
  readonly paths: readonly string[];
}

/** A start of the app while it runs already. */
export interface Start extends HandedOver {
  readonly mode: Launch['mode'];
}

/** What a second process tells the one that runs. */
export interface HandOver extends Start {
  readonly v: 1;
}

/** As many documents as a message may have. */
const most = 100;
/** Windows takes no longer ones; a link may be as long as a message. */
const longestPath = 32_767;

/**
 * Sorts the arguments of a start into a link or files; what is neither is left out.
 *
 * Beside a link no file counts: Windows starts us with `"%1"`, so a link with a quotation mark in it could name files of this
 * computer, or of a server that would learn who the user is.
 *
 * @param folder the one that relative paths begin in
 */
export function sortArguments(words: readonly string[], folder: string): HandedOver {
  const link = words.find(isMessageLink);
  if (link !== undefined) return { links: [link], paths: [] };
  return {
    links: [],
    paths: words
      .filter((word) => word !== '')
      .flatMap((word) => pathOf(word) ?? [])
      .slice(0, most)
      .map((path) => resolve(folder, path)),
  };
}

/** Answers what a second process has told; null where it is none of ours, or of another version. */
export function parseHandOver(value: unknown): HandOver | null {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) return null;
  const mode = 'mode' in value ? modes.find((known) => known === value.mode) : undefined;
  if (mode === undefined) return null;
  const links = 'links' in value ? texts(value.links).filter(isMessageLink) : [];
  const paths = 'paths' in value ? texts(value.paths).filter(isPath) : [];
  return { v: 1, mode, links: links.slice(0, 1), paths: paths.slice(0, most) };
}

/** Says whether there is anything to write a message with. */
export function isAnything({ links, paths }: HandedOver): boolean {
  return links.length > 0 || paths.length > 0;
}

const modes = [
  'window',
  'agent',
  'host',
  'self-test',
  'command',
] as const satisfies readonly Launch['mode'][];

function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((each) => typeof each === 'string');
}

function isPath(text: string): boolean {
  return isAbsolute(text) && text.length <= longestPath && !text.includes('\0');
}

/** Linux hands files over as URLs; one with a host would fetch from another computer. */
function pathOf(word: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(word)?.[1]?.toLowerCase();
  if (scheme === undefined) return word;
  const url = scheme === 'file' ? URL.parse(word) : null;
  if (url === null || url.host !== '') return null;
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
