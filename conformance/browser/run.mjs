// Every path with scripts and without, in one Chromium.
import { checks, failures, launched, check, opened, told } from "./browsing.mjs";
import * as further from "./further.mjs";
import * as main from "./paths.mjs";

const EXPECTED = { errors: [404, 400, 422], login: [401], leaving: [401] };
const paths = { ...main, ...further };
const wanted = process.argv.slice(2);
const browser = await launched();
console.log(`   Chromium ${browser.version()}`);

async function walked(name, scripted) {
  const what = `${name}, ${scripted ? "with" : "without"} scripts`;
  const before = failures();
  const begun = performance.now();
  const page = await opened(browser, what, { javaScriptEnabled: scripted }, EXPECTED[name]);
  try {
    await paths[name](page, scripted);
  } catch (error) {
    check(`${what}: it comes to its end`, false, `${String(error.message).split("\n").slice(0, 6).join(" ")} at ${page.url()}`);
  }
  await page.context().close();
  told(`${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`, before);
}

for (const name of ["ask", "screen", "columns", "story", "decisions", "parties", "rules", "paper", "errors", "login", "changes", "leaving"]) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const scripted of [true, false]) await walked(name, scripted);
}
await browser.close();
console.log(`   ${checks()} checks, ${failures()} failed`);
process.exitCode = failures() ? 1 : 0;
