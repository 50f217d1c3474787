import { Html } from './html';

/** The look of the report: light or dark as the reader's system is, one column on a phone, plain on paper. */
export const style = new Html(`<style>
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2329; --soft: #59636e; --line: #e2dfd9;
  --accent: #0f6e84; --accent-soft: #e3f1f3; --muted-bar: #b6b1a7; --warn: #8a4b00; --warn-soft: #fdf0dc;
  --over: #d9691f; --under: #7a55b5;
  --series-1: #0f6e84; --series-2: #b3432b; --series-3: #6a4fa3; --series-4: #6b6f75; --series-5: #3c7a2a; --series-6: #94660a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --card: #1b2126; --ink: #e8eaec; --soft: #9aa5b0; --line: #2e363d;
    --accent: #5cc3d8; --accent-soft: #16323a; --muted-bar: #59626b; --warn: #ffc46b; --warn-soft: #3a2b12;
    --over: #ef8a45; --under: #a88ae6;
    --series-1: #5cc3d8; --series-2: #f08b73; --series-3: #b9a3f0; --series-4: #a9b0b8; --series-5: #8fce7a; --series-6: #e0b04c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, header, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3.5rem; }
h1 { font-size: clamp(1.9rem, 5vw, 2.8rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 0.6rem; text-wrap: balance; }
h2 { font-size: 1.35rem; letter-spacing: -0.01em; margin: 3.2rem 0 0.9rem; }
h3 { font-size: 1.1rem; margin: 0 0 0.2rem; }
p { max-width: 44rem; margin: 0 0 0.8rem; }
.lead { color: var(--soft); font-size: 1.08rem; }
.simulated { background: var(--warn-soft); color: var(--warn); border-radius: 10px; padding: 0.8rem 1.1rem; max-width: none; margin-top: 1.4rem; }
.findings { padding: 0; margin: 0; list-style: none; display: grid; gap: 0.55rem; }
.findings li { border-left: 3px solid var(--accent); padding: 0.1rem 0 0.1rem 1rem; max-width: 46rem; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.94rem; }
th, td { padding: 0.6rem 0.55rem; text-align: right; white-space: nowrap; }
thead th { color: var(--soft); font-weight: 500; font-size: 0.86rem; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--card); }
tbody th { font-weight: 500; }
tr.best > * { background: var(--accent-soft); font-weight: 650; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.2rem 1.3rem; margin: 0 0 1.2rem; }
.card > p { color: var(--soft); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); gap: 1.2rem; }
figure { margin: 0; }
figcaption { display: flex; justify-content: space-between; align-items: flex-start; gap: 0.8rem; color: var(--soft); font-size: 0.88rem; margin-top: 0.4rem; }
svg { width: 100%; height: auto; display: block; overflow: visible; }
.note { color: var(--soft); font-size: 0.88rem; max-width: 46rem; margin: 0.8rem 0 0; }
.bars, .curve { max-width: 32rem; }
.curve + .scroll { margin-bottom: 1.2rem; }
.three { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 1.6rem; }
.pair > article.card { margin: 0; }
.save { flex: none; display: flex; gap: 0.3rem; }
.save[hidden] { display: none; }
.save button {
  font: inherit; font-size: 0.78rem; color: inherit; background: var(--paper); cursor: pointer;
  border: 1px solid var(--line); border-radius: 6px; padding: 0.1rem 0.5rem;
}
.save button:hover { color: var(--accent); border-color: var(--accent); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.pair + p { margin: 0.8rem 0 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.4rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: 0.88rem; padding-bottom: 3rem; margin-top: 3.5rem; }
footer div { border-top: 1px solid var(--line); padding-top: 1rem; }
@media (max-width: 34rem) {
  header { padding-top: 2rem; }
  table { font-size: 0.92rem; }
  th, td { padding: 0.5rem 0.6rem; }
  th:first-child { white-space: normal; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --accent: #0f6e84; --accent-soft: #eef6f7; --muted-bar: #aaa;
    --over: #d9691f; --under: #7a55b5;
    --series-1: #0f6e84; --series-2: #b3432b; --series-3: #6a4fa3; --series-4: #6b6f75; --series-5: #3c7a2a; --series-6: #94660a;
  }
  .save { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; }
  header { padding-top: 0; }
  .card, figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; border: 0; }
  th:first-child { position: static; }
  .pair { grid-template-columns: 1fr 1fr; }
  .pair svg { max-height: 6cm; }
  table { font-size: 8pt; }
  thead th { font-size: inherit; }
  th, td { padding: 0.3rem 0.35rem; }
  .three { grid-template-columns: repeat(3, 1fr); }
  h2 { break-after: avoid; margin-top: 1.8rem; }
}
</style>`);
