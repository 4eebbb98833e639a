import type { ReportTask, ReportTaskMap } from "./report";

const SETS = ["training", "validation", "test"];

/** The task next to another in the direction of an arrow key, as a map shows them; undefined where none lies there. */
export function neighbour(tasks: ReportTask[], map: ReportTaskMap, from: ReportTask | undefined, key: string): ReportTask | undefined {
  const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const way = arrows[key];
  if (!way) return undefined;
  const points = tasks.flatMap((task) => {
    const [x, y] = [task.parameters[map.x], map.y ? task.parameters[map.y] : -SETS.indexOf(task.set)];
    return x === undefined || y === undefined ? [] : [{ task, x, y }];
  });
  const span = (values: number[]) => Math.max(...values) - Math.min(...values) || 1;
  const [width, height] = [span(points.map((point) => point.x)), span(points.map((point) => point.y))];
  const here = points.find((point) => point.task === from);
  if (!here) return points.find((point) => point.task.isPoor)?.task ?? points[0]?.task;
  let best: { task: ReportTask; far: number } | undefined;
  for (const point of points) {
    const [dx, dy] = [(point.x - here.x) / width, (point.y - here.y) / height];
    const along = dx * way[0] + dy * way[1];
    const across = Math.abs(dx * way[1] + dy * way[0]);
    const far = along + 2 * across;
    if (along > 1e-9 && across <= 2 * along && (!best || far < best.far)) best = { task: point.task, far };
  }
  return best?.task;
}
