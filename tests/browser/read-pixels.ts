import type { BrowserContext } from 'playwright-core';

/** Pixels of a PNG whose hue is red, amber or green, as `count: first ones`; the product's greys and blues are not. */
export async function warmPixels(context: BrowserContext, png: Buffer): Promise<string> {
  const page = await context.newPage();
  const found = await page.evaluate(`(${scan})('data:image/png;base64,${png.toString('base64')}')`);
  await page.close();
  return String(found);
}

const scan = `async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const found = [];
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
    const spread = Math.max(r, g, b) - Math.min(r, g, b);
    if (spread > 40 && Math.max(r, g) > b + 20) found.push([(at / 4) % image.width, Math.floor(at / 4 / image.width)]);
  }
  return found.length + ': ' + found.slice(0, 3).join(' ');
}`;
