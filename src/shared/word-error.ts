import { AppError, say, type Words } from '#sdk';

/** An error's sentence for a person: an AppError's own, else the general one, which gives nothing away. */
export function wordError(error: unknown, words: Words): string {
  return error instanceof AppError
    ? say(words, `errors.${error.code}`, error.params)
    : say(words, 'errors.unexpected');
}
