/** Numbers by which MySQL and MariaDB call their errors. */
export const errno = { databaseDenied: 1044, unknownDatabase: 1049 } as const;

/** The server's number of an error, also when the AppError made of it is given; 0 when it has none. */
export const errnoOf = (error: unknown): number => {
  const { errno: number, cause } = Object(error) as { errno?: number; cause?: { errno?: number } };
  return number ?? cause?.errno ?? 0;
};
