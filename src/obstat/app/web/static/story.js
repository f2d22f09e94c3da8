/* What a script adds to the pages of stories: a file can be dropped, decisions are counted and made by keys. */
"use strict";
(() => {
  document.documentElement.classList.add("has-script");
  const form = document.getElementById("story-form");
  if (form) {
    const file = form.querySelector("input[type=file]");
    const over = (on) => form.classList.toggle("is-over", on);
    form.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    form.addEventListener("dragleave", () => over(false));
    form.addEventListener("drop", (event) => {
      over(false);
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      file.files = event.dataTransfer.files;
    });
    form.addEventListener("submit", () => { form.querySelector("button").textContent = "Reading…"; });
  }
  const review = document.getElementById("review");
  if (!review) return;
  const told = document.getElementById("decisions");
  const count = () => {
    const chosen = [...review.querySelectorAll(".picks input:checked")].map((one) => one.value).filter(Boolean);
    const of = (value) => chosen.filter((one) => one === value).length;
    if (told && chosen.length) told.textContent = `${of("accept")} to accept, ${of("reject")} to reject, ${of("undo")} to take back`;
  };
  review.addEventListener("change", count);
  // Within a claim that has the focus: a accepts, r rejects, l leaves it.
  review.addEventListener("keydown", (event) => {
    const claim = event.target.closest(".claim");
    if (!claim || !event.target.matches("input[type=radio]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const value = { a: "accept", r: "reject", l: "" }[event.key];
    if (value === undefined) return;
    const radio = claim.querySelector(`.picks input[value="${value}"]`);
    if (radio) { radio.checked = true; radio.focus(); event.preventDefault(); count(); }
  });
})();
