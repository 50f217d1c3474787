/** In small nodes, so many categories may be told apart at most. */
const fewCategories = 8;

/**
 * What {@link leastOfCategory} counts as enough. In boosting, 10, as LightGBM has it by default. In forests, whose trees
 * follow single rows anyway and are averaged, 4: there categories of few rows gain more than they add noise.
 */
export const enoughForBoosting = 10;
export const enoughForForests = 4;

/**
 * The hessian from which a category may be told apart from others in a node: with fewer rows its sums are mostly noise, and
 * sorting thousands of such categories would tell every row from every other one. What has less goes where the missing
 * values go.
 *
 * LightGBM's `cat_smooth` (in its `feature_histogram.cpp`) leaves out categories of fewer than 10 rows in a node, and tries
 * those of small features one by one whatever they have. Here an eighth of the node is always enough instead, so that
 * there is one rule for all features, and deep trees come to an end.
 *
 * @param enough the hessian (for squared error without weights, the rows) that is enough in nodes of any size
 */
export function leastOfCategory(hessianOfNode: number, enough: number): number {
  return Math.min(enough, hessianOfNode / fewCategories);
}
