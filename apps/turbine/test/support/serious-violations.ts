import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on a page that keeps people out: rule, how bad it is, and the first place. */
export async function seriousViolations(page: Page) {
  // Handed over as an expression: a script element the page's policy may forbid.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes[0]?.target }));
  });
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}
