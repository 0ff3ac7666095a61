const candidates = [',', ';', '\t'];

/** The delimiter that occurs most in the first line with text, quoted parts aside; a comma when none does. */
export function guessDelimiter(sample: string): string {
  const header =
    sample
      .replace(/"(?:[^"]|"")*"/g, '')
      .trimStart()
      .split(/\r?\n|\r/, 1)[0] ?? '';
  const counts = candidates.map((candidate) => header.split(candidate).length);
  return candidates[counts.indexOf(Math.max(...counts))]!;
}
