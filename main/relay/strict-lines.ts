import type { SMTPServer } from 'smtp-server';

type Connection = Parameters<Parameters<SMTPServer['connections']['forEach']>[0]>[0];
type Parser = Exclude<Connection['_parser'], false>;

const [nul, lineFeed, carriageReturn] = [0, 10, 13];

/**
 * Makes a connection of the library end at the first command line that does not end with CRLF, or holds a NUL.
 *
 * By itself the library takes LF for a line end too, which is how a text that another server let pass becomes commands. It reads
 * private members of a pinned version; a test says when they are gone.
 *
 * @see RFC 5321 §2.3.8
 */
export function requireStrictLines(connection: Connection): void {
  const create = connection._createParser.bind(connection);
  connection._createParser = () => strict(create(), connection);
  if (connection._parser) strict(connection._parser, connection);
}

function strict(parser: Parser, connection: Connection): Parser {
  const write = parser._write.bind(parser);
  let previous = -1;
  let isOver = false;
  parser._write = (chunk, encoding, next) => {
    if (isOver || !Buffer.isBuffer(chunk)) return next();
    // What follows a message in the same chunk comes here anew, as commands.
    if (parser._dataMode) {
      previous = -1;
      return write(chunk, encoding, next);
    }
    for (const byte of chunk) {
      if (byte === nul || (byte === lineFeed) !== (previous === carriageReturn)) {
        isOver = true;
        parser.isClosed = true;
        connection.send(421, '5.5.2 A line ends with CR LF and holds no NUL');
        return next();
      }
      previous = byte;
    }
    return write(chunk, encoding, next);
  };
  return parser;
}
