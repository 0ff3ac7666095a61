/** One choice of a filter. `value` is what a form or the API sends back. */
export type Option = {
  readonly value: string | number;
  readonly label: string;
  /** Rows it stands for given the other applied filters; filled by the pipeline when the filter says where to count. */
  readonly count?: number;
};

/** What the template draws for a filter: each kind has a partial in `views/partials/controls/`. */
export type FilterControl =
  | {
      readonly kind: 'period';
      readonly options: readonly Option[];
      /** Values of the options also offered beside the dashboard's title; absent means the first four. */
      readonly featured?: readonly string[];
      /** A preset, or `custom` with both moments in plant time, `YYYY-MM-DDTHH:mm`. */
      readonly selected: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: 'select';
      /** What choosing none is called ("All"); it is sent as an empty value and `selected` is null. */
      readonly all: string;
      /** Rows without this filter, filled like an option's count. */
      readonly allCount?: number;
      readonly options: readonly Option[];
      readonly selected: string | number | null;
    }
  | {
      readonly kind: 'multi-select';
      readonly options: readonly Option[];
      readonly selected: readonly (string | number)[];
    }
  | { readonly kind: 'toggle'; readonly options: readonly Option[]; readonly selected: boolean };
