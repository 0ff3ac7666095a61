import type { DemoProduct } from './plants.ts';

type Line = readonly [code: string, es: string, en: string, weightG: number, pace: number, lines: string];

const table: readonly Line[] = [
  ['LEC-1L', 'Leche entera 1 L', 'Whole milk 1 L', 1030, 1.05, 'N1'],
  ['LED-1L', 'Leche descremada 1 L', 'Skimmed milk 1 L', 1034, 1.05, 'N1'],
  ['YOG-125', 'Yogur natural 125 g', 'Plain yogurt 125 g', 125, 1.1, 'N1'],
  ['YOF-125', 'Yogur de fresa 125 g', 'Strawberry yogurt 125 g', 125, 1.08, 'N1'],
  ['CRE-450', 'Crema 450 g', 'Cream 450 g', 450, 0.95, 'N1'],
  ['QSO-400', 'Queso fresco 400 g', 'Fresh cheese 400 g', 400, 1, 'N2'],
  ['QOA-400', 'Queso Oaxaca 400 g', 'Oaxaca cheese 400 g', 400, 0.95, 'N2'],
  ['REQ-250', 'Requesón 250 g', 'Ricotta 250 g', 250, 1.06, 'N2'],
];

export const dairyProducts: readonly DemoProduct[] = table.map(([code, es, en, weightG, pace, lines]) => ({
  code,
  labels: { es, en },
  weightG,
  pace,
  lines: lines.split(' '),
}));
