import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import type { Config } from './shared/config.ts';

export type RunningServer = {
  /** Where it answers, such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Finishes the answers under way, then closes databases and outside connections. */
  close(): Promise<void>;
};

/** Builds the app and listens. Throws `port_taken` when something else answers there. */
export async function startServer(config: Config): Promise<RunningServer> {
  const app = await buildApp(config);
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  return { address: `http://${config.host}:${port}`, close: () => app.close() };
}
