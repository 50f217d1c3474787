/**
 * Imports in a circle. In every folder its entries, files and subfolders each as a whole, must import one another in one
 * direction only. So neither files nor folders import each other, directly or through others; a folder's own files may
 * import from its subfolders and be imported by them.
 *
 * @param {Map<string, Set<string>>} graph what every file imports
 * @returns {{ folder: string, steps: { from: string, to: string, file: string, imports: string }[] }[]}
 *   a shortest circle of each group of entries that import one another, with one import as the evidence of each step
 */
export function importCircles(graph) {
  return [...levelsOf(graph)].flatMap(([folder, level]) =>
    groupsIn(level).map(group => ({ folder, steps: shortestCircle(level, group) })),
  );
}

/** For every folder, its entries and what each imports of the others, with a file's import as evidence. */
function levelsOf(graph) {
  const levels = new Map();
  for (const [file, targets] of graph)
    for (const target of targets) {
      const one = file.split('/');
      const other = target.split('/');
      let depth = 0;
      while (one[depth] === other[depth]) depth++;
      const folder = one.slice(0, depth).join('/');
      const level = getOr(levels, folder, () => new Map());
      const imports = getOr(level, one[depth], () => new Map());
      if (!imports.has(other[depth])) imports.set(other[depth], { file, imports: target });
    }
  return new Map([...levels].sort());
}

function getOr(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}

/** The strongly connected components with more than one entry (Tarjan, SIAM J. Comput. 1(2), 1972). */
function groupsIn(level) {
  const order = new Map();
  const lowest = new Map();
  const open = [];
  const groups = [];
  const visit = entry => {
    order.set(entry, order.size);
    lowest.set(entry, order.get(entry));
    open.push(entry);
    for (const next of level.get(entry)?.keys() ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(entry, Math.min(lowest.get(entry), lowest.get(next)));
    }
    if (lowest.get(entry) !== order.get(entry)) return;
    const group = open.splice(open.indexOf(entry));
    if (group.length > 1) groups.push(group);
  };
  for (const entry of level.keys()) if (!order.has(entry)) visit(entry);
  return groups;
}

function shortestCircle(level, group) {
  const circles = group.map(start => {
    const ways = new Map([[start, []]]);
    for (const [entry, steps] of ways)
      for (const [next, evidence] of level.get(entry) ?? []) {
        const way = [...steps, { from: entry, to: next, ...evidence }];
        if (next === start) return way;
        if (!ways.has(next) && group.includes(next)) ways.set(next, way);
      }
  });
  return circles.reduce((best, circle) => (circle.length < best.length ? circle : best));
}
