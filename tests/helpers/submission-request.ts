import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageFile, SubmissionRequest } from '../../main/mail/submission.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Writes a composed message of a test and answers what a submission wants to know of it. */
export async function messageFile(text: string | Uint8Array): Promise<MessageFile> {
  const path = join(await temporaryFolder(), 'message.eml');
  await writeFile(path, text);
  return { path, sizeBytes: Buffer.byteLength(text), needs8Bit: false, needsSmtpUtf8: false };
}

/** A submission to a server of a test; what happened to it is written down in `stages` and `endings`. */
export async function submissionRequest(
  port: number,
  changes: Partial<SubmissionRequest> = {},
): Promise<SubmissionRequest & { readonly stages: string[]; readonly endings: number[] }> {
  const stages: string[] = [];
  const endings: number[] = [];
  return {
    route: { host: '127.0.0.1', port, tls: 'none', timeoutMs: 2_000, endingTimeoutMs: 2_000 },
    authentication: { kind: 'none' },
    envelope: { from: 'anna@example.com', to: ['ben@example.org'] },
    message: changes.message ?? (await messageFile('Subject: hello\r\n\r\nHello\r\n')),
    certificateAuthorities: [],
    signal: new AbortController().signal,
    onStage: (stage) => void stages.push(stage),
    onEnding: () => void endings.push(stages.length),
    stages,
    endings,
    ...changes,
  };
}
