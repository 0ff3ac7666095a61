/** First match wins: browsers name the ones they descend from too. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const longest = 40;

/** A `User-Agent` as people call it: `Firefox, Windows`; a program's own name; null when it gave none. */
export function agentName(agent: string | null): string | null {
  if (!agent?.trim()) return null;
  const names = [nameIn(browsers, agent), nameIn(systems, agent)].filter((name) => name !== null);
  return names.length > 0 ? names.join(', ') : agent.split(' ')[0]!.slice(0, longest);
}

const nameIn = (names: readonly [RegExp, string][], agent: string): string | null =>
  names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
