import type { AddressInfo } from 'node:net';
import { AppError } from '#sdk';
import { buildApp } from './app.ts';
import type { Config } from './shared/config.ts';

export type RunningServer = {
  /** Where it answers, such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Finishes the answers under way, then closes databases and outside connections. */
  close(): Promise<void>;
};

/** Builds the app and listens. Throws `port_taken` when something else answers there, else `address_refused`. */
export async function startServer(config: Config): Promise<RunningServer> {
  const { host } = config;
  const app = await buildApp(config);
  try {
    await app.listen({ host, port: config.port });
  } catch (cause) {
    await app.close();
    throw listenFailure(cause as NodeJS.ErrnoException, config);
  }
  const { port } = app.server.address() as AddressInfo;
  return { address: `http://${host}:${port}`, close: () => app.close() };
}

const listenFailure = (cause: NodeJS.ErrnoException, { host, port }: Config): AppError =>
  cause.code === 'EADDRINUSE'
    ? new AppError('port_taken', { params: { port }, cause })
    : new AppError('address_refused', { params: { host, port, reason: cause.code ?? cause.message }, cause });
