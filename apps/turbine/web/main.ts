import type { RowValues } from '../src/prediction/row-decoder';
import { type PageData, siteFiles } from '../src/serve/page-data';
import { Controls } from './controls';
import { byId } from './dom';
import { explainPoint } from './explain-point';
import { FileView } from './file-view';
import { latestOnly } from './latest-only';
import { loadNetwork, startRuntime } from './load-network';
import { showModel } from './model-view';
import { Predictor } from './predictor';
import { ReasonsView } from './reasons-view';
import { ResultView } from './result-view';
import { SweepView } from './sweep-view';
import { TargetFormat } from './target-format';

/** Explanation and sweep wait until values have been left alone for so many milliseconds. */
const restAfter = 80;

async function start(): Promise<void> {
  const [data] = await Promise.all([readData(), startRuntime()]);
  const network = await loadNetwork(data.kind, siteFiles.network);
  const predictor = new Predictor(network, data.columns);
  const format = new TargetFormat(data);
  const controls = new Controls(byId('controls'), data);
  const result = new ResultView(data, format);
  const reasons = new ReasonsView(data, format);
  const sweep = new SweepView(data, format, () => update(undefined));
  new FileView(data, predictor, () => controls.values);

  let details = new AbortController();
  const update = latestOnly(predictPoint, fail);
  byId('controls').addEventListener('input', event => update(event.timeStamp));
  byId('reset').addEventListener('click', event => {
    controls.reset();
    update(event.timeStamp);
  });

  await predictPoint(undefined);
  performance.mark('first prediction');
  showModel(data, format);
  byId('state').textContent = '';
  byId('main').hidden = false;

  /** @param since when what asked for it happened, for the measurement that developer tools show */
  async function predictPoint(since: number | undefined): Promise<void> {
    details.abort();
    details = new AbortController();
    const point = controls.values;
    const prediction = (await predictor.predict([point]))[0]!;
    result.show(prediction);
    if (since !== undefined) performance.measure('input to prediction', { start: since });
    void showDetails(point, prediction, details.signal);
  }

  async function showDetails(point: RowValues, prediction: number, signal: AbortSignal): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, restAfter));
    if (signal.aborted) return;
    const predict = (rows: readonly RowValues[]) => predictor.predictPatiently(rows, signal);
    try {
      result.announce();
      await sweep.show(point, prediction, predict);
      reasons.show(await explainPoint(data.columns, point, predict));
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }
}

async function readData(): Promise<PageData> {
  const response = await fetch(siteFiles.data);
  if (!response.ok) throw new Error(`${siteFiles.data}: ${response.status} ${response.statusText}`);
  return response.json() as Promise<PageData>;
}

function fail(error: unknown): void {
  const state = byId('state');
  state.className = 'error';
  state.textContent = `The network cannot run here. ${error instanceof Error ? error.message : String(error)}`;
}

start().catch(fail);
