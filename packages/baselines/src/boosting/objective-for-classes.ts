import { logistic } from './logistic';
import type { Objective } from './objective';
import { softmax } from './softmax';

/** What is minimized where there are so many classes: of two the second is learned, of more each has trees of its own. */
export function objectiveForClasses(numClasses: number): Objective {
  return numClasses === 2 ? logistic : softmax(numClasses);
}
