import { describe, expect, test } from 'vitest';
import type { Resolution } from '../../shared/account.ts';
import { contract } from '../../shared/contract.ts';
import { createApi } from '../../shared/create-api.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { createCall } from '../../renderer/call.ts';
import { createCell } from '../../renderer/cell.ts';
import { pieceBytes, uploadDocument } from '../../renderer/compose/document-upload.ts';
import { isEmptyDraft, newDraft } from '../../renderer/compose/draft.ts';
import type { Draft } from '../../renderer/compose/draft.ts';
import { problemsOf, toSubmission } from '../../renderer/compose/draft-problems.ts';
import { documentChunkBytes } from '../../shared/contract.ts';
import { createFakeApp } from '../helpers/fake-app.ts';

const found: Resolution = { accountId: 1, rule: 'default', matched: null, losers: [], tried: [] };
const none: Resolution = { ...found, accountId: null, rule: 'none' };
const draft = (change: Partial<Draft>): Draft => ({ ...newDraft(), to: 'kay@fabrikam.test', ...change });
const record = { key: 'r1', businessObject: 'SalesDocument', column: 'Sales_Doc_Type', value: 'QUOTE' };

describe('what keeps a message from being sent', () => {
  test('nothing, when somebody gets it and an account sends it', () => {
    expect(problemsOf(draft({}), found)).toEqual([]);
    expect(problemsOf(draft({ to: '', bcc: 'kay@fabrikam.test' }), found)).toEqual([]);
  });

  test('no account, unless one is chosen', () => {
    expect(problemsOf(draft({}), none)).toEqual([{ field: 'account', kind: 'no-account' }]);
    expect(problemsOf(draft({ accountId: 4 }), none)).toEqual([]);
  });

  test('while it is not known which account sends, the app decides', () => {
    expect(problemsOf(draft({}), null)).toEqual([]);
  });

  test('a record that is half filled in, but not one that is empty', () => {
    const half = { ...record, value: ' ' };
    const empty = { key: 'r2', businessObject: '', column: '', value: '' };
    expect(problemsOf(draft({ records: [empty, half] }), found)).toEqual([
      { field: 'records', kind: 'incomplete', recordKey: 'r1' },
    ]);
  });

  test('no recipient, a wrong one, too many', () => {
    expect(problemsOf(draft({ to: ' ' }), found)).toEqual([{ field: 'to', kind: 'no-recipient' }]);
    expect(problemsOf(draft({ cc: 'lee@' }), found)).toEqual([
      { field: 'cc', kind: 'invalid-address', invalid: ['lee@'] },
    ]);
    const many = Array.from({ length: 501 }, (_, index) => `p${index}@x.test`).join(',');
    expect(problemsOf(draft({ to: many }), found)).toEqual([{ field: 'to', kind: 'too-many' }]);
  });

  test('a document that is not there yet, or could not be added: nobody gets an e-mail that lacks it', () => {
    const adding = { kind: 'adding', doneBytes: 1 } as const;
    const failed = { kind: 'failed', failure: toFailure(new AppError('storage-full', 'Full.')) } as const;
    const withDocument = (progress: typeof adding | typeof failed) =>
      draft({ documents: [{ key: 'd1', name: 'quote.pdf', sizeBytes: 2, progress }] });
    expect(problemsOf(withDocument(adding), found)).toEqual([{ field: 'documents', kind: 'not-ready' }]);
    expect(problemsOf(withDocument(failed), found)).toEqual([{ field: 'documents', kind: 'not-added' }]);
  });
});

test('a fax number needs the format of the settings, and goes out as the address that it makes', () => {
  const fax = draft({ to: 'fax:555 0100' });
  expect(problemsOf(fax, found)).toEqual([{ field: 'to', kind: 'no-fax-format' }]);
  expect(problemsOf(fax, found, '{0}@fax.example.test')).toEqual([]);
  expect(toSubmission(fax, '{0}@fax.example.test').to).toEqual(['5550100@fax.example.test']);
});

test('what Send hands over fits the contract', () => {
  const submission = toSubmission(
    draft({
      to: 'Kay <kay@fabrikam.test>',
      cc: 'lee@x.test; kim@x.test',
      records: [record, { key: 'r2', businessObject: '', column: '', value: '' }],
      subject: 'Quote',
    }),
  );
  expect(contract.outboxSubmit.input.parse(submission)).toEqual(submission);
  expect(submission).toMatchObject({
    to: ['kay@fabrikam.test'],
    cc: ['lee@x.test', 'kim@x.test'],
    records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'QUOTE' } }],
  });
});

