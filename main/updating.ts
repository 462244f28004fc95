import type { Handlers } from '../shared/contract.ts';
import { AppError, toFailure } from '../shared/errors.ts';
import type { UpdateObstacle, UpdateView } from '../shared/update.ts';
import { mayUpdate } from './may-update.ts';
import type { Clock, Log, Random, Updates } from './ports.ts';

interface Deps {
  /** null: this program is not the one that was installed. */
  readonly updates: Updates | null;
  /** By the policy. */
  readonly isAllowed: boolean;
  readonly isSending: () => boolean;
  readonly onChanged: (view: UpdateView) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The start is for the window and what waits. */
const firstLookMs = 60_000;
const dayMs = 86_400_000;
/** Keeps computers that start together from asking together. */
const jitter = 0.1;

/**
 * Answers who finds, downloads and installs newer versions of the app. By itself it only looks, once a day while somebody is
 * there; the rest takes a person.
 */
export function createUpdating({ updates, isAllowed, isSending, onChanged, clock, random, log }: Deps) {
  const ending = new AbortController();
  let view: UpdateView = !updates
    ? { stage: 'off', because: 'not-here' }
    : isAllowed
      ? { stage: 'idle' }
      : { stage: 'off', because: 'policy' };
  let running: Promise<void> | null = null;
  let loop: Promise<void> | null = null;

  function show(next: UpdateView): void {
    view = next;
    onChanged(next);
  }

  function failed(version: string | null, error: unknown): UpdateView {
    // The library's own words name addresses and paths; the log has the code alone.
    const known =
      error instanceof AppError ? error : new AppError('update-failed', 'The update did not work.');
    log('update-failed', { code: known.code, stage: view.stage });
    return { stage: 'failed', version, failure: toFailure(known) };
  }

  async function obstacle(): Promise<UpdateObstacle | null> {
    if (!updates) return 'not-here';
    return isAllowed ? mayUpdate({ ...(await updates.copy()), isAllowed }) : 'policy';
  }

  async function look(asked: boolean): Promise<void> {
    const before = view;
    const because = await obstacle();
    if (because !== null || !updates) {
      return show({ stage: 'off', because: because ?? 'not-here', ...(asked && { asked }) });
    }
    if (asked) show({ stage: 'checking' });
    try {
      const version = await updates.check();
      if (version !== null) show({ stage: 'available', version });
      else if (asked) show({ stage: 'newest' });
    } catch (error) {
      const failure = failed(null, error);
      // Whoever did not ask is not told that a server was away.
      show(asked ? failure : before);
    }
  }

  async function fetchUpdate(version: string): Promise<void> {
    if (!updates) return;
    show({ stage: 'downloading', version, percent: 0 });
    let shown = 0;
    try {
      await updates.download((percent) => {
        const whole = Math.min(100, Math.max(0, Math.floor(percent)));
        if (whole === shown || view.stage !== 'downloading') return;
        shown = whole;
        show({ stage: 'downloading', version, percent: whole });
      });
      log('update-ready', { version });
      show({ stage: 'ready', version });
    } catch (error) {
      show(failed(version, error));
    }
  }

  /** One thing at a time; whoever asks meanwhile gets the end of what runs. */
  async function alone(work: () => Promise<void>): Promise<UpdateView> {
    running ??= work().finally(() => {
      running = null;
    });
    await running;
    return view;
  }

  async function lookDaily(): Promise<void> {
    for (let pauseMs = firstLookMs; ; pauseMs = dayMs) {
      await clock.sleep(pauseMs * (1 + random.fraction() * jitter), ending.signal);
      if (view.stage === 'ready' || view.stage === 'downloading' || !updates?.isAttended()) continue;
      await alone(() => look(false));
    }
  }

  const handlers: Pick<Handlers, 'updateCheck' | 'updateDownload' | 'updateInstall'> = {
    updateCheck: async () => (view.stage === 'ready' ? view : alone(() => look(true))),
    updateDownload: async () => {
      const version = 'version' in view ? view.version : null;
      if (version === null || view.stage === 'ready') return view;
      return alone(() => fetchUpdate(version));
    },
    updateInstall: async () => {
      if (view.stage !== 'ready' || !updates)
        throw new AppError('transition-refused', 'No newer version is ready to be installed.');
      if (isSending())
        throw new AppError(
          'transition-refused',
          'A message is being sent: install the newer version when it is out.',
        );
      updates.install();
      return view;
    },
  };

  return {
    view: () => view,
    handlers,
    /** Begins to look once a day; a second call changes nothing. */
    start: (): void => {
      if (updates && isAllowed) loop ??= lookDaily().catch(() => undefined);
    },
    /** Looks no more; a download that runs ends with the process. */
    stop: (): void => ending.abort(),
  };
}
