import type { Break, CalendarException, Shift } from './calendar.ts';
import type { Dataset } from './dataset.ts';
import type { Json } from './json.ts';
import type { DimensionDeclaration } from './metadata.ts';
import type { Labels, Role } from './tenant.ts';

/** `pack.yml`, checked: what `camet pack install` writes into a tenant's catalogue. Keys are unique within the tenant. */
export type PackDefinition = {
  readonly name: string;
  readonly labels: Labels;
  readonly dimensions: readonly DimensionDeclaration[];
  readonly datasets: readonly Dataset[];
  /** Shifts and breaks of a plant that has none yet; ids are given on install, breaks name their shift by code. */
  readonly calendar?: {
    readonly shifts: readonly Omit<Shift, 'id'>[];
    readonly breaks: readonly (Omit<Break, 'shiftId'> & { readonly shift: string })[];
    readonly exceptions: readonly CalendarException[];
  };
  readonly filters: readonly CatalogEntry[];
  readonly widgets: readonly CatalogEntry[];
  readonly dashboards: readonly PackDashboard[];
  /** Module, relative to the pack, that seeds the demo tenants (`sdk/demo.ts`). */
  readonly demo?: string;
  /** Modules, relative to the pack, of stand-ins for outside servers, for the demo and tests only. */
  readonly standIns?: readonly { readonly name: string; readonly module: string; readonly port: number }[];
};

/** A row of `filters` or `widget_catalog`. */
export type CatalogEntry = {
  readonly key: string;
  /** The exported class's exact name. */
  readonly class: string;
  readonly title: Labels;
  readonly subtitle?: Labels;
  readonly settings: Json;
};

export type PackDashboard = {
  readonly slug: string;
  readonly title: Labels;
  /** Keys of catalogue filters, in order; each is also its field's name. */
  readonly filters: readonly string[];
  readonly cards: readonly {
    /** Key of a catalogue widget, and the card's name. */
    readonly widget: string;
    readonly w: number;
    readonly h: number;
    readonly region?: 'grid' | 'strip';
    readonly roles?: readonly Role[];
  }[];
};

/** A dimension member on its way in; labels default to the code. */
export type NewMember = {
  readonly code: string;
  readonly labels?: Labels;
  readonly parentId?: number | null;
  readonly attributes?: Readonly<Record<string, number | string | null>>;
};
