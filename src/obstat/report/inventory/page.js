"use strict";
// Folding, filtering and sorting of the rows. The page reads without it: everything is then unfolded, in file order.
(() => {
  const table = document.getElementById("rows");
  if (!table) return;
  const bodies = Array.from(table.tBodies);
  const controls = document.getElementById("controls");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const unfold = document.getElementById("unfold");
  const pills = Array.from(controls.querySelectorAll("input[type=checkbox]"));
  const folds = Array.from(document.querySelectorAll("details"));
  const texts = bodies.map((body) => body.textContent.toLowerCase());
  const number = new Intl.NumberFormat("en");
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const fold = (open) => {
    folds.forEach((one) => { one.open = open; });
    unfold.textContent = open ? "Fold all reasons" : "Unfold all reasons";
    unfold.setAttribute("aria-pressed", String(open));
  };
  unfold.addEventListener("click", () => fold(unfold.getAttribute("aria-pressed") !== "true"));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(pills.filter((pill) => pill.checked).map((pill) => pill.value));
    let shown = 0;
    bodies.forEach((body, place) => {
      const keep = wanted.has(body.dataset.status) && words.every((word) => texts[place].includes(word));
      body.hidden = !keep;
      shown += keep ? 1 : 0;
    });
    found.textContent = `${number.format(shown)} of ${number.format(bodies.length)} rows shown`;
  };
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  pills.forEach((pill) => pill.addEventListener("change", filter));

  // Numbers by their size and before texts, empty cells last in either direction.
  const compare = (a, b) => {
    const [one, other] = [Number(a), Number(b)];
    if (Number.isNaN(one) !== Number.isNaN(other)) return Number.isNaN(one) ? 1 : -1;
    return Number.isNaN(one) ? order.compare(a, b) : one - other;
  };
  const heads = Array.from(table.tHead.rows[0].cells);
  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    return cell.dataset.key ?? cell.textContent.trim();
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = bodies.map((body, place) => [key(body, column), place, body]);
      keyed.sort((a, b) => {
        if (!a[0] || !b[0]) return (a[0] ? 0 : 1) - (b[0] ? 0 : 1) || a[1] - b[1];
        return (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1];
      });
      table.append(...keyed.map((one) => one[2]));
    });
  });

  let before = [];
  window.addEventListener("beforeprint", () => {
    before = folds.map((one) => one.open);
    folds.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => folds.forEach((one, place) => { one.open = before[place]; }));

  controls.hidden = false;
  fold(false);
  filter();
})();
