import { createHash, randomBytes } from 'node:crypto';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { Input, Output, Reply } from '../../shared/contract.ts';
import { documentChunkBytes } from '../../shared/contract.ts';
import type { OutboxItem, SignInView, Submitted } from '../../shared/message.ts';
import type { MethodName } from '../../shared/method-names.ts';

/** A conversation with the running preview, by the same calls as its page makes. */
export interface Client {
  readonly call: <Name extends MethodName>(name: Name, input: Input<Name>) => Promise<Output<Name>>;
  readonly state: () => Promise<AppState>;
  /** Resolves with the first answer that is not null; asks every 50 ms. */
  readonly until: <Value>(
    what: string,
    look: (state: AppState) => Value | null | Promise<Value | null>,
    /** Default: half a minute. */
    patienceMs?: number,
  ) => Promise<Value>;
}

const usualPatienceMs = 30_000;
const pollMs = 50;

/** Answers a client of the preview at the URL it printed (`http://127.0.0.1:PORT/#token=…`). */
export function createClient(previewUrl: string): Client {
  const url = new URL(previewUrl);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? '';

  async function call<Name extends MethodName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const response = await fetch(new URL(`/call/${name}`, url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(input),
    });
    const reply = (await response.json()) as Reply<Output<Name>>;
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`);
    return reply.value;
  }

  const state = async () => (await call('stateGet', {})).state;

  return {
    call,
    state,
    until: async (what, look, patienceMs = usualPatienceMs) => {
      for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
        const found = await look(await state());
        if (found !== null) return found;
        await new Promise((resolve) => void setTimeout(resolve, pollMs));
      }
      throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
    },
  };
}

/** A small document that is a PDF to every reader, and different each time. */
export function examplePdf(title: string): { readonly bytes: Buffer; readonly sha256: string } {
  const text = `BT /F1 24 Tf 72 720 Td (${title}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = `%PDF-1.4\n% ${randomBytes(8).toString('hex')}\n`;
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  const bytes = Buffer.from(body, 'latin1');
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Signs in inside a dialog, gives the account a key and saves it; answers its row.
 *
 * @param more the way it sends, where it is not the provider's first one, and what was typed before the sign-in
 */
export async function addBySignIn(
  client: Client,
  provider: string,
  columnValue: string,
  person: (view: SignInView) => Promise<void>,
  more: Partial<Pick<AccountDraft, 'sendThrough' | 'user' | 'signInAccount'>> = {},
): Promise<AccountRow> {
  const dialogId = randomBytes(12).toString('base64url');
  const { sendThrough, ...fieldsBefore } = more;
  const { providers } = await client.state();
  const preset = providers
    .find((each) => each.id === provider)
    ?.presets.find((each) => sendThrough === undefined || each.sendThrough === sendThrough);
  if (!preset) throw new Error(`the app knows no provider ${provider}`);
  const { newAccountDraft } = await import('../../shared/account.ts');
  const view = await client.call('signInStart', {
    provider,
    accountId: null,
    dialogId,
    expected: more.signInAccount ?? '',
    sendThrough: preset.sendThrough,
    openBrowser: true,
  });
  await person(view);
  const done = await client.until('the sign-in to finish', ({ signIn }) =>
    signIn && signIn.stage !== 'waiting' && signIn.stage !== 'checking' ? signIn : null,
  );
  if (done.stage !== 'signed-in') throw new Error(`the sign-in ended as ${done.stage}`);
  const { locked: _, ...fields } = preset;
  const key = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue };
  const draft = { ...newAccountDraft, ...fields, provider, user: done.signedInAs, ...key, ...fieldsBefore };
  return client.call('accountsSave', {
    accountId: null,
    draft,
    pendingGrantId: done.pendingGrantId,
    signOut: false,
  });
}

/** Hands a document over by chunks and submits a message with it. */
export async function submitDocument(
  client: Client,
  accountId: number,
  to: string,
  document: { readonly name: string; readonly bytes: Buffer },
): Promise<Submitted> {
  const { documentId } = await client.call('documentBegin', { name: document.name });
  for (let offsetBytes = 0; offsetBytes < document.bytes.length; offsetBytes += documentChunkBytes) {
    const base64 = document.bytes.subarray(offsetBytes, offsetBytes + documentChunkBytes).toString('base64');
    await client.call('documentAppend', { documentId, offsetBytes, base64 });
  }
  await client.call('documentEnd', { documentId });
  return client.call('outboxSubmit', {
    submissionKey: randomBytes(12).toString('base64url'),
    accountId,
    records: [],
    to: [to],
    cc: [],
    bcc: [],
    subject: `Document ${document.name}`,
    body: 'Please find the document attached.',
    documentIds: [documentId],
  });
}

/** Waits until an item is in one of the states and answers it. */
export function settled(client: Client, itemId: string, states: readonly string[]): Promise<OutboxItem> {
  return client.until(`the item to be ${states.join(' or ')}`, async () => {
    const item = await client.call('outboxGet', { itemId });
    return states.includes(item.state) ? item : null;
  });
}
