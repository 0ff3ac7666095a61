import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The port of the app, listening from now on. */
export async function listen(app: FastifyInstance): Promise<number> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The app listens nowhere');
  return address.port;
}

export type RawAnswer = {
  readonly text: string;
  /** How many answers came back. */
  readonly answers: number;
  readonly status: number;
  /** From connecting until the server closed the connection. */
  readonly ms: number;
};

/** Sends pieces as they are over one connection, with a pause between them, until the server closes it. */
export function sendRaw(port: number, pieces: readonly string[], pauseMs = 0): Promise<RawAnswer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const timers = pieces.map((piece, index) =>
      setTimeout(() => socket.writable && socket.write(piece), index * pauseMs),
    );
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      for (const timer of timers) clearTimeout(timer);
      const answers = text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
      const status = Number(/HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ text, answers: answers.length, status, ms: performance.now() - started });
    });
  });
}
