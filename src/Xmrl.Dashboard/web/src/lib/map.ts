import type { ReportData, ReportTask, ReportTaskMap } from "./report";

/** Which parameters to draw: those that the scene puts together, else the parameters in pairs. */
export function mapsOf(data: ReportData): ReportTaskMap[] {
  if (data.scene && data.scene.maps.length > 0) return data.scene.maps;
  const maps: ReportTaskMap[] = [];
  const names = Object.keys(data.tasks[0]?.parameters ?? {}).slice(0, 4);
  for (let i = 0; i < names.length; i += 2) {
    const x = names[i]!;
    const y = names[i + 1];
    maps.push({ title: y ? `${x} and ${y}` : x, x, y });
  }
  return maps;
}

export type TaskKind = "training" | "critical" | "validation" | "poor validation" | "test" | "poor test";

export function kindOf(task: ReportTask): TaskKind {
  if (task.set === "training") return task.isCritical ? "critical" : "training";
  if (task.set === "validation") return task.isPoor ? "poor validation" : "validation";
  return task.isPoor ? "poor test" : "test";
}
