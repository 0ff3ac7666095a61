import { stripTypeScriptTypes } from 'node:module';
import { init, parse } from 'es-module-lexer';

export type ModuleRead = {
  /** Specifiers of its static imports and re-exports, those of types left out. */
  readonly imports: readonly string[];
  /** The text of each `import(…)` that is not a type. */
  readonly dynamic: readonly string[];
};

/** What a module imports, found by lexing it, not by running it. Throws where the source cannot be lexed. */
export async function readModule(source: string, path: string): Promise<ModuleRead> {
  await init();
  const [found] = parseOrPlace(source, path);
  return {
    imports: found.flatMap((one) =>
      (one.type === 'static' || one.type === 'reexport-star') && !one.typeOnly ? [one.specifier] : [],
    ),
    dynamic: found.flatMap((one) =>
      one.type === 'dynamic' && !one.probablyTypeOnly ? [source.slice(one.importStart, one.importEnd)] : [],
    ),
  };
}

/** Where the lexer gives up it knows no place; Node's own parser does. */
function parseOrPlace(source: string, path: string): ReturnType<typeof parse> {
  try {
    return parse(source, path);
  } catch (error) {
    stripTypeScriptTypes(source);
    throw error;
  }
}
