import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not served. */
export interface Refusal {
  readonly status: 401 | 403 | 405 | 415;
  /** One sentence for the page's log. */
  readonly message: string;
}

interface Asked {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Answers why a request may not come in at all; null where it may.
 *
 * The Host is checked because a page of another site can make its own name point to this computer, the Origin because any page
 * may send requests here.
 *
 * @param port the one that the server listens on
 */
export function refuseVisitor({ headers }: Asked, port: number): Refusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? ''))
    return { status: 403, message: 'This is not the address of the preview.' };
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return { status: 403, message: 'Only the page of the preview may ask.' };
  }
  return null;
}

/** Answers why a request may not reach the app; null where it carries the bearer of this start. */
export function refuseStranger({ headers }: Asked, token: string): Refusal | null {
  const given = /^Bearer ([A-Za-z0-9_-]+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  // Hashes have one length, so that not even the length of the token can be measured.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(given), digest(token))) return null;
  return { status: 401, message: 'The preview was started anew: open the address that it printed.' };
}

/** Answers why a call is not one; null for a POST of JSON, which no form of another page can send. */
export function refuseForm({ method, headers }: Asked): Refusal | null {
  if (method !== 'POST') return { status: 405, message: 'Calls are made by POST.' };
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : { status: 415, message: 'Calls carry JSON.' };
}
