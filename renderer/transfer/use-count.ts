import { useFormat } from '../use-format.ts';

/** Answers what a sentence about a number needs: the number itself, which decides its form, and how it is written. */
export function useCount(): (count: number) => { readonly count: number; readonly number: string } {
  const format = useFormat();
  return (count) => ({ count, number: format.number(count) });
}
