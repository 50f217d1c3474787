/** A category of at least so many rows (by hessian) tells enough of itself, as LightGBM's `cat_smooth` has it by default. */
const enoughRows = 10;
/** In small nodes, so many categories may stand apart at most. */
const fewCategories = 8;

/**
 * The hessian from which a category may be told apart from others in a node: with fewer rows, what its sums say is mostly
 * noise, and sorting thousands of such categories would tell every row from every other one. What has less goes where the
 * missing values go.
 *
 * LightGBM leaves out categories of fewer than 10 rows in a node (`cat_smooth` in its `feature_histogram.cpp`) and tries
 * those of small features one by one. Here the least is an eighth of small nodes instead, so that deep trees come to an end.
 */
export function leastOfCategory(hessianOfNode: number): number {
  return Math.min(enoughRows, hessianOfNode / fewCategories);
}
