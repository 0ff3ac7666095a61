import { dateLocaleOf, pageHelpers } from '#sdk';
import type { DrawnCard, TemplateTask } from './types.ts';

/** Templates by name, ready to be rendered. */
export type Templates = { render(name: string, data: object): string };

/** The engine is loaded by whoever draws first: few packs have templates of their own. */
export async function openTemplates(texts: ReadonlyMap<string, string>): Promise<Templates> {
  const { Eta } = await import('eta');
  const eta = new Eta({ autoTrim: false });
  for (const [name, text] of texts) eta.loadTemplate(name, text);
  return eta;
}

export function drawModel(engine: Templates, { templates, context, model }: TemplateTask): DrawnCard {
  const { words, numberLocale, language, zone } = context;
  const writing = { words, numberLocale, dateLocale: dateLocaleOf(language, numberLocale), zone };
  const given = { ...pageHelpers(writing), model };
  const { body, head } = templates;
  return { body: engine.render(body, given), head: head && engine.render(head, given) };
}
