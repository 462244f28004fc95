/** What the program that sends is told. */
export interface LoadOrder {
  readonly profileFolder: string;
  readonly policyFile: string;
  /** Folder of the built page; null: no window looks. */
  readonly rendererFolder: string | null;
  readonly accountIds: readonly number[];
  /** How many are handed over before the first of them goes out. */
  readonly documents: number;
  /** Such batches follow each other until so much real time is over; 0: one batch. */
  readonly forMs: number;
  /** How many messages are sent between two looks at the memory. */
  readonly sampleEvery: number;
  readonly keepDocumentsDays: number;
}

/** What a look at the program shows; times are those since the look before. */
export interface LoadSample {
  readonly sent: number;
  readonly realMs: number;
  /** What the program took of the processors, all its threads. */
  readonly cpuMs: number;
  /** After a collection of garbage, buffers included. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Open files and sockets, and threads; null where the system does not list them. */
  readonly handles: number | null;
  readonly threads: number | null;
  /** How long the event loop was held up. */
  readonly delayMs: { readonly p99: number; readonly max: number };
  /** What was pushed to whoever draws the state. */
  readonly pushes: { readonly count: number; readonly bytes: number };
}

/** What the program says. */
export type LoadReport =
  | { readonly kind: 'ready'; readonly url: string | null }
  | { readonly kind: 'sample'; readonly sample: LoadSample }
  /** Nothing is left to do at this time of the virtual clock. */
  | { readonly kind: 'idle'; readonly nowMs: number }
  | {
      readonly kind: 'over';
      readonly nowMs: number;
      /** How many documents were handed over in all. */
      readonly documents: number;
      readonly states: Readonly<Record<string, number>>;
    };

/** What the program is told after each report but a sample: to let the time pass until something is due, or to end. */
export const goOn = 'go-on';

/** The subject that says which document a message carries. */
export const subjectOf = (number: number): string => `Invoice ${number}`;

/** Answers the bytes of a document: a few kilobytes, other ones for each. */
export const documentOf = (number: number): Buffer =>
  Buffer.alloc(500 + ((number * 7919) % 3_500), `${subjectOf(number)}\n`);
