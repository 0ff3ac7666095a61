import type { DemoMember, PackDemo, TenantId } from '#sdk';
import { addMembers } from '../catalog/add-members.ts';
import type { Cli } from './cli.ts';
import { loadMetadata } from './load-metadata.ts';

/** Adds a demo's members, each with its parent's id; those that stand already are left as they are. */
export async function addDemoMembers(
  cli: Cli,
  tenant: TenantId,
  groups: ReturnType<PackDemo['members']>,
): Promise<void> {
  const { dimensions } = await loadMetadata(cli, tenant);
  const ids = new Map<string, ReadonlyMap<string, number>>();
  for (const { dimension, members } of groups) {
    const declared = dimensions.get(dimension)!;
    const parents = declared.parent ? ids.get(declared.parent) : undefined;
    const rows = members.map(({ parent, ...member }: DemoMember) => ({
      ...member,
      parentId: parent === undefined ? null : (parents?.get(parent) ?? null),
    }));
    ids.set(
      dimension,
      await cli.tenancy().useTenant(tenant, (database) => addMembers(database, declared, rows)),
    );
  }
}
