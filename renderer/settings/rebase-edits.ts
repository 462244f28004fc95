import type { Settings } from '../../shared/settings.ts';
import { clientKey, ownClientProviders } from './client-form.ts';
import { isSame } from './page-edits.ts';
import type { PageEdits } from './page-edits.ts';
import { rebaseClient } from './rebase-client.ts';

/** Answers a list with its edits on what is saved by now; where both changed an entry, the edit counts. */
function rebaseList<Item>(
  edited: readonly Item[],
  before: readonly Item[],
  now: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] | null {
  const byKey = (list: readonly Item[]) => new Map(list.map((item) => [keyOf(item), item]));
  const [wasThere, isThere, isKept] = [byKey(before), byKey(now), byKey(edited)];
  const own = edited.flatMap((item) => {
    const key = keyOf(item);
    const isUntouched = wasThere.has(key) && isSame(item, wasThere.get(key));
    return isUntouched ? (isThere.get(key) ?? []) : [item];
  });
  const others = now.filter((item) => !wasThere.has(keyOf(item)) && !isKept.has(keyOf(item)));
  const merged = [...own, ...others];
  return isSame(merged, now) ? null : merged;
}

function rebaseClients(clients: PageEdits['clients'], before: Settings, now: Settings): PageEdits['clients'] {
  const rebased = ownClientProviders.flatMap((provider) => {
    const key = clientKey(provider);
    const form = clients[provider] && rebaseClient(clients[provider], before[key], now[key]);
    return form ? [[provider, form] as const] : [];
  });
  return Object.fromEntries(rebased);
}

/** Answers edits of clients and lists that an import or another window has changed meanwhile: both changes stay. */
export function rebaseEdits(edits: PageEdits, before: Settings, now: Settings): PageEdits {
  if (before === now) return edits;
  const { customProviders, businessObjects } = edits;
  return {
    ...edits,
    clients: rebaseClients(edits.clients, before, now),
    customProviders:
      customProviders &&
      rebaseList(customProviders, before.customProviders, now.customProviders, ({ id }) => id),
    businessObjects:
      businessObjects &&
      rebaseList(businessObjects, before.businessObjects, now.businessObjects, ({ name }) =>
        name.toLowerCase(),
      ),
  };
}
