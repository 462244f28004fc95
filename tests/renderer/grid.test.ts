import { array, assert, constantFrom, property, nat } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandOf } from '../../renderer/grid/grid-keys.ts';
import { rowsAsText } from '../../renderer/grid/copied-text.ts';
import { fittingWidth } from '../../renderer/grid/fit-column.ts';
import {
  moveColumn,
  parseLayout,
  resizeColumn,
  shiftColumn,
  showColumn,
  shownColumns,
  sortBy,
} from '../../renderer/grid/grid-layout.ts';
import { findTyped, sortRows } from '../../renderer/grid/grid-rows.ts';
import { createRowFilter } from '../../renderer/grid/row-filter.ts';
import { textOrder } from '../../renderer/grid/text-order.ts';

const where = { inHeader: false, isMac: false, direction: 'ltr', typed: '' } as const;
const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean> & { code: string }> = {},
) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys of a grid', () => {
  test.each([
    ['ArrowDown', {}, { kind: 'row', to: 'next', extend: false, keep: false }],
    ['ArrowUp', { shiftKey: true }, { kind: 'row', to: 'previous', extend: true, keep: false }],
    ['PageDown', {}, { kind: 'row', to: 'page-down', extend: false, keep: false }],
    ['Home', {}, { kind: 'column', to: 'first' }],
    ['End', {}, { kind: 'column', to: 'last' }],
    ['Home', { ctrlKey: true }, { kind: 'row', to: 'first', extend: false, keep: false }],
    ['End', { ctrlKey: true, shiftKey: true }, { kind: 'row', to: 'last', extend: true, keep: false }],
    ['Enter', {}, { kind: 'open' }],
    ['F2', {}, { kind: 'open' }],
    ['Delete', {}, { kind: 'remove' }],
    ['a', { ctrlKey: true }, { kind: 'select-all' }],
    [' ', {}, { kind: 'toggle' }],
    ['c', { ctrlKey: true }, { kind: 'copy' }],
    ['+', { ctrlKey: true, code: 'NumpadAdd' }, { kind: 'fit-all' }],
    ['g', {}, { kind: 'find', letter: 'g' }],
    ['F10', { shiftKey: true }, { kind: 'menu' }],
  ] as const)('%s %o', (key, held, command) => {
    expect(commandOf(press(key, held), where)).toEqual(command);
  });

  test('what belongs to the window goes on to the window', () => {
    for (const key of ['n', 'f', 'z', 'w'])
      expect(commandOf(press(key, { ctrlKey: true }), where)).toBeNull();
    for (const key of ['Tab', 'Escape', 'F5']) expect(commandOf(press(key), where)).toBeNull();
    expect(commandOf(press('ArrowLeft', { altKey: true }), where)).toBeNull();
  });

  test('on macOS Command+Backspace removes and Control does nothing', () => {
    const mac = { ...where, isMac: true };
    expect(commandOf(press('Backspace', { metaKey: true }), mac)).toEqual({ kind: 'remove' });
    expect(commandOf(press('a', { metaKey: true }), mac)).toEqual({ kind: 'select-all' });
    expect(commandOf(press('a', { ctrlKey: true }), mac)).toBeNull();
  });

  test('from right to left the arrows go the other way', () => {
    const rtl = { ...where, direction: 'rtl' } as const;
    expect(commandOf(press('ArrowLeft'), rtl)).toEqual({ kind: 'column', to: 'next' });
  });

  test('in the header Enter sorts, Shift+arrow resizes and Ctrl+arrow moves the column', () => {
    const header = { ...where, inHeader: true };
    expect(commandOf(press('Enter'), header)).toEqual({ kind: 'sort' });
    expect(commandOf(press('ArrowRight', { shiftKey: true }), header)).toEqual({ kind: 'resize', by: 1 });
    expect(commandOf(press('ArrowLeft', { ctrlKey: true }), header)).toEqual({ kind: 'reorder', by: -1 });
  });

  test('in the header Delete hides the column and never removes a row, and Ctrl+Plus fits the width', () => {
    const header = { ...where, inHeader: true };
    expect(commandOf(press('Delete'), header)).toEqual({ kind: 'hide' });
    expect(commandOf(press('Backspace', { metaKey: true }), { ...header, isMac: true })).toEqual({
      kind: 'hide',
    });
    expect(commandOf(press('+', { ctrlKey: true, shiftKey: true }), header)).toEqual({ kind: 'fit' });
    expect(commandOf(press('+', { ctrlKey: true, shiftKey: true }), where)).toBeNull();
  });

  test('Ctrl+Enter belongs to dialogs, Ctrl+Shift+C to the window', () => {
    expect(commandOf(press('Enter', { ctrlKey: true }), where)).toBeNull();
    expect(commandOf(press('c', { ctrlKey: true, shiftKey: true }), where)).toBeNull();
  });

  test('a space belongs to the letters that are being typed', () => {
    expect(commandOf(press(' '), { ...where, typed: 'new' })).toEqual({ kind: 'find', letter: ' ' });
  });
});

