import { font } from './chart-tokens.js';

/** Text with a halo of the card's colour, readable over lines. */
export function write(ctx, text, { x, y, align, base = 'middle', weight = 500, size = 12, colour, look }) {
  Object.assign(ctx, { font: font(weight, size), textAlign: align, textBaseline: base, lineJoin: 'round' });
  Object.assign(ctx, { lineWidth: 4, strokeStyle: look.surface, fillStyle: colour });
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}
