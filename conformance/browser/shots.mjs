// Pictures of the pages for the documentation, as they are: `node shots.mjs FOLDER`, one PNG a page, width and scheme.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SCHEMES, URL_, failures, launched, opened } from "./browsing.mjs";
import { STORY } from "./paths.mjs";

const folder = process.argv[2];
const HIGHEST = 1400;
const LEDGER = "item,vendor,quantity,country\nP30 phone,Huawei Technologies,12,CN\nDS-2CD2043G2-I camera,Hikvision,40,CN\nMavic 3 drone,DJI,2,CN\n3310 phone,Nokia,7,FI\nMate 10 Pro,Huawei,3,CN\nX1C printer,Bambu Lab,1,CN\n";

async function screened(page) {
  await page.goto(`${URL_}/screen`);
  await page.setInputFiles("#file", { name: "purchases.csv", mimeType: "text/csv", buffer: Buffer.from(LEDGER) });
  await page.fill("input[name=on]", "2026-11-29");
  await page.locator("input[name=hold][value=no]").check();
  await page.getByRole("button", { name: "Upload" }).click();
  await page.locator("#rows").waitFor({ timeout: 60000 });
  return new URL(page.url()).pathname;
}

async function read(page) {
  await page.goto(`${URL_}/story`);
  await page.fill("#text", STORY);
  await page.getByRole("button", { name: "Read it" }).click();
  await page.waitForURL(/\/story\/[^/]+$/);
  return new URL(page.url()).pathname;
}

async function huawei(page) {
  await page.goto(`${URL_}/parties?q=Huawei`);
  return page.locator("main table a[href^='/parties/']").first().getAttribute("href");
}

async function covered(page) {
  await page.goto(`${URL_}/rules?q=covered+list`);
  return page.locator("main table a[href^='/rules/']").first().getAttribute("href");
}

const browser = await launched();
const first = await opened(browser, "screenshots");
const addresses = {
  ask: "/", answer: "/answer?q=Huawei+P30&activity=import&jurisdiction=US&on=2026-11-29", screen: await screened(first),
  story: await read(first), party: await huawei(first), rule: await covered(first), lists: "/lists",
};
mkdirSync(folder, { recursive: true });
for (const width of [360, 768, 1440]) {
  for (const colorScheme of SCHEMES) {
    const page = await opened(browser, "screenshots", { viewport: { width, height: 900 }, colorScheme });
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(`${URL_}${address}`);
      const high = await page.evaluate("document.documentElement.scrollHeight");
      const clip = { x: 0, y: 0, width, height: Math.min(high, HIGHEST) };
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true, clip, animations: "disabled" });
    }
    await page.context().close();
  }
}
await browser.close();
process.exitCode = failures() ? 1 : 0;
