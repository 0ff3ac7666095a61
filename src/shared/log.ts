/** What the parts of the program may write to the log: data first, then one plain sentence. Fastify's logger is one. */
export type Log = {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};
