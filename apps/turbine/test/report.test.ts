import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from './support/chromium';
import { sampleReport, sixNames } from './support/sample-report';
import { seriousViolations } from './support/serious-violations';

let browser: Browser;
let folder: string;
let url: string;
let page: Page;
const problems: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turbine-report-'));
  const file = join(folder, 'report.html');
  const fits = [{ labelFraction: 0.1, labels: 2939 }, {}];
  await writeFile(file, sampleReport(sixNames, { source: 'checkout', verified: true }, fits));
  url = pathToFileURL(file).href;
  browser = await startChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage();
  problems.length = requests.length = 0;
  page.on('console', message => problems.push(message.text()));
  page.on('pageerror', error => problems.push(error.message));
  page.on('request', request => requests.push(request.url()));
});

afterEach(() => page.close());

async function saved(name: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

describe('the report in a browser', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('has nothing that axe finds serious: %s, %d pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await page.goto(url);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(problems).toEqual([]);
    expect(requests).toEqual([url]);
  });

  it('saves what a figure was drawn from as CSV', async () => {
    await page.goto(url);
    const { name, content } = await saved('Save “XGBoost: errors over time” as CSV');
    expect(name).toBe('time-xgboost.csv');
    const lines = String(content).trimEnd().split('\n');
    expect(lines[0]).toBe('year,AT,TEY,actual,predicted');
    expect(lines).toHaveLength(1 + 7347);
    for (const line of lines.slice(1)) expect(line).toMatch(/^201[1-5](\.\d+)?(,-?[\d.]+){4}$/);
    const curves = await saved('Save “Learning curves” as CSV');
    expect(String(curves.content).split('\n').slice(0, 2)).toEqual([
      'model,epoch,training_loss,validation_loss',
      'Interactive Hephaestus,1,1,2',
    ]);
  });

  it('saves a figure as PNG, in the colours that the page has', async () => {
    const corners: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      const { name, content } = await saved('Save “Random Forest: errors by operating region” as PNG');
      expect(name).toBe('regions-random-forest.png');
      const picture = `data:image/png;base64,${content.toString('base64')}`;
      const seen = await page.evaluate(look, picture);
      // Three times the size of the plot, and a margin.
      expect([seen.width, seen.height]).toEqual([3 * (360 + 32), 3 * (320 + 32)]);
      expect(seen.colors).toBeGreaterThan(20);
      corners.push(seen.corner);
    }
    expect(corners).toEqual(['255,255,255', '27,33,38']);
    expect(problems).toEqual([]);
  });

  it('prints without buttons, within a page, and has no buttons where scripts do not run', async () => {
    // A4 less the margins that browsers leave.
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.goto(url);
    const button = page.locator('[data-save]').first();
    expect(await button.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await button.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(url);
    expect(await still.locator('[data-save]').first().isVisible()).toBe(false);
    expect(await still.locator('svg').first().isVisible()).toBe(true);
    await context.close();
  });
});

/** In the page: the size of a picture, the colour of its corner, and how many colours it has. */
async function look(source: string) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  const { width, height } = image;
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const colors = new Set<string>();
  for (let i = 0; i < data.length; i += 4) colors.add(data.slice(i, i + 3).join(','));
  return { width, height, corner: data.slice(0, 3).join(','), colors: colors.size };
}
