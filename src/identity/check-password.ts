import { type AppError, refuse } from '#sdk';
import { commonPasswords } from './common-passwords.ts';
import { findWeakness } from './find-weakness.ts';

export type PasswordRule = {
  /** Whether the person signs in with a second factor too. Default false. */
  readonly hasSecondFactor?: boolean;
  /** What everybody knows about the person: e-mail, names of person and companies. */
  readonly context?: readonly string[];
};

/** Characters a password has at least: 15 alone, 8 beside a second factor (NIST SP 800-63B-4). */
export const leastPasswordLength = (hasSecondFactor: boolean): number => (hasSecondFactor ? 8 : 15);
const most = 128;

/**
 * Returns a new password as it is, or throws what is wrong with it (422, field `password`): `password_too_short`,
 * `password_too_long`, `password_common`, `password_pattern`, `password_known_word`. Any character counts as one, as
 * people see code points; there is no rule about which.
 */
export async function checkPassword(
  password: string,
  { hasSecondFactor = false, context = [] }: PasswordRule = {},
): Promise<string> {
  const least = leastPasswordLength(hasSecondFactor);
  checkLength(password, least);
  const weakness = findWeakness(password, { least, context, common: await commonPasswords() });
  if (weakness) throw refusalOf(weakness);
  return password;
}

/** The only rule for sample data, whose password whoever tries the product chooses. */
export function checkLength(password: string, least = 1): string {
  const length = [...password.normalize('NFC')].length;
  if (length < least) throw refuse('password_too_short', 'password', { least });
  if (length > most) throw refuse('password_too_long', 'password', { most });
  return password;
}

function refusalOf({ rule, word }: NonNullable<ReturnType<typeof findWeakness>>): AppError {
  if (rule === 'common') return refuse('password_common', 'password');
  if (rule === 'pattern') return refuse('password_pattern', 'password');
  return refuse('password_known_word', 'password', { word });
}
