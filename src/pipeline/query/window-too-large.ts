import { AppError } from '#sdk';

/** More rows than one Apply may read, and no way to answer without reading them. */
export const windowTooLarge = (rows: number, limit: number): AppError =>
  new AppError('window_too_large', { status: 422, params: { rows, limit } });
