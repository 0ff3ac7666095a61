import type { Member } from '../identity/member.ts';

/** Under which a person's requests are counted: the same for pages and API, another in each tenant. */
export const requester = ({ tenant, user }: Pick<Member, 'tenant' | 'user'>): string =>
  `${tenant} ${user.id}`;
