import { refuse } from '#sdk';

/** The address as it is stored: trimmed, lower-case. Throws `email_invalid` (422). */
export function checkEmail(email: string): string {
  const tidy = tidyEmail(email);
  if (tidy.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(tidy)) throw refuse('email_invalid', 'email');
  return tidy;
}

export const tidyEmail = (email: string): string => email.trim().toLowerCase();
