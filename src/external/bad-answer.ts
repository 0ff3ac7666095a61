import { AppError } from '#sdk';
import type { ApiDefinition } from './api-definition.ts';

/** An answer that cannot be used (502); `why` is for the log, not for the person. */
export const badAnswer = (api: ApiDefinition, why: string, cause?: unknown): AppError =>
  new AppError('api_bad_answer', { status: 502, params: { api: api.name, why }, cause });
