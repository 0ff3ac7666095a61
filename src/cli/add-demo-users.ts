import { AppError, type DemoTenant, roles, say, type TenantId } from '#sdk';
import { createUser } from '../identity/create-user.ts';
import { setPassword } from '../identity/set-password.ts';
import type { Cli } from './cli.ts';

/** One user per role of a demo tenant with that password; null leaves everybody as they are. Returns their emails. */
export async function addDemoUsers(cli: Cli, tenant: DemoTenant, password: string | null): Promise<string[]> {
  if (password === null) return [];
  return Promise.all(
    roles.toReversed().map(async (role) => {
      const email = `${role}@${tenant.slug}.example`;
      const memberships = [{ tenant: tenant.slug as TenantId, role }];
      const isSample = true;
      const name = say(cli.words, `cli.demo_${role}`);
      try {
        await createUser(cli.tenancy(), { email, name, password, isSample, memberships, now: cli.now() });
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'email_taken')) throw error;
        await setPassword(cli.tenancy(), { email, password, isSample });
      }
      return email;
    }),
  );
}
