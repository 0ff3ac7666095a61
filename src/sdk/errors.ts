export type ErrorParams = Readonly<Record<string, string | number>>;

export type AppErrorOptions = {
  /** Default 500. */
  readonly status?: number;
  readonly field?: string;
  readonly params?: ErrorParams;
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
};

/**
 * The only error whose text reaches a person. `code` is its key in the message catalogue (`errors.<code>`); `field`
 * names the refused input; `params` fill the message's places.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly params: ErrorParams;
  /** When asking again may help; the answer says so in `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, options: AppErrorOptions = {}) {
    super(`${code}${options.field ? ` (${options.field})` : ''} ${JSON.stringify(options.params ?? {})}`, {
      cause: options.cause,
    });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? 500;
    this.field = options.field;
    this.params = options.params ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Input a person can correct: answered 422, the field named. */
export const refuse = (code: string, field: string, params: ErrorParams = {}): AppError =>
  new AppError(code, { status: 422, field, params });

/** A short random name for one failure (`7F3A-21`), shown to the person and written in the log beside the cause. */
export function failureId(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(3))].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `${hex[0]}${hex[1]}-${hex[2]}`.toUpperCase();
}
