import type { FastifyError } from 'fastify';
import { AppError } from '#sdk';

/** What went wrong, ready to be worded: `code` is the message `errors.<code>`. */
export type Failure = {
  readonly status: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The refused input, such as `filters.period`. */
  readonly field: string | null;
  /** The rule it broke, such as `required` or `unknown_member`. */
  readonly rule: string | null;
  /** When asking again may help. */
  readonly retryAfterSeconds: number | null;
};

type Answer = { readonly status: number; readonly code: string; readonly rule?: string };

const byFastifyCode: Readonly<Record<string, Answer>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 422, code: 'bad_json', rule: 'json' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 422, code: 'bad_json', rule: 'json' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: 'bad_media_type' },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'too_large' },
  FST_ERR_HANDLER_TIMEOUT: { status: 503, code: 'timeout' },
};

/** Any error as a failure. What nobody foresaw becomes `unexpected` (500) and gives nothing away. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof AppError) return describeAppError(error);
  const { validation, validationContext, code, statusCode } = error as FastifyError;
  if (validation?.[0]) return describeValidation(validation[0], validationContext ?? 'body');
  const known = byFastifyCode[code];
  if (known) return failure(known, known.rule ? { field: 'body', rule: known.rule } : {});
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return failure({ status: statusCode, code: 'bad_request' });
  }
  return failure({ status: 500, code: 'unexpected' });
}

const describeAppError = ({ status, code, params, field, retryAfterSeconds }: AppError): Failure => ({
  status,
  code,
  params,
  field: field ?? null,
  rule: field ? code : null,
  retryAfterSeconds: retryAfterSeconds ?? pauseAfter(status),
});

const codeOfRule: Readonly<Record<string, string>> = {
  additionalProperties: 'unknown_field',
  required: 'missing_field',
};

type Violation = NonNullable<FastifyError['validation']>[number];

function describeValidation({ instancePath, keyword, params }: Violation, context: string): Failure {
  const extra = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  const path = [...instancePath.split('/').slice(1), ...(typeof extra === 'string' ? [extra] : [])];
  const code = codeOfRule[keyword] ?? 'bad_input';
  return failure({ status: 422, code }, { field: path.join('.') || context, rule: keyword });
}

const failure = ({ status, code }: Answer, input: { field?: string; rule?: string } = {}): Failure => ({
  status,
  code,
  params: input,
  field: input.field ?? null,
  rule: input.rule ?? null,
  retryAfterSeconds: pauseAfter(status),
});

const pauseSeconds = 5;

/** A server that cannot answer now may in a moment. */
const pauseAfter = (status: number): number | null => (status === 503 ? pauseSeconds : null);
