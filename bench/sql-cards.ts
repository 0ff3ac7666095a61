import mysql from 'mysql2/promise';
import { factTable, storedTime } from '#sdk';
import { lineCount, period } from './plant.ts';

/** What a card groups by and adds up, as SQL over one line's table. */
type SqlCard = { readonly keys: readonly string[]; readonly sums: readonly string[] };

const pieces = ['COUNT(*)', 'SUM(quantity)'];
const shift =
  'CASE WHEN HOUR(time) >= 6 AND HOUR(time) < 14 THEN 1 WHEN HOUR(time) >= 14 AND HOUR(time) < 22 THEN 2 ELSE 3 END';

/** The eight cards of the bench's dashboard, one statement each. `$line` and `$area` stand for the table's own. */
const cards: readonly SqlCard[] = [
  { keys: [], sums: pieces },
  { keys: ['result'], sums: pieces },
  { keys: [], sums: ['COUNT(*)', 'SUM(weight)'] },
  { keys: ['DATE(time)', 'result'], sums: pieces },
  { keys: ['$area', 'result'], sums: pieces },
  { keys: [shift, 'result'], sums: pieces },
  { keys: ['DATE(time)', '$line'], sums: pieces },
  { keys: ['product', shift], sums: [...pieces, 'SUM(weight)', 'COUNT(weight)'] },
];

/**
 * Each card's statement: every line's table grouped by itself, then the groups of all lines added up, which spares the
 * server a temporary table of all rows. Without joins and labels.
 */
export const sqlCards = (products: readonly number[] | null): string[] =>
  cards.map((card) => cardToSql(card, products));

/** What all rows of each product add up to. */
const productCard: SqlCard = { keys: ['product'], sums: [...pieces, 'SUM(weight)'] };

function cardToSql({ keys, sums }: SqlCard, products: readonly number[] | null): string {
  const places = keys.map((_, index) => `k${index}`);
  const parts = Array.from({ length: lineCount }, (_, index) =>
    linePart({ keys, sums }, index + 1, products),
  );
  const added = sums.map((_, index) => `SUM(s${index})`);
  const groups = places.length > 0 ? ` GROUP BY ${places.join()}` : '';
  return `SELECT ${[...places, ...added].join()} FROM (${parts.join(' UNION ALL ')}) AS lines_of${groups}`;
}

function linePart({ keys, sums }: SqlCard, line: number, products: readonly number[] | null): string {
  const own = (text: string) =>
    text.replace('$line', String(line)).replace('$area', String(1 + ((line - 1) % 2)));
  const columns = [
    ...keys.map((key, index) => `${own(key)} AS k${index}`),
    ...sums.map((sum, index) => `${sum} AS s${index}`),
  ];
  const [from, to] = [period.from, period.to].map((instant) => storedTime(instant, 'mysql'));
  const narrowed = products ? ` AND product IN (${products.join()})` : '';
  const table = factTable({ table: 'detections', splitBy: 'line' } as never, line);
  const groups = keys.length > 0 ? ` GROUP BY ${keys.map((_, index) => `k${index}`).join()}` : '';
  return `SELECT ${columns.join()} FROM ${table} WHERE time >= '${from}' AND time < '${to}'${narrowed}${groups}`;
}

export type SqlBench = {
  /** All statements one after another; their answers. */
  sequential(products: readonly number[] | null): Promise<unknown[][][]>;
  /** The same over four connections. */
  parallel(products: readonly number[] | null): Promise<unknown[][][]>;
  productTotals(): Promise<ProductTotals[]>;
  close(): Promise<void>;
};

export type ProductTotals = Readonly<Record<'product' | 'rows' | 'pieces' | 'grams', number>>;

const connectionCount = 4;

export async function openSqlBench(address: string, database: string): Promise<SqlBench> {
  const { hostname: host, port, username: user } = new URL(address);
  const open = () =>
    mysql.createConnection({
      host,
      port: Number(port),
      user,
      database,
      rowsAsArray: true,
      decimalNumbers: true,
    });
  const connections = await Promise.all(Array.from({ length: connectionCount }, open));
  return {
    sequential: (products) => askOn(connections.slice(0, 1), sqlCards(products)),
    parallel: (products) => askOn(connections, sqlCards(products)),
    productTotals: async () => {
      const [answer] = await askOn(connections, [cardToSql(productCard, null)]);
      return answer!.map((cells) => {
        const [product, rows, pieces, grams] = cells.map(Number) as [number, number, number, number];
        return { product, rows, pieces, grams };
      });
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.end()));
    },
  };
}

/** Each connection takes the next statement when it is free. */
async function askOn(connections: readonly mysql.Connection[], statements: readonly string[]) {
  const answers: unknown[][][] = [];
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < statements.length) {
        const index = next++;
        const [rows] = await connection.query<mysql.RowDataPacket[]>(statements[index]!);
        answers[index] = rows as unknown as unknown[][];
      }
    }),
  );
  return answers;
}
