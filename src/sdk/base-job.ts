import type { JsonSchema } from './json.ts';
import type { Databases } from './ports.ts';
import type { TenantId } from './tenant.ts';

export type JobReport = { readonly read: number; readonly written: number; readonly note?: string };
export type JobContext = {
  readonly tenant: TenantId;
  readonly now: number;
  readonly databases: Databases;
  readonly signal: AbortSignal;
};

/** Work done on a schedule. Safe to run twice: a run after a kill completes what the killed one began. */
export abstract class BaseJob<Settings = unknown> {
  static readonly settingsSchema: JsonSchema;
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  abstract run(context: JobContext): Promise<JobReport>;
}
