/** Numbers by which MySQL and MariaDB call their errors. */
export const errno = { databaseDenied: 1044, unknownDatabase: 1049 } as const;

/** Damaged tables: their files, indexes or descriptions. */
export const damaged: ReadonlySet<number> = new Set([1033, 1034, 1035, 1194, 1195, 1712, 1932]);

/** The server's number of an error, also when the AppError made of it is given; 0 when it has none. */
export const errnoOf = (error: unknown): number => {
  const { errno: number, cause } = Object(error) as { errno?: number; cause?: { errno?: number } };
  return number ?? cause?.errno ?? 0;
};
