import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import type { Knex } from 'knex';
import type { Connection } from 'mysql2';
import type { RowQuery } from '#sdk';

/** Rows taken between looks at the clock, and how long one connection's rows may hold the process at a stretch. */
const rowsPerLook = 256;
const longestTurnMs = 3;

/** Collects rows as the server sends them. */
export async function collect<Options, Result>(
  knex: Knex,
  query: RowQuery<Options, Result>,
): Promise<Result> {
  const connection: Connection = await knex.client.acquireConnection();
  try {
    const { sql, bindings } = query;
    knex.client.emit('query', { sql, bindings });
    return await collectStreaming(connection, query);
  } finally {
    knex.client.releaseConnection(connection);
  }
}

/** The binary protocol, row by row: half the time and a third of the memory of a buffered text query. */
async function collectStreaming<Options, Result>(
  connection: Connection,
  { sql, bindings, collecting, options, signal }: RowQuery<Options, Result>,
): Promise<Result> {
  const collector = collecting.make(options);
  const look = giveWay((connection as unknown as { readonly stream: Socket }).stream);
  let failure: { readonly error: unknown } | null = null;
  let enough = false;
  const command = connection.execute({ sql, values: [...bindings] as never, rowsAsArray: true });
  command.on('result', (row: unknown) => {
    look();
    if (failure || enough) return;
    try {
      signal.throwIfAborted();
      enough = !collector.push(row as unknown[]);
    } catch (error) {
      failure = { error };
    }
  });
  await promisify((done: (error: Error | null) => void) => {
    command.once('error', done);
    command.once('end', () => done(null));
  })();
  if (failure) throw (failure as { error: unknown }).error;
  signal.throwIfAborted();
  return collector.finish();
}

/**
 * Where the server sends faster than its rows are taken, libuv hands over megabytes in one turn. A socket whose rows
 * have held the process for long enough waits until other work has had its turn.
 */
function giveWay(socket: Pick<Socket, 'pause' | 'resume'>): () => void {
  let rows = 0;
  let turnEnds: number | null = null;
  const endTurn = (): void => {
    turnEnds = null;
    socket.resume();
  };
  return () => {
    if (++rows % rowsPerLook > 0) return;
    const now = performance.now();
    if (turnEnds === null) {
      turnEnds = now + longestTurnMs;
      setImmediate(endTurn);
    } else if (now > turnEnds) socket.pause();
  };
}
