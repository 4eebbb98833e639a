import { mount } from "svelte";
import App from "./App.svelte";
import "./style.css";
import type { ReportData } from "./lib/report";
import Watch from "./watch/Watch.svelte";

const target = document.getElementById("report");
if (target && document.querySelector('meta[name="xmrl-mode"][content="watch"]')) mount(Watch, { target });
else if (target) showReport(target);

function showReport(target: HTMLElement) {
  const text = document.getElementById("report-data")?.textContent ?? "null";
  const data = JSON.parse(text) as ReportData | null;
  if (data) {
    document.title = data.identity.title;
    mount(App, { target, props: { data } });
  } else {
    target.textContent = "This page is the template of a report: it holds no data yet.";
  }
}

// Paper cannot be unfolded: the configuration is printed, and so are the tests; the tables behind the charts are not.
addEventListener("beforeprint", () => document.querySelectorAll<HTMLDetailsElement>("#record details, details.tests").forEach((element) => (element.open = true)));
