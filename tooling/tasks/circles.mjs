import { resolve } from 'node:path';
import { importCircles } from './import-circles.mjs';
import { importGraph } from './import-graph.mjs';
import { root } from './workspace.mjs';

/** Fails where files or folders import one another in a circle, of the repository or of a folder given. */
const circles = importCircles(importGraph(resolve(process.argv[2] ?? root)));
for (const { folder, steps } of circles) {
  console.error(`${folder}: ${[...steps, steps[0]].map(({ from }) => from).join(' → ')}`);
  for (const { file, imports } of steps) console.error(`  ${file} imports ${imports}`);
}
if (circles.length > 0) {
  console.error(
    `\n✖ ${circles.length} circle(s) of imports; move what both sides need to a place of its own`,
  );
  process.exit(1);
}
