import { count, number } from "./format";
import type { ReportAccount, ReportTrading } from "./report";

/** An amount of money, short: 1,187,000 → "1.19 M". */
export function amount(value: number): string {
  const size = Math.abs(value);
  const text = size >= 1e6 ? `${number(size / 1e6, 2)}\u202fM` : size >= 1e3 ? count(size) : number(size, 0);
  return value < 0 ? `−${text}` : text;
}

/** Gain over the period as a share of the start. */
export function gain(values: number[]): number | undefined {
  const [first, last] = [values[0], values.at(-1)];
  return first && last !== undefined ? last / first - 1 : undefined;
}

/** Amount bought on days above the account's threshold. */
export function punished(trading: ReportTrading, account: ReportAccount): number {
  return account.bought.reduce((sum, bought, t) => sum + (trading.turbulence[t]! > account.threshold ? bought : 0), 0);
}

/** Mean of what is there; undefined without anything. */
export function mean(values: number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
