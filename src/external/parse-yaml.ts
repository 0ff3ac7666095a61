import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException } from 'js-yaml';
import { AppError } from '#sdk';

/** A YAML file's value, and the line (from 1) on which the key at a path stands. */
export type ParsedYaml = { readonly value: unknown; readonly lineOf: (path: readonly string[]) => number };

/** Throws `api_file_yaml` with the line. Aliases are refused, so a small file cannot grow. */
export function parseYaml(text: string, file: string): ParsedYaml {
  try {
    const value = load(text, { maxAliases: 0, maxDepth: 10 });
    const keys = listKeys(text);
    return { value, lineOf: (path) => lineAt(text, offsetOf(keys, path)) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const params = { file, line: (error.mark?.line ?? 0) + 1, detail: error.reason };
    throw new AppError('api_file_yaml', { params, cause: error });
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

type Scalar = { readonly text: string; readonly depth: number; readonly offset: number };

/** Every scalar of the file in order, with how deep it stands; a key comes before what it holds. */
function listKeys(text: string): Scalar[] {
  const scalars: Scalar[] = [];
  let depth = -1;
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_ID.POP) depth -= 1;
    else if (event.type === EVENT_ID.SCALAR) {
      scalars.push({ text: getScalarValue(text, event), depth, offset: event.valueStart });
    } else if (event.type !== EVENT_ID.ALIAS) depth += 1;
  }
  return scalars;
}

/** The deepest key of the path that the file has, found key by key. */
function offsetOf(scalars: readonly Scalar[], path: readonly string[]): number {
  let from = 0;
  let offset = 0;
  for (const [depth, key] of path.entries()) {
    const found = scalars.findIndex(
      (scalar, i) => i >= from && scalar.depth === depth + 1 && scalar.text === key,
    );
    if (found < 0) return offset;
    offset = scalars[found]!.offset;
    from = found + 1;
  }
  return offset;
}
