import { type Dataset, type InternalNeed, isAggregateNeed } from '#sdk';
import { datasetFields } from '../../frame/dataset-fields.ts';
import { byName, fieldOf } from '../../frame/frame-parts.ts';
import { checkGrouping } from '../../frame/group-all.ts';
import type { DataScope } from './types.ts';

/** Throws what is wrong with the columns a need names: `unknown_column`, `not_a_key`, `not_measurable`, `too_many_keys`. */
export function checkNeed(need: InternalNeed, dataset: Dataset, { metadata, language }: DataScope): void {
  const fields = byName(datasetFields(dataset, metadata, language));
  if (isAggregateNeed(need)) checkGrouping({ fields }, need.aggregate);
  else for (const name of need.columns) fieldOf({ fields }, name);
}
