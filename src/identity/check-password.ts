import { refuse } from '#sdk';

/** Characters a password has at least, where nothing else is said. */
const leastPasswordLength = 12;
const most = 128;

/** Refuses a new password that is too short or too long, counted in characters as people see code points. */
export function checkPassword(password: string, least = leastPasswordLength): string {
  const length = [...password].length;
  if (length < least) throw refuse('password_too_short', 'password', { least });
  if (length > most) throw refuse('password_too_long', 'password', { most });
  return password;
}
