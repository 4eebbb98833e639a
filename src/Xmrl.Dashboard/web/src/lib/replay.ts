import type { Marker } from "../charts/PlotView.svelte";
import { colorOf, type Drawn } from "./pictures";
import type { ReportEpisode, ReportMark, ReportPicture } from "./report";

/** Whether a mark is a way whose points follow one another in time. */
export function isWay(mark: ReportMark): boolean {
  return mark.role === "path" && mark.shape === "line" && mark.points.length > 1;
}

/** The last step of the longest way that some pictures show of the episodes; 0 where nothing moves. */
export function lastStep(episodes: ReportEpisode[], pictures: ReportPicture[]): number {
  const names = new Set(pictures.map((picture) => picture.name));
  const ways = episodes.flatMap(({ marks }) => marks.filter((mark) => isWay(mark) && names.has(mark.picture)));
  return ways.reduce((most, way) => Math.max(most, way.points.length - 1), 0);
}

/** Where the ways of a chart are at a step; a way that ended earlier stays at its end. */
export function markersAt(step: number, drawn: Drawn[], place: (x: number) => number | Date): Marker[] {
  return drawn.filter(({ mark }) => isWay(mark)).map((item) => {
    const [x, y] = item.mark.points[Math.min(step, item.mark.points.length - 1)]!;
    return { x: place(x), y, color: colorOf(item) };
  });
}