describe('what a grid remembers', () => {
  const ids = ['id', 'host', 'port'];
  const sort = { column: 'id', direction: 'ascending' } as const;
  const defaults = { columnIds: ids, sort };

  test.each([null, 7, 'x', {}, { order: 'host', widths: 3, sort: [] }])(
    'nonsense %o gives the layout of a new grid',
    (value) => {
      expect(parseLayout(value, defaults)).toEqual({ order: ids, hidden: [], widths: {}, sort });
    },
  );

  test('a column that is new stands at the end, one that is gone is left out', () => {
    const stored = {
      order: ['host', 'gone', 'id', 'host'],
      widths: { host: 200, gone: 3, id: 'wide' },
      sort: { column: 'gone', direction: 'ascending' },
    };
    expect(parseLayout(stored, defaults)).toEqual({
      order: ['host', 'id', 'port'],
      hidden: [],
      widths: { host: 200 },
      sort,
    });
  });

  test('it survives being written and read', () => {
    const layout = resizeColumn(
      moveColumn(sortBy(parseLayout(null, defaults), 'id'), 'port', 0),
      'host',
      333.4,
    );
    expect(parseLayout(JSON.parse(JSON.stringify(layout)), defaults)).toEqual({
      order: ['port', 'id', 'host'],
      hidden: [],
      widths: { host: 333 },
      sort: { column: 'id', direction: 'descending' },
    });
  });

  test('columns may be hidden from the start, and what was chosen counts for those that were there', () => {
    const some = { columnIds: ids, hiddenIds: ['port'], sort };
    expect(shownColumns(parseLayout(null, some))).toEqual(['id', 'host']);
    expect(shownColumns(parseLayout({ order: ['id', 'host'], hidden: ['host'] }, some))).toEqual(['id']);
    expect(shownColumns(parseLayout({ order: ids, hidden: [] }, some))).toEqual(ids);
    expect(parseLayout({ order: ids, hidden: ['gone', 7] }, some).hidden).toEqual([]);
  });

  test('a layout that hides everything is no layout', () => {
    expect(shownColumns(parseLayout({ order: ids, hidden: ids }, defaults))).toEqual(ids);
  });

  test('the last column that is shown stays', () => {
    const one = ['id', 'host', 'port'].reduce(
      (layout, id) => showColumn(layout, id, false),
      parseLayout(null, defaults),
    );
    expect(shownColumns(one)).toEqual(['port']);
    expect(shownColumns(showColumn(one, 'id', true))).toEqual(['id', 'port']);
  });

  test('a column moves among those that are shown, past hidden ones', () => {
    const columnIds = ['a', 'b', 'c', 'd'];
    const layout = parseLayout(null, { columnIds, hiddenIds: ['b', 'c'], sort: null });
    expect(moveColumn(layout, 'a', 1).order).toEqual(['b', 'c', 'd', 'a']);
    expect(moveColumn(layout, 'd', 0).order).toEqual(['d', 'a', 'b', 'c']);
    expect(moveColumn(layout, 'a', -3).order).toEqual(columnIds);
    expect(shiftColumn(layout, 'a', 1).order).toEqual(['b', 'a', 'c', 'd']);
    expect(shiftColumn(layout, 'd', 1)).toBe(layout);
  });

  test('no column becomes so narrow or so wide that it cannot be taken hold of', () => {
    const layout = parseLayout(null, defaults);
    expect(resizeColumn(layout, 'id', -50).widths['id']).toBe(56);
    expect(resizeColumn(layout, 'id', 99_999).widths['id']).toBe(800);
  });
});

