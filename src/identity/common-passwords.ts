let list: Promise<ReadonlySet<string>> | undefined;

/** The 49,000 passwords most often found in breaches, in lower case. Read once, and only where a password is chosen. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  );
  return list;
}
