import { AppError, type FilterContext, failureId, say } from '#sdk';
import type { TenantSnapshot } from '../../catalog/types.ts';
import type { Session } from '../../identity/session.ts';
import type { DrawnCard, PluginOutcome, TemplateTask } from '../../pipeline/plugins/types.ts';
import type { ApplyResult, Card, CardError } from '../../pipeline/types.ts';
import type { Services } from '../services.ts';
import type { Views } from './views.ts';

/** Card key → its HTML by its pack's own templates, or why there is none. */
export type DrawnCards = ReadonlyMap<string, DrawnCard | CardError>;

export type OwnDrawing = {
  readonly services: Pick<Services, 'drawModels' | 'words'> & {
    readonly views: Pick<Views, 'cardTemplates'>;
  };
  readonly session: Pick<Session, 'tenant' | 'user' | 'language' | 'numberLocale'>;
  readonly snapshot: Pick<TenantSnapshot, 'metadata'>;
  readonly now: number;
  readonly log: { error(data: object, message: string): void };
};

/** Draws the cards whose packs have templates of their own, where plugins run. One that fails costs its own card. */
export async function drawOwn({ cards }: ApplyResult, drawing: OwnDrawing): Promise<DrawnCards> {
  const context = contextOf(drawing);
  const tasks = cards.flatMap((card) => taskOf(card, context, drawing) ?? []);
  if (tasks.length === 0) return new Map();
  const outcomes = await drawing.services.drawModels(drawing.session.tenant, tasks);
  return new Map(
    tasks.map((task, index) => [task.use.key, drawnOrFailed(task, outcomes[index]!, drawing.log)]),
  );
}

function taskOf(card: Card, context: FilterContext, { services }: OwnDrawing): TemplateTask | null {
  const { key, className, pack, data, status } = card;
  if (!data || (status !== 'ok' && status !== 'stale')) return null;
  const templates = services.views.cardTemplates(data.kind, pack);
  if (!templates?.own) return null;
  const { body, head } = templates;
  const use = { className, key, settings: null };
  return { kind: 'template', use, context, templates: { body, head }, model: data };
}

const contextOf = ({ services, session, snapshot: { metadata }, now }: OwnDrawing): FilterContext => ({
  ...{ now, metadata, calendar: metadata.calendar, zone: metadata.calendar.zone },
  ...{ language: session.language, numberLocale: session.numberLocale, user: session.user },
  words: services.words[session.language],
});

function drawnOrFailed(
  { use, context }: TemplateTask,
  outcome: PluginOutcome<DrawnCard>,
  log: OwnDrawing['log'],
): DrawnCard | CardError {
  if ('value' in outcome) return outcome.value;
  const { error: err } = outcome;
  const id = failureId();
  log.error({ id, card: use.key, class: use.className, err }, 'A template failed');
  const { code, params } = err instanceof AppError ? err : { code: 'template_failed', params: {} };
  return { code, message: say(context.words, `errors.${code}`, { ...params, id }), id };
}