describe('rows of a grid', () => {
  const columns = [
    { id: 'name', title: 'Name', width: 100, text: (row: { name: string }) => row.name },
    {
      id: 'size',
      title: 'Size',
      width: 100,
      text: (row: { size: number }) => String(row.size),
      sortKey: (row: { size: number }) => row.size,
    },
  ];
  const rows = [
    { name: 'beta 10', size: 9 },
    { name: 'Alpha', size: 100 },
    { name: '', size: 1 },
    { name: 'beta 9', size: 20 },
  ];
  const compareTexts = textOrder('en');
  const names = (direction: 'ascending' | 'descending') =>
    sortRows(rows, columns, { column: 'name', direction }, compareTexts).map(({ name }) => name);

  test('text sorts as people count, with empty cells last both ways', () => {
    expect(names('ascending')).toEqual(['Alpha', 'beta 9', 'beta 10', '']);
    expect(names('descending')).toEqual(['beta 10', 'beta 9', 'Alpha', '']);
  });

  test('numbers sort by value', () => {
    const sizes = sortRows(rows, columns, { column: 'size', direction: 'ascending' }, compareTexts).map(
      ({ size }) => size,
    );
    expect(sizes).toEqual([1, 9, 20, 100]);
  });

  test('whole numbers that are text sort by value too, and rows in their order stay the same list', () => {
    const numbered = ['10', '9', '007', '100'].map((name) => ({ name, size: 0 }));
    const sort = { column: 'name', direction: 'ascending' } as const;
    const noCollator = () => {
      throw new Error('Numbers are compared without a collator.');
    };
    const sorted = sortRows(numbered, columns, sort, noCollator);
    expect(sorted.map(({ name }) => name)).toEqual(['007', '9', '10', '100']);
    expect(sortRows(sorted, columns, sort, noCollator)).toBe(sorted);
    const words = ['a', 'b', ''].map((name) => ({ name, size: 0 }));
    expect(sortRows(words, columns, sort, compareTexts)).toBe(words);
  });

  const { filter: filterRows, readAhead } = createRowFilter<(typeof rows)[number]>(columns);

  test('the filter wants every word, in whichever column, in any case', () => {
    expect(filterRows(rows, ' BETA  20 ')).toEqual([rows[3]]);
    expect(filterRows(rows, '  ')).toBe(rows);
    expect(filterRows(rows, 'beta gamma')).toEqual([]);
  });

  test('the filter finds the same letter by letter, back, in other rows, and after they were read ahead', () => {
    const fresh = (text: string) => createRowFilter<(typeof rows)[number]>(columns).filter(rows, text);
    const ahead = readAhead(rows);
    while (!ahead.next().done);
    for (const text of [
      'b',
      'be',
      'beta',
      'beta ',
      'beta 1',
      'beta',
      'a',
      '',
      'al',
      'lpha',
      'beta 9',
      'beta 9 20',
    ]) {
      expect(filterRows(rows, text)).toEqual(fresh(text));
    }
    expect(filterRows(rows, 'beta')).toHaveLength(2);
    expect(filterRows(rows.slice(0, 2), 'beta')).toHaveLength(
      rows.slice(0, 2).filter(({ name }) => name.includes('eta')).length,
    );
  });

  test('a row that changes is found by what it says now, the rows around it as before', () => {
    const before = ['alpha', 'beta', 'gamma'].map((name, size) => ({ name, size }));
    const { filter } = createRowFilter<(typeof before)[number]>(columns);
    expect(filter(before, 'm')).toEqual([before[2]]);
    const after = before.map((row) => (row.name === 'beta' ? { ...row, name: 'longer omega' } : row));
    expect(filter(after, 'm')).toEqual([after[1], after[2]]);
    expect(filter(after, 'beta')).toEqual([]);
    expect(filter([...after, ...before], 'gamma')).toEqual([after[2], before[2]]);
    expect(filter(before.slice(1), 'a')).toEqual(before.slice(1));
  });

  test('many rows that were read ahead are found like a few', () => {
    const many = Array.from({ length: 6_000 }, (_, size) => ({ name: `Row ${size % 7} of ${size}`, size }));
    const { filter, readAhead: readMany } = createRowFilter<(typeof many)[number]>(columns);
    for (const steps = readMany(many); !steps.next().done;);
    for (const typed of ['r', 'ro', 'row', 'row 5', 'row 5 o', 'row 5 599', 'row 5', '5999', 'nobody']) {
      const words = typed.split(' ');
      const said = ({ name, size }: (typeof many)[number]) => `${name}\n${size}`.toLowerCase();
      expect(filter(many, typed)).toEqual(
        many.filter((row) => words.every((word) => said(row).includes(word))),
      );
    }
  });

  test('whatever is typed and taken back, the filter finds what a plain search does', () => {
    const letters = constantFrom('a', 'b', 'ab', '1', ' ', 'İ');
    const text = array(letters, { maxLength: 6 }).map((parts) => parts.join(''));
    assert(
      property(array(text), array(text), nat(4), (names, typed, steps) => {
        const some = names.map((name, size) => ({ name, size }));
        const { filter, readAhead: readSome } = createRowFilter<(typeof some)[number]>(columns);
        const said = (row: (typeof some)[number]) => `${row.name}\n${row.size}`.toLowerCase();
        const letterByLetter = typed.flatMap((whole) => {
          const on = Array.from(whole, (_, index) => whole.slice(0, index + 1));
          return [...on, ...on.toReversed()];
        });
        for (const filterText of [...letterByLetter, ...typed]) {
          // Who types fast types before all was looked at.
          const ahead = readSome(some);
          for (let step = 0; step < steps; step += 1) ahead.next();
          const words = filterText.toLowerCase().split(/\s+/);
          expect(filter(some, filterText)).toEqual(
            some.filter((row) => words.every((word) => said(row).includes(word))),
          );
        }
      }),
    );
  });

  test('typing goes to the next row that begins so, round the end', () => {
    const texts = ['ada', 'grace', 'gina', 'sa'];
    expect(findTyped(texts, 'g', 0)).toBe(1);
    expect(findTyped(texts, 'g', 1)).toBe(2);
    expect(findTyped(texts, 'gg', 2)).toBe(1);
    expect(findTyped(texts, 'gi', 1)).toBe(2);
    expect(findTyped(texts, 'GR', 3)).toBe(1);
    expect(findTyped(texts, 'zoe', 0)).toBe(-1);
    expect(findTyped([], 'a', -1)).toBe(-1);
  });
});

