import type { ComposeRequest } from '../../shared/compose-request.ts';
import type { Cell } from '../cell.ts';
import { createCell } from '../cell.ts';
import { openTab } from '../tabs/tab-state.ts';
import type { TabState } from '../tabs/tab-state.ts';
import type { Draft } from './draft.ts';
import { filledDraft, fillsFields, isEmptyDraft } from './draft.ts';
import type { Uploads } from './uploads.ts';

/** Messages that were asked for outside the window, by links and by files. */
export interface Requests {
  /** Shows Compose with it; what is being written is never thrown away without a question. */
  readonly take: (request: ComposeRequest) => void;
  /** The request that somebody has to decide about; null: none. */
  readonly asked: Cell<ComposeRequest | null>;
  /** Begins the message that was asked about, or leaves it. */
  readonly answer: (begin: boolean) => void;
}

interface Deps {
  readonly draft: Cell<Draft>;
  readonly uploads: Pick<Uploads, 'take' | 'clear'>;
  readonly tabs: Cell<TabState>;
}

export function createRequests({ draft, uploads, tabs }: Deps): Requests {
  const asked = createCell<ComposeRequest | null>(null);

  const begin = (request: ComposeRequest) => {
    uploads.clear();
    draft.update((now) => filledDraft(request, now));
    uploads.take(request.documents);
  };

  return {
    asked,
    take: (request) => {
      tabs.update((now) => openTab(now, 'compose'));
      // Documents alone join the message that is being written, as dropped ones do.
      if (!fillsFields(request)) uploads.take(request.documents);
      else if (isEmptyDraft(draft.value())) begin(request);
      else asked.set(request);
    },
    answer: (isWanted) => {
      const request = asked.value();
      asked.set(null);
      if (request && isWanted) begin(request);
    },
  };
}
