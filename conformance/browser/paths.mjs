// The main path of every screen, as a person walks it. `scripted` tells whether the browser runs scripts.
// All of it is done by keys: each path is one for the keyboard too, and a click waits for frames that a page without
// scripts may not draw.
import { readFileSync } from "node:fs";
import { GUARDED, URL_, accessible, check } from "./browsing.mjs";

const ROWS = 3000;
const FILE = {
  name: "ledger.csv", mimeType: "text/csv",
  buffer: Buffer.from("ref,vendor,item,spare\n" + Array.from({ length: ROWS }, (_, row) =>
    [`A${row},Huawei Technologies,P30 phone,x`, `A${row},Nokia,3310,y`, `A${row},Hikvision,DS-2CD2043G2-I,x`][row % 3]).join("\n") + "\n"),
};
export const STORY = `Commerce adds Inspur units to Entity List

WASHINGTON, March 25 (Example Wire) - The U.S. Commerce Department added six subsidiaries of Inspur Group to the Entity List on Tuesday, the department said in a statement.

Huawei may be barred from selling phones in Germany next year, two people familiar with the matter said.
`;
export const text = async (page, selector) => (await page.locator(selector).first().innerText()).trim();
export const verdict = (page) => text(page, ".verdict-status");

export async function ask(page, scripted) {
  await page.goto(`${URL_}/`);
  await page.keyboard.press("Tab");
  check("ask: the first key goes to the skip link", await page.locator(".skip").evaluate((one) => one === document.activeElement));
  await page.keyboard.press("Enter");
  await page.fill("#q", "DJI Mavic");
  await page.selectOption("select[name=activity]", "sell");
  await page.selectOption("select[name=jurisdiction]", "US");
  await page.fill("input[name=on]", "2026-11-29");
  if (scripted) await accessible(page, "ask");
  await page.focus("#q");
  for (let tabs = 0; tabs < 30 && !(await page.evaluate(() => document.activeElement?.matches?.(".question .button"))); tabs += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/answer\?/);
  check("ask: the address holds the question", /DJI/.test(page.url()) && /snapshot=/.test(page.url()), page.url());
  check("answer: it is undecided while a fact is missing", (await verdict(page)).includes("Undecided"));
  if (scripted) await accessible(page, "answer, undecided", ".needs");
  const way = page.locator(".way-out.edge-prohibited a.tag").first();
  check("answer: the missing fact is a choice", await way.isVisible());
  await way.press("Enter");
  check("answer: the fact decides it", (await verdict(page)).includes("Prohibited"), await verdict(page));
  check("answer: reasons name a rule", (await page.locator(".finding a[href^='/rules/']").count()) > 0);
  check("answer: the pictures are there", (await page.locator("figure.picture svg[role=img]").count()) >= 3);
  const address = page.url();
  await page.goto(address);
  check("answer: its address is permanent", (await verdict(page)).includes("Prohibited"));
  if (scripted) await slid(page);
  else check("answer: no control that needs a script", !(await page.locator("#day").isVisible()));
  if (scripted) await accessible(page, "answer");
  await page.locator("[data-spans] a", { hasText: "Ask for that day" }).first().press("Enter");
  check("answer: another day is one step away", /[?&]on=/.test(page.url()) && page.url() !== address, page.url());
  await page.locator("summary", { hasText: "The same as a table" }).press("Enter");
  await page.locator("a[href*='jurisdiction=GB']").filter({ visible: true }).first().press("Enter");
  check("answer: another place is one step away", page.url().includes("jurisdiction=GB"));
}

async function slid(page) {
  const slider = page.locator("#day");
  const before = await text(page, "#on-day");
  await slider.focus();
  await page.keyboard.press("Home");
  const first = await text(page, "#on-day");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const last = await text(page, "#on-day");
  check("slider: keys move it", first !== before && last !== first, `${before} / ${first} / ${last}`);
  check("slider: it says the day and the answer", (await slider.getAttribute("aria-valuetext")) === last);
  const link = await page.locator("#ask-day").getAttribute("href");
  await page.press("#ask-day", "Enter");
  check("slider: the day can be asked for", page.url().endsWith(link) && (await verdict(page)).length > 3, page.url());
}

