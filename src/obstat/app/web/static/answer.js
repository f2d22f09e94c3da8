// The slider over days, and the button that prints. Without it the page has the same facts in lists.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

  const scrub = document.querySelector("[data-scrub]");
  if (!scrub) return;
  const DAY = 86400000;
  const number = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const edge = (text, otherwise) => {
    if (!text) return otherwise;
    const day = number((text + "-01-01").slice(0, 4) + "-" + (text.slice(5, 7) || "01") + "-" + (text.slice(8, 10) || "01"));
    return Number.isNaN(day) ? otherwise : day;
  };
  const first = number(scrub.dataset.first), last = number(scrub.dataset.last);
  const slider = scrub.querySelector("input"), told = scrub.querySelector("output"), ask = document.getElementById("ask-day");
  const spans = [...document.querySelectorAll("[data-spans] [data-from]")].map((one) => ({
    one, from: edge(one.dataset.from, -Infinity), until: edge(one.dataset.until, Infinity),
  }));
  const cursors = [...document.querySelectorAll(".picture-timeline")].map((svg) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", "cursor");
    svg.append(line);
    return { line, wide: svg.viewBox.baseVal.width, high: svg.viewBox.baseVal.height };
  });
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  const show = () => {
    const day = Number(slider.value);
    let answer = "";
    for (const { one, from, until } of spans) {
      const holds = from <= day && day < until;
      one.classList.toggle("is-chosen", holds);
      if (holds && one.dataset.word) answer = one.dataset.word;
    }
    const words = date.format(day * DAY);
    told.textContent = answer ? `${words}: ${answer}` : words;
    slider.setAttribute("aria-valuetext", told.textContent);
    ask.href = ask.href.replace(/([?&]on=)[^&]*/, `$1${iso(day)}`);
    for (const { line, wide, high } of cursors) {
      const x = 12 + ((day - first) / Math.max(1, last - first)) * (wide - 24);
      line.setAttribute("d", `M${x.toFixed(1)} 18V${high - 20}`);
    }
  };
  slider.min = first;
  slider.max = last - 1;
  slider.value = number(scrub.dataset.asked);
  slider.addEventListener("input", show);
  show();
})();
