import type { ReportDifference, ReportEstimate, ReportScore } from "./report";

const MINUS = "−";
const THIN = "\u202f";

/** Decimals that show `span` with about three figures. */
function decimalsFor(magnitude: number): number {
  if (magnitude === 0) return 0;
  return Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(magnitude)))));
}

/** A plain number with a true minus sign; very small and very large ones in powers of ten. */
export function number(value: number | undefined, decimals?: number): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7) && decimals === undefined) return scientific(value);
  const places = decimals ?? decimalsFor(value);
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: places }).replace("-", MINUS);
}

export function scientific(value: number): string {
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const digits = (value / 10 ** exponent).toFixed(1).replace("-", MINUS);
  const raised = String(exponent).replace("-", "⁻").replace(/\d/g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)] ?? d);
  return `${digits}${THIN}×${THIN}10${raised}`;
}

/** 48,000,000 → "48.0 M". */
export function count(value: number): string {
  const units: [number, string][] = [[1e9, "G"], [1e6, "M"], [1e3, "k"]];
  const unit = units.find(([size]) => value >= size);
  if (!unit) return number(value, 0);
  const scaled = value / unit[0];
  return `${scaled.toFixed(scaled >= 100 ? 0 : 1)}${THIN}${unit[1]}`;
}

/** A number in few characters: 1,187,000 → "1.19 M". */
export function short(value: number): string {
  const size = Math.abs(value);
  const text = size >= 1e6 ? `${number(size / 1e6, 2)}${THIN}M` : size >= 1e3 ? count(size) : number(size);
  return value < 0 ? `${MINUS}${text}` : text;
}

export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}${THIN}s`;
  const minutes = Math.floor(value / 60);
  if (minutes < 60) return `${minutes}${THIN}min ${String(Math.floor(value % 60)).padStart(2, "0")}${THIN}s`;
  return `${Math.floor(minutes / 60)}${THIN}h ${String(minutes % 60).padStart(2, "0")}${THIN}min`;
}

export function percent(share: number | undefined, decimals = 0): string {
  return share === undefined ? "–" : `${(100 * share).toFixed(decimals).replace("-", MINUS)}${THIN}%`;
}

export function pValue(p: number | undefined): string {
  if (p === undefined) return "–";
  return p < 0.001 ? "<\u202f0.001" : p.toFixed(3);
}

/** "p 0.031", or why there is no test. */
export function test(difference: ReportDifference): string {
  return difference.p === undefined && difference.noTest ? `no test: ${difference.noTest}` : `p ${pValue(difference.p)}`;
}

/** "[0.1, 0.3]", or why there is no interval; nothing where none was asked for. */
export function ends(estimate: { low?: number; high?: number; noInterval?: string } | undefined, show: (value: number) => string): string {
  if (estimate?.low === undefined || estimate.high === undefined) return estimate?.noInterval ? `no interval: ${estimate.noInterval}` : "";
  return `[${show(estimate.low)}, ${show(estimate.high)}]`;
}

/** Formats scores of one run: shares in per cent, others with one choice of decimals, so that columns line up. */
export class ScoreFormat {
  readonly name: string;
  readonly isShare: boolean;
  readonly degradedBy: number;
  readonly #unit: string;
  readonly #decimals: number;

  constructor(score: ReportScore, sample: number[]) {
    this.name = score.name;
    this.isShare = score.isShare;
    this.degradedBy = score.degradedBy;
    this.#unit = score.unit ? `${THIN}${score.unit}` : "";
    this.#decimals = score.isShare ? 1 : Math.min(3, decimalsFor(Math.max(1e-9, ...sample.map(Math.abs))));
  }

  /** Axis label with unit. */
  get axis(): string {
    return this.isShare ? `${this.name}, %` : `${this.name}${this.#unit ? `,${this.#unit}` : ""}`;
  }

  /** Axis label of a difference. */
  get differenceAxis(): string {
    return this.isShare ? `difference of ${this.name}, percentage points` : `difference of ${this.axis}`;
  }

  /** From data to axis units. */
  scale = (value: number): number => (this.isShare ? 100 * value : value);

  bare(value: number | undefined): string {
    if (value === undefined) return "–";
    return number(this.scale(value), this.#decimals);
  }

  value(value: number | undefined): string {
    return value === undefined ? "–" : `${this.bare(value)}${this.isShare ? `${THIN}%` : this.#unit}`;
  }

  difference(value: number | undefined): string {
    if (value === undefined) return "–";
    const sign = value > 0 ? "+" : "";
    return `${sign}${this.bare(value)}${this.isShare ? `${THIN}points` : this.#unit}`;
  }

  /** A difference without a sign. */
  size(value: number): string {
    return `${this.bare(value)}${this.isShare ? `${THIN}points` : this.#unit}`;
  }

  interval(estimate: ReportEstimate | ReportDifference | undefined): string {
    return ends(estimate, (value) => this.bare(value));
  }
}
