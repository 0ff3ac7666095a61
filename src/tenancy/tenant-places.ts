import { isMissingTable, type TenantId } from '#sdk';
import type { Engine, UseConnection } from './engine.ts';

/** Where each tenant's database is, asked of the directory once per process; embedded ones need no asking. */
export class TenantPlaces {
  readonly #engine: Engine;
  readonly #use: UseConnection;
  readonly #known = new Map<TenantId, string>();

  constructor(engine: Engine, use: UseConnection) {
    this.#engine = engine;
    this.#use = use;
  }

  /** Without asking anybody, so that whoever comes first gets the connection first. */
  known(tenant: TenantId): string | undefined {
    return this.#engine.name === 'sqlite' ? this.#engine.locate(tenant, null) : this.#known.get(tenant);
  }

  /** A tenant that is not listed is expected where it would be made. */
  async locate(tenant: TenantId): Promise<string> {
    const known = this.known(tenant);
    if (known !== undefined) return known;
    const row = await this.#row(tenant);
    const location = this.#engine.locate(tenant, row?.database_env ?? null);
    if (row) this.#known.set(tenant, location);
    return location;
  }

  put(tenant: TenantId, location: string): void {
    this.#known.set(tenant, location);
  }

  forget(tenant: TenantId): void {
    this.#known.delete(tenant);
  }

  /** Asked of the directory each time. */
  async isListed(tenant: TenantId): Promise<boolean> {
    return (await this.#row(tenant)) !== undefined;
  }

  /** Where the other tenants' databases are. */
  async others(tenant: TenantId): Promise<string[]> {
    const rows: Row[] = await this.#use(this.#engine.control, (knex) =>
      knex('tenants').whereNot({ id: tenant }),
    );
    return rows.map(({ id, database_env }) => this.#engine.locate(id, database_env));
  }

  /** A control database without its tables lists nobody. */
  async #row(tenant: TenantId): Promise<Row | undefined> {
    try {
      return await this.#use(this.#engine.control, (knex) => knex('tenants').where({ id: tenant }).first());
    } catch (error) {
      if (isMissingTable(error)) return undefined;
      throw error;
    }
  }
}

type Row = { readonly id: TenantId; readonly database_env: string | null };