export async function screen(page, scripted) {
  await page.goto(`${URL_}/screen`);
  if (scripted) await accessible(page, "screen, empty");
  await page.setInputFiles("#file", FILE);
  await page.selectOption("select[name=jurisdiction]", "US");
  await page.getByRole("button", { name: "Upload" }).press("Enter");
  await page.waitForURL(/\/screen\/[^/]+$/);
  const job = page.url();
  check("screen: the columns are guessed", (await page.locator("select[name^=role-]").count()) === 4);
  const vendor = page.getByRole("combobox", { name: "vendor" });
  check("screen: the guess for 'vendor' is not nothing", (await vendor.inputValue()) !== "-");
  await page.getByRole("combobox", { name: "spare" }).selectOption("-");
  if (scripted) await accessible(page, "screen, columns");
  let followed = false;
  page.on("request", (request) => { followed ||= request.url().endsWith("/events"); });
  await page.getByRole("button", { name: "Screen it" }).press("Enter");
  const progress = page.locator("#job-bar, #rows");
  await progress.first().waitFor();
  const running = await page.locator("#job-bar").count();
  if (running && !scripted) check("screen: without scripts the page loads itself anew", (await page.content()).includes('http-equiv="refresh"'));
  await page.locator("#rows").waitFor({ timeout: 60000 });
  if (running && scripted) check("screen: progress comes as it happens", followed);
  check("screen: the page becomes the result by itself", page.url().startsWith(job));
  check("screen: every row has an answer", (await text(page, "main")).includes("3,000 rows in, 3,000 rows out"));
  if (scripted) await accessible(page, "screen, result");
  await page.fill("#q", "Hikvision");
  await page.getByRole("button", { name: "Show", exact: true }).press("Enter");
  check("screen: rows are filtered by text", (await text(page, "#rows")).includes("1,000 rows of 3,000"), (await text(page, "#rows")).slice(0, 200));
  await page.locator("details.more > summary", { hasText: "Reasons of row" }).first().press("Enter");
  check("screen: reasons name a rule", (await page.locator("details[open] a[href^='/rules/']").count()) > 0);
  await page.goto(job);
  await page.locator("#group").selectOption("status");
  await page.getByRole("button", { name: "Show", exact: true }).press("Enter");
  const groups = page.locator("table caption + thead + tbody a, table:has(caption) tbody a");
  check("screen: rows are counted by answer", (await groups.count()) > 1);
  if (scripted) await accessible(page, "screen, grouped", "table:has(caption)");
  await groups.first().press("Enter");
  await page.waitForURL(/where=/);
  check("screen: a group is a filter", page.url().includes("where="));
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).press("Enter")]);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\n");
  check("screen: the download has every row", lines.length === ROWS + 1, `${lines.length} lines`);
  await page.getByRole("button", { name: "Remove the file" }).press("Enter");
  await page.waitForURL(/\/screen$/);
  check("screen: a removed file is gone", (await page.locator(`a[href="${new URL(job).pathname}"]`).count()) === 0);
}

export async function story(page, scripted) {
  await page.goto(`${URL_}/story`);
  if (scripted) await accessible(page, "story, empty");
  await page.fill("#text", STORY);
  await page.getByRole("button", { name: "Read it" }).press("Enter");
  await page.waitForURL(/\/story\/[^/]+$/);
  const claims = page.locator(".claim");
  check("story: claims are marked in it", (await claims.count()) >= 1);
  if (scripted) await accessible(page, "story, read");
  const first = page.locator(".claim").first();
  if (scripted) { // by keys: into the claim, then the letter
    await first.locator("input[type=radio]").first().focus();
    await page.keyboard.press("a");
    check("story: decisions are counted", (await text(page, "#decisions")).startsWith("1 to accept"));
  } else await first.locator("input[value=accept]").press("Space");
  await page.fill("#by", "A. Reader");
  await page.getByRole("button", { name: "Keep the decisions" }).press("Enter");
  await page.waitForURL(/#decided$/);
  check("story: one is accepted", (await text(page, "#decided")).startsWith("1 accepted"), await text(page, "#decided"));
  check("story: it tells who accepted it", (await text(page, ".claim .decided")).includes("A. Reader"));
  if (scripted) await accessible(page, "story, decided", "#decided");
  await page.locator(".claim").first().locator("input[value=undo]").press("Space");
  await page.fill("#by", "A. Reader");
  await page.getByRole("button", { name: "Keep the decisions" }).press("Enter");
  await page.locator("#decided", { hasText: "1 taken back" }).waitFor();
  check("story: it is taken back", (await page.locator(".claim .decided").count()) === 0);
}

export async function parties(page, scripted) {
  await page.goto(`${URL_}/parties`);
  if (scripted) await accessible(page, "parties");
  await page.getByRole("searchbox").fill("华为");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]q=/);
  const found = page.locator("main table a[href^='/parties/']").first();
  check("parties: a name in another script is found", (await found.innerText()).includes("Huawei"));
  await found.press("Enter");
  await page.waitForURL(/\/parties\/./);
  check("party: its page names it", (await text(page, "h1")).includes("Huawei"));
  for (const part of ["reach", "ties", "timeline", "names", "products"]) check(`party: it has ${part}`, (await page.locator(`#${part}`).count()) === 1);
  check("party: ties are drawn", (await page.locator("#ties svg").count()) > 0);
  if (scripted) await accessible(page, "party");
  await page.locator("main a[href^='/rules/']").filter({ visible: true }).first().press("Enter");
  await page.waitForURL(/\/rules\/./);
  check("party: its rules are linked", (await text(page, "h1")).length > 5);
  await page.goto(`${URL_}/parties?q=zzqxv+nobody`);
  check("parties: nobody found is said", (await text(page, "main")).includes("No party found"));
  if (scripted) await accessible(page, "parties, none");
}

