import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { type Parser, parse } from 'csv-parse';
import { AppError } from '#sdk';
import { guessDelimiter } from './guess-delimiter.ts';

/** One row of the file: its first line (1-based), its cells, and its text as it stands there. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[]; readonly text: string };

export type CsvFile = {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly bytes: number;
  readonly bytesRead: () => number;
  /** Rows after the header; blank lines are none. Throws `csv_broken` at a quote that never closes. */
  readonly records: AsyncIterable<CsvRecord>;
  /** Gives the file back before its end. */
  readonly close: () => void;
};

export type CsvOptions = {
  readonly file: string;
  /** WHATWG label. Default: UTF-16LE when the file says so with its first bytes, else UTF-8. */
  readonly encoding?: string | undefined;
};

const sampleBytes = 64 * 1024;
/** Longest row, in characters: what follows a forgotten quote would otherwise be read into memory. */
const maxRowCharacters = 1024 * 1024;

/** Opens a CSV for reading row by row: comma, semicolon or tab, BOM, quotes, any line ends. */
export async function openCsv({ file, encoding }: CsvOptions): Promise<CsvFile> {
  const { sample, bytes } = await readStart(file);
  const label = encoding ?? (sample[0] === 0xff && sample[1] === 0xfe ? 'utf-16le' : 'utf-8');
  const delimiter = guessDelimiter(decoderFor(label, false).decode(sample));
  const source = createReadStream(file);
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowCharacters,
  });
  pipeline(source, decode(label), parser, failInParser);
  const records = recordsOf(parser);
  const first = await records.next();
  if (first.done) throw new AppError('csv_empty', { status: 422, params: { file } });
  return {
    header: first.value.cells.map((cell) => cell.trim()),
    delimiter,
    bytes,
    bytesRead: () => source.bytesRead,
    records,
    close: () => source.destroy(),
  };
}

/** A failure of any part destroys the parser with it, so the reading of records throws it. */
function failInParser(): void {}

const readStart = (file: string): Promise<Start> =>
  readHead(file).catch((cause) => {
    throw new AppError('file_unreadable', { status: 422, params: { file }, cause });
  });

type Start = { readonly sample: Buffer; readonly bytes: number };

async function readHead(file: string): Promise<Start> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return { sample: buffer.subarray(0, bytesRead), bytes: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}

function decoderFor(label: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(label, { fatal });
  } catch (cause) {
    throw new AppError('unknown_encoding', { status: 422, params: { encoding: label }, cause });
  }
}

/** Bytes to text; throws `csv_encoding` at bytes that the encoding does not have. */
function decode(label: string): Transform {
  const decoder = decoderFor(label, true);
  const decodeOr = (chunk: Buffer | undefined, done: (error: Error | null, text?: string) => void): void => {
    try {
      done(null, chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
    } catch (cause) {
      done(new AppError('csv_encoding', { status: 422, params: { encoding: label }, cause }));
    }
  };
  return new Transform({
    readableObjectMode: false,
    decodeStrings: false,
    transform: (chunk, _encoding, done) => decodeOr(chunk, done),
    flush: (done) => decodeOr(undefined, done),
  });
}

async function* recordsOf(parser: Parser): AsyncGenerator<CsvRecord> {
  let line = 1;
  try {
    for await (const { record, raw, info } of parser) {
      line = info.lines - newlines(record);
      yield { line, cells: record, text: raw.replace(/^[\r\n]+|[\r\n]+$/g, '') };
      line = info.lines + 1;
    }
  } catch (error) {
    throw brokenCsv(error, line);
  }
}

const newlines = (cells: readonly string[]): number =>
  cells.reduce((total, cell) => total + cell.split('\n').length - 1, 0);

function brokenCsv(error: unknown, line: number): unknown {
  const code = String(Object(error).code);
  return code.startsWith('CSV_')
    ? new AppError('csv_broken', { status: 422, params: { line }, cause: error })
    : error;
}
