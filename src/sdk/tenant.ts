declare const tenantBrand: unique symbol;

/** A tenant's identity: its slug. A distinct type, so a query or cache key without a tenant does not compile. */
export type TenantId = string & { readonly [tenantBrand]: true };

/** A tenant as a person, a request or a file names it: text that opens nothing until the directory was asked. */
export type TenantSlug = string;

/** Lower-case letters, digits and inner hyphens, 2 to 32 characters. */
export const tenantSlugPattern = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

export const roles = ['viewer', 'manager', 'admin'] as const;

/** viewer reads, manager also steers, admin also lays out and administers. Each includes the ones before it. */
export type Role = (typeof roles)[number];

/** Whether a role includes one of those wanted; wanting none means everyone. */
export const hasRole = (role: Role, wanted: readonly Role[]): boolean =>
  wanted.length === 0 || wanted.some((one) => roles.indexOf(role) >= roles.indexOf(one));

export type User = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
};

/** What a tenant is called and how its numbers and times are written. */
export type Tenant = {
  readonly id: TenantId;
  readonly name: string;
  /** BCP 47 tag for numbers and dates, such as `es-ES` or `es-MX`. */
  readonly numberLocale: string;
  readonly language: Language;
};

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in each language; an absent one falls back to Spanish. */
export type Labels = { readonly es: string; readonly en?: string };

export const labelIn = (labels: Labels, language: Language): string => labels[language] ?? labels.es;
