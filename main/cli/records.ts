import type { BusinessRecord } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';

const shape = /^([^.=]+)\.([^=]+)=(.*)$/s;

/**
 * Answers the records that `--record Object.Column=value` options mean, in their order; columns of one object are one record.
 *
 * @throws {AppError} `account-invalid` — a text is not of that shape
 */
export function parseRecords(texts: readonly string[]): BusinessRecord[] {
  const records: { businessObject: string; columns: Record<string, string> }[] = [];
  for (const text of texts) {
    const [, object = '', column = '', value = ''] = shape.exec(text) ?? [];
    const businessObject = object.trim();
    const name = column.trim();
    if (businessObject === '' || name === '') {
      throw new AppError('account-invalid', `--record must be Object.Column=value, not "${text}".`, {
        field: 'record',
      });
    }
    // A column that comes twice is another record: neither value may get lost.
    const open = records.find(
      (record) => record.businessObject === businessObject && !Object.hasOwn(record.columns, name),
    );
    if (open) open.columns[name] = value;
    else records.push({ businessObject, columns: { [name]: value } });
  }
  return records;
}
