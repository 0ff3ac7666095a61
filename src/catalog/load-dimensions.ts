import { type Dimension, type DimensionDeclaration, isMissingTable, type Member } from '#sdk';
import { dimensionProblem } from './check-definition.ts';
import { parseJson, parseLabels } from './parse-json.ts';
import { compareText, type Reading } from './reading.ts';

/** The declared dimensions by key, with their members; one that cannot be read is reported and left out. */
export async function loadDimensions(reading: Reading): Promise<Map<string, Dimension>> {
  const dimensions = new Map<string, Dimension>();
  for (const declaration of await loadDeclarations(reading)) {
    const members = await loadMembers(reading, declaration);
    if (!members) continue;
    const byId = new Map(members.map((member) => [member.id, member]));
    dimensions.set(declaration.key, { ...declaration, members, byId });
  }
  return dimensions;
}

async function loadDeclarations({ knex, report }: Reading): Promise<DimensionDeclaration[]> {
  const rows: { key: string; definition: string }[] = await knex('dimensions').select('key', 'definition');
  return rows
    .sort((a, b) => compareText(a.key, b.key))
    .flatMap(({ key, definition }) => {
      const { value, problem } = parseJson(definition);
      const reason = problem ?? dimensionProblem(value);
      if (!reason) return [value as DimensionDeclaration];
      report({ table: 'dimensions', row: key, reason });
      return [];
    });
}

type MemberRow = {
  id: number;
  code: string;
  labels: string;
  parent_id: number | null;
  [attribute: string]: unknown;
};

async function loadMembers(reading: Reading, declaration: DimensionDeclaration): Promise<Member[] | null> {
  const { key, table, attributes } = declaration;
  const names = attributes.map(({ name }) => name);
  try {
    const rows: MemberRow[] = await reading
      .knex(table)
      .select('id', 'code', 'labels', 'parent_id', ...names)
      .orderBy('id');
    return rows.map((row) => toMember(reading, declaration, row));
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    reading.report({ table: 'dimensions', row: key, reason: (error as Error).message });
    return null;
  }
}

function toMember({ report }: Reading, { table, attributes }: DimensionDeclaration, row: MemberRow): Member {
  const labels = parseLabels(row.labels);
  if (!labels)
    report({ table, row: row.id, reason: 'labels cannot be read; the code stands in their place' });
  return {
    id: row.id,
    code: row.code,
    labels: labels ?? { es: row.code },
    parentId: row.parent_id,
    attributes: Object.fromEntries(attributes.map(({ name, type }) => [name, attributeOf(row[name], type)])),
  };
}

function attributeOf(value: unknown, type: 'number' | 'text'): number | string | null {
  if (value === null || value === undefined) return null;
  return type === 'number' ? Number(value) : String(value);
}
