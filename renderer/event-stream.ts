/**
 * Cuts a `text/event-stream` into the data of its events; text arrives in pieces of any size.
 *
 * Event names, IDs and comments are left out: the state stream has only data.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventStreamReader(onData: (data: string) => void): { push: (text: string) => void } {
  let rest = '';
  let lines: string[] = [];
  const takeLine = (line: string) => {
    if (line === '') {
      if (lines.length > 0) onData(lines.join('\n'));
      lines = [];
    } else if (line.startsWith('data:')) {
      lines.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
  };
  return {
    push: (text) => {
      rest += text;
      // A carriage return at the end may be half of a line end: it waits for the next piece.
      const end = rest.endsWith('\r') ? rest.length - 1 : rest.length;
      const parts = rest.slice(0, end).split(/\r\n|\n|\r/);
      rest = (parts.pop() ?? '') + rest.slice(end);
      for (const line of parts) takeLine(line);
    },
  };
}
