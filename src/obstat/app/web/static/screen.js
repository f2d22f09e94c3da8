/* What a script adds to the pages of files: one can be dropped, and how far it is is told as it happens. */
"use strict";
(() => {
  document.documentElement.classList.add("has-script");
  const form = document.getElementById("screen-form");
  if (form) {
    const drop = document.getElementById("drop");
    const file = document.getElementById("file");
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("is-over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) file.files = event.dataTransfer.files;
      });
    }
    form.addEventListener("submit", () => { document.getElementById("sending").hidden = false; });
    window.addEventListener("pageshow", () => { document.getElementById("sending").hidden = true; });
  }
  const job = document.getElementById("job");
  if (!job || !window.EventSource) return;
  const say = (id, text) => { const one = document.getElementById(id); if (one.textContent !== text) one.textContent = text; };
  const number = (value) => Math.round(value).toLocaleString("en-US");
  const source = new EventSource(job.dataset.events);
  const progress = (event) => {
    const now = JSON.parse(event.data);
    const bar = document.getElementById("job-bar");
    if (now.rows.total) { bar.max = now.rows.total; bar.value = Math.min(now.rows.done, now.rows.total); }
    const stage = now.stage || now.state;
    say("job-stage", now.state === "waiting" ? (now.ahead ? `Waiting: ${now.ahead} before it` : "Waiting to begin") : stage[0].toUpperCase() + stage.slice(1));
    say("job-done", `${number(now.rows.done)}${now.rows.total ? ` of ${number(now.rows.total)}` : ""} rows`);
    say("job-rate", `${now.rate ? `, ${number(now.rate)} a second` : ""}${now.seconds_left === null ? "" : `, about ${number(now.seconds_left + 0.5)} s left`}`);
  };
  source.addEventListener("progress", progress);
  const again = () => { source.close(); location.reload(); };
  source.addEventListener("end", (event) => { progress(event); again(); });
  source.addEventListener("gone", again);
})();
