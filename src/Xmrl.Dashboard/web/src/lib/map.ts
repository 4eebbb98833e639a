import type { ReportData, ReportTask } from "./report";

/** One chart of the task map: two parameters, or one against the task set. */
export interface MapAxes {
  title: string;
  x: string;
  y?: string;
}

/** Which parameters to draw: goal and obstacle where the scene names them, else the parameters in pairs. */
export function axesOf(data: ReportData): MapAxes[] {
  const { scene } = data;
  const axes: MapAxes[] = [];
  if (scene?.goalParameters) axes.push({ title: "Where the goal lies", x: scene.goalParameters[0], y: scene.goalParameters[1] });
  if (scene?.obstacleParameters) axes.push({ title: "Where the obstacle lies", x: scene.obstacleParameters[0], y: scene.obstacleParameters[1] });
  if (axes.length > 0) return axes;
  const names = Object.keys(data.tasks[0]?.parameters ?? {}).slice(0, 4);
  for (let i = 0; i < names.length; i += 2) {
    const x = names[i]!;
    const y = names[i + 1];
    axes.push({ title: y ? `${x} and ${y}` : x, x, y });
  }
  return axes;
}

export type TaskKind = "training" | "critical" | "validation" | "poor validation" | "test" | "poor test";

export function kindOf(task: ReportTask): TaskKind {
  if (task.set === "training") return task.isCritical ? "critical" : "training";
  if (task.set === "validation") return task.isPoor ? "poor validation" : "validation";
  return task.isPoor ? "poor test" : "test";
}
