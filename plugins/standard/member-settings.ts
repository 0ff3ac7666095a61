import type { OptionCounts } from '#sdk';
import { name } from './setting-schemas.ts';

/** Settings of a filter over the members of one column. */
export type MemberSettings = {
  readonly dataset: string;
  readonly column: string;
  /** Options count this measure instead of rows. */
  readonly measure?: string;
};

export const memberProperties = { dataset: name, column: name, measure: name } as const;

export const optionCounts = ({ dataset, column, measure }: MemberSettings): OptionCounts =>
  measure === undefined ? { dataset, column } : { dataset, column, measure };
