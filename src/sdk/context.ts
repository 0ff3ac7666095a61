import type { Calendar } from './calendar.ts';
import type { Metadata } from './metadata.ts';
import type { Range } from './range.ts';
import type { Language, User } from './tenant.ts';
import type { Words } from './words.ts';

/** What every filter and widget is told: plain data, passed, never ambient. */
export type FilterContext = {
  /** The moment of this Apply, epoch milliseconds. The only clock a plugin has. */
  readonly now: number;
  readonly zone: string;
  readonly language: Language;
  /** BCP 47 tag for numbers and dates. */
  readonly numberLocale: string;
  readonly words: Words;
  readonly user: User;
  readonly calendar: Calendar;
  readonly metadata: Metadata;
};

/** A widget also knows the period that the filters chose, and which page of its rows is asked for (1-based). */
export type WidgetContext = FilterContext & { readonly range: Range; readonly page: number };
