import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';

/**
 * Where each value of a YAML document stands: JSON pointer → line, from 1. `/datasets/0/table` is the line of that
 * key. The text must already have been read once without error.
 */
export function yamlLineOf(text: string): (pointer: string) => number {
  const offsets = walk(text);
  return (pointer) => {
    for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
      const offset = offsets.get(path);
      if (offset !== undefined) return lineAt(text, offset);
      if (path === '') return 1;
    }
  };
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

type Open = { readonly path: string; readonly isMapping: boolean; key: string | null; items: number };

function walk(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  const stack: Open[] = [];
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_ID.POP) stack.pop();
    else if (event.type !== EVENT_ID.DOCUMENT) visit(event, { text, offsets, stack });
    else stack.push({ path: '', isMapping: false, key: '', items: -1 });
  }
  return offsets;
}

function visit(
  event: Exclude<Event, { type: typeof EVENT_ID.POP | typeof EVENT_ID.DOCUMENT }>,
  state: { readonly text: string; readonly offsets: Map<string, number>; readonly stack: Open[] },
): void {
  const parent = state.stack.at(-1)!;
  if (parent.isMapping && parent.key === null) {
    parent.key = event.type === EVENT_ID.SCALAR ? getScalarValue(state.text, event) : '';
    state.offsets.set(childPath(parent), startOf(event));
    return;
  }
  const path = childPath(parent);
  if (!state.offsets.has(path)) state.offsets.set(path, startOf(event));
  if (parent.isMapping) parent.key = null;
  else parent.items += 1;
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
    state.stack.push({ path, isMapping: event.type === EVENT_ID.MAPPING, key: null, items: 0 });
}

const childPath = (open: Open): string =>
  open.items === -1
    ? ''
    : `${open.path}/${(open.isMapping ? open.key : String(open.items))!.replace(/~/g, '~0').replace(/\//g, '~1')}`;

const startOf = (event: { start?: number; valueStart?: number; anchorStart?: number }): number =>
  event.start ?? event.valueStart ?? event.anchorStart ?? 0;
