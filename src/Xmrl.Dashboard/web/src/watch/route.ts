export type Route = { page: "runs" } | { page: "run"; id: string } | { page: "compare"; ids: string[] };

export const runsHash = "#/";
export const runHash = (id: string) => `#/run/${encodeURIComponent(id)}`;
export const compareHash = (ids: string[]) => `#/compare/${ids.map(encodeURIComponent).join(",")}`;

/** The page that a hash names; whatever names none is the list of runs. */
export function routeOf(hash: string): Route {
  const [, page, rest] = hash.replace(/^#/, "").split("/");
  if (!rest) return { page: "runs" };
  try {
    if (page === "run") return { page, id: decodeURIComponent(rest) };
    if (page === "compare") return { page, ids: [...new Set(rest.split(",").map(decodeURIComponent))] };
  } catch {
    // A damaged escape in the address bar.
  }
  return { page: "runs" };
}
