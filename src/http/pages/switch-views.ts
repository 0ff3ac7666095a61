import type { PageHelpers } from '#sdk';
import type { TenantSnapshot } from '../../catalog/types.ts';

/** A class that is switched off, as the notice for admins draws it. */
export type SwitchView = {
  readonly className: string;
  /** Since when. */
  readonly since: string;
  readonly reason: string;
  /** Where it is switched on again. */
  readonly address: string;
};

/** The classes switched off for a tenant, the latest first. */
export const switchViews = (
  { switchedOff }: Pick<TenantSnapshot, 'switchedOff'>,
  page: PageHelpers,
): SwitchView[] =>
  [...switchedOff.values()]
    .sort((a, b) => b.since - a.since)
    .map(({ className, since, reason }) => ({
      className,
      since: page.time(since, 'dateTime'),
      reason: reasonText(reason, page),
      address: `/plugins/${encodeURIComponent(className)}/enable`,
    }));

function reasonText(code: string, page: PageHelpers): string {
  const key = `switched.reason.${code}`;
  const text = page.t(key);
  return text === key ? page.t('switched.otherReason', { code }) : text;
}
