import type { DemoMember, DemoTenant, Labels } from '#sdk';
import { canneryProducts } from './cannery-products.ts';
import { dairyProducts } from './dairy-products.ts';

export type DemoProduct = {
  readonly code: string;
  readonly labels: Labels;
  readonly weightG: number;
  /** Speed against its line's own, 1 being as fast. */
  readonly pace: number;
  /** Lines that can make it. */
  readonly lines: readonly string[];
};

export type DemoLine = {
  readonly code: string;
  readonly labels: Labels;
  readonly area: string;
  /** At full speed, for a demo of its default size. */
  readonly piecesPerHour: number;
  /** Share rejected on a good day. */
  readonly rejects: number;
};

export type DemoPlant = {
  readonly tenant: DemoTenant;
  readonly areas: readonly DemoMember[];
  readonly lines: readonly DemoLine[];
  readonly products: readonly DemoProduct[];
  /** The line that has the bad afternoon. */
  readonly troubled: string;
};

const cannery: DemoPlant = {
  tenant: {
    slug: 'demo',
    name: 'Conservas Ría Clara',
    language: 'es',
    numberLocale: 'es-ES',
    zone: 'America/Argentina/Buenos_Aires',
    rows: 400_000,
  },
  areas: [
    { code: 'LATA', labels: { es: 'Envasado en lata', en: 'Canning' } },
    { code: 'VIDRIO', labels: { es: 'Envasado en vidrio', en: 'Glass packing' } },
    { code: 'EMPAQUE', labels: { es: 'Empaque', en: 'Case packing' } },
  ],
  lines: [
    { code: 'L1', labels: { es: 'Línea 1', en: 'Line 1' }, area: 'LATA', piecesPerHour: 32, rejects: 0.0135 },
    { code: 'L2', labels: { es: 'Línea 2', en: 'Line 2' }, area: 'LATA', piecesPerHour: 29, rejects: 0.014 },
    {
      code: 'L3',
      labels: { es: 'Línea 3', en: 'Line 3' },
      area: 'VIDRIO',
      piecesPerHour: 25,
      rejects: 0.015,
    },
    {
      code: 'L4',
      labels: { es: 'Línea 4', en: 'Line 4' },
      area: 'EMPAQUE',
      piecesPerHour: 36.5,
      rejects: 0.013,
    },
  ],
  products: canneryProducts,
  troubled: 'L3',
};

const dairy: DemoPlant = {
  tenant: {
    slug: 'norte',
    name: 'Lácteos Sierra Norte',
    language: 'es',
    numberLocale: 'es-MX',
    zone: 'America/Mexico_City',
    rows: 60_000,
  },
  areas: [
    { code: 'LLENADO', labels: { es: 'Llenado', en: 'Filling' } },
    { code: 'QUESERIA', labels: { es: 'Quesería', en: 'Cheese' } },
  ],
  lines: [
    {
      code: 'N1',
      labels: { es: 'Línea N1', en: 'Line N1' },
      area: 'LLENADO',
      piecesPerHour: 10.5,
      rejects: 0.012,
    },
    {
      code: 'N2',
      labels: { es: 'Línea N2', en: 'Line N2' },
      area: 'QUESERIA',
      piecesPerHour: 7.3,
      rejects: 0.014,
    },
  ],
  products: dairyProducts,
  troubled: 'N2',
};

export const plants: readonly DemoPlant[] = [cannery, dairy];
