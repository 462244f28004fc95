import { z } from 'zod';

/**
 * Answers a schema that is made when it is first used, and once: most of them are not used before the first snapshot.
 *
 * Unlike that of `z.lazy` alone, `unwrap()` answers the same schema each time.
 */
export function late<Schema extends z.ZodType>(make: () => Schema): z.ZodLazy<Schema> {
  let made: Schema | undefined;
  return z.lazy(() => (made ??= make()));
}