test('each message has its own submission key, and a try again has the same', () => {
  const first = newDraft();
  expect(toSubmission(first).submissionKey).toBe(toSubmission({ ...first, subject: 'x' }).submissionKey);
  expect(newDraft().submissionKey).not.toBe(first.submissionKey);
});

test('a draft with only an account and records is not worth a question', () => {
  expect(isEmptyDraft({ ...newDraft(), accountId: 3, records: [record] })).toBe(true);
  expect(isEmptyDraft(draft({}))).toBe(false);
});

describe('adding a document', () => {
  const toBase64 = async (piece: Blob) => Buffer.from(await piece.arrayBuffer()).toString('base64');
  const start = () => {
    const app = createFakeApp();
    const progress = createCell<readonly number[]>([]);
    const add = (file: File, signal = new AbortController().signal, read = toBase64) =>
      uploadDocument({ call: createCall(createApi(app.call)), toBase64: read }, file, {
        signal,
        onProgress: (done) => progress.update((before) => [...before, done]),
      });
    return { app, add, progress };
  };
  const names = (app: { readonly calls: readonly { readonly name: string }[] }) =>
    app.calls.map(({ name }) => name);

  test('its pieces are as large as the contract takes', () => {
    expect(pieceBytes).toBe(documentChunkBytes);
  });

  test('a file goes in piece by piece and arrives whole', async () => {
    const { add, progress } = start();
    const size = pieceBytes * 2 + 17;
    const added = await add(new File([new Uint8Array(size)], 'Q-1.pdf'));
    expect(added).toMatchObject({ ok: true, value: { name: 'Q-1.pdf', sizeBytes: size } });
    expect(progress.value()).toEqual([pieceBytes, pieceBytes * 2, size]);
  });

  test('an empty file is a document too', async () => {
    const { app, add } = start();
    expect(await add(new File([], 'empty.txt'))).toMatchObject({ ok: true, value: { sizeBytes: 0 } });
    expect(names(app)).toEqual(['documentBegin', 'documentEnd']);
  });

  test('Cancel throws away what the app has of it', async () => {
    const { app, add, progress } = start();
    const abort = new AbortController();
    progress.subscribe(() => abort.abort());
    expect(await add(new File([new Uint8Array(pieceBytes * 3)], 'big.bin'), abort.signal)).toBeNull();
    expect(names(app)).toEqual(['documentBegin', 'documentAppend', 'documentDiscard']);
  });

  test('a piece that is refused throws it away and says why', async () => {
    const { app, add } = start();
    app.failNext('documentAppend', { code: 'storage-full', message: 'full', remedy: 'try-again' });
    expect(await add(new File(['x'], 'x.txt'))).toMatchObject({ ok: false, error: { code: 'storage-full' } });
    expect(names(app)).toEqual(['documentBegin', 'documentAppend', 'documentDiscard']);
  });

  test('a file that vanished while it was read says so', async () => {
    const { app, add } = start();
    const broken = () => Promise.reject(new Error('NotReadableError'));
    const added = await add(new File(['x'], 'x.txt'), new AbortController().signal, broken);
    expect(added).toMatchObject({ ok: false, error: { code: 'document-unreadable' } });
    expect(names(app)).toEqual(['documentBegin', 'documentDiscard']);
  });
});

test('a message for later takes its time along as this computer reads it, and a time that has passed is a problem', () => {
  const later = draft({ sendAt: '2026-11-22T08:00' });
  const atMs = new Date(2026, 10, 22, 8).getTime();
  expect(toSubmission(later)).toMatchObject({ sendAtMs: atMs });
  expect(contract.outboxSubmit.input.parse(toSubmission(later))).toEqual(toSubmission(later));
  expect(toSubmission(draft({}))).not.toHaveProperty('sendAtMs');
  expect(problemsOf(later, found, '', atMs + 59_000)).toEqual([]);
  expect(problemsOf(later, found, '', atMs + 61_000)).toEqual([{ field: 'sendAt', kind: 'past' }]);
});
