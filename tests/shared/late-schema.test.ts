import { expect, it } from 'vitest';
import { z } from 'zod';
import { late } from '../../shared/late-schema.ts';

it('is made when it is first used, and once, whoever asks for it', () => {
  let made = 0;
  const schema = late(() => {
    made += 1;
    return z.object({ name: z.string() });
  });
  expect(made).toBe(0);
  expect(schema.parse({ name: 'a' })).toEqual({ name: 'a' });
  expect(schema.unwrap()).toBe(schema.unwrap());
  expect(schema.unwrap().shape.name.safeParse(7).success).toBe(false);
  expect(made).toBe(1);
});
