import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What was noted of a document when it was taken over. */
export interface KnownContent {
  /** SHA-256 of its bytes, in hex: the name that it has. */
  readonly sha256: string;
  /** CRC-32 of its bytes; absent: an earlier version took it over. */
  readonly crc32?: number | undefined;
}

/** What is noted of a document once all of it was taken over. */
export type NotedContent = Required<KnownContent> & { readonly sizeBytes: number };

/** Notes a document piece by piece, in order. */
export interface ContentNoting {
  readonly add: (bytes: Uint8Array) => void;
  /** How many bytes were added. */
  readonly sizeBytes: () => number;
  /** Answers what is to be noted; nothing can be added afterwards. */
  readonly end: () => NotedContent;
}

/** Makes what finds out, while a document is taken over, what it is known and compared by. */
export function createContentNoting(): ContentNoting {
  const hash = createHash('sha256');
  let checksum = 0;
  let sizeBytes = 0;
  return {
    add: (bytes) => {
      hash.update(bytes);
      checksum = crc32(bytes, checksum);
      sizeBytes += bytes.length;
    },
    sizeBytes: () => sizeBytes,
    end: () => ({ sizeBytes, sha256: hash.digest('hex'), crc32: checksum }),
  };
}

/** Compares the bytes of a document, piece by piece, with what is known of them. */
interface ContentCheck {
  readonly add: (bytes: Uint8Array) => void;
  /** Whether all that was added is what was taken over. */
  readonly isSame: () => boolean;
}

/**
 * Makes what tells that a disk has changed a document since it was taken over.
 *
 * A checksum is enough for that, and costs a tenth of the hash. Who changes a document on purpose could change its row as well.
 */
export function createContentCheck(known: KnownContent): ContentCheck {
  if (known.crc32 === undefined) {
    const hash = createHash('sha256');
    return { add: (bytes) => void hash.update(bytes), isSame: () => hash.digest('hex') === known.sha256 };
  }
  let checksum = 0;
  return {
    add: (bytes) => {
      checksum = crc32(bytes, checksum);
    },
    isSame: () => checksum === known.crc32,
  };
}
