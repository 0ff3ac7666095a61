import { randomBytes } from 'node:crypto';
import type { TenantId } from '#sdk';
import type { PendingCard } from '../../pipeline/types.ts';

/** Whose card is held; nobody else is given it. */
export type Holder = { readonly tenant: TenantId; readonly user: string; readonly dashboard: string };

export type HeldCard<Page> = PendingCard & {
  readonly holder: Holder;
  /** What its page was drawn with. */
  readonly page: Page;
};

export type HeldCards<Page> = {
  /** Keeps a card until it is taken; returns the id to take it by, which nobody can guess. */
  hold(card: HeldCard<Page>): string;
  /** Gives a card out, once; null when it is not here (any more) or somebody else's. */
  take(id: string, wanted: Holder & { readonly key: string }): HeldCard<Page> | null;
  /** Leaves every card that nobody has taken. */
  leaveAll(): void;
};

/**
 * Cards that were not ready for their page, in this process's memory until the page asks for them. One that nobody
 * takes within `holdMs` is left, and so is the oldest when there are more than `maxHeld`.
 */
export function holdCards<Page>(limits: {
  readonly holdMs: number;
  readonly maxHeld: number;
}): HeldCards<Page> {
  const held = new Map<string, { readonly card: HeldCard<Page>; readonly timer: NodeJS.Timeout }>();

  const remove = (id: string): HeldCard<Page> | undefined => {
    const found = held.get(id);
    if (!found) return undefined;
    clearTimeout(found.timer);
    held.delete(id);
    return found.card;
  };
  const leave = (id: string): void => remove(id)?.leave();

  return {
    hold: (card) => {
      const [oldest] = held.keys();
      if (oldest !== undefined && held.size >= limits.maxHeld) leave(oldest);
      const id = randomBytes(16).toString('base64url');
      held.set(id, { card, timer: setTimeout(leave, limits.holdMs, id).unref() });
      card.card.catch(() => {});
      return id;
    },
    take: (id, wanted) => {
      const found = held.get(id)?.card;
      return found && isFor(found, wanted) ? (remove(id) ?? null) : null;
    },
    leaveAll: () => {
      for (const id of [...held.keys()]) leave(id);
    },
  };
}

const isFor = <Page>({ holder, key }: HeldCard<Page>, wanted: Holder & { readonly key: string }): boolean =>
  holder.tenant === wanted.tenant &&
  holder.user === wanted.user &&
  holder.dashboard === wanted.dashboard &&
  key === wanted.key;
