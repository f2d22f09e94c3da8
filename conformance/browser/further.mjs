// Paths beside the main ones: a column that is corrected, decisions on claims, answers kept, lists compared, paper.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GUARDED, URL_, accessible, check } from "./browsing.mjs";
import { STORY, signedIn, text, verdict } from "./paths.mjs";

/** The day on which a claim is accepted here: an answer about a day before does not know of it. */
const TODAY = new Date().toISOString().slice(0, 10);
const LEDGER = "ref,item,origin\nA1,TP-Link Archer AX1800,VN\nA2,TP-Link Archer AX1800,US\nA3,TP-Link Archer AX1800,CN\n";

/** Give a file: dropped where there are scripts, chosen where there are none. */
async function given(page, scripted, name, content) {
  if (!scripted) return page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from(content) });
  const dataTransfer = await page.evaluateHandle(([called, held]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([held], called, { type: "text/csv" }));
    return carried;
  }, [name, content]);
  await page.dispatchEvent("#drop", "dragover", { dataTransfer });
  check("drop: the place shows that it takes the file", await page.locator("#drop.is-over").count() === 1);
  await page.dispatchEvent("#drop", "drop", { dataTransfer });
  check("drop: it is the file to be sent", await page.locator("#file").evaluate((one) => one.files[0]?.name) === name);
  check("drop: the place is at rest again", await page.locator("#drop.is-over").count() === 0);
}

/** What the rows of the ledger came to, with its columns as guessed or with that of the country of production put aside. */
async function screened(page, scripted, corrected) {
  await page.goto(`${URL_}/screen`);
  await given(page, scripted, "routers.csv", LEDGER);
  await page.selectOption("select[name=activity]", "import");
  await page.fill("input[name=on]", "2026-11-29");
  await page.locator("summary", { hasText: "More that holds for every row" }).press("Enter");
  await page.selectOption("select[name=device_status]", "new_model");
  await page.getByRole("button", { name: "Upload" }).press("Enter");
  await page.waitForURL(/\/screen\/[^/]+$/);
  const origin = page.getByRole("combobox", { name: "origin" });
  check("column: the country of production is guessed", (await origin.inputValue()) === "made_in");
  if (corrected) await origin.selectOption("-");
  await page.getByRole("button", { name: "Screen it" }).press("Enter");
  await page.locator("#rows").waitFor({ timeout: 60000 });
  const told = await page.locator(".by-status").allInnerTexts();
  await page.getByRole("button", { name: "Remove the file" }).press("Enter");
  await page.waitForURL(/\/screen$/);
  return told.map((one) => one.replace(/\s+/g, " ").trim());
}

export async function columns(page, scripted) {
  const guessed = await screened(page, scripted, false);
  check("column: the country of each row decides it", guessed.includes("Prohibited 2"), guessed.join(", "));
  const corrected = await screened(page, scripted, true);
  check("column: without it every row is undecided", corrected.join() === "Undecided 3", corrected.join(", "));
}

