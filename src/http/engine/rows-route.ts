import type { FastifyInstance } from 'fastify';
import { AppError, say } from '#sdk';
import type { Services } from '../services.ts';
import { authenticate, currentMember, languageFor } from './authenticate.ts';
import { security } from './open-api.ts';
import { receiveRows, type SentRow } from './receive-rows.ts';
import { errorAnswer, integer, list, map, open, text } from './schemas.ts';

const mostRows = 5000;
const mostBytes = 5 * 1024 * 1024;

const refused = map({ index: integer, column: text(), reason: text(), message: text() });

const schema = {
  summary: 'Store a batch of rows by their source ids; answered once stored',
  security,
  params: map({ key: text(64) }),
  body: map({ rows: list(open, mostRows) }),
  response: {
    200: map({ saved: integer, unchanged: integer, corrected: integer, refused: list(refused) }),
    default: errorAnswer,
  },
};

type Rows = {
  readonly Params: { readonly key: string };
  readonly Body: { readonly rows: readonly SentRow[] };
};

/** `POST /datasets/:key/rows`: the same batch twice changes nothing. */
export function rowsRoute(api: FastifyInstance, services: Services): void {
  const onRequest = authenticate(services);
  api.post<Rows>('/datasets/:key/rows', { schema, onRequest, bodyLimit: mostBytes }, async (request) => {
    const { tenant } = currentMember(request);
    const { metadata } = await services.snapshot(tenant);
    const { key } = request.params;
    const dataset = metadata.datasets.get(key);
    if (!dataset) throw new AppError('unknown_dataset', { status: 404, params: { dataset: key } });
    const received = await receiveRows(services, { tenant, dataset, metadata, rows: request.body.rows });
    const words = services.words[languageFor(request)];
    const wordRefusal = ({ index, column, reason, value }: (typeof received.refused)[number]) => ({
      ...{ index, column, reason },
      message: say(words, `errors.${reason}`, { column, value }),
    });
    return { ...received.counts, refused: received.refused.map(wordRefusal) };
  });
}
