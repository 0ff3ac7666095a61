import type { WordedFailure } from '../error-handler.ts';
import { type PageRequest, type PageServices, pageData } from './page-data.ts';

/** The page of a failure: what happened, what to do, and the code that the log carries too. */
export function errorPage(
  services: Pick<PageServices, 'config' | 'words' | 'assets' | 'views'>,
  failure: WordedFailure,
  page: PageRequest,
): string {
  return services.views.render('error', { ...pageData(services, page), failure });
}
