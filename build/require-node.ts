const wantedMajor = 24;
const unavailable = 69;

/** Ends the program with one line where Node is older than the project needs; newer syntax and modules would fail without a word of use. */
export function requireNode24(): void {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return;
  const how = 'Run "npm ci" first and start it by "npm run": that brings the right one';
  console.error(`error: Node ${wantedMajor} or newer is needed; this is ${process.versions.node}. ${how}.`);
  process.exit(unavailable);
}
