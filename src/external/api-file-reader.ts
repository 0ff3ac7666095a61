import { AppError, type ErrorParams } from '#sdk';
import { type Environment, fillEnvironment } from './fill-environment.ts';
import type { ParsedYaml } from './parse-yaml.ts';

type Path = readonly string[];

/** Reads typed values out of a parsed file; whatever is wrong is thrown with file, line and key. */
export class ApiFileReader {
  readonly #source: { readonly file: string; readonly env: Environment; readonly yaml: ParsedYaml };

  constructor(source: { readonly file: string; readonly env: Environment; readonly yaml: ParsedYaml }) {
    this.#source = source;
  }

  allowKeys(path: Path, allowed: readonly string[]): void {
    const unknown = Object.keys(this.map(path)).find((key) => !allowed.includes(key));
    if (unknown !== undefined) throw this.problem('unknown_key', [...path, unknown]);
  }

  map(path: Path): Readonly<Record<string, unknown>> {
    const value = this.#required(path);
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isMap) throw this.problem('wrong_type', path, { expected: 'map' });
    return value as Record<string, unknown>;
  }

  text(path: Path): string {
    const value = this.#required(path);
    if (typeof value !== 'string') throw this.problem('wrong_type', path, { expected: 'text' });
    return this.#fill(value, path);
  }

  texts(path: Path): readonly string[] {
    const value = this.#required(path);
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (!isList) throw this.problem('wrong_type', path, { expected: 'list of texts' });
    return value;
  }

  /** A whole number; a text is taken only when it comes from the environment. */
  integer(path: Path, { least, most }: { readonly least: number; readonly most: number }): number {
    const raw = this.#required(path);
    const value = typeof raw === 'string' && raw.includes('${') ? Number(this.#fill(raw, path)) : raw;
    if (!Number.isInteger(value)) throw this.problem('wrong_type', path, { expected: 'integer' });
    if ((value as number) < least || (value as number) > most) {
      throw this.problem('out_of_range', path, { least, most });
    }
    return value as number;
  }

  has(path: Path): boolean {
    return this.#find(path) !== undefined;
  }

  problem(cause: string, path: Path, more: ErrorParams = {}): AppError {
    return new AppError(`api_file_${cause}`, {
      params: { ...this.#place(path), key: path.join('.'), ...more },
    });
  }

  #required(path: Path): unknown {
    const value = this.#find(path);
    if (value === undefined) throw this.problem('missing_key', path);
    return value;
  }

  #find(path: Path): unknown {
    let value: unknown = this.#source.yaml.value;
    for (const key of path) {
      const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
      if (!holds) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  }

  #fill(text: string, path: Path): string {
    return fillEnvironment(text, this.#source.env, this.#place(path));
  }

  #place(path: Path): { file: string; line: number } {
    return { file: this.#source.file, line: this.#source.yaml.lineOf(path) };
  }
}
