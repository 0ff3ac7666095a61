/** Why a row does not enter. `reason` is a message code (`errors.<reason>`); `value` is what stood there, shortened. */
export type Refusal = { readonly reason: string; readonly column: string; readonly value: string };

const maxShown = 80;

export function refusal(reason: string, column: string, value: unknown): Refusal {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return { reason, column, value: text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text };
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'reason' in value;
