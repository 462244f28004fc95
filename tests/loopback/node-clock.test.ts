import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeClock, nodeRandom } from '../../main/loopback/node-clock.ts';

describe('the clock', () => {
  it('ends a sleep when it is told to, with the reason', async () => {
    const stop = new AbortController();
    const sleep = nodeClock.sleep(60_000, stop.signal);
    stop.abort(new Error('no more'));
    await expect(sleep).rejects.toThrow('no more');
    await expect(nodeClock.sleep(60_000, stop.signal)).rejects.toThrow('no more');
  });

  it('wakes after its time and leaves no listener behind', async () => {
    const stop = new AbortController();
    const removed = vi.spyOn(stop.signal, 'removeEventListener');
    const startMs = nodeClock.nowMs();
    await nodeClock.sleep(20, stop.signal);
    expect(nodeClock.nowMs() - startMs).toBeGreaterThanOrEqual(15);
    expect(removed).toHaveBeenCalledOnce();
  });

  it('sleeps longer than a timer of Node lasts', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let awake = false;
    const sleep = nodeClock.sleep(40 * 86_400_000).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(39 * 86_400_000);
    await turn();
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(86_400_000);
    await sleep;
    expect(awake).toBe(true);
  });
});

it('randomness is not the same twice', () => {
  expect(nodeRandom.bytes(16)).toHaveLength(16);
  expect(nodeRandom.bytes(16)).not.toEqual(nodeRandom.bytes(16));
  expect(nodeRandom.fraction()).toBeLessThan(1);
});
