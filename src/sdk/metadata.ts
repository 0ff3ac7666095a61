import type { Calendar } from './calendar.ts';
import type { Dataset } from './dataset.ts';
import type { Labels } from './tenant.ts';

/** One row of a dimension's lookup table. */
export type Member = {
  readonly id: number;
  readonly code: string;
  readonly labels: Labels;
  readonly parentId: number | null;
  readonly attributes: Readonly<Record<string, number | string | null>>;
};

/** A dimension as declared (a row of `dimensions`). */
export type DimensionDeclaration = {
  readonly key: string;
  readonly labels: Labels;
  /** The lookup table, with columns `id`, `code`, `labels` (JSON), `parent_id` and one per attribute. */
  readonly table: string;
  /** Key of the dimension that `parent_id` points into. */
  readonly parent?: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly type: 'number' | 'text';
    readonly unit?: string;
  }[];
};

/** A dimension with its members in memory, ordered by id. */
export type Dimension = DimensionDeclaration & {
  readonly members: readonly Member[];
  readonly byId: ReadonlyMap<number, Member>;
};

/** Everything a tenant's filters and widgets may know about their data, in memory. */
export type Metadata = {
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly calendar: Calendar;
};
