import { createHash } from 'node:crypto';
import { Figures } from './figures';
import { html, Html } from './html';
import { pageLinkPlace } from './page-link';
import type { ReportInput } from './report-input';
import { saveScript } from './save-script';
import { costSection } from './sections/cost';
import { dataSection } from './sections/data';
import { findingsSection, heading, title } from './sections/heading';
import { interactionsSection } from './sections/interactions';
import { labelsSection } from './sections/labels';
import { colophon, methodSection } from './sections/method';
import { modelsSection } from './sections/models';
import { resultsSection } from './sections/results';
import { trainingSection } from './sections/training';
import { style } from './style';

/**
 * One HTML file that holds everything and asks nothing of the network, readable in ten years. Its only script is behind
 * the buttons that save figures; without it there are no buttons.
 */
export function renderReport(input: ReportInput): string {
  const { comparison, models } = input;
  const figures = new Figures();
  const sections = [
    findingsSection(comparison),
    resultsSection(comparison, models, figures),
    costSection(comparison, models, figures),
    dataSection(comparison),
    trainingSection(comparison, figures),
    labelsSection(comparison, figures),
    interactionsSection(comparison, models, figures),
    modelsSection(input, figures),
    methodSection(comparison),
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title(comparison)}</title>
        ${style}
      </head>
      <body>
        ${heading(comparison, new Html(pageLinkPlace))}
        <main>${sections}</main>
        ${colophon(comparison)} ${figures.script} ${script}
      </body>
    </html> `.text;
}

/** Put together by hand: a space more, and it would not be what the policy names. */
const script = new Html(`<script>${saveScript}</script>`);

const scriptHash = createHash('sha256').update(saveScript).digest('base64');

/** Nothing may be fetched, and no other script may run; pictures are drawn from data in the page. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; img-src data: blob:`;
