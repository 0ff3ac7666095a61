const names = [
  ...[
    'data',
    'data-fill',
    'data-soft',
    'grid',
    'axis',
    'line',
    'surface',
    'ink',
    'ink-2',
    'ink-3',
    'alarm',
    'alarm-ink',
  ],
  ...['c1', 'c2', 'c3', 'c4', 'c5', 'c-other'],
];

/** The style sheet's colours of the theme in force, the page's number format, and whether the screen is narrow. */
export function readTokens(root) {
  const style = getComputedStyle(root);
  const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return { ...colours, locale: root.dataset.locale, narrow: innerWidth < 600 };
}

export const font = (weight, size) => `${weight} ${size}px Plex, "IBM Plex Sans", sans-serif`;

/** Diagonal lines for a bucket that is not over. */
export function hatch(colour, ground) {
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext('2d');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 6, 6);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const [x, y] of [
    [-1, 7],
    [-1, 1],
    [5, 7],
  ]) {
    const length = x === -1 && y === 7 ? 8 : 2;
    pen.moveTo(x, y);
    pen.lineTo(x + length, y - length);
  }
  pen.stroke();
  return pen.createPattern(tile, 'repeat');
}
