import { AppError, type Databases, isMissingTable, type TenantId } from '#sdk';

const unusable = new Set([
  'database_unreachable',
  'database_denied',
  'database_missing',
  'database_unreadable',
  'tenant_database_missing',
  'tenant_database_env',
]);

const retryAfterSeconds = 60;

/** A server that did not answer is asked again after this long, by one of those who wait. */
const restMs = 5000;

/**
 * What people are told when a database is down, missing, damaged or older than the program: that it is being
 * maintained (503), and nothing of where it is; the cause is kept for the log. A tenant's server that does not answer
 * is left alone for five seconds, so that waiting for it takes no connection from the others.
 */
export function guardDatabases(
  databases: Databases,
  clock: () => number = () => performance.now(),
): Databases {
  const resting = new Map<TenantId, number>();
  return {
    useControl: (work, trace) =>
      databases.useControl(work, trace).catch((error) => {
        throw wordFor('site_maintained', error);
      }),
    useTenant: async (tenant, work, trace) => {
      const until = resting.get(tenant);
      if (until !== undefined && clock() < until) throw maintained('tenant_maintained');
      if (until !== undefined) resting.set(tenant, clock() + restMs);
      try {
        const done = await databases.useTenant(tenant, work, trace);
        resting.delete(tenant);
        return done;
      } catch (error) {
        if (isCode(error, 'database_unreachable')) resting.set(tenant, clock() + restMs);
        else resting.delete(tenant);
        throw wordFor('tenant_maintained', error);
      }
    },
  };
}

type Maintained = 'tenant_maintained' | 'site_maintained';

const wordFor = (code: Maintained, error: unknown): unknown =>
  isUnusable(error) || isMissingTable(error) ? maintained(code, error) : error;

const isUnusable = (error: unknown): boolean => error instanceof AppError && unusable.has(error.code);

const isCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code;

const maintained = (code: Maintained, cause?: unknown): AppError =>
  code === 'tenant_maintained'
    ? new AppError('tenant_maintained', { status: 503, retryAfterSeconds, cause })
    : new AppError('site_maintained', { status: 503, retryAfterSeconds, cause });