export async function rules(page, scripted) {
  await page.goto(`${URL_}/rules`);
  if (scripted) await accessible(page, "rules");
  await page.getByRole("searchbox").fill("covered list");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]q=/);
  await page.locator("main table a[href^='/rules/']").first().press("Enter");
  await page.waitForURL(/\/rules\/./);
  check("rule: it tells its effects and sources", (await page.locator("#effects").count()) === 1 && (await page.locator("#sources a").count()) > 0);
  if (scripted) await accessible(page, "rule");
  await page.goto(`${URL_}/rules?q=zzqxv`);
  check("rules: none found is said", (await text(page, "main")).includes("No rule found"));
  await page.goto(`${URL_}/lists`);
  check("lists: the snapshot in use is told", (await text(page, "#snapshots")).includes("in use"));
  if (scripted) await accessible(page, "lists");
}

export async function errors(page, scripted) {
  for (const address of ["/nothing-here", "/parties/nobody-of-that-name", "/rules/none", "/screen/none", "/story/none"]) {
    const answer = await page.goto(`${URL_}${address}`);
    check(`error: ${address} is a page with 404`, answer.status() === 404 && (await page.locator("h1").count()) === 1, String(answer.status()));
    check(`error: ${address} has a way on`, (await page.locator("main a[href='/']").count()) > 0);
  }
  if (scripted) await accessible(page, "error");
  await page.goto(`${URL_}/answer?q=${encodeURIComponent("IMEI 860000000000000")}`);
  check("error: what cannot be read is said", (await text(page, "main")).length > 40);
  if (scripted) await accessible(page, "question that cannot be read");
  await page.goto(`${URL_}/story`);
  await page.getByRole("button", { name: "Read it" }).press("Enter");
  check("error: an empty story is refused with a sentence", (await page.getByRole("alert").count()) === 1);
}

/** Sign in where that is wanted, and go on from there. */
export async function signedIn(page, next) {
  await page.goto(`${GUARDED}/login?next=${next}`);
  await page.fill("#token", process.env.OBSTAT_TOKEN);
  await page.getByRole("button", { name: "Sign in" }).press("Enter");
  await page.waitForURL(`${GUARDED}${next}`);
}

export async function login(page, scripted) {
  const answer = await page.goto(`${GUARDED}/`);
  check("login: a page asks for the token", page.url().startsWith(`${GUARDED}/login`) || answer.status() === 401, page.url());
  await page.goto(`${GUARDED}/login?next=/parties`);
  if (scripted) await accessible(page, "login");
  await page.fill("#token", "wrong");
  await page.getByRole("button", { name: "Sign in" }).press("Enter");
  check("login: a wrong token is refused", (await page.getByRole("alert").innerText()).includes("not known"));
  if (scripted) await accessible(page, "login, refused");
  await signedIn(page, "/parties");
  check("login: the right one leads on", (await text(page, "h1")) === "Parties", await text(page, "h1"));
  const cookies = await page.context().cookies();
  check("login: the cookie is out of reach of scripts and other sites", cookies.length > 0 && cookies.every((cookie) => cookie.httpOnly && cookie.sameSite !== "None"));
  await page.goto(`${GUARDED}/answer?q=Huawei+P30&activity=import&jurisdiction=US&on=2023-05-01`);
  check("login: one may ask", (await verdict(page)).length > 3);
  await page.goto(`${GUARDED}/story`);
  await page.fill("#text", STORY);
  await page.getByRole("button", { name: "Read it" }).press("Enter");
  await page.waitForURL(/\/story\/[^/]+$/);
  check("login: a form works there", (await page.locator(".claim").count()) >= 1);
}
