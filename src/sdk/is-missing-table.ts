const unknownTable = 1146;
const unknownColumn = 1054;

/** Whether a statement failed because a table or column that it names is not there. */
export function isMissingTable(error: unknown): boolean {
  const { errno, message } = Object(error) as { errno?: number; message?: string };
  return errno === unknownTable || errno === unknownColumn || /no such (table|column)/.test(message ?? '');
}
