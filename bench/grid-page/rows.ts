/** A row as wide as those of the accounts. */
export interface BenchRow {
  readonly id: number;
  readonly provider: string;
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly businessObject: string;
  readonly columnName: string;
  readonly columnValue: string;
  readonly user: string;
  readonly status: string;
}

/** What each column is called, and how wide it is, in CSS pixels. */
export const benchColumns = [
  ['id', 'Email Server ID', 96],
  ['provider', 'OAuth Service Provider', 96],
  ['host', 'Hostname', 154],
  ['port', 'Port', 60],
  ['method', 'Startup Method', 106],
  ['businessObject', 'Business Object', 112],
  ['columnName', 'Column Name', 112],
  ['columnValue', 'Column Value', 80],
  ['user', 'SMTP User', 200],
  ['status', 'Status', 192],
] as const satisfies readonly (readonly [keyof BenchRow, string, number])[];

const statuses = ['Ready', 'Not checked', 'Sign-in needed', 'Disabled'];

/** Both sides get the same. */
export function makeRows(count: number): BenchRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    provider: index % 3 === 0 ? 'Google' : 'Microsoft',
    host: index % 3 === 0 ? 'gmail.googleapis.com' : 'smtp.office365.com',
    port: index % 3 === 0 ? 443 : 587,
    method: 'STARTTLS',
    businessObject: 'SystemUser',
    columnName: 'User_Name',
    columnValue: `user${index}`,
    user: `person${index}@branch${index % 97}.example.com`,
    status: statuses[index % statuses.length] ?? '',
  }));
}
