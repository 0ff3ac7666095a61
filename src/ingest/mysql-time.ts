/** A moment as a DATETIME(3) literal in UTC. */
export const mysqlTime = (time: number): string =>
  new Date(time).toISOString().slice(0, 23).replace('T', ' ');
