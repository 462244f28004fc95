import { expect, test } from 'vitest';
import { createQuestions } from '../../main/questions.ts';
import { systemRandom } from '../helpers/system-ports.ts';

function start() {
  let changes = 0;
  let nowMs = 1_000;
  const questions = createQuestions({
    clock: { nowMs: () => nowMs, sleep: () => Promise.resolve() },
    random: systemRandom,
    onChanged: () => (changes += 1),
  });
  return { questions, changes: () => changes, setNow: (ms: number) => (nowMs = ms) };
}

test('a grant is asked about once, however often it is needed', () => {
  const { questions, changes, setNow } = start();
  expect(questions.ask('grant-one', 1)).toBe(true);
  setNow(2_000);
  expect(questions.ask('grant-one', 2)).toBe(false);
  expect(questions.open()).toMatchObject([{ subject: 'grant-one', accountId: 1, askedAtMs: 1_000 }]);
  expect(changes()).toBe(1);
});

test('two grants are two questions with names of their own', () => {
  const { questions } = start();
  questions.ask('grant-one', 1);
  questions.ask('grant-two', 2);
  const [first, second] = questions.open();
  expect(first?.questionId).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
  expect(first?.questionId).not.toBe(second?.questionId);
  expect(questions.byId(second?.questionId ?? '')).toBe(second);
});

test('a question that was answered is gone, and may come up again under another name', () => {
  const { questions, changes } = start();
  questions.ask('grant-one', 1);
  const before = questions.open()[0]?.questionId ?? '';
  questions.close('grant-one');
  questions.close('grant-one');
  expect([questions.has('grant-one'), questions.byId(before), changes()]).toEqual([false, null, 2]);
  questions.ask('grant-one', 1);
  expect(questions.byId(before)).toBeNull();
});
