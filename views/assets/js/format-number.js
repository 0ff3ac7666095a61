const formatters = new Map();

const formatter = (locale, decimals, signed) => {
  const key = `${locale}|${decimals}|${signed}`;
  if (!formatters.has(key)) {
    formatters.set(
      key,
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: 'always',
        signDisplay: signed ? 'exceptZero' : 'negative',
      }),
    );
  }
  return formatters.get(key);
};

/** As the server writes numbers (`formatNumber` in the sdk), for axes and tooltips. */
export function formatNumber(value, locale, format = {}) {
  if (value === null || Number.isNaN(value)) return '—';
  const decimals = format.decimals ?? (format.percent ? 1 : 0);
  const digits = formatter(locale, decimals, format.signed ?? false).format(
    format.percent ? value * 100 : value,
  );
  return digits.replace('-', '\u2212') + suffix(locale, format);
}

function suffix(locale, format) {
  if (format.percent) return locale.startsWith('en') || locale === 'es-MX' ? '%' : '\u00a0%';
  return format.unit ? `\u00a0${format.unit}` : '';
}
