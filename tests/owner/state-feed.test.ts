import { expect, test } from 'vitest';
import { feedState } from '../../main/owner/state-feed.ts';
import { createFakeAppPort } from '../helpers/fake-app-port.ts';

/** A place whose backlog the test sets. */
function slowTarget() {
  const written: string[] = [];
  let waiting = 0;
  let drained: () => void = () => undefined;
  return {
    written,
    fill: (bytes: number) => void (waiting = bytes),
    drain: () => {
      waiting = 0;
      drained();
    },
    write: (text: string) => void written.push(text),
    waitingBytes: () => waiting,
    onceDrained: (listener: () => void) => void (drained = listener),
  };
}

const textOf = (push: { revision: number }) => `${'state' in push ? 'snapshot' : 'change'} ${push.revision}`;

test('a listener that keeps up gets the snapshot and every change', () => {
  const app = createFakeAppPort();
  const target = slowTarget();
  feedState(app, target, textOf);
  app.change({});
  app.change({});
  expect(target.written).toEqual(['snapshot 1', 'change 2', 'change 3']);
});

test('a listener that falls behind gets no more until it has caught up, then a fresh snapshot', () => {
  const app = createFakeAppPort();
  const target = slowTarget();
  feedState(app, target, textOf);
  target.fill(17 * 1024 * 1024);
  app.change({});
  app.change({});
  app.change({});
  expect(target.written).toEqual(['snapshot 1', 'change 2']);
  expect(app.listeners()).toBe(0);
  target.drain();
  app.change({});
  expect(target.written).toEqual(['snapshot 1', 'change 2', 'snapshot 4', 'change 5']);
});

test('a snapshot alone never counts as falling behind', () => {
  const app = createFakeAppPort();
  const target = slowTarget();
  target.fill(60 * 1024 * 1024);
  feedState(app, target, textOf);
  expect(app.listeners()).toBe(1);
});

test('a feed that was ended says nothing more, also when its backlog drains', () => {
  const app = createFakeAppPort();
  const target = slowTarget();
  const end = feedState(app, target, textOf);
  target.fill(17 * 1024 * 1024);
  app.change({});
  end();
  target.drain();
  app.change({});
  expect(target.written).toEqual(['snapshot 1', 'change 2']);
  expect(app.listeners()).toBe(0);
});
