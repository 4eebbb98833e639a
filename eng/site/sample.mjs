// Puts stored report data into the built report page: node sample.mjs <page> <data> <result>.
import { readFileSync, writeFileSync } from "node:fs";

const [page, data, result] = process.argv.slice(2);
const place = '<script type="application/json" id="report-data">null</script>';
const template = readFileSync(page, "utf8");
if (!template.includes(place)) throw new Error(`${page} has no element for the data of a report.`);
writeFileSync(result, template.replace(place, () => place.replace("null", () => readFileSync(data, "utf8"))));
