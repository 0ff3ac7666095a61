import type { DemoProduct } from './plants.ts';

type Line = readonly [code: string, es: string, en: string, weightG: number, pace: number, lines: string];

const table: readonly Line[] = [
  ['ATA-80', 'Atún claro en aceite de oliva 80 g', 'Light tuna in olive oil 80 g', 80, 1.08, 'L1 L2'],
  ['ATA-120', 'Atún claro en aceite de oliva 120 g', 'Light tuna in olive oil 120 g', 120, 1, 'L1 L2'],
  ['ATA-900', 'Atún claro en aceite 900 g', 'Light tuna in oil 900 g', 900, 0.7, 'L2'],
  ['ATN-80', 'Atún claro al natural 80 g', 'Light tuna in water 80 g', 80, 1.08, 'L1'],
  ['ATN-120', 'Atún claro al natural 120 g', 'Light tuna in water 120 g', 120, 1, 'L1 L2'],
  ['ATE-120', 'Atún en escabeche 120 g', 'Pickled tuna 120 g', 120, 0.96, 'L1'],
  ['BON-120', 'Bonito del norte en aceite 120 g', 'White tuna in oil 120 g', 120, 0.94, 'L1'],
  ['BON-V220', 'Bonito del norte en vidrio 220 g', 'White tuna in glass 220 g', 220, 0.92, 'L3'],
  ['CAB-120', 'Caballa en aceite 120 g', 'Mackerel in oil 120 g', 120, 1, 'L2'],
  ['CAB-V200', 'Caballa en vidrio 200 g', 'Mackerel in glass 200 g', 200, 0.96, 'L3'],
  ['SAR-120', 'Sardina en aceite 120 g', 'Sardines in oil 120 g', 120, 1.04, 'L2'],
  ['SAR-T120', 'Sardina en tomate 120 g', 'Sardines in tomato 120 g', 120, 1, 'L2'],
  ['SAR-P90', 'Sardinilla picante 90 g', 'Spicy small sardines 90 g', 90, 1.05, 'L1 L2'],
  ['JUR-120', 'Jurel al natural 120 g', 'Horse mackerel in water 120 g', 120, 1, 'L2'],
  ['MEJ-110', 'Mejillón en escabeche 110 g', 'Pickled mussels 110 g', 110, 0.9, 'L1'],
  ['BER-110', 'Berberecho al natural 110 g', 'Cockles in water 110 g', 110, 0.88, 'L1'],
  ['CAL-110', 'Calamar en su tinta 110 g', 'Squid in its ink 110 g', 110, 0.92, 'L2'],
  ['PUL-110', 'Pulpo en aceite 110 g', 'Octopus in oil 110 g', 110, 0.86, 'L1'],
  ['ANC-V85', 'Anchoa en aceite, vidrio 85 g', 'Anchovies in oil, glass 85 g', 85, 1.06, 'L3'],
  ['ANC-V150', 'Anchoa en aceite, vidrio 150 g', 'Anchovies in oil, glass 150 g', 150, 1, 'L3'],
  ['PAT-V110', 'Paté de atún, vidrio 110 g', 'Tuna spread, glass 110 g', 110, 1.04, 'L3'],
  ['EMP-3X80', 'Paquete de 3 latas de 80 g', 'Pack of 3 tins of 80 g', 240, 1, 'L4'],
  ['EMP-6X80', 'Paquete de 6 latas de 80 g', 'Pack of 6 tins of 80 g', 480, 0.9, 'L4'],
  ['EMP-2X120', 'Paquete de 2 latas de 120 g', 'Pack of 2 tins of 120 g', 240, 1.1, 'L4'],
];

export const canneryProducts: readonly DemoProduct[] = table.map(([code, es, en, weightG, pace, lines]) => ({
  code,
  labels: { es, en },
  weightG,
  pace,
  lines: lines.split(' '),
}));
