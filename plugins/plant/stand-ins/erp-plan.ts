import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StandInOptions, StartStandIn } from '#sdk';
import { planned } from '../demo/model.ts';
import { plants } from '../demo/plants.ts';

const longestSpanMs = 400 * 24 * 3_600_000;

/**
 * A stand-in for the plant's ERP, for the demo and the tests only: `GET /plan?tenant=…&from=ISO&to=ISO` answers the
 * pieces planned per product over the span, `{ source, rows: [{ product, planned }], asOf }`, from the demo's own model;
 * no rows for a tenant that is no demo.
 */
export const start: StartStandIn = async (options) => {
  const server = createServer((request, response) => answer(options, request, response));
  await listen(server, options);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
};

type Answer = { readonly status: number; readonly body: object };

function answer(options: StandInOptions, request: IncomingMessage, response: ServerResponse): void {
  const { status, body } = answerTo(options, new URL(request.url ?? '/', 'http://stand-in'));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function answerTo(options: StandInOptions, { pathname, searchParams }: URL): Answer {
  const from = Date.parse(searchParams.get('from') ?? '');
  const to = Date.parse(searchParams.get('to') ?? '');
  if (pathname !== '/plan') return { status: 404, body: { error: 'unknown path' } };
  if (!(from < to && to - from <= longestSpanMs)) {
    return { status: 400, body: { error: 'from and to must be moments in order' } };
  }
  const rows = planOf(options, searchParams.get('tenant'), { from, to });
  return { status: 200, body: { source: 'erp-stand-in', rows, asOf: new Date().toISOString() } };
}

function planOf({ seed, rows }: StandInOptions, slug: string | null, span: { from: number; to: number }) {
  const plant = plants.find(({ tenant }) => tenant.slug === slug);
  if (!plant) return [];
  const { tenant } = plant;
  const plan = [...planned({ plant, seed, rows: rows[tenant.slug] ?? tenant.rows }, span)];
  return plan
    .map(([product, pieces]) => ({ product, planned: Math.round(pieces) }))
    .filter((row) => row.planned > 0);
}

const listen = (server: Server, { host, port }: StandInOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
