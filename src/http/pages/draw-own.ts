import { type CardModel, failureId } from '#sdk';
import type { CardError } from '../../pipeline/types.ts';
import type { PageHelpers } from './page-helpers.ts';
import type { CardTemplates, Views } from './views.ts';

/** The HTML of a card that a pack's own template draws. */
export type DrawnCard = { readonly body: string; readonly head: string | null };

export type OwnDrawing = {
  readonly views: Pick<Views, 'render'>;
  readonly page: PageHelpers;
  readonly log: { error(data: object, message: string): void };
};

/**
 * Draws a card by its pack's own template, which is given the page's helpers and the model and nothing of the session.
 * One that throws costs its own card.
 */
export function drawOwn(
  card: { readonly key: string; readonly model: CardModel },
  { body, head }: CardTemplates,
  { views, page, log }: OwnDrawing,
): DrawnCard | CardError {
  const { t, number, signed, figure, time, list, share, json, spark } = page;
  const given = { t, number, signed, figure, time, list, share, json, spark, model: card.model };
  try {
    return { body: views.render(body, given), head: head && views.render(head, given) };
  } catch (err) {
    const id = failureId();
    log.error({ id, card: card.key, template: body, err }, 'A template failed');
    return { code: 'template_failed', message: t('errors.template_failed', { id }), id };
  }
}
