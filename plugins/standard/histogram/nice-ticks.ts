import { formatNumber, type HistogramModel, type NumberFormat } from '#sdk';

const mostTicks = 10;
const steps = [1, 2, 5, 10];

/** Round numbers along the axis, written without their unit. */
export function niceTicks(
  { from, to }: HistogramModel['scale'],
  { percent, signed }: NumberFormat,
  locale: string,
): HistogramModel['ticks'] {
  const factor = percent ? 100 : 1;
  const step = niceStep(((to - from) * factor) / mostTicks);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil((from * factor) / step - 1e-9);
  const last = Math.floor((to * factor) / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step || 0;
    return {
      value: value / factor,
      text: formatNumber(value, locale, { decimals, ...(signed && { signed }) }),
    };
  });
}

/** 1, 2 or 5 times a power of ten, the smallest that is at least this. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * steps.find((step) => step * power >= least * (1 - 1e-9))!;
}
