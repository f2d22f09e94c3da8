// A browser that is watched: what it asks of other hosts and what it complains of are failures.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = join(process.env.OBSTAT_NODE, "..");
const require = createRequire(join(modules, "x.js"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(join(modules, "axe-core", "axe.min.js"), "utf8");
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Details that are opened before axe looks; those of a long table are all alike. */
const OPENED = 16;

export const URL_ = process.env.OBSTAT_URL;
export const GUARDED = process.env.OBSTAT_GUARDED_URL;
export const WIDTHS = [360, 1440];
export const SCHEMES = ["light", "dark"];

const failed = [];
let made = 0;

export function check(what, holds, why = "") {
  made += 1;
  if (holds) return;
  failed.push(what);
  console.log(`   FAIL ${what}${why ? `: ${why}` : ""}`);
}

export function told(what, before) {
  console.log(`   ${failed.length === before ? "ok  " : "FAIL"} ${what}`);
}

export const failures = () => failed.length;
export const checks = () => made;

export async function launched() {
  const args = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  if (process.getuid?.() === 0) args.push("--no-sandbox"); // Chromium does not start as root with it
  return chromium.launch({ executablePath: process.env.CHROMIUM, args });
}

/** A page of its own context. `expected` holds the codes that this path means to get. */
export async function opened(browser, name, settings = {}, expected = []) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", ...settings });
  context.setDefaultTimeout(20000);
  const ours = [URL_, GUARDED].filter(Boolean).map((one) => new URL(one).host);
  context.on("request", (request) => {
    const address = new URL(request.url());
    if (["data:", "blob:"].includes(address.protocol)) return;
    if (!ours.includes(address.host)) check(`${name}: no request to another host`, false, request.url());
  });
  context.on("response", (response) => {
    if (response.status() < 400 || expected.includes(response.status())) return;
    check(`${name}: no answer is an error`, false, `${response.status()} ${response.url()}`);
  });
  context.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type())) return;
    if (expected.some((code) => text.includes(`the server responded with a status of ${code}`))) return;
    check(`${name}: the console is silent`, false, `${text} (${message.location().url})`);
  });
  context.on("weberror", (error) => check(`${name}: no script fails`, false, String(error.error())));
  const page = await context.newPage();
  return page;
}

/** What axe finds in the page as it stands (or in what is new in it, `within`), and whether the page is wider than the
 * window. Every rule of the levels is asked at each width and in each scheme, which takes as many looks as there are. */
export async function accessible(page, name, within = "html") {
  const before = page.viewportSize();
  await page.evaluate(AXE);
  await page.evaluate("document.querySelectorAll('details:not([open])').forEach((one, at) => { if (at < MOST) { one.dataset.opened = ''; one.open = true; } })".replace("MOST", OPENED));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    check(`${name} at ${width} px: nothing is wider than the window`, wider <= 0, `${wider} px`);
    for (const colorScheme of SCHEMES) {
      if (WIDTHS.indexOf(width) % SCHEMES.length !== SCHEMES.indexOf(colorScheme)) continue;
      await page.emulateMedia({ colorScheme });
      const options = { runOnly: { type: "tag", values: LEVELS }, resultTypes: ["violations"] };
      const found = await page.evaluate(`axe.run({include: [[${JSON.stringify(within)}]]}, ${JSON.stringify(options)})`);
      const words = found.violations.map((one) =>
        `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary.replace(/\s+/g, " ")}`);
      check(`${name} at ${width} px, ${colorScheme}: axe finds nothing`, !words.length, words.join("\n        "));
    }
  }
  await page.evaluate("document.querySelectorAll('[data-opened]').forEach((one) => { one.open = false; delete one.dataset.opened; })");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}
