import {
  BaseWidget,
  type EmptyModel,
  type Need,
  type TableModel,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { name } from './setting-schemas.ts';
import { type GroupsSettings, groupNeed, groupsSchema, groupTable } from './tables/group-table.ts';
import { type RowsSettings, rowNeed, rowsProperties, rowTable } from './tables/row-table.ts';

type Settings = RowsSettings & {
  /** Groups instead of rows. */
  readonly aggregate?: GroupsSettings;
  /** Rows per page. Default 12. */
  readonly pageSize?: number;
};

const defaultPageSize = 12;

/** A page of the newest rows, or of groups. */
export class TableWidget extends BaseWidget<Settings, TableModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      dataset: name,
      ...rowsProperties,
      aggregate: groupsSchema,
      pageSize: { type: 'integer', minimum: 1, maximum: 200 },
    },
    required: ['dataset'],
    oneOf: [{ required: ['columns'] }, { required: ['aggregate'] }],
    additionalProperties: false,
  };

  needs(context: WidgetContext): Record<string, Need> {
    const { dataset, aggregate } = this.settings;
    if (aggregate) return { groups: groupNeed(dataset, aggregate, context) };
    return { rows: rowNeed(this.settings, { number: context.page, size: this.#pageSize }) };
  }

  processData(data: WidgetData, context: WidgetContext): TableModel | EmptyModel {
    const { dataset, aggregate } = this.settings;
    const page = { page: context.page, pageSize: this.#pageSize };
    if (aggregate) {
      const groups = data.frame('groups');
      return groups.length === 0
        ? { kind: 'empty' }
        : groupTable(groups, { ...aggregate, dataset, ...page }, context);
    }
    const totalRows = data.totalRows('rows');
    if (totalRows === 0) return { kind: 'empty' };
    return { ...rowTable(data.frame('rows'), this.settings, context), ...page, totalRows };
  }

  get #pageSize(): number {
    return this.settings.pageSize ?? defaultPageSize;
  }
}