describe('copied rows', () => {
  const column = (title: string, key: 'a' | 'b') => ({
    id: key,
    title,
    width: 100,
    text: (row: { readonly a: string; readonly b: string }) => row[key],
  });
  const columns = [column('Name', 'a'), column('Key', 'b')];

  test('are tab-separated lines under the titles', () => {
    expect(rowsAsText(columns, [{ a: 'x', b: 'y' }])).toBe('Name\tKey\r\nx\ty');
    expect(rowsAsText(columns, [])).toBe('Name\tKey');
  });

  test.each([
    ['a\tb', 'a b'],
    ['a\r\nb', 'a b'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-cmd', "'-cmd"],
    ['+1 555', "'+1 555"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['"=1+1"', `'"=1+1"`],
    [' =1+1', "' =1+1"],
    ['a;=1+1', "a;'=1+1"],
    ['"Ada" Byron', '"""Ada"" Byron"'],
    ['Ada "B" Byron', 'Ada "B" Byron'],
    ['-5', '-5'],
    ['+1,5', '+1,5'],
    ['10', '10'],
    ['', ''],
  ])('%j is the one cell %j in a spreadsheet, and never a formula', (text, cell) => {
    expect(rowsAsText(columns, [{ a: text, b: '' }]).split('\r\n')[1]).toBe(`${cell}\t`);
  });
});

describe('a column that fits', () => {
  const measure = (text: string, where: 'cell' | 'title') => text.length * (where === 'cell' ? 8 : 6);
  const fit = (title: string, texts: readonly string[], besideText?: number) =>
    fittingWidth(
      { title, text: (text: string) => text, ...(besideText !== undefined && { besideText }) },
      texts,
      measure,
    );

  test('is as wide as its longest text and what stands beside it', () => {
    expect(fit('Host', ['a', 'mail.contoso.test', 'b'])).toBe(17 * 8 + 18);
    expect(fit('Host', ['mail.contoso.test'], 22)).toBe(17 * 8 + 22 + 18);
  });

  test('breaks its title into two lines before it is wider than its texts', () => {
    expect(fit('Enable SMTP over TLS', ['x'])).toBe('Enable SMTP'.length * 6 + 18 + 18);
    expect(fit('Status', [])).toBe(6 * 6 + 18 + 18);
  });
});
