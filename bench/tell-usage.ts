import process from 'node:process';

// Imported before a program (`--import`) that was forked: whoever started it is told what the program takes, as often as it asks.

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system, rssBytes: process.memoryUsage.rss() });
});
// The program ends as if nobody asked.
process.channel?.unref();
