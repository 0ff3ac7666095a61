import { type Command, Option } from 'commander';
import { type Language, languages, say } from '#sdk';
import { migrateControl } from '../tenancy/migrate.ts';
import { createTenant } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';
import { installPacks, packsNamed } from './install-packs.ts';
import { addPerson } from './user-create.ts';

type Options = {
  readonly name?: string;
  readonly zone: string;
  readonly language: Language;
  readonly locale?: string;
  readonly pack?: readonly string[];
  readonly databaseEnv?: string;
  readonly admin?: string;
};

const locales: Readonly<Record<Language, string>> = { es: 'es-ES', en: 'en-GB' };

/** `camet tenant create SLUG`: its database, with the packs asked for (all when none is named). */
export function tenantCreateCommand(tenant: Command, cli: Cli): void {
  const text = (key: string): string => say(cli.words, `cli.${key}`);
  tenant
    .command('create <slug>')
    .description(text('tenant_create'))
    .option('--name <name>', text('tenant_name'))
    .requiredOption('--zone <zone>', text('tenant_zone'))
    .addOption(new Option('--language <language>', text('tenant_language')).choices(languages).default('es'))
    .option('--locale <locale>', text('tenant_locale'))
    .option('--pack <names...>', text('tenant_pack'))
    .option('--database-env <variable>', text('tenant_database_env'))
    .option('--admin <email>', text('tenant_admin'))
    .action((slug: string, options: Options) => createWithPacks(cli, slug, options));
}

async function createWithPacks(cli: Cli, slug: string, options: Options): Promise<void> {
  const packs = options.pack ?? [...(await cli.registry()).packs.keys()];
  await packsNamed(cli, packs);
  await migrateControl(cli.tenancy());
  const created = await createTenant(cli.tenancy(), {
    slug,
    name: options.name ?? slug,
    language: options.language,
    numberLocale: options.locale ?? locales[options.language],
    zone: options.zone,
    databaseEnv: options.databaseEnv ?? null,
    now: cli.now(),
  });
  await installPacks(cli, created.id, packs);
  cli.tell('cli.tenant_created', { tenant: created.id, packs: packs.join(', ') || '—' });
  if (options.admin) await addPerson(cli, { tenant: created.id, email: options.admin, role: 'admin' });
}
