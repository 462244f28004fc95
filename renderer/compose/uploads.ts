import type { GivenDocument } from '../../shared/compose-request.ts';
import type { Call } from '../call.ts';
import type { Cell } from '../cell.ts';
import { newId } from '../new-id.ts';
import { blobToBase64, uploadDocument } from './document-upload.ts';
import type { DocumentUpload } from './document-upload.ts';
import type { Draft } from './draft.ts';

/** The documents of the draft; they go on being added while another tab is shown. */
export interface Uploads {
  readonly add: (files: readonly File[]) => void;
  /** Takes documents that were handed to the app outside the window. */
  readonly take: (documents: readonly GivenDocument[]) => void;
  /** Takes a document out, ending its upload. */
  readonly remove: (key: string) => void;
  readonly retry: (key: string) => void;
  /** Whether the file is still at hand; of one that was given outside the window only its name is. */
  readonly canRetry: (key: string) => boolean;
  /** Takes all documents out. */
  readonly clear: () => void;
}

export function createUploads(call: Call, draft: Cell<Draft>): Uploads {
  const running = new Map<string, AbortController>();
  const files = new Map<string, File>();

  const setProgress = (key: string, progress: DocumentUpload['progress']) =>
    draft.update((now) => ({
      ...now,
      documents: now.documents.map((document) =>
        document.key === key ? { ...document, progress } : document,
      ),
    }));

  const start = async (key: string, file: File) => {
    const abort = new AbortController();
    running.set(key, abort);
    setProgress(key, { kind: 'adding', doneBytes: 0 });
    const answer = await uploadDocument({ call, toBase64: blobToBase64 }, file, {
      signal: abort.signal,
      onProgress: (doneBytes) => setProgress(key, { kind: 'adding', doneBytes }),
    });
    running.delete(key);
    if (answer?.ok && abort.signal.aborted) {
      await call('documentDiscard', { documentId: answer.value.documentId });
    } else if (answer?.ok) {
      files.delete(key);
      setProgress(key, { kind: 'ready', document: answer.value });
    } else if (answer) setProgress(key, { kind: 'failed', failure: answer.error });
  };

  const forget = (document: DocumentUpload) => {
    running.get(document.key)?.abort();
    files.delete(document.key);
    if (document.progress.kind === 'ready') {
      void call('documentDiscard', { documentId: document.progress.document.documentId });
    }
  };

  return {
    add: (added) => {
      for (const file of added) {
        const key = newId();
        files.set(key, file);
        const document: DocumentUpload = {
          key,
          name: file.name,
          sizeBytes: file.size,
          progress: { kind: 'adding', doneBytes: 0 },
        };
        draft.update((now) => ({ ...now, documents: [...now.documents, document] }));
        void start(key, file);
      }
    },
    take: (given) => {
      const documents = given.map((each): DocumentUpload =>
        'document' in each
          ? {
              ...{ key: newId(), name: each.document.name, sizeBytes: each.document.sizeBytes },
              progress: { kind: 'ready', document: each.document },
            }
          : {
              ...{ key: newId(), name: each.name, sizeBytes: 0 },
              progress: { kind: 'failed', failure: each.failure },
            },
      );
      draft.update((now) => ({ ...now, documents: [...now.documents, ...documents] }));
    },
    canRetry: (key) => files.has(key),
    remove: (key) => {
      const document = draft.value().documents.find((each) => each.key === key);
      if (document) forget(document);
      draft.update((now) => ({ ...now, documents: now.documents.filter((each) => each.key !== key) }));
    },
    retry: (key) => {
      const file = files.get(key);
      if (file) void start(key, file);
    },
    clear: () => {
      for (const document of draft.value().documents) forget(document);
      draft.update((now) => ({ ...now, documents: [] }));
    },
  };
}
