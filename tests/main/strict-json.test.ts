import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../main/strict-json.ts';
import { runs } from '../helpers/effort.ts';

const faultOf = (text: string) => {
  const json = parseStrictJson(text);
  return 'reason' in json ? `${json.line}: ${json.reason}` : null;
};

describe('strict JSON', () => {
  it('takes what JSON is, for any value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const json = parseStrictJson(text);
        expect(json).toMatchObject({ value: JSON.parse(text) });
      }),
    );
  });

  it('takes no text that JSON is not', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[{}[\],:"0-9eE+.\-tfn \n/*\\]{0,12}$/), (text) => {
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        const repeats = faultOf(text)?.includes('twice') ?? false;
        expect(faultOf(text) === null || repeats).toBe(isJson);
      }),
      runs({ quick: 2_000, full: 10_000 }),
    );
  });

  it.each([
    ['', '1: '],
    ['{\n  "a": 1,\n}', '3: '],
    ['{\n  // why\n  "a": 1\n}', '2: '],
    ['{"a": 1}\n/* end */', '2: '],
    ['{\n  "a": 1\n  "b": 2\n}', '3: comma expected'],
    ["{'a': 1}", '1: '],
    ['{"a": 01}', '1: '],
    ['{"a": "tab\there"}', '1: '],
    ['{"a": 1} {}', '1: end of file expected'],
    ['{\n"a": 1,\n"b": {\n"a": 1,\n"a": 2}}', '5: the member "a" is there twice'],
    ['[{"x": [1]}, {"y": 1, "\\u0079": 2}]', '1: the member "y" is there twice'],
    ['[\n'.repeat(100), '65: the text is nested deeper than 64 levels'],
    ['{"a":'.repeat(2_000_000), '1: the text is nested deeper than 64 levels'],
  ])('refuses %j in line %s', (text, start) => {
    expect(faultOf(text)).toMatch(new RegExp(`^${start}`));
  });

  it('knows the line of a value, and where it is missing, of what should hold it', () => {
    const json = parseStrictJson('{\n "a": {\n  "b":\n   [1,\n    2]\n }\n}');
    if ('reason' in json) throw new Error(json.reason);
    expect(json.lineOf(['a'])).toBe(2);
    expect(json.lineOf(['a', 'b'])).toBe(3);
    expect(json.lineOf(['a', 'b', 1])).toBe(5);
    expect(json.lineOf(['a', 'missing', 'deep'])).toBe(2);
    expect(json.lineOf(['missing'])).toBe(1);
    expect(json.lineOf([])).toBe(1);
  });

  it('has no member that reaches into JavaScript', () => {
    const json = parseStrictJson('{"__proto__": {"x": 1}}');
    if ('reason' in json) throw new Error(json.reason);
    expect(Object.keys(json.value as object)).toEqual(['__proto__']);
    expect(json.value).not.toHaveProperty('x');
  });
});
