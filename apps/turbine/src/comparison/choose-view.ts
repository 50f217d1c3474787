import type { Output } from '../io';
import { barView } from './bar-view';
import { lineView } from './line-view';
import type { ProgressView } from './progress-view';

/** A live bar on a terminal, lines elsewhere. */
export function chooseView(output: Output): ProgressView {
  return output.isTTY ? barView(output) : lineView(output);
}
