import { AppError } from '#sdk';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The text with each `${NAME}` and `${NAME:-default}` taken from the environment; an empty variable counts as absent.
 * Throws `api_file_missing_env` for one that is absent and has no default.
 */
export function fillEnvironment(
  text: string,
  env: Environment,
  place: { file: string; line: number },
): string {
  return text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_whole, name: string, fallback?: string) => {
    const value = env[name] || fallback;
    if (value === undefined) throw new AppError('api_file_missing_env', { params: { ...place, name } });
    return value;
  });
}
