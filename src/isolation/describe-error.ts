import { AppError, type ErrorParams } from '#sdk';

/** What is kept of an error when it crosses threads, short enough for any log. */
export type ErrorDescription = {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly app: {
    readonly code: string;
    readonly status: number;
    readonly field?: string;
    readonly params: ErrorParams;
  } | null;
  readonly cause: ErrorDescription | null;
};

const longestText = 4000;
const mostParams = 20;
const deepestCause = 3;

/** Anything thrown, whatever it is: null, a text, an error whose own properties throw. */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  try {
    if (!(thrown instanceof Error)) return plain(`Not an error was thrown: ${wordThrown(thrown)}`);
    return {
      name: cut(thrown.name),
      message: cut(thrown.message),
      stack: cut(thrown.stack),
      app: thrown instanceof AppError ? describeApp(thrown) : null,
      cause:
        thrown.cause === undefined || depth >= deepestCause ? null : describeError(thrown.cause, depth + 1),
    };
  } catch {
    return plain('An error was thrown that cannot be read');
  }
}

const plain = (message: string): ErrorDescription => ({
  name: 'Error',
  message,
  stack: '',
  app: null,
  cause: null,
});

const wordThrown = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null ? 'an object' : cut(String(thrown));

const cut = (text: unknown): string => (typeof text === 'string' ? text.slice(0, longestText) : '');

function describeApp({ code, status, field, params }: AppError): ErrorDescription['app'] {
  const entries = Object.entries(params)
    .slice(0, mostParams)
    .map(([name, value]) => [name, typeof value === 'number' ? value : cut(String(value))] as const);
  return {
    code: cut(code),
    status: Number(status),
    ...(field !== undefined && { field: cut(field) }),
    params: Object.fromEntries(entries),
  };
}

/** The error that was described: an AppError with all that a person is told, or another with its own stack. */
export function rebuildError({ name, message, stack, app, cause }: ErrorDescription): Error {
  const given = cause ? { cause: rebuildError(cause) } : {};
  if (app) {
    const { code, ...said } = app;
    return withStack(new AppError(code, { ...said, ...given }), stack);
  }
  const error = new Error(message, given);
  error.name = name;
  return withStack(error, stack);
}

function withStack<E extends Error>(error: E, stack: string): E {
  if (stack) error.stack = stack;
  return error;
}
