import { businessObjects, customProviders } from './custom-providers.ts';
import { oauthClients } from './oauth-clients.ts';
import { transfer } from './transfer.ts';
import { relay, watchFolders } from './unattended.ts';

/** English words of parts that come after the first screen: Settings, Export and Import. */
export const lateEnglish = {
  oauthClients,
  customProviders,
  businessObjects,
  transfer,
  watchFolders,
  relay,
} as const;
