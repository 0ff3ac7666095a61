type Headers = Readonly<Record<string, unknown>>;

/**
 * The score of MDN Observatory's table for what this product can send: 100, minus what is missing, plus what is more
 * than asked. 100 is already A+.
 */
export function gradeHeaders(headers: Headers, cookie: string): number {
  const text = (name: string): string => String(headers[name] ?? '');
  const policy = text('content-security-policy');
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "'unsafe-inline'";
  const deductions = [
    [scripts.includes("'unsafe-inline'"), 20],
    [policy.includes("'unsafe-eval'"), 10],
    [!/max-age=(1[6-9]|[2-9]\d)\d{6,}/.test(text('strict-transport-security')), 20],
    [text('x-content-type-options') !== 'nosniff', 5],
    [!/Secure/.test(cookie) || !/HttpOnly/.test(cookie), 40],
    [text('access-control-allow-origin') === '*', 50],
  ] as const;
  const bonuses = [
    [policy.startsWith("default-src 'none'") && !policy.includes('unsafe'), 10],
    [/Secure/.test(cookie) && /SameSite=(Lax|Strict)/.test(cookie), 5],
    [policy.includes("frame-ancestors 'none'"), 5],
    [/^(same-origin|strict-origin|no-referrer)/.test(text('referrer-policy')), 5],
    [text('cross-origin-resource-policy') === 'same-origin', 10],
    [text('cross-origin-opener-policy') === 'same-origin', 10],
    [text('cross-origin-embedder-policy') === 'require-corp', 10],
  ] as const;
  const sum = (rows: readonly (readonly [boolean, number])[]): number =>
    rows.reduce((total, [applies, points]) => total + (applies ? points : 0), 0);
  const score = 100 - sum(deductions);
  return score >= 90 ? score + sum(bonuses) : score;
}