/** Decide on claims by what is said in them: `accept` or `reject` where `words` are found. */
async function decided(page, decisions) {
  for (const [words, value] of decisions) await page.locator(".claim", { hasText: words }).first().locator(`input[value=${value}]`).press("Space");
  await page.fill("#by", "B. Reader");
  await page.getByRole("button", { name: "Keep the decisions" }).press("Enter");
  await page.waitForURL(/#decided$/);
  return text(page, "#decided");
}

/** Open a page again until it tells of accepted claims, or no more, for a snapshot that is being taken up; a few seconds
 * at most. */
async function until(page, address, { told }) {
  for (let left = 20; left > 0; left--) {
    await page.goto(address);
    if ((await text(page, "main")).includes("people accepted") === told) return;
    await page.waitForTimeout(500);
  }
}

export async function decisions(page, scripted) {
  const ask = `${URL_}/answer?q=Inspur&activity=export_to&jurisdiction=US&on=${TODAY}`;
  await until(page, ask, { told: false });
  const address = page.url(), before = await verdict(page);
  await page.goto(`${URL_}/story`);
  await page.setInputFiles("#file", { name: "inspur.txt", mimeType: "text/plain", buffer: Buffer.from(STORY) });
  await page.getByRole("button", { name: "Read it" }).press("Enter");
  await page.waitForURL(/\/story\/[^/]+$/);
  const story = page.url();
  check("upload: the story in a file is read", (await text(page, "h1")).includes("Inspur"), await text(page, "h1"));
  const said = await decided(page, [["puts on a list", "accept"], ["bans", "reject"]]);
  check("claims: one is accepted and one rejected", said.startsWith("1 accepted, 1 rejected"), said);
  check("claims: what was decided stands at each", (await page.locator(".claim .decided").allInnerTexts()).map((one) => one.split(" ")[0]).sort().join() === "Accepted,Rejected");
  await until(page, ask, { told: true });
  check("claims: the accepted one stands beside the answer", (await text(page, "main")).includes("Claims of stories that people accepted") && (await text(page, "#weigh ~ *")).includes("puts on a list"));
  check("claims: it decides nothing", (await verdict(page)) === before);
  if (scripted) await accessible(page, "answer with a claim", "section:has(> #weigh)");
  await page.goto(`${URL_}/answer?q=Huawei+P30&activity=sell&jurisdiction=DE&on=${TODAY}`);
  check("claims: the rejected one does not", !(await text(page, "main")).includes("people accepted"));
  await page.goto(address);
  check("address: after another snapshot it gives the answer that it gave", (await verdict(page)) === before && !(await text(page, "main")).includes("people accepted"));
  check("address: it tells that another snapshot is in use", (await text(page, ".notice-warn")).includes("not the one in use"));
  await page.getByRole("link", { name: "Ask the snapshot in use" }).press("Enter");
  await page.waitForURL((at) => at.href !== address);
  check("address: the same can be asked of that one", (await text(page, "main")).includes("people accepted") && !(await text(page, "main")).includes("not the one in use"));
  await page.goto(story);
  await decided(page, [["puts on a list", "undo"], ["bans", "undo"]]);
  check("claims: both are taken back", (await page.locator(".claim .decided").count()) === 0);
}

export async function changes(page, scripted) {
  await signedIn(page, "/lists");
  check("lists: an imported edition is told", (await page.locator("#source-ofac-consolidated").innerText()).includes("day"));
  await page.getByRole("button", { name: "Compare" }).press("Enter");
  await page.waitForURL(/\/lists\/changes\?/);
  check("changes: what was added is told", (await text(page, "h1")) === "What changed" && (await page.locator("#party_added tbody tr").count()) > 1);
  if (scripted) await accessible(page, "changes");
  await page.locator("#party_added a[href^='/parties/']").first().press("Enter");
  await page.waitForURL(/\/parties\/./);
  check("changes: a party is one step away", (await text(page, "h1")).length > 2);
  if (scripted) await accessible(page, "party of a list");
}

export async function leaving(page) {
  await signedIn(page, "/rules");
  await page.getByRole("button", { name: "Sign out" }).press("Enter");
  await page.waitForURL(/\/login/);
  check("sign out: nobody is signed in", (await page.getByRole("button", { name: "Sign out" }).count()) === 0);
  const answer = await page.goto(`${GUARDED}/rules`);
  check("sign out: the pages ask for a token again", page.url().includes("/login") || answer.status() === 401, page.url());
}

const CONTROLS = "button, input:not([type=hidden]), select, textarea, nav";
const PAPER = ["/answer?q=Huawei+P30&activity=import&jurisdiction=US&on=2023-05-01", "/parties/hikvision", "/rules/us-ndaa2019-889-a1A"];

/** Every place on paper: nothing to press, nothing shut, and a file that another program reads. */
export async function paper(page, scripted) {
  for (const address of PAPER) {
    await page.goto(`${URL_}${address}`);
    await page.emulateMedia({ media: "print" });
    const shown = await page.locator(CONTROLS).filter({ visible: true }).evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 80)));
    check(`paper, ${address}: nothing to press`, !shown.length, shown.join(" "));
    const shut = await page.locator("main details:not(.no-print, .not-printed)").evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && [...one.children].some((part) => part.matches(":not(summary)") && !part.getBoundingClientRect().height)).map((one) => one.innerText.slice(0, 60)));
    check(`paper, ${address}: nothing is shut`, !shut.length, shut.join(" | "));
    if (scripted) await read(page, address);
    await page.emulateMedia({ media: "screen" });
  }
}

async function read(page, address) {
  const folder = mkdtempSync(join(tmpdir(), "obstat-paper-")), path = join(folder, "page.pdf");
  const heading = await text(page, "h1");
  try {
    await page.pdf({ path, format: "A4" });
    const words = execFileSync(join(process.env.OBSTAT_BIN, "python"), ["-c", "import sys, pypdf; print(*(page.extract_text() for page in pypdf.PdfReader(sys.argv[1]).pages))", path], { encoding: "utf8" });
    const plain = (one) => one.replace(/\s+/g, "");
    check(`paper, ${address}: the file says what the page says`, plain(words).includes(plain(heading)) && words.length > 1000, words.slice(0, 200));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
