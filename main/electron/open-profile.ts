import { AppError } from '../../shared/errors.ts';
import type { AppOptions, CreateApp } from '../app-port.ts';
import { createBrokenApp } from '../broken-app.ts';
import { joinProfile } from '../owner/profile-session.ts';
import type { ProfileSession } from '../owner/profile-session.ts';
import type { Ports } from '../ports.ts';

interface Deps extends Omit<AppOptions, 'ports' | 'delivery'> {
  /** Called each time that this process becomes the owner of the profile. */
  readonly createPorts: () => Promise<Ports>;
  readonly createApp: CreateApp;
  /** Whether what waits is to be sent. */
  readonly sends: () => boolean;
  readonly platform: NodeJS.Platform;
  readonly clock: Ports['clock'];
  readonly random: Ports['random'];
  readonly log: Ports['log'];
}

/**
 * Joins the profile of the window: as its owner, or as a client of the program that owns it.
 *
 * Where it cannot be opened, the answer is an app that says why, so that the window shows a reason instead of nothing.
 */
export async function openProfile(deps: Deps): Promise<ProfileSession> {
  const { createPorts, createApp, sends, platform, clock, random, log, ...options } = deps;
  const startApp = async () =>
    createApp({
      ...options,
      ports: await createPorts(),
      delivery: sends() ? 'at-start' : 'when-asked',
    });
  try {
    return await joinProfile({
      ...{ profileFolder: deps.profileFolder, startApp, sends, clock, random, log, platform },
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log('profile-not-opened', { code: error.code });
    const { call, onState, stop } = createBrokenApp({ host: deps.host, ports: await createPorts() }, error);
    return { call, onState, close: stop, role: () => 'client', clients: () => ({ now: 0, ever: 0 }) };
  }
}
